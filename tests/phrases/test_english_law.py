"""The law against wrong dates in English: what turns or cancels leaves none, and a slip makes no other."""

from __future__ import annotations

import random
import string
import unicodedata

import pytest

from calendars.phrases import parse
from calendars.phrases.english.words import MONTHS
from tests.phrases import english, english_doubts, english_law
from tests.phrases.rows import Row, dates, rows

PHRASES = rows(english.TABLE) + rows(english_law.TABLE)
ALL = PHRASES + rows(english_doubts.TABLE)
DATED = [row for row in PHRASES if row.dates]
UNDATED = [row for row in ALL if not row.dates and not dates(parse(row.phrase), "W")]
LETTERS = string.ascii_lowercase + " "
SHORT_MONTHS = {name for name in MONTHS if len(name) <= 4} | {"may", "june", "july"}
"""`Jun` and `Jul`, `Mar` and `May` are a letter apart, as figures are: such a slip is just another month."""
BEFORE = (
    "Do not send the report", "No report is due", "Repeal of the report", "The duty is abolished:",
    "Cancel the report", "Suspended:", "Replaces the report sent", "Reporting ceases", "Never",
    "It is no longer necessary to report", "Discontinue the report", "Except for ministries,",
    "Unless exempted,",
    "Without prejudice to reports", "Exempt from reporting", "Postponed:", "If requested by the Minister,",
    "Instead of reporting", "Provided that funds allow,", "Not", "Formerly", "Excluding reports",
    "Data until",
    "Units don't report", "The office cannot report", "Effective from", "Waived:", "Tentatively", "About",
)  # fmt: skip
AFTER = (
    "(abolished)", "(cancelled)", "(repealed)", "(old)", "(suspended)", "(replaced)", "is abolished",
    "no longer applies",
    "unless otherwise agreed", "except in 2027", "does not apply", "onwards",
    "at the earliest is not required",
    ", now withdrawn", "(not applicable)", "has been replaced", "has been extended",
    "was the former deadline",
    "if funds allow", "with the exception of small units", "shall cease", "(lunar calendar)", "is optional",
    "provided that the plan is approved", "(annulled)", "is set aside",
    "is put on hold", "subject to approval",
    "in case of floods", "for units other than ministries", "save where the law says otherwise", "has lapsed",
    "is no longer in force", "need not be observed", "until further notice", "but only in 2020",
)  # fmt: skip


def _ids(row: Row) -> str:
    return row.phrase[:60]


@pytest.mark.parametrize("wording", BEFORE)
def test_no_date_comes_of_what_is_not_to_be_done(wording: str) -> None:
    for row in DATED:
        text = f"{wording} {row.phrase[0].lower()}{row.phrase[1:]}"
        assert dates(parse(text), "W") == (), text


@pytest.mark.parametrize("wording", AFTER)
def test_no_date_comes_of_what_is_taken_back(wording: str) -> None:
    for row in DATED:
        text = f"{row.phrase} {wording}"
        assert dates(parse(text), "W") == (), text


@pytest.mark.parametrize(
    "phrase",
    [
        "Submit the notes of the meeting by 15 December each year",
        "Update the register of licences and notify district offices by 15 December each year",
        "Report on the implementation of the national programme by 15 December each year",
        "Review staff costs and send the data to the Ministry of Finance by 15 December each year",
        "Provincial People's Committees: by 15 December each year",
        "By 15 December each year, the Department of Health shall publish the results",
        "Send 3 copies to the Office by 15 December each year",
    ],
)
def test_ordinary_words_around_a_date_leave_it(phrase: str) -> None:
    assert dates(parse(phrase), "Y") == ("2025-12-15 by 2025",)


@pytest.mark.slow
@pytest.mark.parametrize(
    "spelling",
    [
        str.upper,
        str.lower,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  "),
        lambda text: f"  {text}\t",
        lambda text: text.replace(" ", "\n"),
        lambda text: f"<p>{text}</p>",
        lambda text: unicodedata.normalize("NFD", text),
    ],
    ids=["upper", "lower", "nbsp", "wide", "around", "broken", "tag", "nfd"],
)
def test_another_form_of_the_same_text_means_the_same(spelling) -> None:
    for row in ALL:
        meaning = parse(spelling(row.phrase))
        assert (meaning.kind.value, dates(meaning, row.span)) == (row.kind, row.dates), row.phrase


def slips(text: str, chance: random.Random) -> set[str]:
    """Slips of the keyboard in letters; in figures and short months a slip is just another one."""
    found = set()
    for start, end in _words(text):
        if text[start:end].lower().strip(".") in SHORT_MONTHS:
            continue
        for i in range(start, end):
            c, letter = text[i], chance.choice(LETTERS)
            found |= {
                text[:i] + text[i + 1 :],
                text[:i] + letter + text[i + 1 :],
                text[:i] + letter + text[i:],
            }
            if i + 1 < end:
                found.add(text[:i] + text[i + 1] + c + text[i + 2 :])
        if end < len(text) and text[end] == " ":
            found |= {text[:end] + text[end + 1 :], text[:end] + chance.choice(LETTERS) + text[end + 1 :]}
    return found - {text}


def _words(text: str) -> list[tuple[int, int]]:
    bounds, start = [], None
    for i, c in enumerate(text + " "):
        if c.isalpha() and start is None:
            start = i
        elif not c.isalpha() and start is not None:
            bounds.append((start, i))
            start = None
    return bounds


@pytest.mark.slow
@pytest.mark.sampled(15)
@pytest.mark.parametrize("row", DATED, ids=_ids)
def test_a_slip_never_makes_another_date(row: Row) -> None:
    right = {" ".join(each.split()[:2]) for each in dates(parse(row.phrase), "W")}
    for text in slips(row.phrase, random.Random(row.phrase)):
        days = {" ".join(each.split()[:2]) for each in dates(parse(text), "W")}
        assert days <= right, text


@pytest.mark.slow
@pytest.mark.sampled(15)
@pytest.mark.parametrize("row", UNDATED, ids=_ids)
def test_a_slip_makes_no_date_of_what_has_none(row: Row) -> None:
    for text in slips(row.phrase, random.Random(row.phrase)):
        assert dates(parse(text), "W") == (), text


@pytest.mark.slow
@pytest.mark.sampled(15)
@pytest.mark.parametrize("row", DATED, ids=_ids)
def test_a_missing_word_never_makes_another_boundary(row: Row) -> None:
    right = {each.split()[0]: each.split()[1] for each in dates(parse(row.phrase), "W")}
    words = row.phrase.split()
    for n, word in enumerate(words):
        if word.lower() == "before" or (word.lower() == "end" and "before" in row.phrase):
            continue  # without it the sentence is another one
        text = " ".join(words[:n] + words[n + 1 :])
        for each in dates(parse(text), "W"):
            day, boundary, _ = each.split()
            assert right.get(day, boundary) == boundary, text
