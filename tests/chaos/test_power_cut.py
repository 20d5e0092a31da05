"""What a power cut may take: nothing that was told to somebody, or sent."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from chaos import recording
from chaos.disk import Disk
from chaos.recording import Op
from engine.mail.channels import Envelope
from engine.mail.channels.folder import FolderChannel
from models import db, queries

ROOT = Path(__file__).resolve().parents[2]
COMMITS = """
import sys
from chaos import recording
recording.begin(sys.argv[2], 0, lambda: None)
from models import db, queries
engine = db.engine_for(sys.argv[1])
for n in range(3):
    with db.session(engine) as s:
        queries.put(s, f"told-{n}", "yes")
"""


@pytest.mark.slow
def test_what_was_committed_is_there_after_a_power_cut(upgraded_file: Path, tmp_path: Path) -> None:
    file, notes = tmp_path / "dondoc.db", tmp_path / "notes"
    file.write_bytes(upgraded_file.read_bytes())
    disk = Disk({str(file): file.read_bytes()})
    command = [sys.executable, "-c", COMMITS, f"sqlite:///{file}", str(notes)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    disk.do(recording.read(notes))
    for path in (file, file.with_name("dondoc.db-journal")):
        path.unlink(missing_ok=True)
    for name, content in disk.synced().items():
        Path(name).write_bytes(content)
    with db.reading(db.engine_for(f"sqlite:///{file}")) as s:
        assert [queries.fact(s, f"told-{n}") for n in range(3)] == ["yes"] * 3


def test_a_letter_in_the_outbox_is_there_after_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", os.fsync)  # put back afterwards, as is the other
    monkeypatch.setattr(Path, "replace", Path.replace)
    recording.begin_outbox(str(tmp_path / "notes"))
    mail = EmailMessage()
    mail["Message-ID"] = "<1@office.example>"
    with FolderChannel(tmp_path / "outbox", 10) as channel:
        channel.send(Envelope(mail, ("tst@office.example",), "1"))
    disk = Disk({})
    disk.do(recording.read(tmp_path / "notes"))
    letter = tmp_path / "outbox" / "1.eml"
    assert disk.synced() == {str(letter): letter.read_bytes()}


def test_what_was_not_synced_may_be_lost_or_kept() -> None:
    before = {"d/a": b"old"}
    ops = [Op("write", "d/a", 0, b"new"), Op("create", "d/b"), Op("write", "d/b", 0, b"b"), Op("sync", "d/b")]
    found = set()
    for seed in range(40):
        disk = Disk(before)
        disk.do(ops)
        assert disk.synced() == before
        found.add(tuple(disk.after_power(random.Random(seed)).items()))
    old, new, there = ("d/a", b"old"), ("d/a", b"new"), ("d/b", b"b")
    assert found == {(old,), (new,), (old, there), (new, there)}


def test_a_name_stays_once_its_folder_is_synced() -> None:
    disk = Disk({"d/a": b"old"})
    disk.do([Op("rename", "d/a", 0, b"old", "d/c"), Op("delete", "d/b"), Op("names", "d")])
    assert disk.synced() == {"d/c": b"old"}
