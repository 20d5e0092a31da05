"""`dondoc board`: the figures of the boards, the same as in the Prefect UI."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from config import settings as settings_room
from engine.installation import Installation
from flows.boards.artifacts import read_boards
from models import db
from tests.desk.conftest import after_commands
from tests.support import registries
from tests.support.cast import at

pytestmark = pytest.mark.slow

PERIOD = ("board", "kstthc-quy", "2026-Q3")
DUTY = ("kstthc-quy", "2026-Q3")


@pytest.fixture
def asked(ask, home: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Of forty-one units PC has sent its report in time and CNTT late, TST has until 30 September, TT is let
    off."""
    then = ("--as-of", "2026-09-14")
    made = after_commands(
        "home-of-boards",
        ("round", "--as-of", "2026-09-11"),
        ("submit", *DUTY, "PC", "--document", "1/BC", *then),
        ("extend", *DUTY, "TST", "--to", "2026-09-30", "--reason", "x", *then),
        ("waive", *DUTY, "TT", "--reason", "x", *then),
        ("submit", *DUTY, "CNTT", "--document", "2/BC", "--as-of", "2026-09-21"),
        go_live="2026-09-01",
    )
    shutil.copytree(made, home)
    monkeypatch.setenv("DONDOC_GO_LIVE", "2026-09-01")
    return ask


