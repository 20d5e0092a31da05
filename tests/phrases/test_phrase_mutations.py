"""Another spelling of a phrase means the same; a misspelt one the same or nothing, and never another day."""

from __future__ import annotations

import random
import unicodedata

import pytest

from calendars.phrases import parse
from tests.phrases.rows import Row, dates
from tests.phrases.tables import ALL
from tests.support.tiers import some

DATED = [row for row in ALL if row.dates]
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳ "
ROMAN = set("IVXivxlLoO|")


def _ids(row: Row) -> str:
    return row.phrase[:60]


@pytest.mark.parametrize(
    "spelling",
    [
        lambda text: unicodedata.normalize("NFD", text),
        str.upper,
        str.lower,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  "),
        lambda text: f"  {text}\t",
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(" ", " \u200b"),
        lambda text: f"<p>{text}</p>",
        lambda text: unicodedata.normalize("NFD", text).upper().replace(" ", "\u2009"),
    ],
    ids=["nfd", "upper", "lower", "nbsp", "wide", "around", "broken", "zero-width", "tag", "all"],
)
def test_another_form_of_the_same_text_means_the_same(spelling) -> None:
    for row in some(ALL, 120):
        if "l5" in row.phrase:
            continue  # a capital L is no figure
        meaning = parse(spelling(row.phrase))
        assert (meaning.kind.value, dates(meaning, row.span)) == (row.kind, row.dates), row.phrase


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hằng", "hàng"),
        ("hàng", "hằng"),
        ("quý", "quí"),
        ("kỳ", "kì"),
        (" 15 ", " mười lăm "),
        (" 15 ", " 15 (mười lăm) "),
        (" 20 ", " hai mươi "),
        (" 05 ", " 5 "),
        ("/6", "/06"),
        (" tháng 12 ", " tháng mười hai "),
        ("15 ", "l5 "),
        ("20/", "2O/"),
    ],
)
def test_another_word_for_the_same_thing_means_the_same(one: str, other: str) -> None:
    changed = [row for row in DATED if one in row.phrase]
    assert changed
    for row in changed:
        assert dates(parse(row.phrase.replace(one, other)), row.span) in (row.dates, ()), row.phrase
    same = [dates(parse(row.phrase.replace(one, other)), row.span) == row.dates for row in changed]
    assert sum(same) >= 0.9 * len(same)


def _slips(text: str, chance: random.Random) -> set[str]:
    """Slips of the keyboard in letters; in figures and Roman numbers a slip is just another number."""
    found = set()
    for i, c in enumerate(text):
        if c in ROMAN or not (c.isalpha() or c == " "):
            continue
        letter = chance.choice(LETTERS)
        found |= {text[:i] + text[i + 1 :], text[:i] + letter + text[i + 1 :], text[:i] + letter + text[i:]}
        found.add(text[:i] + unicodedata.normalize("NFD", c)[0] + text[i + 1 :])
        if i + 1 < len(text) and text[i + 1].isalpha():
            found.add(text[:i] + text[i + 1] + c + text[i + 2 :])
    return found - {text}


@pytest.mark.slow
@pytest.mark.sampled(15)
@pytest.mark.parametrize("row", DATED, ids=_ids)
def test_a_slip_never_makes_another_date(row: Row) -> None:
    chance = random.Random(row.phrase)
    right = set(dates(parse(row.phrase), "W"))
    right_days = {" ".join(each.split()[:2]) for each in right}
    for text in _slips(row.phrase, chance):
        days = {" ".join(each.split()[:2]) for each in dates(parse(text), "W")}
        assert days <= right_days, text


@pytest.mark.slow
@pytest.mark.sampled(10)
@pytest.mark.parametrize(
    "row", [row for row in ALL if row.kind in ("window", "event", "range", "continuous")], ids=_ids
)
def test_a_slip_makes_no_date_of_what_has_none(row: Row) -> None:
    if row.dates:
        return
    chance = random.Random(row.phrase)
    for text in _slips(row.phrase, chance):
        assert dates(parse(text), "W") == (), text


_TURNING = ("trước", "truớc", "trc", "truoc", "riêng", "chậm", "cham", "nhất", "nhat")


@pytest.mark.slow
@pytest.mark.sampled(15)
@pytest.mark.parametrize("row", DATED, ids=_ids)
def test_a_missing_word_never_makes_another_boundary(row: Row) -> None:
    right = {each.split()[0]: each.split()[1] for each in dates(parse(row.phrase), "W")}
    words = row.phrase.split()
    for n, word in enumerate(words):
        plain = word.lower().strip("(,.;:")
        if plain in _TURNING or ("h" in plain and plain[0].isdigit()):
            continue  # without it the sentence is another one
        text = " ".join(words[:n] + words[n + 1 :])
        for each in dates(parse(text), "W"):
            day, boundary, _ = each.split()
            assert right.get(day, boundary) == boundary, text
