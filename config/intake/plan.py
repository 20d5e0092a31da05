"""From a file's content to a plan: the document, its tables of tasks, and what was left out.

Every row carries its doubts; a row without any is sure. Nothing here reads a file or the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from calendars import periods
from config.intake import elsewhere, prose
from config.intake.comparable import one_line
from config.intake.files.grids import Content
from config.intake.meaning import row_times
from config.intake.meaning.cautions import unclear
from config.intake.meaning.found import Found
from config.intake.meaning.plan_year import plan_year, under
from config.intake.meaning.timing import Keys, Timing, Timings
from config.intake.meaning.units import Resolver
from config.intake.tables import lead_and_help, lines, rows, task_tables
from config.intake.tables.columns import Header
from config.intake.tables.facts import Facts, facts_of
from config.intake.tables.found import Doubt, LeftOut, Row
from config.intake.tables.numbering import numbered
from config.intake.tables.roles import Role, role_of
from config.intake.tables.task_tables import Piece
from config.registry import Registry
from language import Message

_EMPTY = Message("intake.empty-heading")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's yearly target, as it stands in its table."""

    measure: str
    target: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One task, read. Texts are as they stand in the file; `helpers_rest` is what no unit stands for."""

    no: str
    ref: str
    title: str
    section: tuple[str, ...]
    leads_text: str
    leads: tuple[str, ...]
    helpers_text: str
    helpers: tuple[str, ...]
    helpers_rest: tuple[str, ...]
    time_text: str
    timing: Timing
    classes: tuple[tuple[str, ...], ...]
    """For each rule of `timing.whom` the units or groups that it names; none where they are not sure."""
    product: str
    figure: Figure | None
    notes: tuple[Message, ...]
    doubts: tuple[Doubt, ...]

    @property
    def sure(self) -> bool:
        """Whether nothing about it needs a person."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Part:
    """One table of tasks. `code` names it within the document, `cite` in citations."""

    code: str
    title: str
    cite: str
    entries: tuple[Entry, ...]
    headings: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file came to. `day` is the document's date, or the day that stands in for it."""

    name: str
    facts: Facts
    day: date
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Message, ...]
    owner: str | None
    """The unit that drafted the document, where it names one."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of all tables, in the document's order."""
        return tuple(entry for part in self.parts for entry in part.entries)


