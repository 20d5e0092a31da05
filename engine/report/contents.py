"""From figures to a paper: what the report says, in one language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calendars.errors import WhenError
from calendars.period_names import name_of
from calendars.periods import Kind as Kind_
from calendars.periods import parse
from config.registry import Registry
from engine.overview.names import in_charge_called, leadership_called, unit_called
from engine.report.counting import Line, Report
from engine.report.figures import Figures
from engine.report.paper import Column, Kind, Paper, Square, Strip, Table, Value, shade
from engine.report.ranking import ranked, worst
from engine.texts import one_line
from language import Message, say

Say = Callable[..., str]
MOST_WORST = 5
_FIGURES = (
    ("expected", Kind.COUNT, 9),
    ("received", Kind.COUNT, 9),
    ("on-time", Kind.COUNT, 9),
    ("late", Kind.COUNT, 9),
    ("not-due", Kind.COUNT, 9),
    ("overdue", Kind.COUNT, 9),
    ("rate", Kind.DECIMAL, 10),
    ("median", Kind.DECIMAL, 16),
    ("extensions", Kind.COUNT, 9),
)
_WORDS = (
    "on-time", "late", "overdue", "not-due", "matrix-legend", "units", "trend", "contents", "rule-head",
    "missed", "picture-duties", "picture-matrix", "picture-trend", "nothing", "symbol", "recipients",
    "leadership-meeting", "signer",
)  # fmt: skip


def paper(registry: Registry, report: Report, language: str) -> Paper:
    """The report in that language: `vi` or `en`."""

    def t(name: str, /, **fields: Any) -> str:
        return one_line(say(Message(f"summary.{name}", **fields), language, "report"))

    office = registry.office
    said = _Said(registry, report, t, language)
    total, names = report.total, said.units
    last = tuple(names[each.unit] for each in worst(report.units, MOST_WORST))
    return Paper(
        language=language,
        office=one_line((office.name if language != "en" else office.name_en) or office.name),
        title=said.title(),
        about=said.about(),
        as_of=t("as-of", at=report.as_of.astimezone(office.zone)),
        facts=tuple(_facts(t, total)),
        to=said.leadership(),
        sentences=(*_sentences(t, report, last), *map(said.of, report.stuck)),
        tables=tuple(said.tables()),
        strips=tuple(
            Strip(
                said.duties[code], t("of", part=each.on_time, whole=each.expected),
                each.on_time, each.late, each.overdue, each.not_due,
            )
            for code, each in report.duties.items()
            if each.expected
        ),
        years=tuple(
            (str(year), rate, t("per-cent", rate=rate))
            for year, each in report.years.items()
            if (rate := each.rate) is not None
        ),
        words={name: t(f"word-{name}") for name in _WORDS} | {"symbol-of": office.code},
    )  # fmt: skip


def _facts(t: Say, total: Figures) -> Iterator[tuple[str, str]]:
    rate = total.rate
    yield (t("per-cent", rate=rate) if rate is not None else "–"), t("fact-rate", n=total.expected)
    yield str(total.overdue), t("fact-overdue", n=total.overdue)
    yield str(total.late), t("fact-late", n=total.late)


def _sentences(t: Say, report: Report, last: tuple[str, ...]) -> Iterator[str]:
    total = report.total
    if not total.expected:
        yield t("sentence-nothing")
        return
    yield t(
        "sentence-expected",
        n=total.expected,
        units=sum(bool(each.expected) for each in report.units.values()),
    )
    yield t("sentence-received", received=total.received, on_time=total.on_time, late=total.late,
            rate=total.rate)  # fmt: skip
    if total.outstanding:
        yield t("sentence-outstanding", n=total.outstanding, overdue=total.overdue, not_due=total.not_due)
    if (middle := total.median_days) is not None:
        how = "early" if middle < 0 else "late" if middle > 0 else "even"
        yield t(f"sentence-median-{how}", days=_short(abs(middle)))
    if total.extensions:
        yield t("sentence-extensions", n=total.extensions)
    if last:
        yield t("sentence-worst", units=last)


class _Said:
    """The names of what is counted, and the tables."""

    def __init__(self, registry: Registry, report: Report, t: Say, language: str) -> None:
        self._registry, self._report, self._t, self._language = registry, report, t, language
        self.units = {code: self.of(name) for code, name in report.unit_names.items()}
        self.duties = {code: self.of(name) for code, name in report.duty_names.items()}

    def of(self, said: Any) -> str:
        """A message or a name in the report's language, as one line."""
        return one_line(say(said, self._language, "report"))

    def leadership(self) -> str:
        """Whom the report is laid before."""
        return self.of(leadership_called(self._registry))

    def title(self) -> str:
        year = self._report.scope.year
        return self._t("title-year", year=str(year)) if year else self._t("title")

    def about(self) -> str:
        scope, t = self._report.scope, self._t
        parts = [t("about-period", period=self._period(scope.period))] if scope.period else []
        if (scope.first, scope.last) != (date.min, date.max):
            parts.append(t("about-days", first=scope.first, last=scope.last))
        if scope.obligation:
            parts.append(t("about-duty", duty=self.duties.get(scope.obligation, scope.obligation)))
        if scope.document:
            parts.append(t("about-document", document=scope.document))
        if scope.units:
            names = [self.of(unit_called(self._registry, u, self._report.today)) for u in scope.units]
            parts.append(t("about-units", units=names))
        if scope.owner:
            owner = in_charge_called(self._registry, scope.owner, self._report.today)
            parts.append(t("about-owner", owner=owner.name))
        return t("about", parts=parts)

    def tables(self) -> Iterator[Table]:
        """The ranking first; what the report is limited to has no table of its own."""
        report = self._report
        yield self._ranking()
        if report.matrix:
            yield self._matrix()
        for name, head, found in (
            ("duties", ("duty", Kind.TEXT, 60), {self.duties[c]: f for c, f in report.duties.items()}),
            ("documents", ("document", Kind.TEXT, 60), dict(self._documents())),
        ):
            if not (report.scope.obligation or (report.scope.document and name == "documents")):
                yield self._table(name, (head,), [((key,), each) for key, each in found.items()])
        heads = (("duty", Kind.TEXT, 60), ("period", Kind.CODE, 20), ("due", Kind.DAY, 12))
        yield self._table("periods", heads, [(self._line(line), each) for line, each in report.lines.items()])
        if len(report.years) > 1:
            rows = [((str(year),), each) for year, each in report.years.items()]
            yield self._table("years", (("year", Kind.CODE, 10),), rows, total=False)

    def _documents(self) -> Iterator[tuple[str, Figures]]:
        for number, figures in self._report.documents.items():
            document = self._registry.documents.get(number)
            if document is None:
                yield self._t("no-document"), figures
            elif self._language == self._registry.office.language.partition("+")[0]:
                yield one_line(f"{number}: {document.title}"), figures
            else:
                yield number, figures

    def _line(self, line: Line) -> tuple[Value, ...]:
        return self.duties[line.obligation], self._period(line.period), line.due

    def _period(self, code: str) -> str:
        try:
            return self.of(name_of(parse(code), short=True))
        except WhenError:
            return code

    def _ranking(self) -> Table:
        placed = ranked(self._report.units)
        rows: list[tuple[tuple[Value, ...], Figures]] = [
            ((each.place, self.units[each.unit]), each.figures) for each in placed
        ]
        without = self._report.units.keys() - {each.unit for each in placed}
        rows += [
            ((None, self.units[unit]), each) for unit, each in self._report.units.items() if unit in without
        ]
        heads = (("place", Kind.COUNT, 7), ("unit", Kind.TEXT, 44))
        return self._table("ranking", heads, rows, note=self._t("rule"))

    def _table(
        self,
        name: str,
        heads: Iterable[tuple[str, Kind, int]],
        rows: Iterable[tuple[tuple[Value, ...], Figures]],
        *,
        note: str = "",
        total: bool = True,
    ) -> Table:
        named = tuple(heads)
        columns = tuple(
            Column(self._t(f"head-{head}"), kind, width) for head, kind, width in (*named, *_FIGURES)
        )
        texts = [kind for _, kind, _ in named]
        label: list[Value] = [None] * len(named)
        label[texts.index(Kind.TEXT) if Kind.TEXT in texts else 0] = self._t("total")
        return Table(
            name,
            self._t(f"table-{name}"),
            columns,
            tuple((*key, *_cells(figures)) for key, figures in rows),
            note,
            (*label, *_cells(self._report.total)) if total else (),
        )

    def _matrix(self) -> Table:
        """Who missed most comes first: a dark row is chronic lateness, a dark column a bad month."""
        report, t = self._report, self._t
        heads = [self._column(code) for code in report.columns]
        columns = (
            Column(t("head-unit"), Kind.TEXT, 36),
            *(Column(head, Kind.CELL, 8) for head in heads),
            Column(t("head-missed"), Kind.COUNT, 9),
        )
        order = sorted(report.units, key=lambda unit: -report.units[unit].missed)
        rows: tuple[tuple[Value | Square, ...], ...] = tuple(
            (
                self.units[unit],
                *(self._square(report.matrix, unit, code) for code in report.columns),
                report.units[unit].missed,
            )
            for unit in order
            if report.units[unit].expected
        )
        return Table("matrix", t("table-matrix"), columns, rows, t("matrix-note"))

    def _square(self, matrix: Mapping[tuple[str, str], Figures], unit: str, column: str) -> Square:
        each = matrix.get((unit, column))
        if each is None or not each.expected:
            return Square("", -1)
        found = shade(each.missed, each.expected, each.not_due)
        text = "–" if found < 0 else f"{each.missed}/{each.expected}" if each.missed else "0"
        return Square(text, found, each.missed, each.expected)

    def _column(self, code: str) -> str:
        """A month or a year of deadlines, or a period of the duty, in words that a narrow column breaks well:
        the year is left out where it is the report's."""
        try:
            period = parse(code)
        except WhenError:
            return code
        named = "" if self._report.scope.year == period.year else "-of-year"
        n, year = period.number, str(period.year)
        if period.kind is Kind_.MONTH:
            return self._t(f"month{named}", month=Message(f"words.month-{n}-short"), year=year)
        if period.kind is Kind_.QUARTER:
            return self._t(f"quarter{named}", number=Message(f"words.quarter-{n}"), year=year)
        return code.replace("-", " ")


def _cells(figures: Figures) -> tuple[Value, ...]:
    return (
        figures.expected, figures.received, figures.on_time, figures.late, figures.not_due, figures.overdue,
        figures.rate, _short(figures.median_days), figures.extensions,
    )  # fmt: skip


def _short(days: Decimal | None) -> Decimal | None:
    """3 for 3.0, 1.5 for 1.50."""
    if days is None:
        return None
    return days.quantize(Decimal(1)) if days == days.to_integral_value() else days.normalize()
