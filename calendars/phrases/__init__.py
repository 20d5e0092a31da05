"""Timing phrases: from Vietnamese or English administrative wording to rules and dates, and back.

`parse(phrase)` answers a Meaning, `deadlines(meaning, start, end)` its dates, and `describe(meaning)` a
sentence for the clerk to check. On the way: tokens, then the grammar (points, limits, named, cycles, offsets)
that makes items of them, then groups, standing and windows, which make one meaning of the items.
"""

from calendars.phrases.dates import counts_workdays, deadlines
from calendars.phrases.languages import Language, parse
from calendars.phrases.meaning import NO_DAY, Cycle, Dated, Meaning, MeaningKind, Offset, Role, Rule
from calendars.phrases.wording import describe

__all__ = [
    "NO_DAY", "Cycle", "Dated", "Language", "Meaning", "MeaningKind", "Offset", "Role", "Rule",
    "counts_workdays", "deadlines", "describe", "parse",
]  # fmt: skip
