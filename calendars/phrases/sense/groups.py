"""From items to rules: which frequency belongs to which date, exceptions, years in which they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from calendars.periods import Kind
from calendars.phrases.grammar.items import (
    Distance,
    Due,
    Effective,
    Freq,
    Item,
    Mark,
    Named,
    Point,
    Sep,
    Span,
)
from calendars.phrases.meaning import CYCLE_OF, Offset, Rule
from calendars.phrases.sense.distances import rules_of
from calendars.phrases.sense.exceptions import Unclear, excepted, removed
from calendars.phrases.sense.resolve import Head, alone, fit, merged
from calendars.phrases.text.reader import Reader
from calendars.rules import PERIOD_END, Boundary
from language import Message


@dataclass(slots=True)
class Group:
    """Frequencies and the dates they belong to."""

    heads: list[Head] = field(default_factory=list)
    dues: list[Due | Distance] = field(default_factory=list)
    special: bool = False
    parallel: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Put:
    """What the groups came to."""

    rules: tuple[Rule, ...]
    offset: Offset | None
    event: str | None
    exceptions: tuple[Message, ...]
    special: bool
    hours: bool


def put_together(r: Reader, found: Sequence[Item]) -> Put:
    """The rules of a phrase that has dates. Unclear when its parts contradict each other or stay open."""
    years = _years(found)
    groups = _groups(r, found)
    rules: list[Rule] = []
    special: list[tuple[Message, list[Rule]]] = []
    offset: Offset | None = None
    event: str | None = None
    hours = False
    inherited: list[Head] = []
    for group in groups:
        if not group.dues:
            inherited = group.heads
            if group.special or group is groups[-1]:
                rules += [
                    Rule(CYCLE_OF[head.kind], only=head.numbers) for head in group.heads if not group.special
                ]
            continue
        if not group.heads and inherited:
            group.heads = inherited
        elif inherited:
            rules += [Rule(CYCLE_OF[h.kind], only=h.numbers) for h in inherited if not h.outer]
        inherited = []
        made, distance = _resolve(group)
        if distance is not None:
            if offset is not None:
                raise Unclear("phrase.two-spans")
            offset = Offset(distance.n, distance.unit, "after" if distance.after else "before", distance.of)
            event = distance.of if distance.of != PERIOD_END and distance.day is None else None
            hours = distance.unit == "hour"
        if group.special:
            text = Message("phrase.apart", text=r.shown(group.dues[0].i, group.dues[-1].j))
            special.append((text, made if group.heads else []))
        else:
            rules += made
    limited = [_limited(rule, years) for rule in rules]
    out, exceptions = excepted(limited, special, removed(found))
    return Put(tuple(_bounded(out)), offset, event, exceptions, bool(special) and not rules, hours)


def _years(found: Sequence[Item]) -> tuple[int | None, int | None]:
    """The years of a stage or an open beginning in which rules that come round hold."""
    first: int | None = None
    last: int | None = None
    for item in found:
        if isinstance(item, Span):
            if not item.stage or item.first is None or item.last is None:
                raise Unclear("phrase.span-and-deadline")
            first, last = item.first.year, item.last.year
        elif (isinstance(item, Effective) and item.year is not None) or (
            isinstance(item, Named) and item.onward
        ):
            first = item.year
        elif isinstance(item, Named) and item.kind is Kind.YEAR and item.bound in ("horizon", "upto"):
            last = item.year
    return first, last


def _groups(r: Reader, found: Sequence[Item]) -> list[Group]:
    groups = [Group()]
    aimed = special = False
    depth = special_depth = 0
    joined = True
    for n, item in enumerate(found):
        group = groups[-1]
        if isinstance(item, Sep):
            depth += (item.sign == "(") - (item.sign == ")")
            if special and depth < special_depth:
                special = False
                groups.append(Group())
            elif item.sign in (";", ".") and group.dues:
                groups.append(Group(special=special))
            joined = joined or item.sign in ("và", ",", "/")
            continue
        if isinstance(item, Mark):
            if item.what == "riêng":
                special, special_depth = True, depth
                groups.append(Group(special=True))
            aimed = item.what == "for" or (aimed and item.what == "riêng")
            continue
        if isinstance(item, Freq | Named):
            if n and isinstance(before := found[n - 1], Mark) and before.what == "trừ":
                continue
            heads = _heads(r, found, n)
            aimed = aimed or _in_brackets(found, n)
            if heads:
                if group.dues and not aimed and _due_follows(found, n):
                    group = Group(special=special)
                    groups.append(group)
                group.parallel = group.parallel or len(heads) > 1 or (bool(group.heads) and _joined(found, n))
                group.heads += heads
                # "ngày 20/6 (đối với báo cáo 06 tháng) và ngày 15/12 (đối với báo cáo năm)": each its own
                group.parallel = group.parallel or (aimed and 1 < len(group.heads) == len(group.dues))
            aimed = False
        elif isinstance(item, Due | Distance):
            if group.dues and not joined:
                raise Unclear("phrase.deadlines-apart")
            group.dues.append(_bounded_as_before(r, found, n, group.dues))
            joined = False
            if len(group.dues) > 1 and not group.heads and _far_apart(found, n):
                groups.append(Group(special=special, dues=[group.dues.pop()]))
    return [group for group in groups if group.heads or group.dues]


def _in_brackets(found: Sequence[Item], n: int) -> bool:
    """`15/6 (6 tháng)`, `15/12 (báo cáo năm)`: of which report the day before the bracket is."""
    return (
        n > 1
        and isinstance(found[n - 2], Due)
        and found[n - 1].i + 1 == found[n].i
        and _sign(found[n - 1], "(")
    )


def _sign(item: Item, sign: str) -> bool:
    return isinstance(item, Sep) and item.sign == sign


def _far_apart(found: Sequence[Item], n: int) -> bool:
    """Whether words stand between this date and the one before: another duty, not another day of this one."""
    return not isinstance(found[n - 1], Sep)


def _bounded_as_before(
    r: Reader, found: Sequence[Item], n: int, dues: Sequence[Due | Distance]
) -> Due | Distance:
    """A day in a row of them, each for its report, under the limit that the first one has."""
    item = found[n]
    assert isinstance(item, Due | Distance)
    last = dues[-1] if dues else None
    if not isinstance(item, Due) or not isinstance(last, Due) or item.firm or not last.firm:
        return item
    apart = any(isinstance(each, Freq | Named | Mark) and last.j <= each.i < item.i for each in found)
    day = r.word(item.i, "ngày") or (r.at(item.i).kind == "num" and item.points[0].month is not None)
    if not apart or not isinstance(found[n - 1], Sep) or not day or item.points[0].hour:
        return item
    return replace(item, bounds=(last.bounds[-1],) * len(item.bounds), firm=True)


def _joined(found: Sequence[Item], n: int) -> bool:
    return n > 0 and isinstance(found[n - 1], Sep) and found[n - 1].sign in ("và", "/")  # type: ignore[attr-defined]


def _due_follows(found: Sequence[Item], n: int) -> bool:
    for item in found[n + 1 :]:
        if isinstance(item, Due | Distance):
            return True
        if isinstance(item, Sep) and item.sign in (";", "."):
            return False
    return False


def _heads(r: Reader, found: Sequence[Item], n: int) -> list[Head]:
    item = found[n]
    if isinstance(item, Freq):
        if item.cap:
            return []
        if not item.kinds:
            raise Unclear("phrase.cycle-without-day", text=r.shown(item.i, item.j))
        return [Head(kind, outer=not item.loose) for kind in item.kinds]
    assert isinstance(item, Named)
    if item.onward or (item.kind is Kind.YEAR and item.bound in ("horizon", "upto")):
        return []
    if item.bound not in ("", "within") or item.year_ref in ("previous", "next"):
        raise Unclear("phrase.unclear-text", text=r.shown(item.i, item.j))
    plan = any(r.word(k, "hoạch") for k in range(item.i - 3, item.i))
    year = item.year
    numbers = item.numbers if item.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF) else ()
    report = item.report or any(r.word(k, "cáo") for k in range(item.i - 4, item.i))
    return [Head(item.kind, numbers, year, plan=plan, report=report)]


def _resolve(group: Group) -> tuple[list[Rule], Distance | None]:
    heads = _years_of(group.heads)
    if any(isinstance(due, Distance) for due in group.dues):
        if len(group.dues) != 1:
            raise Unclear("phrase.span-and-day")
        due = group.dues[0]
        assert isinstance(due, Distance)
        return rules_of(heads, due), due
    points: list[Point] = []
    bounds: list[Boundary] = []
    for each in group.dues:
        assert isinstance(each, Due)
        points += each.points
        bounds += each.bounds
    rules = _matched(heads, points, bounds, group.parallel)
    if rules is None and not heads and all(p.bare for p in points):
        raise Unclear("phrase.day-of-which-month", day=points[0].day or points[0].workday)
    if rules is None:
        raise Unclear("phrase.day-and-period")
    return rules, None


def _years_of(heads: list[Head]) -> list[Head]:
    """A named year beside another head limits that one: `hằng quý năm 2024`."""
    years = [head for head in heads if head.kind is Kind.YEAR and head.year is not None]
    others = [head for head in heads if head not in years]
    if len(years) == 1 and others and all(head.year is None for head in others):
        return [replace(head, year=years[0].year) for head in others]
    return heads


def _matched(
    heads: list[Head], points: list[Point], bounds: list[Boundary], parallel: bool
) -> list[Rule] | None:
    if not heads:
        return alone(points, bounds)
    if len(heads) > 1 and not parallel:
        # One inside the other: "hằng năm, báo cáo 6 tháng": the finer one has the date.
        inner = [head for head in heads if not (head.outer and head.kind is Kind.YEAR)]
        if len(inner) == 1:
            heads = inner
    if len(heads) == 1:
        return _under(heads[0], points, bounds)
    if len(points) == 1:
        if points[0].unit is not Kind.SPAN and not (points[0].day == "last" and points[0].bare):
            return None
        found = [fit(head, points[0], bounds[0]) for head in heads]
    elif len(points) == len(heads):
        found = [fit(h, p, b) for h, p, b in zip(heads, points, bounds, strict=True)]
    else:
        return None
    return [rule for rules in found for rule in rules or ()] if all(found) else None


def _under(head: Head, points: list[Point], bounds: list[Boundary]) -> list[Rule] | None:
    rules: list[Rule] = []
    several = len(points) > 1
    if several and head.kind is Kind.YEAR and head.outer and all(p.month and not p.year for p in points):
        return alone(points, bounds)
    if not several and head.outer and head.kind in (Kind.QUARTER, Kind.HALF) and points[0].month:
        return None  # "hằng quý" has four dates, and this is one
    if (
        not several
        and not head.numbers
        and head.kind is Kind.QUARTER
        and points[0].month
        and not points[0].year
    ):
        return None
    if several and head.numbers and len(head.numbers) == len(points) and all(p.month for p in points):
        pairs = [(replace(head, numbers=(n,)), p) for n, p in zip(head.numbers, points, strict=True)]
    else:
        pairs = [(head, p) for p in points]
    days = {Kind.QUARTER: 4, Kind.HALF: 2}.get(head.kind) if head.outer and not head.numbers else None
    for (each, p), bound in zip(pairs, bounds, strict=True):
        made = fit(each, p, bound)
        if made is None and len(points) == days and all(q.month and not q.year for q in points):
            return alone(points, bounds)  # "02 lần/năm (15/3 và 15/9)": which half is which is not said
        if made is None and _a_report_of_some_months(each, p):
            made = alone([p], [bound])
        if made is None:
            return None
        rules += made
    if several and head.kind in (Kind.QUARTER, Kind.HALF):
        numbers = [n for rule in rules for n in rule.only]
        if len(set(numbers)) != len(numbers):
            return None
    return merged(rules)


def _a_report_of_some_months(head: Head, p: Point) -> bool:
    """`trước ngày 15 tháng 4 đối với báo cáo 6 tháng`: six months of some year of its own, one day a year."""
    loose = head.kind in (Kind.HALF, Kind.NINE_MONTHS) and not head.outer and not head.numbers
    return loose and head.year is None and p.month is not None and p.year is None


def _limited(rule: Rule, years: tuple[int | None, int | None]) -> Rule:
    if rule.pattern is not None or years == (None, None) or rule.years != (None, None):
        return rule
    return replace(rule, years=years)


def _bounded(rules: list[Rule]) -> list[Rule]:
    """Where one date of a phrase names its year and it is the only one, the others are of that year too."""
    named = {rule.pattern.year for rule in rules if rule.pattern is not None}
    named |= {rule.years[0] for rule in rules if rule.years[0] is not None and rule.years[0] == rule.years[1]}
    if len(named) != 1:
        return rules
    (year,) = named
    return [_limited(rule, (year, year)) for rule in rules]
