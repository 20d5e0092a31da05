"""One file per source document: the document, its outlines, and the obligations that it founds."""

from __future__ import annotations

from datetime import date

from calendars.periods import Kind
from config.fields import Table, guess
from config.loader_due import numbered, numbers_words, place_of_after, read_timing
from config.loader_ladders import Ladders
from config.loader_units import Units
from config.objects import NUMBERED, Document, Obligation, Outline, Section
from config.reading import Place, Problems, shown

RENEWALS = ("none", "yearly")


class Documents:
    """Documents, outlines and obligations of all files; references are checked when all are known."""

    def __init__(self, units: Units, ladders: Ladders) -> None:
        self.units = units
        self.ladders = ladders
        self.documents: dict[str, Document] = {}
        self.outlines: dict[str, Outline] = {}
        self.obligations: dict[str, Obligation] = {}
        self._seen: dict[tuple[str, str], Place] = {}
        self._needs: list[tuple[str, str, Place]] = []
        self._starts: list[tuple[str, str, Place]] = []
        self._outline_refs: list[tuple[str, Place]] = []

    def read(self, file: Table) -> None:
        """Read one document's file."""
        document = self._document(file)
        for table in file.tables("outlines"):
            self._outline(table)
        for table in file.tables("obligations", required=True):
            self._obligation(table, document)

    def check(self, problems: Problems) -> None:
        """What only all files together show: outlines and needs exist, and needs do not go in a circle."""
        known = [code for what, code in self._seen if what == "outline"]
        for code, place in self._outline_refs:
            if code not in known:
                problems.add(place, f"an outline of the registry{guess(code, known)}", shown(code))
        names = [code for what, code in self._seen if what == "obligation"]
        for what, edges in (("needs", self._needs), ("after", self._starts)):
            graph: dict[str, list[str]] = {}
            for code, other, place in edges:
                if other not in names:
                    problems.add(place, f"an obligation of the registry{guess(other, names)}", shown(other))
                    continue
                graph.setdefault(code, []).append(other)
                self._fits(code, other, place, problems, what)
            for code, other, place in edges:
                if way := _way(graph, other, code):
                    problems.add(place, f"{what} that do not go in a circle", " -> ".join([code, *way]))

    def _fits(self, code: str, other: str, place: Place, problems: Problems, what: str) -> None:
        """What feeds a duty has its periods or shorter ones; what it counts from has each of its periods."""
        mine, others = self.obligations.get(code), self.obligations.get(other)
        if not (mine and others):
            return
        if what == "after" and others.only and not (mine.only and mine.only <= others.only):
            problems.add(place, "an obligation that has all the same periods", f"'{other}', which has fewer")
        order = list(Kind)
        longer = order.index(others.kind) > order.index(mine.kind)
        if longer or (what == "after" and others.kind is not mine.kind):
            of = f"a {mine.kind}" + (" or shorter" if what == "needs" else "")
            found = f"'{other}', each a {others.kind}"
            problems.add(place, f"an obligation whose periods are each {of}", found)

    def _once(self, what: str, code: str, table: Table, key: str = "code") -> bool:
        """Whether the code is new; reported when it is not."""
        place = table.place(key)
        first = self._seen.setdefault((what, code), place)
        if first is place:
            return True
        found = f"{shown(code)} again (first in {first.file}:{first.line})"
        table.wrong(key, "each code once", found)
        return False

    def _document(self, file: Table) -> Document | None:
        table = file.table("document", required=True)
        if table is None:
            return None
        number = table.text("number", required=True)
        day = table.a_date("date", required=True)
        title = table.text("title", required=True)
        horizon = table.integer("horizon", 1900, 2200)
        renewal = table.choice("renewal", RENEWALS) or "none"
        table.done()
        if day and horizon and horizon < day.year:
            table.wrong("horizon", f"a year from {day.year} on")
        if renewal == "yearly" and horizon is None:
            table.wrong("renewal", "yearly only with a horizon, the year that the document was written for")
        if (
            number is None
            or day is None
            or title is None
            or not self._once("document", number, table, "number")
        ):
            return None
        document = Document(
            number=number, date=day, title=title, horizon=horizon, renewal=renewal, file=file.file
        )
        self.documents[number] = document
        return document

    def _outline(self, table: Table) -> None:
        code = table.code("code")
        title = table.text("title", required=True)
        cite = table.text("cite", required=True)
        numbers: dict[str, None] = {}
        sections = []
        for entry in table.tables("sections", required=True, named="no"):
            section = self._section(entry)
            if section and section.number in numbers:
                entry.wrong("no", "each section once", f"{shown(section.number)} again")
            elif section:
                numbers[section.number] = None
                sections.append(section)
        table.done()
        if code and self._once("outline", code, table) and title and cite:
            self.outlines[code] = Outline(code=code, title=title, cite=cite, sections=tuple(sections))

    def _section(self, table: Table) -> Section | None:
        number = table.text("no", required=True)
        title = table.text("title", required=True)
        by = table.texts("by", required=True, expected="a list of kinds of units")
        only = []
        kinds = [kind for kind in NUMBERED if kind is not Kind.MONTH] + [Kind.MONTH]
        for word, place in table.texts("in"):
            if (which := numbered(word, kinds)) is None:
                table.problems.add(place, numbers_words(kinds), shown(word))
            else:
                only.append(which)
        table.done()
        for word, place in by:
            if self.units.usable and word not in self.units.kinds:
                table.problems.add(place, f"a kind of units{guess(word, self.units.kinds)}", shown(word))
        if number is None or title is None:
            return None
        return Section(number=number, title=title, by=tuple(word for word, _ in by), only=tuple(only))

    def _obligation(self, table: Table, document: Document | None) -> None:
        code = table.code("code")
        words = {key: table.text(key, required=True) for key in ("title", "title_en", "cite", "worded")}
        extra = {key: table.text(key) for key in ("deliver_to", "product", "how", "assumption")}
        owed_by = self._refs(table, "owed_by")
        owner = self._owner(table)
        timing = read_timing(table)
        ladder = self._ladder(table)
        needs = table.texts("needs")
        outline = table.code("outline", required=False)
        from_, to = table.a_date("from"), table.a_date("to")
        table.done()
        if from_ and to and from_ >= to:
            table.wrong("to", f"a date after {from_}")
        if outline:
            self._outline_refs.append((outline, table.place("outline")))
        if code is None or not self._once("obligation", code, table):
            return
        self._needs += [(code, other, place) for other, place in needs]
        if timing and timing.due.after and timing.due.after.of not in ("period_end", "event"):
            self._starts.append((code, timing.due.after.of, place_of_after(table)))
        if document is None or timing is None or owner is None or ladder is None or not all(words.values()):
            return
        if to is None and document.renewal == "none" and document.horizon is not None:
            to = date(document.horizon + 1, 1, 1)
        self.obligations[code] = Obligation(
            code=code,
            title=words["title"] or "",
            title_en=words["title_en"] or "",
            cite=words["cite"] or "",
            worded=words["worded"] or "",
            document=document,
            owed_by=owed_by,
            owner=owner,
            cycle=timing.cycle,
            due=timing.due,
            ladder=ladder,
            only=timing.only,
            pattern=timing.pattern,
            checked=timing.checked,
            window=timing.window,
            needs=tuple(other for other, _ in needs),
            outline=outline,
            from_=from_ or document.date,
            to=to,
            **extra,
        )

    def _refs(self, table: Table, key: str) -> tuple[str, ...]:
        refs = table.texts(key, required=True, expected='a list of units and groups such as [VP, "@tinh"]')
        for ref, place in refs:
            if not self.units.known(ref):
                what = "a group" if ref.startswith("@") else "a unit"
                table.problems.add(place, f"{what} of units.yaml{guess(ref, self.units.names())}", shown(ref))
        return tuple(ref for ref, _ in refs)

    def _owner(self, table: Table) -> str | None:
        owner = table.code("owner")
        if owner is not None and not self.units.known(owner):
            table.wrong("owner", f"a unit of units.yaml{guess(owner, self.units.units)}")
        return owner

    def _ladder(self, table: Table) -> str | None:
        code = table.code("ladder")
        if code is not None and self.ladders.seen and code not in self.ladders.seen:
            table.wrong("ladder", f"a ladder of ladders.yaml{guess(code, self.ladders.seen)}")
        return code


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
