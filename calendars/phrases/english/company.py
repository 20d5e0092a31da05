"""Whether to believe the dates of an English phrase: what stands in it that no rule took.

The law is the Vietnamese one: a date comes only of a phrase in which every word of time has a place, nothing
turns or cancels, and no word may be a slip of one that would. Words are compared with
one slip of the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from calendars.phrases.english.points import ambiguous
from calendars.phrases.english.words import ADVERBS, BODIES, DANGERS, EVERY, MONTHS, ORDINARY, TIMES
from calendars.phrases.grammar.items import (
    Distance,
    Due,
    Event,
    Freq,
    Item,
    Mark,
    Named,
    Reference,
    Rest,
    Sep,
)
from calendars.phrases.text.lexicon import forms, words
from calendars.phrases.text.reader import Reader, Wordings
from calendars.rules import Boundary
from language import Message

_KNOWN = TIMES | DANGERS | frozenset(ADVERBS) | words("upon request needed required on by of the and for")
_DANGLING_BEFORE = words("on by of or in at for to the a an as through per than is are be")
_DANGLING_AFTER = words("of the a an in to or per at as by on than")
_SIGNS = frozenset((",", ";", ":", ".", "(", ")", "và", "•", "+", "?", "!", "…", "'", "[", "]", "%", "&"))
_SHORT = 3
_HAPPENED = words("born made built paid held begun given taken sent known in become")
"""With every word in `-ed`: before a day and after no duty, what was done or was so by that day."""
_MUST = words("must shall should will to be due required needs need is are")
_IS = words("be is are")
_DONE = words("completed submitted finalised finalized delivered published")
_TURNS = Wordings(*forms("english.company.turns"))
_PLAIN = words("submit submitted report reports complete completed finish finished send publish return")
"""What may stand beside one day that nothing calls a limit: more words may be about another thing."""
_STARTS_NO = (
    "nomin", "norm", "north", "note", "notic", "notif", "notab", "notar", "novel", "nois", "nonpr",
)  # fmt: skip
_ROOTS = tuple(sorted(each for each in DANGERS if len(each) >= 5))


def doubt(r: Reader, found: Sequence[Item]) -> Message | None:
    """Why no date of the phrase is believed; None when they are."""
    for item in found:
        if isinstance(item, Mark) and item.what == "clock":
            return Message("phrase.depends-on-issue", text=r.shown(item.i, item.j))
        if isinstance(item, Rest) and item.text in DANGERS:
            return Message("phrase.turns-date", text=r.shown(item.i, item.j))
        if isinstance(item, Rest) and (j := _TURNS.at(r, item.i)) is not None:
            return Message("phrase.turns-date", text=r.shown(item.i, j))
        if isinstance(item, Rest) and item.text.startswith("fy"):
            return Message("phrase.which-year")  # a financial year may begin in any month
        if ambiguous(r, item.i) and not isinstance(item, Due | Reference):
            return Message("phrase.day-or-month", text=r.shown(item.i, item.i + 5))
        if isinstance(item, Event | Distance) and (why := _turned(r, item)):
            return why
    for n, item in enumerate(found):
        if why := _one(r, found, n):
            return why
        if isinstance(item, Due | Distance | Named) and (why := _beside(r, found, n)):
            return why
    return None


def _turned(r: Reader, item: Item) -> Message | None:
    """A word that turns inside an event's own wording: `10 days after the report is cancelled`."""
    lead = 6 if isinstance(item, Distance) else 2
    for k in range(item.i + lead, item.j):
        if r.text(k) in DANGERS - words("received issued not having"):
            return Message("phrase.turns-date", text=r.shown(k, k + 1))
    return None


