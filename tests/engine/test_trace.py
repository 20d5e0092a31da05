"""The trace of a small office's year, each mail worked out on a wall calendar, and held against the mails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import Registry, reporting
from engine.errors import RoundError
from engine.installation import Installation
from engine.mail import outbox
from engine.mail.channels import Envelope
from engine.rounds.rounds import Steps, run_round
from engine.rounds.trace import Traced, trace
from models.scratch import scratch_engine
from tests.support.rounds import settings
from tests.support.traced_town import town

pytestmark = pytest.mark.slow  # a year is traced for it

YEAR = date(2025, 1, 1), date(2025, 12, 31)
# figures is due before 19 March (Wednesday), June (Thursday), September (Friday), so by the day before, and
# opens ten working days earlier: on the 4th. Nobody answers, so each has three mails.
Q1 = ("2025-03-04", "2025-03-11", "2025-03-19")
Q2 = ("2025-06-04", "2025-06-11", "2025-06-19")
Q3 = ("2025-09-04", "2025-09-11", "2025-09-19")
REPORTS = ["2025-03-18", "2025-06-18", "2025-09-18"]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def year(registry: Registry) -> dict[tuple[str, str], Traced]:
    days: list[date] = []
    found = trace(registry, settings(Path("nowhere")), *YEAR, progress=days.append)
    # Progress hears of the days in order, from the first mail to the last.
    assert days == sorted(days)
    assert (days[0], days[-1]) == (date(2025, 1, 1), date(2025, 12, 24))
    return {(each.row.ref, each.unit): each for each in found}


def told(each: Traced) -> tuple[Any, ...]:
    first = each.first
    return (
        first and first.day.isoformat(),
        first and f"{first.obligation} {first.period}",
        each.times,
        [day.isoformat() for day in each.asked_for],
        each.waits_for,
    )


@pytest.mark.long
def test_every_row_in_force_stands_there_once_for_each_unit_that_leads_it(
    year: dict[tuple[str, str], Traced],
) -> None:
    assert [(ref.removesuffix("/KH").replace("/KH", ""), unit) for ref, unit in year] == [
        ("2 pl1 1", "CLERK"),
        *(("2 pl1 2", unit) for unit in ("NORTH", "SOUTH", "JOINT", "CLERK")),
        *(("2 pl1 3", unit) for unit in ("NORTH", "SOUTH", "JOINT", "CLERK")),
        *(("2 pl1 4", unit) for unit in ("NORTH", "JOINT")),
        ("2 pl1 5", "CLERK"),
        *(("2 pl1 6", unit) for unit in ("NORTH", "SOUTH", "JOINT", "CLERK")),
        ("3 pl 1", "CLERK"),
        ("4 pl 1", "CLERK"),
    ]


@pytest.mark.parametrize(
    ("row", "unit", "expected"),
    [
        # Of its own two mails, on 17 and 24 December; the reports before tell it nine times.
        ("2/KH pl1 1", "CLERK", ("2025-03-04", "figures 2025-Q1", 11, ["2025-12-31"], None)),
        # A span: on 1 January, then each quarter, and 10 working days before its end; and in the reports.
        ("2/KH pl1 2", "CLERK", ("2025-01-01", "trees 2025", 5 + 9, ["2025-12-31"], None)),
        ("2/KH pl1 2", "NORTH", ("2025-01-01", "trees 2025", 2 + 6, ["2025-12-31"], None)),
        # No date: the reports alone.
        ("2/KH pl1 3", "CLERK", ("2025-03-04", "figures 2025-Q1", 9, REPORTS, None)),
        ("2/KH pl1 5", "CLERK", ("2025-03-04", "figures 2025-Q1", 9, REPORTS, "Sau khi ban hành quy hoạch")),
        # The report itself.
        ("2/KH pl1 6", "NORTH", ("2025-03-04", "figures 2025-Q1", 6, REPORTS[:2], None)),
        ("3/KH pl 1", "CLERK", (None, None, 0, [], "Khi hoàn thành")),
    ],
)
def test_when_a_row_is_first_told_how_often_and_for_which_days(
    year: dict[tuple[str, str], Traced], row: str, unit: str, expected: tuple[Any, ...]
) -> None:
    assert told(year[row, unit]) == expected


def test_a_successor_leads_from_its_first_day_and_is_told_with_what_it_takes_over(
    year: dict[tuple[str, str], Traced],
) -> None:
    north, joint = year["2/KH pl1 4", "NORTH"], year["2/KH pl1 4", "JOINT"]
    assert (north.since, joint.since) == (date(2025, 1, 1), date(2025, 7, 1))
    assert told(north) == ("2025-03-04", "figures 2025-Q1", 6, REPORTS[:2], None)
    # On 1 July it hears of the reports that are late; of its own on 4, 11 and 19 September.
    assert told(joint) == ("2025-07-01", "figures 2025-Q1", 4, REPORTS, None)
    assert (joint.days, joint.first and joint.first.own) == (65, False)  # to 4 September
    trees = year["2/KH pl1 2", "JOINT"]
    assert told(trees) == ("2025-07-01", "trees 2025", 6, ["2025-12-31"], None)


def test_a_report_of_the_year_before_names_a_row_and_asks_for_nothing_of_this_year(
    year: dict[tuple[str, str], Traced],
) -> None:
    duty = year["4/KH pl 1", "CLERK"]
    # 2024's report is due on 15 January: opened on the 1st, reminded of on the 8th, late on the 16th.
    assert told(duty) == ("2025-01-01", "yearly 2024", 3, ["2025-01-15"], None)
    assert (duty.current, duty.days) == (None, None)
    trees = year["2/KH pl1 2", "CLERK"]
    assert trees.current == trees.first


def test_a_row_waits_from_the_day_on_which_it_is_in_force(year: dict[tuple[str, str], Traced]) -> None:
    assert year["3/KH pl 1", "CLERK"].since == date(2025, 2, 3)  # the day of its document
    assert year["2/KH pl1 3", "CLERK"].days == 62  # 1 January to 4 March
    assert year["3/KH pl 1", "CLERK"].days is None
    assert year["3/KH pl 1", "CLERK"].owners == ("SOUTH",)


def test_an_event_row_says_when_its_owner_is_asked(year: dict[tuple[str, str], Traced]) -> None:
    # On the first working morning of a quarter, or of the document that came in it.
    assert year["2/KH pl1 5", "CLERK"].owner_asked == [date(2025, month, 1) for month in (1, 4, 7, 10)]
    silent = year["3/KH pl 1", "CLERK"].owner_asked
    assert silent == [date(2025, 2, 3), *(date(2025, month, 1) for month in (4, 7, 10))]
    assert year["2/KH pl1 1", "CLERK"].owner_asked == []


@pytest.mark.long
def test_when_all_answer_on_the_last_day_there_are_no_late_mails(registry: Registry) -> None:
    found = trace(registry, settings(Path("nowhere")), *YEAR, answers="on-time")
    times = {(each.row.ref, each.unit): each.times for each in found}
    assert times["2/KH pl1 3", "CLERK"] == 6
    assert times["2/KH pl1 4", "JOINT"] == 2


@pytest.mark.long
@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    "part",
    [{"units": ("JOINT",)}, {"units": ("NORTH", "CLERK"), "document": "2/KH"}, {"document": "3/KH"}],
)
def test_a_part_is_told_as_in_the_whole(
    registry: Registry, year: dict[tuple[str, str], Traced], part: dict[str, Any]
) -> None:
    found = trace(registry, settings(Path("nowhere")), *YEAR, **part)
    wanted = [
        each
        for each in year.values()
        if each.unit in part.get("units", [each.unit])
        and each.row.document.number == part.get("document", each.row.document.number)
    ]
    assert found
    assert list(found) == wanted


def test_days_that_cannot_be_simulated_are_refused(registry: Registry) -> None:
    with pytest.raises(RoundError, match="outside the working calendar"):
        trace(registry, settings(Path("nowhere")), date(2023, 1, 1), date(2023, 12, 31))


@dataclass
class Reader:
    """A channel that keeps what a reader would see of each mail: its plain text."""

    disturbs: bool = False
    texts: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> str:
        body = envelope.message.get_body(("plain",))
        assert body is not None
        self.texts.append((str(envelope.message["To"]), " ".join(body.get_content().split())))
        return "250 read"


def rendered(registry: Registry, engine: Engine, home: Path) -> Iterator[tuple[date, str, str]]:
    """(day, unit, text) of every mail of the year to a unit, from real rounds that deliver."""
    here = Installation(settings(home, go_live=YEAR[0]), registry, engine)
    day = YEAR[0] - timedelta(days=1)
    while (day := day + timedelta(days=1)) <= YEAR[1]:
        if registry.calendar.is_workday(day):
            now = datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
            run_round(here, now, steps=Steps.QUEUE)
            reader = Reader()
            outbox.deliver(here, now, channel=reader)
            for to, text in reader.texts:
                for code, unit in registry.units.items():
                    if f"<{unit.email}>" in to:
                        yield day, code, text


@pytest.mark.long
def test_the_mails_themselves_say_it(
    registry: Registry, year: dict[tuple[str, str], Traced], tmp_path: Path
) -> None:
    """The first mail to a unit whose text has the title of a row, or of a duty that is the row, is the one
    that the trace says; and no later one is missing.
    """
    titles = {
        ref: {row.title, *(duty.title for duty in reporting.own_duties(registry, row))}
        for ref, row in registry.assignments.items()
    }
    days: dict[tuple[str, str], list[date]] = {}
    for day, unit, text in rendered(registry, scratch_engine(), tmp_path):
        for ref, words in titles.items():
            if any(each in text for each in words):
                days.setdefault((ref, unit), []).append(day)
    for key, each in year.items():
        seen = days.get(key, [])
        # A unit that is in charge itself reads of the row as well where it is asked for the event.
        known = [*each.owner_asked[:1]] if each.unit in each.owners else []
        known += [each.first.day] if each.first else []
        assert seen[:1] == sorted(known)[:1], key
        # More mails have the title than are counted: what else is owed stands in a line, too.
        assert len(seen) >= each.times, key
