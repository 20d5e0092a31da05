# ruff: noqa: E501 - the errors are compared whole, and some are long
"""What is the document's and what is ours: words of single periods, days that are assumed, who hears of those."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from calendars.deadlines import Roll
from calendars.ladders import Role
from config.loading import loader
from config.registry import Registry, RegistryErrors
from config.registry.difference import difference
from language import message_of, say
from tests.config.conftest import DUTIES, LADDERS, settle

Town = Callable[..., Registry]

RULE = "due: {month: last, day: 25, boundary: by}"
OWN = """\
due:
      month: last
      day: 25
      boundary: by
      overrides:
        2025-Q1: {date: 2025-03-16, boundary: before, roll: none, worded: before the 16th of March}
        2025-Q2: {date: 2025-06-29, roll: previous}
        2025-Q3: {date: 2025-09-28}"""
OURS = "tentative: true\n    assumption: our own day"
STERN = LADDERS.replace(
    "to: [unit, head]}", "to: [unit, head]}\n      - {name: told-all, late: 2, to: [leadership, owner, head, unit]}"
    "\n      - {name: leader-3wd, late: 3, to: [leadership]}",
)  # fmt: skip


def edited(old: str, new: str) -> str:
    assert DUTIES.count(old) == 1
    return DUTIES.replace(old, new)


def test_an_exception_has_its_own_words_and_never_those_of_the_other_periods(town: Town) -> None:
    summary = town(duties=edited(RULE, OWN)).obligation("summary")
    assert summary.words("2025-Q1") == "before the 16th of March"
    assert summary.words("2025-Q2") == ""
    assert summary.words(summary.period("2025-Q4")) == "by the 25th"


@pytest.mark.parametrize(
    ("period", "unrolled", "last"),
    [
        ("2025-Q1", "2025-03-15", "2025-03-15"),  # before Sunday the 16th: Saturday, and there it stays
        ("2025-Q2", "2025-06-29", "2025-06-27"),  # a Sunday, and back to Friday
        ("2025-Q3", "2025-09-28", "2025-09-29"),  # a Sunday, and on to Monday as the office does
        ("2026-Q2", "2026-06-25", "2026-06-25"),
    ],
)
def test_an_exception_may_roll_otherwise(town: Town, period: str, unrolled: str, last: str) -> None:
    found = town(duties=edited(RULE, OWN)).deadline("summary", period)
    assert (found.unrolled_last_day, found.last_day) == (
        date.fromisoformat(unrolled),
        date.fromisoformat(last),
    )


def test_a_rule_that_rolls_otherwise_leaves_its_exceptions_their_own(town: Town) -> None:
    own = OWN.replace("boundary: by\n", "boundary: by\n      roll: none\n").replace(
        "roll: previous", "roll: next"
    )
    summary = town(duties=edited(RULE, own))
    assert summary.deadline("summary", "2025-Q2").last_day == date(2025, 6, 30)
    assert summary.deadline("summary", "2025-Q3").last_day == date(2025, 9, 28)
    assert summary.obligation("summary").due.overrides["2025-Q3"].roll is None
    assert summary.obligation("summary").due.roll is Roll.NONE


def rungs(registry: Registry, code: str) -> list[tuple[str, list[str]]]:
    return [
        (each.rung.name, [role.value for role in each.rung.to]) for each in registry.steps(code, "2026-Q2")
    ]


def test_of_an_assumed_day_the_leadership_hears_nothing_and_the_others_all(town: Town) -> None:
    registry = town(ladders=STERN, duties=edited("needs: [figures]", OURS))
    said = rungs(registry, "summary")
    assert ("told-all", ["owner", "head", "unit"]) in said
    assert "leader-3wd" not in [name for name, _ in said]
    assert ("leader-3wd", ["leadership"]) in rungs(registry, "figures")
    assert Role.LEADERSHIP not in {role for rung in registry.ladder("summary").rungs for role in rung.to}


def test_a_day_that_the_office_confirms_goes_up_as_any_other(town: Town) -> None:
    registry = town(ladders=STERN, duties=edited("needs: [figures]", OURS + "\n    confirmed: true"))
    duty = registry.obligation("summary")
    assert (duty.tentative, duty.confirmed) == (False, True)
    assert ("told-all", ["leadership", "owner", "head", "unit"]) in rungs(registry, "summary")


def test_without_words_of_the_document_nothing_is_quoted(town: Town) -> None:
    text = edited("    worded: by the 25th\n", "").replace("needs: [figures]", OURS)
    summary = town(duties=text).obligation("summary")
    assert (summary.worded, summary.words("2026-Q1"), summary.tentative) == ("", "", True)


@pytest.mark.parametrize(
    ("old", "new", "english", "vietnamese"),
    [
        (
            "needs: [figures]",
            "tentative: true",
            "assumption: expected the assumption on which the day rests, since it is `tentative: true`, found nothing",
            "assumption: cần giả định mà ngày này dựa vào, vì có `tentative: true`, thấy chỗ trống",
        ),
        (
            "needs: [figures]",
            "confirmed: true",
            "confirmed: expected it only with `tentative: true`, a day that is our own assumption, found 'true'",
            "confirmed: cần khóa này chỉ khi có `tentative: true`, tức ngày do ta giả định, thấy 'true'",
        ),
        (
            "    worded: by the 25th\n",
            "",
            "worded: expected the document's words about the time; where it has none, `assumption` and `tentative: true` instead, found nothing",
            "worded: cần lời của văn bản về thời gian; văn bản không nói thì để trống, thêm `assumption` và `tentative: true`, thấy chỗ trống",
        ),
        (
            RULE,
            "due: {day: 25, boundary: by, overrides: {2025-Q1: {date: 2025-03-16, roll: forward}}}",
            "due.overrides.2025-Q1.roll: expected next, previous or none, found 'forward'",
            "due.overrides.2025-Q1.roll: cần next, previous hoặc none, thấy 'forward'",
        ),
    ],
)
def test_mistakes(tmp_path: object, old: str, new: str, english: str, vietnamese: str) -> None:
    with pytest.raises(RegistryErrors) as wrong:
        loader.load(settle(tmp_path, duties=edited(old, new)))  # type: ignore[arg-type]
    assert str(wrong.value).endswith(f"obligations.summary.{english}")
    assert say(message_of(wrong.value), "vi", "cli").endswith(f"obligations.summary.{vietnamese}")


def test_each_of_these_edits_is_told(town: Town) -> None:
    def changed(new: str) -> dict[str, tuple[str, str]]:
        (change,) = difference(before, town(duties=new), date(2026, 1, 1), date(2026, 12, 31)).changes
        return {key.key: (key.before, key.after) for key in change.keys}

    before = town(duties=edited("needs: [figures]", OURS))
    assert changed(edited("needs: [figures]", OURS + "\n    confirmed: true")) == {"confirmed": ("", "true")}
    before = town(
        duties=edited(
            RULE, "due: {month: last, day: 25, boundary: by, overrides: {2025-Q1: {date: 2025-03-16}}}"
        )
    )
    after = "{date: 2025-03-16, roll: none, worded: on the 16th}"
    rule = "{{month: last, day: 25, boundary: by, overrides: {{2025-Q1: {own}}}}}"
    said = changed(edited(RULE, "due: " + rule.format(own=after)))
    assert said == {"due": (rule.format(own="{date: 2025-03-16}"), rule.format(own=after))}
