"""From the items of a phrase to its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calendars.periods import Kind
from calendars.phrases.grammar import precedence
from calendars.phrases.grammar.items import (
    Between,
    Distance,
    Due,
    Effective,
    Event,
    Freq,
    Item,
    Mark,
    Named,
    Reference,
    Rest,
    Rolling,
    Sep,
)
from calendars.phrases.meaning import Cycle, Meaning, MeaningKind, Role
from calendars.phrases.sense.doubts import beside, doubt, strange
from calendars.phrases.sense.exceptions import Unclear
from calendars.phrases.sense.groups import put_together
from calendars.phrases.sense.plan_year import in_year
from calendars.phrases.sense.undated import Standing
from calendars.phrases.sense.windows import window_of
from calendars.phrases.text.lexicon import listed, words
from calendars.phrases.text.reader import Reader
from calendars.phrases.text.tokens import MOST, MOST_TOKENS, normalise, tokenise
from calendars.phrases.text.unmarked import marked
from calendars.rules import PERIOD_END
from language import Message

_SHOWN = 200
_TOO_LONG = Message("phrase.too-long")
_SENT = words("gửi nộp trình cung báo hạn hoàn")
_SENDS = words(listed("assemble.sends"))


def parse(phrase: str, year: int | None = None) -> Meaning:
    """What a Vietnamese timing phrase means. Never raises for a text, and costs time linear in its length.

    `year` is that of a plan for one year, in which `Quý II` and `trước ngày 20/6` are one time each.
    What is not sure is UNKNOWN, with a note of what was understood; such a meaning has no rules, hence no
    dates. A phrase of more than 1,000 characters or 120 words and signs is not read.
    TypeError for what is not text.
    """
    if not isinstance(phrase, str):
        raise TypeError(f"a phrase is text, not {phrase!r}")
    shown = phrase if len(phrase) <= MOST else phrase[:_SHOWN] + "…"
    if len(phrase) > 4 * MOST:
        return _unknown(shown, _TOO_LONG)
    source = marked(normalise(phrase))
    if len(source) > MOST:
        return _unknown(shown, _TOO_LONG)
    r = Reader(tokenise(source), source)
    if len(r) > MOST_TOKENS:
        return _unknown(shown, _TOO_LONG)
    r.year_of_plan = year
    found = precedence.items(r)
    return _read(shown, r, found if year is None else in_year(r, found, year))


def _unknown(phrase: str, *notes: Message) -> Meaning:
    return Meaning(phrase, MeaningKind.UNKNOWN, notes=notes)


def _read(phrase: str, r: Reader, found: list[Item]) -> Meaning:
    base = _base(r, phrase, found)
    scoped = _data_scope(r, found)
    data = [item for item in scoped if isinstance(item, Due | Named | Between)]
    windows = [item for item in found if isinstance(item, Between) and _standing_window(item, scoped)]
    dated = [
        item for item in found
        if isinstance(item, Distance) or (isinstance(item, Due) and item not in scoped)
    ]  # fmt: skip
    base = _windowed(r, found, base, windows)
    if dated:
        return _dated(r, found, base, dated, data)
    if windows or data:
        return _window(r, found, base, windows, data)
    return Standing(r, found, base).meaning()


def _base(r: Reader, phrase: str, found: Sequence[Item]) -> Meaning:
    reference = next((item.text for item in found if isinstance(item, Reference)), None)
    reference = reference or next((r.shown(k, k + 1) for k in range(len(r)) if r.at(k).kind == "ref"), None)
    roll = next((item.roll for item in found if isinstance(item, Rolling)), None)
    return Meaning(phrase, MeaningKind.UNKNOWN, reference=reference, roll=roll)


def _data_scope(r: Reader, found: Sequence[Item]) -> list[Item]:
    """The timed items that speak of data: after "số liệu" or "tính đến", before anything is sent."""
    out: list[Item] = []
    data = False
    for n, item in enumerate(found):
        if isinstance(item, Sep) and item.sign in (";", "."):
            data = False
        elif isinstance(item, Mark) and item.what == "data" and not r.word(item.i - 1, "sở"):
            weak = r.shown(item.i, item.j).lower() in ("số liệu", "dữ liệu")
            data = data or not (weak and _sent_before(r, found, n))
        elif isinstance(item, Rest) and item.text in _SENT and data:
            pair = f"{item.text}_{r.text(item.i + 1)}"
            if item.text in ("gửi", "nộp", "trình") or pair in (
                "cung_cấp",
                "báo_cáo",
                "hạn_gửi",
                "hoàn_thành",
            ):
                data = r.word(item.i - 1, "kỳ", "tháng", "quý", "năm")
        elif isinstance(item, Freq) and data and r.word(item.i, "báo") and _after_comma(found, n):
            data = False
        elif data and isinstance(item, Due | Named | Between) and not _sends_by(r, item):
            out.append(item)
    return out


def _sends_by(r: Reader, item: Item) -> bool:
    """Whether it says by when at the latest: then something is done, also where data stand before."""
    return isinstance(item, Due) and item.firm and r.word(item.i, "chậm", "muộn", "trễ", "hạn", "không")


def _after_comma(found: Sequence[Item], n: int) -> bool:
    return n > 0 and isinstance(found[n - 1], Sep)


def _sent_before(r: Reader, found: Sequence[Item], n: int) -> bool:
    """Whether the data are what is to be sent: `gửi số liệu trước ngày 15`."""
    i = found[n].i
    return any(
        r.text(k) in _SENDS or f"{r.text(k)}_{r.text(k + 1)}" in _SENDS for k in range(max(0, i - 4), i)
    )


def _standing_window(item: Between, scoped: Sequence[Item]) -> bool:
    if item.end is None:
        return item.onward or item in scoped
    return item in scoped or item.start.year is None or item.end.year is None


def _windowed(r: Reader, found: Sequence[Item], base: Meaning, windows: list[Between]) -> Meaning:
    kinds = [kind for item in found if isinstance(item, Freq) for kind in item.kinds]
    kinds += [item.kind for item in found if isinstance(item, Named) and item.kind is Kind.HALF]
    whole = [item for item in windows if item.end is not None]
    if len(whole) != 1 or any(isinstance(item, Rest) and item.weight == "hard" for item in found):
        return base
    read = window_of(whole[0], kinds[0] if kinds else None)
    if read is None:
        return base
    return replace(base, window_kind=read[0], window=read[1])


def _dated(
    r: Reader, found: Sequence[Item], base: Meaning, dated: Sequence[Item], data: Sequence[Item]
) -> Meaning:
    kept = [item for item in found if item not in data and not isinstance(item, Between)]
    notes: list[Message] = list(base.notes)
    goal = [item for item in found if isinstance(item, Mark) and item.what == "goal"]
    firm = any(isinstance(item, Distance) or (isinstance(item, Due) and item.firm) for item in dated)
    if goal and (not firm or any(r.word(item.i, "phấn", "phân", "tầm") for item in goal)):
        notes.append(Message("phrase.aim"))
        return replace(base, kind=MeaningKind.RANGE, role=Role.HORIZON, window=None, notes=tuple(notes))
    why = doubt(r, found, list(dated)) or _unsure(r, found, dated)
    if why is None:
        heads = [item for item in kept if (isinstance(item, Freq) and item.loose) or isinstance(item, Named)]
        why = _heads_doubt(r, found, heads)
    if why is not None:
        return _unknown(base.phrase, *notes, why)
    return meant(r, found, replace(base, notes=tuple(notes)), dated, kept)


def meant(
    r: Reader, found: Sequence[Item], base: Meaning, dated: Sequence[Item], kept: Sequence[Item] | None = None
) -> Meaning:
    """What the dates of a phrase mean once they are believed; `kept`: the items that are no data (all)."""
    notes = list(base.notes)
    try:
        put = put_together(r, found if kept is None else kept)
    except Unclear as unclear:
        return _unknown(base.phrase, *notes, unclear.message)
    if not put.rules and not put.hours:
        return _unknown(base.phrase, *notes, Message("phrase.which-period-day"))
    rules = put.rules
    if base.roll is not None:
        rules = tuple(
            replace(rule, due=replace(rule.due, roll=base.roll)) if rule.due else rule for rule in rules
        )
    notes += _remarks(found, dated)
    kind = MeaningKind.RECURRING
    if put.offset is not None and len(dated) == 1:
        kind = MeaningKind.OFFSET
        if put.offset.of == PERIOD_END and rules and rules[0].cycle is Cycle.EVENT:
            notes.append(Message("phrase.which-period"))
    elif all(rule.cycle is Cycle.ONCE for rule in rules):
        kind = MeaningKind.ONCE
    event = put.event or next((item.text for item in found if isinstance(item, Event)), None)
    whole = [(rule.cycle, rule.pattern) for rule in rules if not rule.only]
    if len(set(whole)) < len(whole):
        notes.append(Message("phrase.several-deadlines"))
    return replace(
        base, kind=kind, rules=rules, offset=put.offset, event=event, exceptions=put.exceptions,
        role=Role.EXCEPTION if put.special else None, notes=tuple(notes),
    )  # fmt: skip


def _heads_doubt(r: Reader, found: Sequence[Item], heads: Sequence[Item]) -> Message | None:
    """A period's name decides which period a date is for: the word before it must be known as well."""
    for item in heads:
        n = next(k for k, each in enumerate(found) if each is item)
        previous = found[n - 1] if n else None
        if isinstance(previous, Rest) and (
            previous.weight == "soft" or (previous.weight == "odd" and strange(r, previous))
        ):
            return beside("phrase.text-before", previous, r, item)
        following = found[n + 1] if n + 1 < len(found) else None
        if isinstance(following, Rest) and following.weight == "odd" and strange(r, following):
            return beside("phrase.text-after", following, r, item)
    return None