def test_lines_that_are_printed_one_by_one_read_as_those_printed_together(
    asked, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    for how in ((), ("--json",), ("--all",)):
        whole = asked("board", *how, "--as-of", "2026-09-24").out
        with monkeypatch.context() as patched:
            patched.setattr("desk.commands.board.AT_ONCE", 1)
            assert asked("board", *how, "--as-of", "2026-09-24").out == whole


def test_a_period_in_json(asked) -> None:  # type: ignore[no-untyped-def]
    found = asked(*PERIOD, "--as-of", "2026-09-24", "--json").json
    units = found.pop("units")
    assert found == {
        "as_of": "2026-09-24T01:00:00Z",
        "obligation": "kstthc-quy",
        "period": "2026-Q3",
        "title": "Quarterly report on the control of administrative procedures",
        "owner": "VP",
        "in_charge": "VP",
        "expected": 40,
        "opened": 41,
        "received": 2,
        "on_time": 1,
        "late": 1,
        "open": 1,
        "overdue": 37,
        "accepted": 0,
        "waived": 1,
        "withdrawn": 0,
        "not_opened": [],
        "last_days": [{"day": "2026-09-18", "count": 37}, {"day": "2026-09-30", "count": 1}],
        "asked_days": [{"day": "2026-09-18", "count": 37}, {"day": "2026-09-30", "count": 1}],
        "needs": [],
    }
    stands = {each["unit"]: (each["standing"], each["days_late"]) for each in units}
    assert len(units) == 41
    assert [stands[unit] for unit in ("PC", "CNTT", "TST", "TT", "tinh-01")] == [
        ("on_time", 0), ("submitted_late", 1), ("open", 0), ("waived", 0), ("overdue", 4),
    ]  # fmt: skip
    # As of the 18th nothing was late, and CNTT had not sent its.
    then = asked(*PERIOD, "--as-of", "2026-09-18", "--json").json
    assert [then[key] for key in ("received", "open", "overdue")] == [1, 39, 0]
    assert {each["unit"]: each["submitted_at"] for each in then["units"]}["CNTT"] is None


def test_it_shows_what_the_prefect_board_shows(asked, home: Path) -> None:  # type: ignore[no-untyped-def]
    now = at("2026-09-24")
    assert (
        asked("submit", "da06-thang", "2026-09", "TST", "--document", "3/BC", "--as-of", "2026-09-24").code
        == 0
    )
    lines = asked("board", "--as-of", "2026-09-24", "--json").json["boards"]
    told = prefect_lines(now)
    assert len(lines) == len(told) > 20
    for each in lines:
        sent = f"{each['received']}/{each['expected']}"
        sent += f", mở {each['opened']}" if each["not_opened"] else ""
        assert told[each["obligation"], each["period"]] == (sent, str(each["overdue"]), str(each["late"]))


def prefect_lines(now: datetime) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Sent, overdue and sent late of each line of the overall board, as an administrator reads them."""
    settings = settings_room.load()
    engine = db.engine_for(settings.database)
    try:
        made = {
            key: text
            for key, _, text in read_boards(Installation(settings, registries.shipped(), engine), now)
        }
    finally:
        engine.dispose()
    found = {}
    for line in made["bang-chung"].splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 7 and cells[0].startswith("[") and "/" in cells[3]:
            code = cells[0][1 : cells[0].index("]")]
            found[code, cells[1]] = (cells[3], cells[4].strip("*"), cells[5])
    return found


def test_a_terminal_reads_the_day_with_its_number(asked) -> None:  # type: ignore[no-untyped-def]
    lines = asked(*PERIOD, "--as-of", "2026-09-24").out.splitlines()
    assert lines[:5] == [
        "kstthc-quy 2026-Q3: Quarterly report on the control of administrative procedures",
        "2/40 sent, 38 late.",
        "Due 37 units 2026-09-18, 4 working days overdue; 1 unit 2026-09-30, 4 working days left.",
        "In charge: VP · Office.",
        "1 waived, 0 withdrawn.",
    ]
    (row,) = [
        line for line in asked("board", "--as-of", "2026-09-24").out.splitlines() if "kstthc-quy" in line
    ]
    assert row.split()[:5] == ["kstthc-quy", "2026-Q3", "2/40", "37", "1"]


def test_a_period_of_which_nothing_was_opened_and_one_that_there_is_not(asked) -> None:  # type: ignore[no-untyped-def]
    none = asked("board", "kstthc-quy", "2027-Q1", "--as-of", "2026-09-24", "--json").json
    assert (none["expected"], none["opened"], none["open"], none["last_days"]) == (41, 0, 0, [])
    assert len(none["not_opened"]) == 41
    for words, said in (
        (("kstthc-qy", "2026-Q3"), "kstthc-quy"),
        (("kstthc-quy", "2026-11"), "2026-Q3"),
        (("nosuch",), "nosuch"),
        (("kh490-3.4", "2026-09-10"), "dondoc event kh490-3.4 2026-09-10"),
    ):
        refused = asked("board", *words, "--as-of", "2026-09-24")
        assert refused.code in (1, 2)
        assert said in refused.err
        assert refused.out == ""


def test_one_duty_and_what_was_finished_long_ago(asked) -> None:  # type: ignore[no-untyped-def]
    def periods(*words: str) -> list[str]:
        given = asked("board", *words, "--as-of", "2026-09-24", "--json").json["boards"]
        return [f"{each['obligation']} {each['period']}" for each in given]

    assert periods("kstthc-quy") == periods("kstthc-quy", "--all") == ["kstthc-quy 2026-Q3"]
    assert set(periods()) <= set(periods("--all"))


def test_the_outbox_tells_what_goes_with_the_next_morning(ask, home: Path) -> None:  # type: ignore[no-untyped-def]
    assert ask("round", "--as-of", "2026-11-26").code == 0
    rerun = ("rerun", "kstthc-quy", "2026-Q3", "--units", "TST,PC", "--apply", "--as-of", "2026-11-26T10:00")
    assert ask(*rerun).code == 0
    words = ("outbox", "--as-of", "2026-11-26T11:00")
    found = ask(*words, "--recipient", "TST", "--json").json["undigested"]
    assert (found["recipients"], found["leaves_at"]) == (1, "2026-11-27T01:05:00Z")
    assert [(each["recipient"], each["tasks"]) for each in found["waiting"]] == [("TST", 1)]
    told = ask(*words).out
    assert "which leave with the mails of Fri 2026-11-27 08:05." in told
    assert ask(*words, "--state", "sent", "--json").json["undigested"]["waiting"] == []
