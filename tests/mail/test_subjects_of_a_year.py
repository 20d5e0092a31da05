"""The subjects of all mails of the shipped office in a year: what a phone shows says what it is about."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date

import pytest

from config.settings import Settings
from engine.mail.language import EN, VI
from engine.mail.letter import Letter
from engine.mail.subject import subject
from engine.rounds.simulate import ReadMail, simulate
from tests.support.registries import shipped

SEEN = 60
COUNTED = {
    "vi": re.compile(r"\d+ (việc|báo cáo|đơn vị|văn bản|sự kiện) \w+"),
    "en": re.compile(r"(\d+ [a-z ]*(task|dut|unit|document|report)|Ha(s it|ve they) happened, \d+ event)"),
}
DAY = {
    "vi": re.compile(r"hạn (\d\d/\d\d)(/\d{4})?"),
    "en": re.compile(r"due (\d{1,2} [A-Z][a-z]+)( \d{4})?"),
}


def letters(start: date, end: date, many: int | None) -> Iterator[tuple[str, Letter]]:
    registry = shipped()
    units = list(registry.units)
    if many is not None:
        units = ["VP", "TST", "KHDT", *random.Random(9).sample(units, many)]
    read = {*units, *(f"{code}:head" for code in units), "leadership"}
    for mail in simulate(registry, Settings(), start, end, read=read):
        if isinstance(mail, ReadMail):
            yield mail.recipient, mail.letter


def named(seen: str, letter: Letter, language: str) -> bool:
    """Whether a duty of the letter is named, by twelve characters of its title at least, with its day."""
    day = DAY[language].search(seen)
    of = [*letter.items, *letter.watches, *letter.over]
    for each in of:
        title = each.duty.title if language == "vi" else each.duty.title_en
        bits = {title[n : n + 12].casefold() for n in range(max(1, len(title) - 11))}
        if day and any(bit in seen.casefold() for bit in bits):
            return True
    return False


def checked(start: date, end: date, many: int | None) -> int:
    wrong, n = [], 0
    for recipient, letter in letters(start, end, many):
        for words in (VI, EN):
            n += 1
            said = subject(letter, words)
            seen = said[:SEEN]
            if not (COUNTED[words.code].match(seen) or named(seen, letter, words.code)) or len(said) > 120:
                wrong.append(f"{recipient}: {said}")
    assert wrong == []
    return n


@pytest.mark.long
@pytest.mark.slow
def test_of_some_units_in_a_fortnight() -> None:
    assert checked(date(2026, 9, 14), date(2026, 9, 25), 4) > 60


@pytest.mark.slow
@pytest.mark.long
def test_of_everybody_in_a_year() -> None:
    assert checked(date(2026, 1, 1), date(2026, 12, 31), None) > 20_000
