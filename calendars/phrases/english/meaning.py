"""From an English phrase to its meaning, by the same sense as a Vietnamese one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from calendars.periods import Kind
from calendars.phrases.english.company import doubt
from calendars.phrases.english.times import items
from calendars.phrases.english.words import tokenise
from calendars.phrases.grammar.items import Distance, Due, Event, Freq, Item, Named, Reference, Rest
from calendars.phrases.meaning import Meaning, MeaningKind
from calendars.phrases.sense.assemble import meant
from calendars.phrases.sense.plan_year import in_year
from calendars.phrases.sense.undated import Standing
from calendars.phrases.text.reader import Reader
from calendars.phrases.text.tokens import MOST_TOKENS
from language import Message


def read(shown: str, source: str, year: int | None) -> Meaning:
    """What a normalised English text means; `shown` is the phrase as given, `year` that of a plan."""
    r = Reader(tokenise(source), source)
    base = Meaning(shown, MeaningKind.UNKNOWN)
    if len(r) > MOST_TOKENS:
        return replace(base, notes=(Message("phrase.too-long"),))
    found = items(r)
    why = doubt(r, found) or _several(r, found)
    reference = next((item.text for item in found if isinstance(item, Reference)), None)
    base = replace(base, reference=reference)
    if why is not None:
        return replace(base, notes=(why,))
    if year is not None:
        found = in_year(r, found, year)
    dated = [item for item in found if isinstance(item, Due | Distance)]
    if dated:
        return meant(r, found, base, dated)
    return Standing(r, [_plain(item) for item in found], base).meaning()


def _plain(item: Item) -> Item:
    """A word that was looked at here and is believed; the Vietnamese vocabulary does not know it."""
    return replace(item, weight="filler") if isinstance(item, Rest) else item


def _several(r: Reader, found: Sequence[Item]) -> Message | None:
    """A date and a condition or an event of its own, or two kinds of limit: which one rules is not said."""
    events = [item for item in found if isinstance(item, Event) and not item.beside]
    limits = [item for item in found if isinstance(item, Due | Distance)]
    named = [item for item in found if isinstance(item, Named) and item.bound]
    if events and (limits or named):
        return Message("phrase.unclear-text", text=r.shown(events[0].i, events[0].j))
    for one, other in pairwise(limits):
        between = [each for each in found if one.j <= each.i < other.i]
        if any(isinstance(each, Rest) for each in between) and not any(
            isinstance(each, Freq) for each in between
        ):
            return Message("phrase.deadlines-apart")
    named = [item for item in named if item.kind is not Kind.YEAR or item.bound != "within"]
    if named and limits:
        return Message("phrase.unclear-text", text=r.shown(named[0].i, named[0].j))
    return None
