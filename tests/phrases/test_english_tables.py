"""Every English phrase of the tables means what stands beside it there, and its sentence means the same."""

from __future__ import annotations

import pytest

from calendars.phrases import describe, parse
from language import say
from tests.phrases import english, english_doubts, english_hours, english_law
from tests.phrases.rows import Row, dates, read_otherwise, rows, unknown_but_told

PHRASES = rows(english.TABLE) + rows(english_law.TABLE) + rows(english_hours.TABLE)
DOUBTS = rows(english_doubts.TABLE)
ALL = PHRASES + DOUBTS
DATED = [row for row in PHRASES if row.dates]


def test_the_tables_are_whole() -> None:
    assert len(PHRASES) >= 150
    assert len({row.phrase for row in ALL}) == len(ALL)
    assert not any(row.dates for row in DOUBTS)


def test_a_phrase_means_what_the_table_says() -> None:
    assert read_otherwise(ALL) == []


def test_what_is_unknown_has_no_rules_and_a_note() -> None:
    assert unknown_but_told(ALL) == []


@pytest.mark.slow
def test_the_sentence_to_check_has_the_same_dates_in_either_language() -> None:
    for row in DATED:
        _is_said_again(row)


def _is_said_again(row: Row) -> None:
    meaning = parse(row.phrase)
    right = dates(meaning, "W")
    counted = any(rule.due and rule.due.nth in (2, 3, 4) for rule in meaning.rules)
    # The Vietnamese sentence of a third Wednesday is no phrase that documents use.
    assert dates(parse(say(describe(meaning), "vi")), "W") == (() if counted else right)
    assert dates(parse(say(describe(meaning), "en"), language="en"), "W") in (right, ())


def test_a_cell_that_says_no_language_is_read_in_the_offices() -> None:
    assert dates(parse("03/04/2026"), "W") == ("2026-04-03 by 2026-04-03",)
    assert dates(parse("03/04/2026", language="en"), "W") == ()
    assert dates(parse("15/12/2026", language="en"), "W") == ("2026-12-15 by 2026-12-15",)
    assert dates(parse("12/15/2026", language="en"), "W") == ("2026-12-15 by 2026-12-15",)
    assert dates(parse("trước ngày 03/04/2026", language="en"), "W") == ("2026-04-03 before 2026-04-03",)
    assert dates(parse("by 15 December 2026", language="vi"), "W") == ("2026-12-15 by 2026-12-15",)


def test_a_plan_of_one_year_gives_its_year() -> None:
    assert dates(parse("by 30 June", 2027), "W") == ("2027-06-30 by 2027-06-30",)
    assert dates(parse("monthly, by the 5th of the following month", 2027), "M") == (
        "2025-01-05 by 2024-12",
        "2025-02-05 by 2025-01",
    )
