"""One door for phrases of either language: their words say which reader reads them."""

from __future__ import annotations

from typing import Literal

from calendars.periods import Period
from calendars.phrases.classes import per_class
from calendars.phrases.english import meaning as in_english
from calendars.phrases.english.words import english, vietnamese
from calendars.phrases.meaning import Meaning
from calendars.phrases.sense import plan_span
from calendars.phrases.sense.assemble import parse as in_vietnamese
from calendars.phrases.text.tokens import MOST, normalise

Language = Literal["vi", "en"]
_SEVERAL = frozenset(";\n,.)")
"""Signs between clauses; a phrase without them has one."""


def parse(
    phrase: str, year: int | None = None, language: Language = "vi", within: Period | None = None
) -> Meaning:
    """What a Vietnamese or English timing phrase means. Never raises for a text; its cost is linear.

    Its words say which language it is; `language` says it for a phrase whose words do not ("12/2026", "Q2
    2026"): import gives the office's. `year` is that of a plan for one year, in which `Quý II`, `15 December`
    and `trước ngày 20/6` are one time each; `within` is the month or quarter of a plan for one, in which
    `Ngày 15` and `tháng cuối quý` are so. What is not sure is UNKNOWN, with a note of what was understood;
    such a meaning has no rules, hence no dates. A phrase of more than 1,000 characters or 120 words and signs
    is not read. Clauses each for a class of reporters give a rule of each (`Rule.whom`), with a note.
    TypeError for what is not text.
    """
    if within is not None and isinstance(phrase, str) and len(phrase) <= MOST:
        said = normalise(phrase)
        text, why = plan_span.completed(said, within)
        meaning = parse(text, within.year, language)
        return plan_span.of_whole(plan_span.round_in(meaning, said), phrase, why)
    whole = _one(phrase, year, language)
    if isinstance(phrase, str) and len(phrase) <= MOST and _SEVERAL & set(phrase):
        return per_class(phrase, whole, lambda clause: _one(clause, year, language))
    return whole


def _one(phrase: str, year: int | None, language: Language) -> Meaning:
    if not isinstance(phrase, str) or len(phrase) > MOST:
        return in_vietnamese(phrase, year)
    source = normalise(phrase)
    if len(source) <= MOST and (english(source) or (language == "en" and not vietnamese(source))):
        return in_english.read(phrase, source, year)
    return in_vietnamese(phrase, year)
