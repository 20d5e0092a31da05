"""Ordinary syllables of administrative Vietnamese, and whether a word looks like a misspelt word of time.

The list holds what plans and decisions of public offices commonly say besides their dates. It is used one
way only: a word that is not in it and that is one slip away from a word which decides about dates ("riêng",
"không", "chốt", "trước", ...) makes a date in the same phrase doubtful.
"""

from __future__ import annotations

import unicodedata

from calendars.phrases.text.lexicon import listed, pairs, table, words

ORDINARY = words(table("ordinary_words.txt"))
PAIRS = pairs(table("ordinary_pairs.txt"))
"""Two syllables that public texts write together, one of which looks like a slip of a word about time.

`phạt tù` is no slip of "từ", `học sinh` none of "(phát) sinh". Counted in public law and plans; a pair stands
there when it is common and neither syllable is about time. A syllable beside its fellow is believed; alone,
or beside another, it makes a date near it doubtful.
"""

DECISIVE = words(listed("vocabulary.decisive"))
_LONGEST = 7
"""Letters of the longest Vietnamese syllable ("nghiêng")."""


def bare(word: str) -> str:
    """The word in small Latin letters without marks: what is left of a word when its accents are lost."""
    plain = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _shorter(word: str) -> set[str]:
    return {word[:n] + word[n + 1 :] for n in range(len(word))}


def _blanked(word: str) -> set[str]:
    return {f"{word[:n]}_{word[n + 1 :]}" for n in range(len(word))}


def _swapped(word: str) -> set[str]:
    return {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}


_GLUED_TO = tuple(word for word in DECISIVE if len(word) > 2)
_BARE = frozenset(bare(word) for word in DECISIVE)
_UNITS = words("ngày tháng quý năm tuần trước")
_BARE_UNITS = frozenset(bare(word) for word in _UNITS)
_UNITS_SHORTER = frozenset(short for word in _BARE_UNITS for short in _shorter(word) if len(short) > 2)
_LONG = frozenset(word for word in _BARE if len(word) > 3)
_SHORTER = frozenset(short for word in _LONG for short in _shorter(word))
_OTHER_LETTER = frozenset(blank for word in _LONG for blank in _blanked(word))


def near_unit(word: str) -> bool:
    """Whether the word, ordinary as it may be, is one slip away from a unit of time: `này`, `táng`, `nam`."""
    if len(word) > _LONGEST + 1:
        return False
    plain = bare(word)
    return word not in _UNITS and (
        plain in _BARE_UNITS
        or plain in _UNITS_SHORTER
        or (len(plain) > 3 and not _BARE_UNITS.isdisjoint(_shorter(plain) | _swapped(plain)))
    )


def slip(word: str) -> bool:
    """Whether the word may be a misspelt word that decides about a date. Small letters; not in ORDINARY."""
    if word in ORDINARY:
        return False
    if len(word) > _LONGEST or any(word.startswith(each) for each in _GLUED_TO):
        return True
    plain = bare(word)
    if plain in _BARE or plain in _SHORTER:
        return True
    one_slip = _shorter(plain) | _swapped(plain)
    return len(plain) > 2 and (
        not _LONG.isdisjoint(one_slip) or not _OTHER_LETTER.isdisjoint(_blanked(plain))
    )
