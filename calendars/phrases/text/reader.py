"""Walking over tokens: fixed wordings, numbers in digits, Roman figures and words.

Every reader takes a place and answers what it read with the place after it, or None. None of them looks
further than a few tokens ahead, so a phrase costs time in proportion to its length.
"""

from __future__ import annotations

from collections.abc import Iterable

from calendars.phrases.text.lexicon import AFTER_TEN, NUMBERS, ROMAN, ROMAN_LOOKS
from calendars.phrases.text.tokens import END, Token


class Wordings:
    """Alternative fixed wordings; `at` answers the place after the longest that stands there, or None."""

    def __init__(self, *wordings: str) -> None:
        self._by_first: dict[str, list[list[str]]] = {}
        for wording in sorted({tuple(each.split()) for each in wordings}, key=len, reverse=True):
            self._by_first.setdefault(wording[0], []).append(list(wording))

    @property
    def firsts(self) -> frozenset[str]:
        """The words with which they begin."""
        return frozenset(self._by_first)

    def at(self, r: Reader, i: int) -> int | None:
        texts = r.texts
        if not 0 <= i < len(texts):
            return None
        for wording in self._by_first.get(texts[i], ()):
            if texts[i : i + len(wording)] == wording:
                return i + len(wording)
        return None


class Reader:
    """The tokens of one phrase; any place beyond them holds an end token."""

    def __init__(self, tokens: list[Token], source: str) -> None:
        self.tokens = tokens
        self.source = source
        self.shouted = source.isupper()
        self.texts = [token.text if token.kind in ("word", "sign") else "" for token in tokens]
        self._n = len(tokens)
        self.year_of_plan: int | None = None
        self.clause_ends: list[int] | None = None  # kept by the grammar of offsets

    def __len__(self) -> int:
        return len(self.tokens)

    def at(self, i: int) -> Token:
        return self.tokens[i] if 0 <= i < len(self.tokens) else END

    def text(self, i: int) -> str:
        """The word or sign there; '' for numbers, document numbers and beyond the end."""
        return self.texts[i] if 0 <= i < self._n else ""

    def word(self, i: int, *words: str) -> bool:
        return (self.texts[i] if 0 <= i < self._n else "") in words

    def skip(self, i: int, *words: str) -> int:
        """The place after one of the words, or the same place."""
        return i + 1 if (self.texts[i] if 0 <= i < self._n else "") in words else i

    def skip_all(self, i: int, words: Iterable[str]) -> int:
        """The place after up to four of the words."""
        for _ in range(4):
            if self.text(i) not in words:
                break
            i += 1
        return i

    def shown(self, i: int, j: int) -> str:
        """The text of the tokens [i, j) as it was written."""
        if i >= j or i >= len(self.tokens):
            return ""
        return self.source[self.at(i).start : self.at(min(j, len(self.tokens)) - 1).end]

    def digits(self, i: int) -> int | None:
        """A number written in digits."""
        token = self.at(i)
        return token.number if token.kind == "num" else None

    def year(self, i: int) -> int | None:
        """A year in four digits, 1900 to 2999."""
        token = self.at(i)
        return token.number if token.digits == 4 and 1900 <= token.number <= 2999 else None

    def number(self, i: int, five: bool = False) -> tuple[int, int] | None:
        """A number in digits or words and the place after it; `05 (năm)` and `năm (05)` must agree.

        A bare "năm" is five only where the caller says so: it is a year everywhere else.
        """
        if (value := self.digits(i)) is not None:
            if self.at(i).digits > 3 or (self.at(i).digits == 3 and value < 100):
                return None
            i += 1
            if (
                self.text(i) == "("
                and (said := self._spelled(i + 1, five=True))
                and self.text(said[1]) == ")"
            ):
                return (value, said[1] + 1) if said[0] == value else None
            return value, i
        said = self._spelled(i, five=True)
        if said is None:
            return None
        value, j = said
        if self.text(j) == "(" and self.digits(j + 1) is not None and self.text(j + 2) == ")":
            return (value, j + 3) if self.digits(j + 1) == value else None
        if self.text(i) == "năm" and not five:
            return None
        return value, j

    def _spelled(self, i: int, five: bool) -> tuple[int, int] | None:
        first = NUMBERS.get(self.text(i))
        if first is None or (self.text(i) == "năm" and not five):
            return None
        if first == 10:
            unit = AFTER_TEN.get(self.text(i + 1))
            # "mười năm" is ten years: fifteen is "mười lăm".
            if unit is None or self.text(i + 1) == "năm":
                return 10, i + 1
            return 10 + unit, i + 2
        if self.text(i + 1) == "mươi":
            unit = AFTER_TEN.get(self.text(i + 2))
            if unit is None or self.text(i + 2) == "năm":
                return first * 10, i + 2
            return first * 10 + unit, i + 3
        return first, i + 1

    def quarter(self, i: int) -> tuple[int, int] | None:
        """A quarter's number after "quý": Roman (with the looks of OCR), digits or words."""
        token = self.at(i)
        if token.kind == "num" and token.digits <= 2:
            return (token.number, i + 1) if 1 <= token.number <= 4 else None
        word = self.text(i)
        if value := ROMAN.get(word) or ROMAN_LOOKS.get(word):
            return value, i + 1
        if word == "thứ" and (said := NUMBERS.get(self.text(i + 1))) and said <= 4:
            return said, i + 2
        if word in ("một", "hai", "ba", "bốn", "tư"):
            return NUMBERS[word], i + 1
        return None

    def series(self, i: int, one: str, unit: str, most: int) -> tuple[tuple[int, ...], int] | None:
        """Numbers in a row: `I, II, III`, `I và quý III`, `I - III`; `one` is quarter or number.

        None when one is out of range, or named twice, or the row goes back.
        """
        read = self.quarter if one == "quarter" else self.number
        first = read(i)
        if first is None or not 1 <= first[0] <= most:
            return None
        values, j = [first[0]], first[1]
        for _ in range(most):
            k = j
            joined = self.text(k)
            if joined not in (",", "và", "-", "đến", "&", "+", ";"):
                break
            k = self.skip(k + 1, "và") if joined == "," else k + 1
            named = self.text(k) == unit
            k = k + 1 if named else k
            if joined in ("đến", "-", ";") and not named and joined == "đến":
                break
            if not named and joined == ";":
                break
            more = read(k)
            if more is None or (not named and one == "number" and self._is_date(more[1], k)):
                break
            value, k = more
            if joined in ("-", "đến"):
                if not values[-1] < value <= most:
                    return None
                values += range(values[-1] + 1, value + 1)
            else:
                values.append(value)
            j = k
        if any(not 1 <= value <= most for value in values) or sorted(set(values)) != values:
            return None
        return tuple(values), j

    def _is_date(self, after: int, at: int) -> bool:
        """Whether the number at `at` begins a date or counts a unit, and so is no item of a row."""
        if self.text(after) in ("tháng", "ngày", "quý", "giờ", "lần", "tuần"):
            return True
        return (
            self.text(after) in ("/", "-", ".")
            and self.year(after + 1) is None
            and (self.digits(after + 1) is not None)
        )
