"""From English tokens to items: at each place the first rule that fits, else a rest that is weighed."""

from __future__ import annotations

from calendars.periods import Kind
from calendars.phrases.english.limits import clause_end, distance, due, named
from calendars.phrases.english.points import figures, month_name, number, point
from calendars.phrases.english.words import ADVERBS, BODIES, EVERY, LABELS, TIMES, UNITS
from calendars.phrases.grammar.items import Event, Freq, Item, Mark, Reference, Rest, Sep
from calendars.phrases.text.lexicon import forms
from calendars.phrases.text.reader import Reader, Wordings
from language import Message

_BESIDE = Wordings(*forms("english.times.beside"))
"""On top of what is dated, or all that is said of time."""
_WHEN = Wordings(*forms("english.times.when"))
_ALWAYS = Wordings(*forms("english.times.always"))
_DAILY = Wordings(*forms("english.times.daily"))
_TWICE = Wordings("twice a year", "twice per year", "twice each year", "twice every year", "two times a year",
                  "two times per year", "twice yearly", "twice annually")  # fmt: skip
_CLOCK = Wordings(*forms("english.times.clock"))
_DATED = Wordings("dated", "signed on", "issued on", "adopted on", "approved on", "published on", "signed",
                  "promulgated on", "of")  # fmt: skip
_NAMES = frozenset(("report", "reports", "return", "returns", "plan", "plans", "review", "reviews",
                    "statement",
                    "statements", "submission", "submissions", "reporting", "basis", "summary"))  # fmt: skip
_ROMAN = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "a", "b", "c"))
_MONTHS = {1: Kind.MONTH, 3: Kind.QUARTER, 6: Kind.HALF, 12: Kind.YEAR}


def items(r: Reader) -> list[Item]:
    """The items of a phrase, in order, each token in exactly one."""
    found: list[Item] = []
    i = 0
    while i < len(r):
        item = _one(r, i)
        found.append(item)
        i = max(item.j, i + 1)
    return found


def _one(r: Reader, i: int) -> Item:
    token = r.at(i)
    if token.kind == "sign":
        return Sep(i, i + 1, token.text)
    if (paper := _paper(r, i) or _code(r, i) or _of_the_last(r, i)) is not None:
        return paper
    ended = named(r, i)
    if ended is not None and ended.bound == "by" and ended.year is not None:
        return ended
    found = (
        distance(r, i)
        or _beside(r, i)
        or due(r, i)
        or named(r, i)
        or freq(r, i)
        or _mark(r, i)
        or _event(r, i)
    )
    if found is not None:
        return found
    if token.text == "and":
        return Sep(i, i + 1, "và")
    return _rest(r, i)


def _paper(r: Reader, i: int) -> Reference | None:
    """`dated 5 March 2025`, `Decision 12 of 5 March 2025`: a paper's own day."""
    j = _DATED.at(r, i)
    if j is None or (dated := point(r, j)) is None or dated[0].year is None:
        return None
    if r.word(i, "of") and not any(r.text(k) in LABELS for k in range(max(0, i - 6), i)):
        return None
    return Reference(i, dated[1], r.shown(max(0, i - 4), dated[1]))


def _code(r: Reader, i: int) -> Rest | None:
    """The name of a form: `W-2` and `1099-MISC` after "Form", `941` before a word."""
    if r.text(i - 1) not in LABELS or r.text(i - 1) in ADVERBS or month_name(r, i + 1):
        return None
    j = i + 1
    while r.word(j, "-") and r.at(j).glued and r.at(j + 1).glued and r.at(j + 1).kind != "sign":
        j += 2
    number = any(r.at(k).kind in ("num", "mixed") for k in range(i, j)) and figures(r, i) is None
    if not number or (j == i + 1 and (r.at(i).kind != "num" or r.at(i).digits < 3 or r.year(i))):
        return None
    return Rest(i, j, r.shown(i, j), "filler")


def _of_the_last(r: Reader, i: int) -> Rest | None:
    """`a report on the previous calendar year`: what it is about, where no day stands before it."""
    if not r.word(i, "previous", "preceding", "past") or not r.word(i - 1, "the"):
        return None
    j = r.skip(i + 1, "calendar", "financial", "fiscal", "reporting", "academic", "school")
    about = r.word(i - 2, "on", "for", "during", "in", "covering") and r.at(i - 3).kind == "word"
    # "by the 10th of each month for the preceding month"
    each = r.word(i - 2, "for") and r.text(i - 4) in EVERY and r.text(i - 3) == r.text(j)
    if each and r.word(j, "month"):
        return Rest(i, j + 1, r.shown(i, j + 1), "filler")
    if (
        not about
        or r.text(i - 3) in TIMES
        or month_name(r, i - 3)
        or not r.word(j, "year", "quarter", "month")
    ):
        return None
    return Rest(i, j + 1, r.shown(i, j + 1), "filler")


