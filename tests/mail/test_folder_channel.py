"""The file channel: whole files or none, under names that sort; a folder that is full or not ours."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from engine.mail.channels import ChannelDown, Envelope
from engine.mail.channels.folder import FolderChannel
from engine.mail.message import build
from tests.support.letters import NOW, SENDER, TST, item, letter

NAME = "2026-09-17T0800-TST-digest-1"


def envelope(name: str = NAME) -> Envelope:
    mail = build(letter(item()), SENDER, (TST,), "<1@dondoc.bhxh.example>", NOW)
    return Envelope(mail, ("tst@bhxh.example",), name)


@pytest.mark.slow
def test_a_letter_becomes_one_readable_file(tmp_path: Path) -> None:
    with FolderChannel(tmp_path / "var" / "outbox", 10) as channel:
        assert channel.send(envelope()) == f"{NAME}.eml"
        assert channel.send(envelope()) == f"{NAME}.eml"  # again after a crash: the same file
    (file,) = (tmp_path / "var" / "outbox").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert mail["Message-ID"] == "<1@dondoc.bhxh.example>"
    assert mail["Subject"].endswith("quý III/2026, hạn 18/09: còn 1 ngày làm việc")


def test_a_full_folder_takes_no_more_and_says_so(tmp_path: Path) -> None:
    with FolderChannel(tmp_path, 2) as channel:
        channel.send(envelope("a"))
        channel.send(envelope("b"))
        with pytest.raises(ChannelDown, match=r"is full: it holds 2 files, the limit is 2\. Move the old"):
            channel.send(envelope("c"))
        channel.send(envelope("b"))  # rewriting one of them is no new file
    with FolderChannel(tmp_path, 2) as channel, pytest.raises(ChannelDown, match="is full"):
        channel.send(envelope("c"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.eml", "b.eml"]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("")
    with pytest.raises(ChannelDown, match=r"cannot write to the outbox folder .*Check that it is a folder"):
        FolderChannel(tmp_path / "outbox", 2).__enter__()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left for the outbox folder .*free some disk space"),
        (errno.EACCES, "may write to it"),
    ],
)
def test_a_disk_that_fails_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with FolderChannel(tmp_path, 5) as channel:
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(ChannelDown, match=words):
            channel.send(envelope())
        assert list(tmp_path.iterdir()) == []
        monkeypatch.undo()
        channel.send(envelope())


def test_what_a_killed_writer_left_behind_is_cleared_and_no_more(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    crumb, current = tmp_path / f".{NAME}.{ended.pid}.tmp", tmp_path / f".{NAME}.{os.getpid()}.tmp"
    foreign, letter_file = tmp_path / "notes.tmp", tmp_path / "old.eml"
    for file in (crumb, current, foreign, letter_file):
        file.write_text("x")
    with FolderChannel(tmp_path, 10):
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
            path.name for path in (current, foreign, letter_file)
        )
