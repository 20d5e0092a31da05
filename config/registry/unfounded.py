"""Rows whose text names a time, a target or a report that founds nothing: what somebody should decide.

The policy of docs/registry.md, as far as a machine can hold it. A row is silent when it founds a rule, a
figure or a milestone for what it names, when a report that asks for it comes round as often as it says, or
when its file says `listed: true` with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from calendars.cycles import Cycle
from calendars.periods import Kind
from calendars.phrases import Meaning, MeaningKind, Role, parse
from config.registry.assignments import Assignment, AssignmentKind
from config.registry.objects import NUMBERED, Obligation
from config.registry.registry import Registry
from language import Message

_TARGET = re.compile(r"\d\s*%")
_REPORT = re.compile(r"(báo cáo|reports?)\b", re.IGNORECASE)
_A_TIME = re.compile(
    r"\d|hằng|hàng|mỗi|định kỳ|quý|tháng|tuần|every|each|yearly|monthly|quarter|week", re.IGNORECASE
)
"""Without one of these nothing is read as a time: it spares most texts the reading."""
_LENGTHS = tuple(Kind)  # from the shortest to the longest


def unfounded(registry: Registry) -> Iterator[tuple[Assignment, Message]]:
    """Each such row with what it names, as the end of a sentence: the first of several."""
    for row in registry.assignments.values():
        if row.listed or row.kind is AssignmentKind.SAME:
            continue
        named = next(_named(registry, row), None)
        if named is not None:
            yield row, named


def _named(registry: Registry, row: Assignment) -> Iterator[Message]:
    duties = [registry.obligations[code] for code in row.obligations if code in registry.obligations]
    founded = row.kind is not AssignmentKind.CYCLE or any(duty.assignment == row.ref for duty in duties)
    asked = duties + [registry.obligations[code] for code in row.told_in if code in registry.obligations]
    for key in ("worded", "product"):
        text = getattr(row, key)
        if key == "worded" and founded and len(duties) > 1:
            continue  # its obligations have been written for these very words
        if text and _A_TIME.search(text) and not _met(_read(text), duties, asked, founded, key):
            yield Message("remark.names-time", key=key, text=text)
    for key in ("title", "product"):
        text = getattr(row, key)
        if text and _TARGET.search(text) and not any(duty.figure for duty in duties):
            yield Message("remark.names-target", key=key, text=text)
    if not founded and row.product and _REPORT.match(row.product):
        yield Message("remark.names-report", key="product", text=row.product)


def _met(
    meaning: Meaning, duties: list[Obligation], asked: list[Obligation], founded: bool, key: str
) -> bool:
    """Whether the times of a text are those on which the row is asked for."""
    if meaning.role not in (None, Role.HORIZON) or meaning.kind is MeaningKind.UNKNOWN:
        return True  # no time of its own, or none that a machine is sure of
    if meaning.kind is MeaningKind.RECURRING:
        return all(_often(rule.kind, rule.cycle, asked) for rule in meaning.rules)
    if founded and key == "worded":
        return True  # the row's own rule was written for it
    if meaning.kind in (MeaningKind.ONCE, MeaningKind.RANGE):
        if meaning.span is None or meaning.span[1] is None:
            return not meaning.rules
        end = meaning.span[1]
        whole_year = (end.month, end.day) == (12, 31)
        return founded and any(
            (duty.pattern and duty.pattern.last == end)
            or (whole_year and duty.figure is not None and duty.figure.target(end.year) is not None)
            for duty in duties
        )
    return meaning.kind is not MeaningKind.OFFSET


def _often(kind: Kind | None, cycle: Cycle, asked: list[Obligation]) -> bool:
    """Whether something that is asked comes round at least as often."""
    if cycle is Cycle.EVERY_N_YEARS:
        return any(duty.cycle is Cycle.EVERY_N_YEARS or duty.recurs for duty in asked)
    if kind is None:
        return True
    length = _LENGTHS.index(kind)
    return any(
        _LENGTHS.index(duty.kind) <= length and (not duty.only or duty.kind is not kind or _all(duty))
        for duty in asked
        if duty.cycle not in (Cycle.EVENT, Cycle.ONCE)
    )


def _all(duty: Obligation) -> bool:
    """Whether at most one of its periods in the year is left out, as where a year's report stands for it."""
    _, most = NUMBERED.get(duty.kind, ("", 1))
    return duty.only is None or len(duty.only) >= most - 1


@lru_cache(maxsize=1000)
def _read(text: str) -> Meaning:
    """The meaning of a text; many rows say the same."""
    return parse(text)