def _one(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """A word or number that bears on time, or may be a slip of one that does."""
    item = found[n]
    if not isinstance(item, Rest):
        return None
    following = found[n + 1] if n + 1 < len(found) else None
    previous = found[n - 1] if n else None
    split = (
        isinstance(following, Rest)
        and following.i == item.j
        and item.text not in ORDINARY
        and f"{item.text}{following.text}" in _KNOWN
    )
    hyphen = any(isinstance(s, Sep) and s.sign == "-" and r.at(at).glued for s, at in
                 ((previous, item.i), (following, item.j)))  # fmt: skip
    if isinstance(following, Rest) and _counts(r, item, following):
        return None
    if item.weight == "hard" or split or (hyphen and _beside_time(found, n)) or _slip(r, item):
        return Message("phrase.not-understood", text=r.shown(item.i, item.j))
    return None


def _counts(r: Reader, item: Rest, following: Rest) -> bool:
    """`3 copies`: a number that counts a thing, where nothing before it speaks of time."""
    number = r.at(item.i)
    plain = (
        number.kind == "num" and number.digits <= 3 and following.i == item.j and following.weight == "odd"
    )
    word = following.text
    free = len(word) > _SHORT and word not in DANGERS and not lookalike(word)
    return plain and free and r.text(item.i - 1) not in TIMES | _DANGLING_BEFORE


def _beside_time(found: Sequence[Item], n: int) -> bool:
    near = [found[k] for k in (n - 2, n + 2) if 0 <= k < len(found)]
    return any(isinstance(each, Due | Distance | Named | Freq | Event) for each in near)


def _slip(r: Reader, item: Rest) -> bool:
    text = item.text
    if item.weight != "odd" or text in ORDINARY or text in BODIES:
        return False
    shown = r.shown(item.i, item.j)
    capitals = len(shown) > 1 and shown.isupper() and not r.shouted
    if not text.isascii():
        return not shown[0].isupper()
    if len(text) <= _SHORT:
        return not capitals
    return lookalike(text)


@lru_cache(maxsize=4096)
def lookalike(word: str) -> bool:
    """Whether a word is one slip of the keyboard from a word that bears on a date, or two run together."""
    for k in range(2, len(word) - 1):
        # Run together, or with a letter for the blank between them: `eachyear`, `onxor`.
        if word[:k] in _GLUE and (word[k:] in _GLUE or word[k + 1 :] in _GLUE):
            return True
    if word.startswith(_ROOTS) or word.endswith(_ROOTS) or word.startswith("if"):
        return True
    if word.startswith("no") and not word.startswith(_STARTS_NO):
        return True
    return (
        word in _LESS
        or any(each in _ALL for each in (*_without(word), *_swapped(word)))
        or any(each in _HOLED for each in _holes(word))
    )


def _without(word: str) -> list[str]:
    return [word[:k] + word[k + 1 :] for k in range(len(word))]


def _swapped(word: str) -> list[str]:
    return [word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1)]


def _holes(word: str) -> list[str]:
    return [f"{word[:k]}*{word[k + 1 :]}" for k in range(len(word))]


_GLUE = _KNOWN | words("or to at in")
_ALL = frozenset(["not"]) | frozenset(each for each in _KNOWN | frozenset(MONTHS) if len(each) > _SHORT)
_LESS = frozenset(less for each in _ALL for less in _without(each))
_HOLED = frozenset(hole for each in _ALL for hole in _holes(each))


def _beside(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """A preposition, article or `or` left over right beside a date: a word of its is missing."""
    item = found[n]
    assert isinstance(item, Due | Distance | Named)
    previous, following = (found[k] if 0 <= k < len(found) else None for k in (n - 1, n + 1))
    if (
        isinstance(previous, Rest)
        and previous.text in _DANGLING_BEFORE
        and not (isinstance(item, Named) and not item.bound)
    ):
        return Message("phrase.text-before", text=previous.text, what=r.shown(item.i, item.j))
    bare = isinstance(item, Due) and any(p.bare for p in item.points)
    if isinstance(following, Rest) and bare:
        return Message("phrase.text-after", text=following.text, what=r.shown(item.i, item.j))
    filed = r.text(item.i - 2) in _IS and r.text(item.i - 1).endswith("ed")
    bound = item.bound if isinstance(item, Named) else item.firm or (isinstance(item, Due) and item.said_at)
    if isinstance(previous, Rest) and not bound and not filed and not isinstance(item, Named):
        return Message("phrase.text-before", text=previous.text, what=r.shown(item.i, item.j))
    yearly = r.word(item.j - 1, "year") and r.text(item.j - 2) in EVERY
    who = yearly and r.word(item.j, "the") and item.j + 1 < len(r)
    if isinstance(following, Rest) and following.text in _DANGLING_AFTER and not who:
        return Message("phrase.text-after", text=following.text, what=r.shown(item.i, item.j))
    if why := _past(r, found, n):
        return why
    for near in (previous, following):
        if isinstance(near, Sep) and near.sign not in _SIGNS and not (near is previous and n == 1):
            return Message("phrase.sign", sign=near.sign)
    return None


def _past(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """`employees appointed before 1 July 2025`: a day before which something happened; and a day that a
    sentence mentions without calling it a limit.
    """
    item = found[n]
    start = next((k + 1 for k in range(item.i - 1, -1, -1) if r.text(k) in (";", ":", ".", ",", "(")), 0)
    at = next((k for k in range(item.i - 1, start - 1, -1) if not r.text(k).endswith("ly")), -1)
    happened = at >= start and (r.text(at) in _HAPPENED or r.text(at).endswith("ed"))
    asked = any(r.text(k) in _MUST for k in range(start, max(at, start)))
    # "documents issued before ...", also where a slip hides the participle: who or what, and then the day.
    subject = r.text(start).endswith("s") and at > start
    before = isinstance(item, Due) and Boundary.BEFORE in item.bounds and any(p.year for p in item.points)
    happened = happened or (subject and before and isinstance(found[n - 1], Rest))
    if happened and not asked and not (at == start and r.text(at) in _DONE):
        return Message("phrase.of-document", text=r.shown(at, item.j))
    loose = isinstance(item, Due) and not item.firm and not any(p.comes_round for p in item.points)
    strange = any(
        isinstance(each, Rest) and each.weight == "odd" and each.text not in _PLAIN for each in found
    )
    if loose and strange and not any(isinstance(each, Freq) for each in found):
        return Message("phrase.perhaps-of-document", text=r.shown(item.i, item.j))
    return None
