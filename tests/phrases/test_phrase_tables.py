"""Every phrase of the tables means what stands beside it there, and its sentence means the same."""

from __future__ import annotations

import pytest

from calendars.phrases import describe, parse
from language import say
from tests.phrases import documents
from tests.phrases.rows import Row, dates, offset
from tests.phrases.tables import ALL, DOCUMENTS, OTHERS


def test_the_tables_are_whole() -> None:
    phrases = [row.phrase for row in DOCUMENTS]
    assert sum(documents.REPEATED.get(phrase, 1) for phrase in phrases) == 117
    assert len(OTHERS) >= 150
    assert len({row.phrase for row in ALL}) == len(ALL)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.phrase[:60])
def test_a_phrase_means_what_the_table_says(row: Row) -> None:
    meaning = parse(row.phrase)
    assert (meaning.kind.value, offset(meaning), dates(meaning, row.span)) == (
        row.kind,
        row.offset,
        row.dates,
    )


@pytest.mark.parametrize(
    "row", [row for row in ALL if row.kind == "unknown"], ids=lambda row: row.phrase[:60]
)
def test_what_is_unknown_has_no_rules_and_a_note(row: Row) -> None:
    meaning = parse(row.phrase)
    assert meaning.rules == ()
    assert meaning.notes


@pytest.mark.parametrize("row", [row for row in ALL if row.dates], ids=lambda row: row.phrase[:60])
def test_the_sentence_to_check_has_the_same_dates(row: Row) -> None:
    meaning = parse(row.phrase)
    again = parse(say(describe(meaning), "vi"))
    assert dates(again, "W") == dates(meaning, "W")


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.phrase[:60])
def test_a_meaning_without_dates_is_not_described_with_one(row: Row) -> None:
    said = say(describe(parse(row.phrase)), "vi")
    assert said
    if row.kind in ("window", "continuous", "range") and not row.dates:
        assert dates(parse(said), "W") == ()
