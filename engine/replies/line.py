"""A line as it is judged: its words, each with its place, what it names as one word each.

`{no}` stands for a document's number, `{day}` for a day, and so on (`marks.MarkKind`); `|` for a line's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from engine.replies.lexicon import BESIDE, HARMLESS, LOOSE, PLAIN_HARMLESS, STRICT, canonical
from engine.replies.marks import Mark, MarkKind, marks
from engine.replies.spelling import words

_TOKEN = re.compile(r"[đdĐD]/[cC](?!\w)|[^\W_]+(?:'[^\W\d_]+)?|\n|\.{2,}|\S")
_QUIET = frozenset([",", ".", ":", ";", "!", "(", ")", "-", "|", "+", "*", '"', "'", "/", "•", "✓"])
_ENDS = frozenset([".", ";", "!", "?", "|"])
_TITLES = frozenset(words("đ/c d/c đc chí anh chị ông bà em dc chi ong ba mr ms mrs dr bs"))
_PLACES = frozenset(words("bhxh tỉnh phố tp huyện sở tinh pho huyen khu vực"))
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a sign, or a mark, from character `start` to `end`."""

    text: str
    start: int
    end: int
    written: str
    mark: Mark | None = None


class Line:
    """What one person says of one thing, read into words. `hide` takes away what was understood."""

    def __init__(self, text: str, received_year: int) -> None:
        self.text = text
        self.marks = marks(text, received_year)
        self.words = _words(text, self.marks)
        self.bare = text.isascii()
        self.hidden: set[int] = set()
        said = " ".join(word.text for word in self.words)
        if self.bare and (better := canonical(said)) != said:
            self.words = [
                Word(new, old.start, old.end, old.written, old.mark)
                for old, new in zip(self.words, better.split(" "), strict=True)
            ]

    @cached_property
    def english(self) -> bool:
        """Whether the line is an English one."""
        return self.bare and any(
            word.text in ("sent", "submitted", "dated", "the", "we", "report", "on", "of", "extension", "no")
            for word in self.words
        )

    def of(self, kind: MarkKind) -> list[Mark]:
        """What the line names of a kind, but for what is hidden."""
        return [
            word.mark
            for i, word in enumerate(self.words)
            if word.mark is not None and word.mark.kind == kind and i not in self.hidden
        ]

    def said(self) -> str:
        """The words with single blanks between; `·` for each that is hidden."""
        return " ".join("·" if i in self.hidden else word.text for i, word in enumerate(self.words))

    def places(self, found: re.Match[str]) -> range:
        """Which words a match in `said()` covers."""
        first = found.string.count(" ", 0, found.start())
        return range(first, first + found[0].count(" ") + 1)

    def hide(self, places: Iterable[int]) -> None:
        """Takes words away: they were understood."""
        self.hidden.update(places)

    def find(self, pattern: re.Pattern[str]) -> range | None:
        """Where a pattern stands first among the words that are left."""
        found = pattern.search(self.said())
        return None if found is None else self.places(found)

    def sentence(self, place: int) -> range:
        """The words of the sentence in which a word stands."""
        first = place
        while first and self.words[first - 1].text not in _ENDS:
            first -= 1
        last = place
        while last < len(self.words) and self.words[last].text not in _ENDS:
            last += 1
        return range(first, last)

    def shown(self, places: range) -> str:
        """Words as they were written."""
        if not places:
            return ""
        return self.text[self.words[places[0]].start : self.words[places[-1]].end].strip(" ,:;-")

    def dangers(self) -> dict[str, str]:
        """The messages of what makes the line doubtful, each with the first words that do."""
        found = {}
        said = self.said()
        for name, pattern in (LOOSE if self.bare else STRICT).items():
            if match := pattern.search(said):
                found[name] = self.shown(self.places(match))
        if "?" in said.split(" "):
            found.setdefault("said.question", "?")
        return found

    def strange(self, allowed: frozenset[str]) -> list[str]:
        """The words that nobody understands, as written."""
        strange = []
        names = 0
        for i, word in enumerate(self.words):
            names = self._names(i, names)
            if i in self.hidden or word.text in _QUIET:
                continue
            if word.mark is not None:
                if word.mark.kind not in allowed:
                    strange.append(word.written)
            elif not self._harmless(i) and not (names and word.written[:1].isupper()):
                strange.append(word.written)
        return strange

    def _harmless(self, i: int) -> bool:
        word = self.words[i].text
        if word in BESIDE:
            before, after = BESIDE[word]
            last = self.words[i - 1].text if i else ""
            following = self.words[i + 1].text if i + 1 < len(self.words) else ""
            return last in before or following in after
        return word in HARMLESS or (word.isascii() and word in PLAIN_HARMLESS)

    def _names(self, i: int, before: int) -> int:
        """How many more words may be a name, behind a title or a place."""
        word = self.words[i]
        last = self.words[i - 1].text if i else ""
        if last in _TITLES or last in _PLACES:
            return _MOST_NAMES
        return before - 1 if before and word.written[:1].isupper() else 0


def _words(text: str, named: tuple[Mark, ...]) -> list[Word]:
    words: list[Word] = []
    at = 0
    for mark in (*named, None):
        upto = len(text) if mark is None else mark.start
        for found in _TOKEN.finditer(text, at, upto):
            sign = "|" if found[0] == "\n" else found[0].lower().replace(" ", "")
            words.append(Word(sign, *found.span(), found[0]))
        if mark is not None:
            words.append(Word(f"{{{mark.kind}}}", mark.start, mark.end, text[mark.start : mark.end], mark))
            at = mark.end
    return words
