"""One door for phrases of either language: their words say which reader reads them."""

from __future__ import annotations

from typing import Literal

from calendars.phrases.english import meaning as in_english
from calendars.phrases.english.words import english, vietnamese
from calendars.phrases.meaning import Meaning
from calendars.phrases.sense.assemble import parse as in_vietnamese
from calendars.phrases.text.tokens import MOST, normalise

Language = Literal["vi", "en"]


def parse(phrase: str, year: int | None = None, language: Language = "vi") -> Meaning:
    """What a Vietnamese or English timing phrase means. Never raises for a text; its cost is linear.

    Its words say which language it is; `language` says it for a phrase whose words do not ("12/2026", "Q2
    2026"): import gives the office's. `year` is that of a plan for one year, in which `Quý II`, `15 December`
    and `trước ngày 20/6` are one time each. What is not sure is UNKNOWN, with a note of what was understood;
    such a meaning has no rules, hence no dates. A phrase of more than 1,000 characters or 120 words and signs
    is not read. TypeError for what is not text.
    """
    if not isinstance(phrase, str) or len(phrase) > MOST:
        return in_vietnamese(phrase, year)
    source = normalise(phrase)
    if len(source) <= MOST and (english(source) or (language == "en" and not vietnamese(source))):
        return in_english.read(phrase, source, year)
    return in_vietnamese(phrase, year)