def freq(r: Reader, i: int) -> Freq | None:
    """`quarterly`, `on a monthly basis`, `every six months`, `twice a year`, `monthly report`."""
    if (j := _TWICE.at(r, i)) is not None:
        return Freq(i, j, (Kind.HALF,))
    if (j := _DAILY.at(r, i)) is not None:
        return Freq(i, j, (), note=Message("phrase.daily"))
    start = i
    if r.word(i, "on") and r.word(i + 1, "a", "an") and r.text(i + 2) in ADVERBS and r.word(i + 3, "basis"):
        return Freq(i, i + 4, (ADVERBS[r.text(i + 2)],))
    if r.text(i) in ADVERBS:
        loose = r.text(i).endswith("l") or r.text(i + 1) in _NAMES
        return Freq(i, i + 1, (ADVERBS[r.text(i)],), loose=loose)
    if r.word(i, "half-year", "semester") and r.text(i + 1) in _NAMES:
        return Freq(i, i + 1, (Kind.HALF,), loose=True)
    i = r.skip(i, "once")
    if (r.text(i) in EVERY) or (i > start and r.word(i, "a", "per")):
        kind = UNITS.get(r.text(i + 1))
        if kind is not None and kind is not Kind.SPAN:
            return Freq(start, i + 2, (kind,))
        count = number(r, i + 1) if r.text(i) in EVERY else None
        if count is not None and r.word(count[1], "months") and count[0] in _MONTHS:
            return Freq(start, count[1] + 1, (_MONTHS[count[0]],))
        if count is not None and r.word(count[1], "years") and 2 <= count[0] <= 10:
            return Freq(start, count[1] + 1, (), count[0], Kind.YEAR)
    return None


def _beside(r: Reader, i: int) -> Event | None:
    k = r.skip(i, "or", "and")
    k = r.skip(k, "also")
    j = _BESIDE.at(r, k)
    return None if j is None or r.word(j, "by", "for", "of") else Event(i, j, r.shown(k, j), beside=True)


def _event(r: Reader, i: int) -> Event | None:
    """`upon receipt of the request`, `when the contract is signed`: what has to happen first."""
    j = _WHEN.at(r, i)
    if j is None or j >= len(r):
        return None
    end = clause_end(r, j)
    timed = any(r.text(k) in TIMES or r.at(k).kind != "word" for k in range(j, end))
    if end == j or timed:
        return None
    return Event(i, end, r.shown(i, end))


def _mark(r: Reader, i: int) -> Mark | None:
    if (j := _ALWAYS.at(r, i)) is not None:
        return Mark(i, j, "always")
    if (j := _CLOCK.at(r, i)) is not None:
        return Mark(i, j, "clock")
    return None


def _rest(r: Reader, i: int) -> Rest:
    token = r.at(i)
    if token.kind in ("num", "ord", "mixed"):
        before = r.text(i - 1) if r.text(i - 1) != "." else r.text(i - 2)
        name = before in LABELS | {"no"} and r.year(i + 1) is None
        return Rest(i, i + 1, token.text, "filler" if name else "hard")
    if token.text in _ROMAN and r.text(i - 1) in LABELS:
        return Rest(i, i + 1, token.text, "filler")
    if (
        token.text in ("no", "number")
        and r.text(i - 1) in LABELS
        and r.at(_past_stop(r, i + 1)).kind in ("num", "mixed")
    ):
        return Rest(i, i + 1, "number", "filler")
    if token.text == "due" and r.text(i + 1) in EVERY | frozenset(ADVERBS):
        return Rest(i, i + 1, token.text, "filler")
    if token.text in EVERY and r.text(i + 1) in BODIES:
        return Rest(i, i + 1, token.text, "filler")  # "each agency shall submit"
    return Rest(i, i + 1, token.text, "hard" if token.text in TIMES else "odd")


def _past_stop(r: Reader, i: int) -> int:
    return r.skip(i, ".")