def _unsure(r: Reader, found: Sequence[Item], dated: Sequence[Item]) -> Message | None:
    """Dates that qualify something else: of beginnings, of certain papers, of certain units."""
    if not any(isinstance(item, Freq) for item in found):
        for item in dated:
            if any(
                r.word(k, "này", "đó") and r.word(k - 1, "tháng", "quý", "năm") for k in range(item.i, item.j)
            ):
                return Message("phrase.depends-on-issue", text=r.shown(item.i, item.j))
    for n, item in enumerate(found):
        yearly = any(isinstance(each, Freq) for each in found) or any(
            isinstance(each, Due) and any(p.comes_round for p in each.points) for each in dated
        )
        if isinstance(item, Effective) and item.opens and not (item.year and yearly):
            return Message("phrase.has-beginning", text=r.shown(item.i, item.j))
        if isinstance(item, Between) and item.end is None and not item.onward:
            return Message("phrase.is-beginning", text=r.shown(item.i, item.j))
        if isinstance(item, Mark) and item.what == "for":
            near = found[n + 1 : n + 4]
            named = any(isinstance(each, Freq | Named) for each in near)
            if not named and not _rules(found, dated) and _before_comma(found, n, dated):
                return Message("phrase.only-for-some")
    return None


def _rules(found: Sequence[Item], dated: Sequence[Item]) -> bool:
    """Whether every date is a limit that comes round: then it rules a class, and happened to nobody."""
    limits = [item for item in dated if isinstance(item, Due)]
    round_ = any(isinstance(item, Freq) for item in found) or any(
        p.comes_round for item in limits for p in item.points
    )
    return all(item.firm for item in limits) and (round_ or not limits)


