"""Obligations from YAML: those written as such, and those that the rows of appendices found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from calendars.deadlines import window
from calendars.periods import Kind, Period
from config.loading.due import Timing, place_of_after, read_timing
from config.loading.fields import CODE_ONCE, Table, again, guessed
from config.loading.figures import read_figure
from config.loading.ladders import Ladders
from config.loading.office import in_english
from config.loading.units import Units
from config.loading.yaml_nodes import Problems, shown
from config.registry import Registry
from config.registry.errors import Place
from config.registry.objects import Cycle, Document, Obligation, Product
from language import Message

YEARS_TRIED = 5
REFS = Message("file.list-of-units")


class Duties:
    """The obligations of all files; what they refer to is checked when all are known."""

    def __init__(self, units: Units, ladders: Ladders, language: str | None, year_starts: int = 1) -> None:
        """`language`: that of the office's mails; None when office.yaml is what is wrong. `year_starts`: the
        month in which the office's reporting years begin.
        """
        self._year_starts = year_starts
        self.units = units
        self.ladders = ladders
        self._language = language
        self.obligations: dict[str, Obligation] = {}
        self.off: dict[str, Obligation] = {}
        """Obligations that are written and switched off."""
        self.places: dict[str, Place] = {}
        """Every code that a file gives, also where the entry is broken."""
        self._needs: list[tuple[str, str, Place]] = []
        self._starts: list[tuple[str, str, Place]] = []
        self._withs: list[tuple[str, str, Place]] = []
        self._windows: list[tuple[str, Place]] = []
        self._outline_refs: list[tuple[str, Place]] = []
        self._earlier: list[tuple[str, Place]] = []

    # --- reading ---

    def read(self, table: Table, document: Document | None) -> None:
        """Read one entry of `obligations`."""
        code = table.code("code")
        words = {key: table.text(key, required=True) for key in ("title", "cite")}
        title_en, worded = self.title_en(table), table.text("worded")
        plain = ("deliver_to", "product", "product_en", "how", "assumption", "helpers_text")
        extra = {key: table.text(key) for key in plain}
        self.named_in(table, "deliver_to", extra["deliver_to"])
        owed_by, helpers = self.refs(table, "owed_by", required=True), self.refs(table, "helpers")
        owner = self.owner(table)
        extra_products = self.products(table)
        self.found(
            table,
            document,
            code=code,
            products=extra_products,
            complete=owner is not None and title_en is not None and all(words.values()),
            title_en=title_en or "",
            owner=owner,
            owed_by=owed_by,
            helpers=helpers,
            off=table.flag("off"),
            worded=worded or "",
            **{key: value or "" for key, value in words.items()},
            **extra,
        )

    def found(
        self, table: Table, document: Document | None, *, code: str | None, complete: bool, **fields: Any
    ) -> Obligation | None:
        """Read what is left of an entry, its timing first, and make the obligation if nothing was wrong.

        `fields` are those of Obligation that the caller read; `complete` says whether they are all there.
        Among them `off`: it is only kept ready; and `lasting`: its `from` and `to` unless it says others.
        """
        off, lasting = fields.pop("off", False), fields.pop("lasting", (None, None))
        timing = read_timing(table, self._year_starts)
        ladder = fields.pop("ladder", None) or self.ladder(table)
        needs = table.texts("needs")
        outline = table.code("outline", required=False)
        figure, recurs = read_figure(table), table.flag("recurs")
        tentative, confirmed = _tentative(table, timing, fields)
        from_, to = table.a_date("from"), table.a_date("to")
        earlier = table.codes("renamed_from")
        table.done()
        if from_ and to and from_ >= to:
            table.wrong("to", Message("file.date-after", day=from_.isoformat()))
        if figure and timing and not _once_a_year(timing):
            table.wrong("figure", Message("file.figure-once"))
        if table.has("data"):
            self._windows.append((code or "", table.place("data")))
        if recurs and timing and timing.cycle is not Cycle.EVENT:
            table.wrong(
                "recurs", Message("file.only-event"), Message("file.in-a-duty", cycle=timing.cycle.value)
            )
        if outline:
            self._outline_refs.append((outline, table.place("outline")))
        if code is None or not self._claim(code, table):
            return None
        self._needs += [(code, other, place) for other, place in needs]
        self._earlier += earlier
        if timing and timing.due.after and timing.due.after.of not in ("period_end", "event"):
            self._starts.append((code, timing.due.after.of, place_of_after(table)))
        if timing and timing.due.with_:
            self._withs += [(code, other, place_of_after(table)) for other in timing.due.with_]
        if document is None or timing is None or ladder is None or not complete:
            return None
        kept = self.off if off else self.obligations
        kept[code] = Obligation(
            code=code,
            document=document,
            cycle=timing.cycle,
            due=timing.due,
            ladder=ladder,
            only=timing.only,
            pattern=timing.pattern,
            year_starts=timing.starts,
            checked=timing.checked,
            window=timing.window,
            needs=tuple(other for other, _ in needs),
            outline=outline,
            figure=figure,
            recurs=recurs,
            tentative=tentative and not confirmed,
            confirmed=confirmed,
            renamed_from=tuple(old for old, _ in earlier),
            from_=from_ or lasting[0] or document.date,
            to=to or lasting[1] or ends(document),
            **fields,
        )
        return kept[code]

    def title_en(self, table: Table) -> str | None:
        """The title in English; None when it is missing and the office's mails need it."""
        return in_english(table, "title_en", self._language)

    def products(self, table: Table) -> tuple[Product, ...]:
        """What single units deliver instead of the others' product."""
        found = []
        for entry in table.tables("products", named="product"):
            units = self.refs(entry, "units", required=True)
            text, text_en = entry.text("product", required=True), entry.text("product_en")
            entry.done()
            found.append(Product(units=units, text=text or "", text_en=text_en or ""))
        return tuple(found)

    def refs(self, table: Table, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of units and groups that units.yaml has."""
        refs = table.texts(key, required=required, expected=REFS)
        self.units.named += refs
        for ref, place in refs:
            if not self.units.known(ref):
                expected = Message("file.group" if ref.startswith("@") else "file.unit")
                table.problems.add(place, guessed(expected, ref, self.units.names()), shown(ref))
        return tuple(ref for ref, _ in refs)

    def owner(self, table: Table, *, required: bool = True) -> str | None:
        """The unit that receives and chases."""
        owner = table.code("owner", required=required)
        if owner is not None and not self.units.known(owner):
            table.wrong("owner", guessed(Message("file.unit"), owner, self.units.units))
        self.named_in(table, "owner", owner)
        return owner

    def named_in(self, table: Table, key: str, said: str | None) -> None:
        """Notes where a unit is named, for whoever looks for those that are no more."""
        if said:
            self.units.named.append((said, table.place(key)))

    def ladder(self, table: Table, *, required: bool = True) -> str | None:
        """A ladder's code."""
        code = table.code("ladder", required=required)
        if code is not None and self.ladders.seen and code not in self.ladders.seen:
            table.wrong("ladder", guessed(Message("file.ladder"), code, self.ladders.seen))
        return code

    def _claim(self, code: str, table: Table) -> bool:
        """Whether the code is new; reported when it is not."""
        place = table.place("code")
        first = self.places.setdefault(code, place)
        if first is not place:
            table.wrong("code", CODE_ONCE, again(shown(code), first))
        return first is place

    # --- checking ---

    def check(self, problems: Problems, outlines: list[str]) -> None:
        """What only all files together show: references exist and fit, and do not go in a circle."""
        for code, place in self._outline_refs:
            if code not in outlines:
                problems.add(place, guessed(Message("file.outline"), code, outlines), shown(code))
        claimed: dict[str, Place] = {}
        for old, place in self._earlier:
            if old in self.places:  # its own code, too: so no chain leads back
                problems.add(place, Message("file.earlier-code"), again(shown(old), self.places[old]))
            elif claimed.setdefault(old, place) is not place:
                problems.add(place, Message("file.renamed-once"), again(shown(old), claimed[old]))
        for code, duty in self.obligations.items():
            # What is switched off feeds nobody.
            needs = tuple(other for other in duty.needs if other not in self.off)
            self.obligations[code] = replace(duty, needs=needs) if needs != duty.needs else duty
        for what, edges in (("needs", self._needs), ("after", self._starts), ("with", self._withs)):
            graph: dict[str, list[str]] = {}
            for code, other, place in edges:
                if self.exists(other, place, problems):
                    graph.setdefault(code, []).append(other)
                    self._fits(code, other, place, problems, what)
            for code, other, place in edges:
                if way := _way(graph, other, code):
                    problems.add(place, Message("file.no-circle", key=what), " -> ".join([code, *way]))

    def check_windows(self, registry: Registry, problems: Problems) -> None:
        """No report covers days to come, unless its file says that it gives them by estimate."""
        for code, place in self._windows:
            if (duty := registry.obligations.get(code)) is None:
                continue  # switched off
            first = max(duty.from_ or registry.calendar.first, registry.calendar.first)
            last = min(date(first.year + YEARS_TRIED, 12, 31), registry.calendar.last)
            for period in registry.periods(duty, first, last) if first <= last else ():
                due = registry.deadline(duty, period)
                if not due.overridden and registry.window(duty, period) is None:
                    end = window(duty.window, period)[1]
                    found = Message("file.window-after", period=period.code, end=end, due=due.last_day)
                    problems.add(place, Message("file.window-over"), found)
                    break

    def exists(self, code: str, place: Place, problems: Problems) -> bool:
        """Whether a file has an obligation of that code; reported when none has."""
        if code not in self.places:
            problems.add(place, guessed(Message("file.duty"), code, self.places), shown(code))
        return code in self.places

    def _any(self, code: str) -> Obligation | None:
        return self.obligations.get(code) or self.off.get(code)

    def _fits(self, code: str, other: str, place: Place, problems: Problems, what: str) -> None:
        """What feeds a duty has its periods or shorter ones; what it counts from has each of its periods;
        what an event is asked with comes back by itself."""
        if what != "needs" and other in self.off and code not in self.off:
            problems.add(place, Message("file.switched-on"), Message("file.is-off", duty=f"'{other}'"))
        mine, others = self._any(code), self._any(other)
        if not (mine and others):
            return
        if what == "with":
            if others.cycle is Cycle.EVENT:
                found = Message("file.waits-for-event", duty=f"'{other}'")
                problems.add(place, Message("file.asked-by-calendar"), found)
            return
        if what == "after" and others.only and not (mine.only and mine.only <= others.only):
            found = Message("file.has-fewer", duty=f"'{other}'")
            problems.add(place, Message("file.all-periods"), found)
        order = list(Kind)
        longer = order.index(others.kind) > order.index(mine.kind)
        if longer or (what == "after" and _row(others) != _row(mine)):
            found = Message("file.each-a", duty=f"'{other}'", kind_=Message(f"kind.{others.kind}"))
            shorter = "file.periods-or-shorter" if what == "needs" else "file.periods"
            problems.add(place, Message(shorter, kind_=Message(f"kind.{mine.kind}")), found)


def _tentative(table: Table, timing: Timing | None, fields: dict[str, Any]) -> tuple[bool, bool]:
    """Whether a duty's days are ours, and whether the office stands by them."""
    tentative, confirmed = table.flag("tentative"), table.flag("confirmed")
    prompt = bool(timing and timing.due.after and timing.due.after.term)
    if confirmed and not (tentative or prompt):
        table.wrong("confirmed", Message("file.only-tentative"))
    if tentative and not (fields["assumption"] or prompt):
        table.wrong("assumption", Message("file.tentative-why"))
    if not fields["worded"] and not tentative:
        table.wrong("worded", Message("file.worded-or-tentative"))
    return tentative or prompt, confirmed


def _row(duty: Obligation) -> tuple[Kind, int, Period | None]:
    """What is alike of duties that have the same periods."""
    return duty.kind, duty.year_starts, duty.pattern if duty.cycle is Cycle.EVERY_N_WEEKS else None


def _once_a_year(timing: Timing) -> bool:
    """Whether no year has two of its periods: a figure is held against the year's target."""
    single = timing.cycle in (Cycle.ONCE, Cycle.RANGE) or bool(timing.only and len(timing.only) == 1)
    return single or timing.kind in (Kind.YEAR, Kind.SPAN, Kind.NINE_MONTHS)


def ends(document: Document) -> date | None:
    """The first day on which what it says no longer holds by itself; None when it carries on."""
    if document.renewal == "none" and document.horizon is not None:
        return date(document.horizon + 1, 1, 1)
    return None


def _way(graph: dict[str, list[str]], start: str, goal: str) -> list[str]:
    """A way from `start` to `goal` along the graph, both included; empty when there is none."""
    paths = [[start]]
    passed = {start}
    while paths:
        path = paths.pop()
        if path[-1] == goal:
            return path
        for other in graph.get(path[-1], []):
            if other not in passed:
                passed.add(other)
                paths.append([*path, other])
    return []
