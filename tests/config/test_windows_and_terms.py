# ruff: noqa: E501 - the errors are compared whole, and some are long
"""What a report covers never lies ahead of it; and a term that the document does not number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from calendars.deadlines import DeadlineError, DueRule, deadline
from calendars.periods import parse
from calendars.rules import After, Boundary
from config.loading import loader
from config.registry import Registry, RegistryErrors, assumed
from config.registry.difference import difference
from config.registry.remarks import remarks
from language import message_of, say
from tests.calendars.vietnam import CALENDAR
from tests.config.conftest import OFFICE, settle

Town = Callable[..., Registry]
D = date.fromisoformat

DUTY = """\
document: {number: 2/KH, date: 2024-01-01, title: One duty}
obligations:
  - code: duty
    title: Việc
    title_en: Duty
    cite: "1"
    worded: as written
    owed_by: [CLERK]
    owner: CLERK
    ladder: plain
    RULE
"""
MONTH = "data: {from: {month: 1, day: 1}, to: {month: last, day: last}}"
PROMPT = "cycle: event\n    due: {after: {of: event, term: prompt}, boundary: by}"


def one(*rules: str) -> str:
    return DUTY.replace("RULE", "\n    ".join(rules))


@pytest.mark.parametrize(
    ("rules", "period", "covers"),
    [
        (["cycle: monthly", "due: {day: 15, boundary: before}"], "2026-03", None),
        (["cycle: monthly", "due: {month: next, day: 5, boundary: by}"], "2026-03", ("2026-03-01", "2026-03-31")),
        # Saturday 31 January: the day itself, Monday after it, and Friday before it, which leaves out no working day.
        (["cycle: monthly", "due: {day: last, boundary: by}"], "2026-01", ("2026-01-01", "2026-01-31")),
        (["cycle: monthly", "due: {day: last, boundary: by, roll: previous}"], "2026-01", ("2026-01-01", "2026-01-31")),
        (["cycle: annual", "due: {year: previous, month: 12, day: 15, boundary: by}"], "2026", None),
        (["cycle: annual", "due: {month: 11, day: 5, boundary: before}"], "2026", None),
        (["cycle: once", "period: 2026-Q1"], "2026-Q1", ("2026-01-01", "2026-03-31")),
        # an exception that lies before the end of its period, beside a window that the file states
        (
            ["cycle: monthly", "due: {month: next, day: 5, boundary: by, overrides: {2026-03: {date: 2026-03-20}}}", MONTH],
            "2026-03",
            None,
        ),
        (
            ["cycle: monthly", "due: {day: 15, boundary: before}", MONTH.replace("}}", "}, estimated: true}")],
            "2026-03",
            ("2026-03-01", "2026-03-31"),
        ),
    ],
)  # fmt: skip
def test_what_a_report_covers(
    town: Town, rules: list[str], period: str, covers: tuple[str, str] | None
) -> None:
    assert town(duties=one(*rules)).window("duty", period) == (covers and (D(covers[0]), D(covers[1])))


@pytest.mark.parametrize(
    ("text", "english", "vietnamese"),
    [
        (
            one("cycle: monthly", "due: {day: 15, boundary: before}", MONTH),
            "duties.yaml:13: obligations.duty.data: expected days that have passed by the deadline, or "
            "`estimated: true` where the report estimates the rest, found 2024-01: covers until 2024-01-31, due on 2024-01-15",
            "duties.yaml:13: obligations.duty.data: cần khoảng số liệu đã qua khi đến hạn, hoặc `estimated: true` "
            "nếu báo cáo nêu số ước cho phần còn lại, thấy 2024-01: số liệu đến 31/01/2024, hạn 15/01/2024",
        ),
        (
            one("cycle: monthly", "due: {after: {of: period_end, term: prompt}, boundary: by}"),
            "duties.yaml:12: obligations.duty.due.after.term: expected a term without a number only with cycle: event, "
            "found it in a duty that is monthly",
            "duties.yaml:12: obligations.duty.due.after.term: cần term chỉ ở nhiệm vụ có cycle: event, "
            "thấy khóa này trong nhiệm vụ có cycle: monthly",
        ),
        (
            one("cycle: event", "due: {after: {of: event, term: soon}, boundary: by}"),
            "duties.yaml:12: obligations.duty.due.after.term: expected prompt, found 'soon'",
            "duties.yaml:12: obligations.duty.due.after.term: cần prompt, thấy 'soon'",
        ),
        (
            one("cycle: event", "due: {after: {of: event, term: prompt, days: 3}, boundary: by}"),
            "duties.yaml:12: obligations.duty.due.after: expected one of days, workdays, months, term, found days and term",
            "duties.yaml:12: obligations.duty.due.after: cần một trong days, workdays, months, term, thấy days và term",
        ),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: object, text: str, english: str, vietnamese: str) -> None:
    with pytest.raises(RegistryErrors) as wrong:
        loader.load(settle(tmp_path, duties=text))  # type: ignore[arg-type]
    assert str(wrong.value) == english
    assert say(message_of(wrong.value), "vi", "cli") == vietnamese


@pytest.mark.parametrize(("office", "last"), [("", "2026-11-30"), ("  prompt_workdays: 3\n", "2026-11-19")])
def test_a_term_that_the_document_does_not_number_is_the_offices(town: Town, office: str, last: str) -> None:
    """Monday 16 November 2026, and ten or three working days later."""
    registry = town(duties=one(PROMPT), office=OFFICE + office)
    assert registry.deadline("duty", "2026-11-16").last_day == D(last)


def test_it_is_an_assumption_that_everybody_sees_and_no_leader_hears_of(town: Town) -> None:
    registry = town(duties=one(PROMPT))
    duty = registry.obligation("duty")
    assert (duty.tentative, duty.confirmed, duty.assumption) == (True, False, None)
    rule = assumed.by_rule(registry, duty)
    assert rule is not None
    assert say(rule, "en") == (
        "The document numbers no days: 10 working days after the event are this office's own term"
    )
    assert say(rule, "vi") == (
        "Văn bản không nêu số ngày: hạn 10 ngày làm việc sau sự kiện là quy ước của cơ quan"
    )
    said = [say(each, "vi") for each in remarks(registry)]
    assert f"duty: giả định: {say(rule, 'vi')} (prompt_workdays ở office.yaml)" in said


def test_the_office_may_confirm_it(town: Town) -> None:
    duty = town(duties=one(PROMPT, "confirmed: true")).obligation("duty")
    assert (duty.tentative, duty.confirmed) == (False, True)


def test_another_number_of_days_is_told_as_a_change(town: Town) -> None:
    before, after = (
        town(duties=one(PROMPT)),
        town(duties=one(PROMPT), office=OFFICE + "  prompt_workdays: 3\n"),
    )
    (change,) = difference(before, after, D("2026-01-01"), D("2026-12-31")).changes
    assert [(key.key, key.before, key.after) for key in change.keys] == [("prompt_workdays", "10", "3")]


@pytest.mark.parametrize(("given", "said"), [("0", "0"), ("61", "61"), ("soon", "soon")])
def test_an_office_promises_a_sensible_number(tmp_path: object, given: str, said: str) -> None:
    with pytest.raises(RegistryErrors) as wrong:
        loader.load(settle(tmp_path, office=OFFICE + f"  prompt_workdays: {given}\n"))  # type: ignore[arg-type]
    assert str(wrong.value) == (
        f"office.yaml:13: office.prompt_workdays: expected a whole number from 1 to 60, found '{said}'"
    )


def test_a_rule_alone_does_not_know_the_offices_number() -> None:
    rule = DueRule(Boundary.BY, after=After("event", term="prompt"))
    with pytest.raises(DeadlineError, match="the term prompt has no number of days yet"):
        deadline(rule, parse("2026-11-16"), CALENDAR)
    with pytest.raises(DeadlineError, match="after event: term: expected prompt, found soon"):
        After("event", term="soon")
