"""What a backup says of itself is looked at whole before anything trusts it: damaged, it is told so."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from engine.backup.container import MANIFEST, Manifest, writing
from engine.backup.restoring import restore
from engine.backup.verifying import verify
from engine.errors import BackupError
from tests.support.cast import at

FIELDS = (
    "dondoc",
    "taken_at",
    "schema",
    "database",
    "office",
    "registry",
    "rows",
    "keys",
    "secrets",
    "parts",
)
NO_FIELDS: tuple[Any, ...] = (5, -1, 1.5, None, [], [3], {}, {"x": 1}, "x", "2026-01-01", "\ud800", True)
FINE: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("dondoc", "schema", "database", "office", "registry"), ("x", "2026-01-01")),
    "keys": (True,),
    "secrets": ([],),
}
INSIDE = (
    ("rows", {"meta": "1"}),
    ("rows", {"meta": True}),
    ("rows", {"meta": -1}),
    ("rows", {"meta": 1, "task": 0}),
    ("rows", {}),
    ("parts", [{"name": "dondoc.toml", "bytes": "0", "sha256": ""}]),
    ("parts", [{"name": 7, "bytes": 0, "sha256": ""}]),
    ("secrets", [None]),
    ("taken_at", "2026-01-02T03:04:05"),
    ("taken_at", "0001-01-01T00:00:00+14:00"),
    ("format", None),
    ("format", "1"),
    ("format", True),
    ("more", 1),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small backup that is whole."""
    whole = tmp_path / "whole.zip"
    with whole.open("wb") as opened, writing(opened, None) as backup:
        backup.add("tables/meta.jsonl", [b'[["key","text"],["value","text"]]\n', b'["a","b"]\n'])
        backup.add("dondoc.toml", [b""])
        backup.finish(
            Manifest(
                dondoc="1", taken_at="2026-01-02T03:04:05+00:00", schema="0001", database="sqlite",
                office="x", registry="x", rows={"meta": 1}, keys=False,
            )
        )  # fmt: skip
    return whole


def saying(whole: Path, change: Any) -> Path:
    """The same, whose manifest says something else."""
    other = whole.with_name("other.zip")
    with zipfile.ZipFile(whole) as true, zipfile.ZipFile(other, "w") as made:
        for name in true.namelist():
            said = true.read(name)
            made.writestr(name, json.dumps(change(json.loads(said))) if name == MANIFEST else said)
    return other


def refused(file: Path, settings: Settings) -> None:
    for done in (
        lambda: verify(file, None),
        lambda: restore(settings, file, at("2026-09-17"), passphrase=None, keys=False, replace=False),
    ):
        with pytest.raises(BackupError) as error:
            done()
        assert error.value.message.id == "backup.damaged"
        assert error.value.message.fields["part"] == MANIFEST


def test_a_field_of_another_kind_is_a_damaged_file(file: Path, tmp_path: Path) -> None:
    settings = replace(
        Settings(), home=tmp_path / "office", database_url=f"sqlite:///{tmp_path}/office/dondoc.db"
    )
    assert verify(file, None).rows == {"meta": 1}
    wrong = [(name, value) for name in FIELDS for value in NO_FIELDS if value not in FINE.get(name, ())]
    for name, value in (*wrong, *INSIDE):
        refused(saying(file, lambda told: {**told, name: value}), settings)  # noqa: B023
    for whole in (None, 1, "x", [], {}):
        refused(saying(file, lambda _: whole), settings)  # noqa: B023
    assert not settings.home.exists()


def test_a_backup_without_settings_is_a_damaged_file(tmp_path: Path) -> None:
    bare = tmp_path / "bare.zip"
    with bare.open("wb") as opened, writing(opened, None) as backup:
        backup.finish(Manifest("1", "2026-01-01T00:00:00+00:00", "0001", "sqlite", "x", "x", {}, False))
    refused(bare, replace(Settings(), home=tmp_path / "office"))