def _before_comma(found: Sequence[Item], n: int, dated: Sequence[Item]) -> bool:
    for item in found[n + 1 :]:
        if isinstance(item, Sep) and item.sign in (",", ":", ";", "."):
            return False
        if any(item is each for each in dated):
            return True
    return any(item.j <= found[n].i for item in dated)


def _remarks(found: Sequence[Item], dated: Sequence[Item]) -> list[Message]:
    notes = []
    points = [p for item in dated if isinstance(item, Due) for p in item.points]
    notes += [Message("phrase.until-hour", hour=p.hour) for p in points if p.hour and not p.midnight]
    if any(p.month is not None and p.year is None and p.year_ref is None for p in points) and not any(
        isinstance(item, Freq) for item in found
    ):
        notes.append(Message("phrase.every-year-assumed"))
    if any(isinstance(item, Event) for item in found):
        notes.append(Message("phrase.also-on-event"))
    return list(dict.fromkeys(notes))


def _window(
    r: Reader, found: Sequence[Item], base: Meaning, windows: Sequence[Between], data: Sequence[Item]
) -> Meaning:
    """A window, a cut-off or a carry-over: about data, never a deadline."""
    hard = [item for item in found if isinstance(item, Rest) and item.weight == "hard"]
    carried = any(item.end is None for item in windows)
    if hard and not carried:
        return _unknown(base.phrase, Message("phrase.data-not-understood", text=hard[0].text))
    role = Role.CARRY if carried else None
    if not windows and any(isinstance(item, Due) for item in data):
        role = Role.CUTOFF
    note = {Role.CUTOFF: Message("phrase.data-cutoff"), Role.CARRY: Message("phrase.data-carried")}.get(
        role or Role.MENTION, Message("phrase.data-span")
    )
    return replace(base, kind=MeaningKind.WINDOW, role=role, notes=(*base.notes, note))
