"""Every phrase of the tables means what stands beside it there, and its sentence means the same."""

from __future__ import annotations

from calendars.phrases import describe, parse
from language import say
from tests.phrases import documents
from tests.phrases.rows import dates, read_otherwise, unknown_but_told
from tests.phrases.tables import ALL, DOCUMENTS, OTHERS


def test_the_tables_are_whole() -> None:
    phrases = [row.phrase for row in DOCUMENTS]
    assert sum(documents.REPEATED.get(phrase, 1) for phrase in phrases) == 117
    assert len(OTHERS) >= 150
    assert len({row.phrase for row in ALL}) == len(ALL)


def test_a_phrase_means_what_the_table_says() -> None:
    assert read_otherwise(ALL) == []


def test_what_is_unknown_has_no_rules_and_a_note() -> None:
    assert unknown_but_told(ALL) == []


def test_the_sentence_to_check_has_the_same_dates() -> None:
    other = [
        row.phrase
        for row in ALL
        if row.dates and dates(parse(say(describe(parse(row.phrase)), "vi")), row.span) != row.dates
    ]
    assert other == []


def test_a_meaning_without_dates_is_not_described_with_one() -> None:
    for row in ALL:
        said = say(describe(parse(row.phrase)), "vi")
        assert said, row.phrase
        if row.kind in ("window", "continuous", "range") and not row.dates:
            assert dates(parse(said), "W") == (), row.phrase
