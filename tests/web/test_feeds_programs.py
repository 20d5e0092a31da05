"""The feed as programs of others read it: khal, and libical, with which Evolution reads calendars."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.support import ical_reader
from tests.support.required import require
from tests.web.conftest import Room
from tests.web.test_feeds import UID, address, do

pytestmark = pytest.mark.long
PYTHON = "/usr/bin/python3"
"""The system's: the bindings of GLib are its packages."""
KHAL = """\
[calendars]
[[dondoc]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
[sqlite]
path = {folder}/khal.db
[default]
default_calendar = dondoc
"""
SHOWN = "{start-date}|{status}|{alarm-symbol}|{uid}|{title}{nl}"


def needs_khal() -> None:
    require("khal", shutil.which("khal"), "khal is not installed (Debian: khal)")


def needs_libical() -> None:
    binding = "import gi; gi.require_version('ICalGLib', '3.0')"
    found = shutil.which(PYTHON) and subprocess.run([PYTHON, "-c", binding], capture_output=True, check=False)
    why = "libical's binding is missing (Debian: gir1.2-ical-3.0, python3-gi)"
    require("libical", found and not found.returncode, why)


def khal(folder: Path, *asked: str) -> str:
    """What the program answers, with a collection of its own in the folder."""
    if not (folder / "config").exists():
        (folder / "calendar").mkdir(parents=True)
        (folder / "config").write_text(KHAL.format(folder=folder), encoding="utf-8")
    where = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    ran = subprocess.run(
        ["khal", "-c", str(folder / "config"), *asked], env=where, capture_output=True, text=True, check=True
    )
    return ran.stdout


def shown_by_khal(folder: Path, feed: Path) -> list[list[str]]:
    """(day, status, alarm, UID, title) of every entry of this quarter, once the feed was taken in."""
    khal(folder, "import", "--batch", "-a", "dondoc", str(feed))
    said = khal(folder, "list", "--format", SHOWN, "--day-format", "", "2026-09-01", "90d")
    return [[field.strip() for field in line.split("|")] for line in said.splitlines() if line.strip()]


def shown_by_libical(feed: Path) -> dict[str, list[str]]:
    """(kind, day, sequence, status, seconds to the alarm) by UID."""
    ran = subprocess.run(
        [PYTHON, ical_reader.__file__, str(feed)], capture_output=True, text=True, check=True
    )
    found = [line.split("\t") for line in ran.stdout.splitlines()]
    return {uid: [kind, *more] for kind, uid, *more in found}


def fetched(room: Room, folder: Path, asked: str = "") -> Path:
    file = folder / "feed.ics"
    file.write_bytes(room.get(address(room) + asked).content)
    return file


TITLE = "Hạn nộp: Báo cáo công tác kiểm soát TTHC quý III/2026"


def test_khal_moves_and_takes_out_the_one_entry(room: Room, tmp_path: Path) -> None:
    needs_khal()
    folder = tmp_path / "khal"
    found = [shown_by_khal(folder, fetched(room, tmp_path))]
    do(room, "extend", "2026-09-10", new_day=date(2026, 9, 25), reason="x")
    found.append(shown_by_khal(folder, fetched(room, tmp_path)))
    do(room, "submit", "2026-09-11")
    found.append(shown_by_khal(folder, fetched(room, tmp_path)))
    assert found == [
        [["2026-09-18", "CONFIRMED", "⏰", UID, TITLE]],
        [["2026-09-25", "CONFIRMED", "⏰", UID, TITLE]],
        [["2026-09-25", "CANCELLED", "", UID, TITLE]],
    ]


def test_khal_takes_out_what_is_withdrawn(room: Room, tmp_path: Path) -> None:
    needs_khal()
    shown_by_khal(tmp_path / "khal", fetched(room, tmp_path))
    do(room, "waive", "2026-09-10", reason="x")
    found = shown_by_khal(tmp_path / "khal", fetched(room, tmp_path))
    assert found == [["2026-09-18", "CANCELLED", "", UID, TITLE]]


def test_libical_reads_every_state_without_an_error(room: Room, tmp_path: Path) -> None:
    needs_libical()
    found = [shown_by_libical(fetched(room, tmp_path))[UID]]
    do(room, "extend", "2026-09-10", new_day=date(2026, 9, 25), reason="x")
    found.append(shown_by_libical(fetched(room, tmp_path, "?todo=1"))[UID])
    do(room, "submit", "2026-09-11")
    both = shown_by_libical(fetched(room, tmp_path, "?todo=1"))
    found += [both[UID], both[f"todo.{UID}"]]
    assert found == [
        ["VEVENT", "20260918", "0", "confirmed", "-57600"],  # 8:00 the day before
        ["VEVENT", "20260925", "1", "confirmed", "-57600"],
        ["VEVENT", "20260925", "2", "cancelled", ""],
        ["VTODO", "20260925", "2", "cancelled", ""],
    ]


def test_libical_reads_a_withdrawal(room: Room, tmp_path: Path) -> None:
    needs_libical()
    do(room, "waive", "2026-09-10", reason="x")
    assert shown_by_libical(fetched(room, tmp_path))[UID] == ["VEVENT", "20260918", "1", "cancelled", ""]