def read(
    content: Content,
    registry: Registry,
    today: date,
    *,
    number: str | None = None,
    day: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """The plan in a file's content. `day` and `number` win over what the file says of itself; units and
    doubtful dates are read as of that day, or of `today` where there is none.
    """
    found, left_out, texts = task_tables.sorted_out(content)
    facts = facts_of(texts)
    facts = replace(facts, number=number or facts.number, date=day or facts.date)
    on = facts.date or today
    every = [
        *texts,
        *(
            cell.text
            for piece in found
            for grid, _ in piece.grids
            for row in grid.rows
            for cell in row
            if cell
        ),
    ]
    reader = _Reader(
        Resolver(registry, on, every),
        Timings(registry.calendar, on, registry.office.language.partition("+")[0]),
        progress,
        facts,
    )
    parts: list[Part] = []
    for piece in found:
        part, more = reader.part(piece, {each.code for each in parts})
        left_out += more
        if part.entries:
            parts.append(part)
    reader.timings.year = None
    heads = [column.text for piece in found for column in piece.header.columns]
    heads = [text for text in heads if prose.names_day(text)]
    left_out += prose.left_out(reader.timings, [*texts, *heads])
    drafted = reader.resolver.read(facts.drafted_by) if facts.drafted_by else Found()
    owner = drafted.codes[0] if len(drafted.codes) == 1 and drafted.codes[0] in registry.units else None
    return Plan(content.name, facts, on, tuple(parts), tuple(left_out), content.notes, owner)


class _Reader:
    """Reads the pieces of one document."""

    def __init__(
        self,
        resolver: Resolver,
        timings: Timings,
        progress: Callable[[int, int], None] | None,
        facts: Facts,
    ) -> None:
        self.resolver, self.timings, self.progress = resolver, timings, progress
        self.facts, self.since = facts, facts.date

    def part(self, piece: Piece, taken: set[str]) -> tuple[Part, list[LeftOut]]:
        """One table of tasks, and what of it is none."""
        times = " ".join(
            column.text for column in piece.header.columns if column.role in (Role.TIME, Role.ALSO)
        )
        self.timings.year = plan_year(self.facts.title, piece.titles, times, self.facts.date)
        piece.header, guessed = self._guessed(piece)
        code, cite, title = task_tables.called(piece.titles, taken)
        if piece.header.untitled:
            piece.header = replace(piece.header, called=title or times)
        table = rows.read(
            piece.header, lines.lines_of(piece.header, piece.grids), self.timings.known, self._known_units
        )
        refs = numbered(table.rows)
        entries = []
        for place, (row, ref) in enumerate(zip(table.rows, refs, strict=True), 1):
            row.doubts += guessed
            entries.append(self._entry(piece.header, row, ref))
            if self.progress and (place % 50 == 0 or place == len(table.rows)):
                self.progress(place, len(table.rows))
        over = {text for row in table.rows for text in row.section}
        empty = [LeftOut(text, _EMPTY) for text in table.headings if text and text not in over]
        return Part(code, title, cite, tuple(entries), len(table.headings)), [*table.left_out, *empty]

    def _guessed(self, piece: Piece) -> tuple[Header, list[Doubt]]:
        """The header with columns that have no heading read by what stands in them; every row is told so."""
        header = piece.header
        doubts = [
            Doubt("leads", Message("intake.unit-acted-on", column=column.text))
            for column in header.having(Role.LEAD)
            if role_of(column.text) is Role.WHERE
        ]
        for role, other, known, key in (
            (Role.LEAD, Role.BOTH, self._known_units, "leads"),
            (Role.TIME, Role.TIME, self.timings.known, "worded"),
        ):
            lead = role is Role.LEAD
            there = bool(header.having(role) or header.having(other))
            for column in header.columns:
                texts = [
                    cell.text
                    for grid, first in piece.grids
                    for row in grid.rows[first:]
                    if column.places[0] < len(row) and (cell := row[column.places[0]]) and cell.text
                ]
                if column.role is not Role.OTHER or 2 * sum(map(known, texts)) <= len(texts):
                    continue
                if there:
                    name = "intake.column-also-leads" if lead else "intake.column-also-time"
                else:
                    new = replace(column, role=role)
                    header = replace(
                        header, columns=tuple(new if each is column else each for each in header.columns)
                    )
                    name = "intake.column-read-as-leads" if lead else "intake.column-read-as-time"
                doubts.append(Doubt(key, Message(name, column=column.text)))
                there = True
        return header, doubts

    def _known_units(self, text: str) -> bool:
        found = self.resolver.read(text)
        return bool(found.codes) and found.sure and not found.rest

    def _entry(self, header: Header, row: Row, ref: str) -> Entry:
        doubts = list(row.doubts)
        notes = list(row.notes)
        leads_text, helpers_text = self._whom(row, doubts)
        leads, helpers = self.resolver.read(leads_text), self.resolver.read(helpers_text)
        doubts += _lead_doubts(leads, leads_text, doubts)
        doubts += [Doubt("helpers", doubt) for doubt in helpers.doubts]
        doubts += [
            Doubt(key, Message("intake.set-high", text=one_line(text)))
            for key, text in (("leads", leads_text), ("helpers", helpers_text))
            if unclear(text)
        ]
        whole = self.timings.year
        self.timings.year = under(whole, row.section)
        timing = row_times.read(self.timings, row, doubts)
        doubts += elsewhere.asked(self.timings, row, timing)
        self.timings.year = whole
        if self.since and (gone := [each for each in timing.rules if _over(each, self.since)]):
            doubts.append(Doubt("worded", Message("intake.past-deadline", period=gone[0]["period"])))
        ones = all(rule["cycle"] == "once" for rule in timing.rules)
        several = len(timing.rules) > 1 and not timing.whom
        if several and ones and len(timing.rules) == len(leads.codes):
            doubts.append(Doubt("worded", Message("intake.a-deadline-each")))
        figure = _figure(header, row) if header.indicators else None
        notes += elsewhere.named(row)
        if row.said(Role.WATCH):
            notes.append(Message("intake.watched", text=one_line(row.said(Role.WATCH))))
        no = row.no or (row.labels[-1] if row.labels else "")
        return Entry(
            no=no or ref,
            ref=ref,
            title=row.title,
            section=tuple(text for text in row.section if text),
            leads_text=one_line(leads_text),
            leads=leads.codes,
            helpers_text=one_line(helpers_text),
            helpers=tuple(code for code in helpers.codes if code not in leads.codes),
            helpers_rest=(*helpers.rest, *helpers.remarks),
            time_text=timing.text if timing.whom else one_line(row.said(Role.TIME) or row.said(Role.ALSO)),
            timing=timing,
            classes=tuple(map(self._class, timing.whom)),
            product=one_line(row.said(Role.PRODUCT)),
            figure=figure,
            notes=tuple(dict.fromkeys(notes)),
            doubts=tuple(dict.fromkeys(doubts)),
        )

    def _class(self, text: str) -> tuple[str, ...]:
        return self.resolver.read(text).codes if self._known_units(text) else ()

    def _whom(self, row: Row, doubts: list[Doubt]) -> tuple[str, str]:
        """The texts that say who leads and who helps."""
        lead, help_ = row.said(Role.LEAD), row.said(Role.HELP)
        both = row.said(Role.BOTH)
        text = both or lead
        unclear = Doubt("leads", Message("intake.who-leads", text=one_line(text)))
        if parted := lead_and_help.split(text):
            if lead_and_help.helps(parted[0]):
                doubts.append(unclear)
            return parted[0], "\n".join(filter(None, (parted[1], help_)))
        if (
            lead_and_help.helps(text)
            or "→" in text
            or (lead_and_help.told(text) and len(self.resolver.read(text).codes) > 1)
        ):
            doubts.append(unclear)
        if both and len(self.resolver.read(both).codes) > 1:
            doubts.append(Doubt("leads", Message("intake.one-cell-for-both")))
        if help_ and (parted := lead_and_help.split(help_)) and parted[0]:
            doubts.append(Doubt("leads", Message("intake.helpers-also-lead", text=one_line(parted[0]))))
        return text, help_


def _over(rule: Keys, day: date) -> bool:
    """Whether a one-off deadline lies before the day."""
    if rule["cycle"] != "once" or "year" in rule.get("due", {}):
        return False
    return periods.parse(rule["period"]).last < day


def _lead_doubts(found: Found, text: str, known: list[Doubt]) -> list[Doubt]:
    doubts = [Doubt("leads", doubt) for doubt in found.doubts]
    told = [str(doubt.fields.get(name, "")) for doubt in found.doubts for name in ("text", "meant")]
    doubts += [
        Doubt("leads", Message("intake.no-such-unit", text=piece))
        for piece in found.rest
        if not any(each.startswith(piece) for each in told)
    ]
    doubts += [Doubt("leads", Message("intake.beside-unit", text=piece)) for piece in found.remarks]
    if not found.codes and not doubts and not any(doubt.key == "leads" for doubt in known):
        unread = Message("intake.lead-unread", text=one_line(text)) if text else Message("intake.no-lead")
        doubts.append(Doubt("leads", unread))
    return doubts


def _figure(header: Header, row: Row) -> Figure | None:
    column = next(iter(header.having(Role.TARGET)), None)
    if column is None or not row.said(Role.TARGET):
        return None
    year = re.search(r"\b(20\d\d)\b", column.text)
    measure = one_line(row.said(Role.MEASURE))
    return Figure(measure, one_line(row.said(Role.TARGET)), int(year[1]) if year else None)
