"""What a report's form says: what this unit owes in this period, in the office's own language.

Plain values, read off the registry alone; `engine.forms.filling` puts them into a template.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from calendars.period_names import name_of
from calendars.periods import Period
from config.registry import Assignment, Obligation, Registry, RegistryError, Unit, reporting
from engine.errors import UnknownName
from engine.texts import few, one_line
from language import Either, Message, say

_KINDS = {"báo cáo": "report", "kế hoạch": "plan", "chương trình": "programme", "report": "report"}
"""How a title begins that names the kind of the document itself."""
_ROMAN = ("I", "II", "III")


@dataclass(frozen=True, slots=True)
class Row:
    """A task of the document's appendices that the unit leads, as the form's table lists it."""

    no: str
    title: str
    product: str = ""
    when: str = ""
    group: str = ""

    def values(self) -> dict[str, str]:
        """What its placeholders say."""
        return {
            "row.no": self.no,
            "row.title": self.title,
            "row.product": self.product,
            "row.when": self.when,
            "group": self.group,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """One form. `values` are what its placeholders say, by name."""

    ref: str
    """The task: `kstthc-quy/2026-Q3/TST`."""
    name: str
    """What the document is called: `Báo cáo kiểm soát TTHC quý III năm 2026`."""
    language: str
    values: dict[str, str]
    sections: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    has_figure: bool = False
    asked: bool = field(default=True)
    """Whether there is anything in it beyond what every report has: an outline, tasks or a figure."""


def report_of(
    registry: Registry, obligation: str, period: str | Period, unit: str, *, holder: str | None = None
) -> Report:
    """The form of what `unit` owes; `holder` answers in its place.

    RegistryError for names and periods that there are not.
    """
    duty, whose = registry.obligation(obligation), registry.unit(unit)
    return _Maker(registry, duty, duty.period(period), whose, registry.unit(holder or unit)).report()


def asks(registry: Registry, obligation: str, period: str | Period, unit: str) -> bool:
    """Whether the form asks for anything beyond what every report has; RegistryError as `report_of`."""
    duty, whose = registry.obligation(obligation), registry.unit(unit)
    of = duty.period(period)
    return bool(
        duty.figure is not None
        or registry.sections(duty, whose, of)
        or reporting.told(registry, duty, whose, of)
    )


def owed_report(registry: Registry, obligation: str, period: str, unit: str) -> Report:
    """The form, for a unit that owes it; RegistryError for unknown names, UnknownName for one that does not
    owe it."""
    duty = registry.obligation(obligation)
    of, whose = registry.period(duty, period), registry.unit(unit)
    owing = [each.code for each in registry.owing_for(duty, of)]
    if whose.code not in owing:
        owed_by = few(owing) if owing else Message("words.nobody")
        raise UnknownName(
            "task.not-owed", unit=whose.code, owed_by=owed_by, obligation=duty.code, period=of.code
        )
    return report_of(registry, duty.code, of, whose.code)


class _Maker:
    """Writes one report in the office's own language."""

    def __init__(
        self, registry: Registry, duty: Obligation, period: Period, unit: Unit, holder: Unit
    ) -> None:
        self.registry, self.duty, self.period, self.unit, self.holder = registry, duty, period, unit, holder
        self.language = registry.office.language.partition("+")[0]

    def report(self) -> Report:
        """The whole form."""
        rows = tuple(self._rows())
        with_outline = self._sections()
        figure = self._figure()
        kind, about = self._kind_and_about()
        sections = with_outline or tuple(self._usual(kind))
        called = self.t(f"report.kind-{kind}")
        return Report(
            ref=f"{self.duty.code}/{self.period.code}/{self.unit.code}",
            name=one_line(f"{called[:1]}{called[1:].lower()} {about}"),
            language=self.language,
            values=self._values(kind, about, rows, figure, own_outline=bool(with_outline)),
            sections=sections,
            rows=rows,
            has_figure=bool(figure),
            asked=bool(with_outline or rows or figure),
        )

    def t(self, name: str, /, **fields: Any) -> str:
        """A text of the form."""
        return say(Message(name, **fields), self.language, "report")

    def _values(
        self, kind: str, about: str, rows: tuple[Row, ...], figure: str, *, own_outline: bool
    ) -> dict[str, str]:
        registry, duty = self.registry, self.duty
        headings = self._headings(len(rows), bool(figure))
        named = say(name_of(self.period), self.language, "report")
        return {
            "office": registry.office.name,
            "unit": self.holder.name,
            "kind": self.t(f"report.kind-{kind}"),
            "symbol": self.t(f"report.symbol-{kind}"),
            "about": about[:1].upper() + about[1:],
            "title": duty.title,
            "period": named,
            "to": self._addressee(),
            "basis": self._basis(kind),
            "document": duty.document.number,
            "data": self._data(),
            "due": self._due(),
            "signer": self.holder.head_title or self.t("report.head"),
            "ref": f"{duty.code}/{self.period.code}/{self.unit.code}",
            "note.sections": "" if own_outline else self.t("report.no-outline"),
            "figure": figure,
            "rows": str(len(rows)),
            **headings,
        }

    def _headings(self, rows: int, figure: bool) -> dict[str, str]:
        """The form's parts, numbered when there is more than one."""
        parts = ["sections", *(["rows"] if rows else []), *(["figure"] if figure else [])]
        said = {f"heading.{part}": "" for part in ("sections", "rows", "figure")}
        if len(parts) > 1:
            for number, part in zip(_ROMAN, parts, strict=False):
                text = self.t(f"report.heading-{part}", n=rows)
                said[f"heading.{part}"] = f"{number}. {text}"
        return said

    # --- what it is about ---

    def _kind_and_about(self) -> tuple[str, str]:
        """The kind of the document, and what stands below it: ('report', 'về kiểm soát TTHC quý III ...')."""
        words = one_line(self.duty.title).split()
        named = say(name_of(self.period), self.language, "report")
        said = named.split()[0].casefold()
        start = " ".join(words[:2]).casefold()
        kind = _KINDS.get(start) or _KINDS.get(words[0].casefold(), "")
        if kind:
            words = words[2 if start in _KINDS else 1 :]
            if len(words) > 1 and words[0].casefold() == said:
                words = words[1:]
        if len(words) > 1 and words[-1].casefold() == said:
            words = words[:-1]
            if len(words) > 1 and words[-1].casefold() in ("hằng", "hàng"):
                words = words[:-1]
        about = " ".join(words)
        if not kind and self.duty.assignment is not None:
            about = self.t("report.about-task", title=about)
        about = self.t("report.about", title=about, period=named)
        return kind or "report", about

    def _addressee(self) -> str:
        duty, office = self.duty, self.registry.office
        receives = self.registry.standing(duty.owner, self.period.last)
        own = duty.owner in (self.unit.code, self.holder.code) or receives in (self.unit, self.holder)
        if duty.deliver_to and own:
            return duty.deliver_to
        if own:
            return office.leadership_name
        owner = office.leadership_name if receives is None else receives.name
        if duty.deliver_to:
            return self.t("report.to-through", to=duty.deliver_to, owner=owner)
        return self.t("report.to", office=office.name, owner=owner)

    def _basis(self, kind: str) -> str:
        document = self.duty.document
        return self.t(
            f"report.basis-{kind}",
            document=document.number,
            day=document.date,
            title=document.title,
            unit=self.holder.name,
        )

    def _data(self) -> str:
        if self.duty.window is None:
            return ""
        with contextlib.suppress(RegistryError):
            if covers := self.registry.window(self.duty, self.period):
                return self.t("report.data", first=covers[0], last=covers[1])
        return ""

    def _due(self) -> str:
        with contextlib.suppress(RegistryError):
            own = self.registry.of_unit(self.unit.code)
            return self.t("report.day", day=own.deadline(self.duty, self.period).working_deadline)
        return ""

    # --- what is asked ---

    def _sections(self) -> tuple[str, ...]:
        return self.registry.sections(self.duty, self.unit, self.period)

    def _usual(self, kind: str) -> Iterator[str]:
        """What such a document usually says, where the registry has no outline of it."""
        for number in (1, 2, 3):
            text = self.t(f"report.usual-{'report' if kind == 'report' else 'plan'}-{number}")
            yield f"{number}. {text}"

    def _rows(self) -> Iterator[Row]:
        for each in reporting.told(self.registry, self.duty, self.unit, self.period):
            yield Row(
                no=each.no,
                title=each.title,
                product="; ".join(part for part in (each.product or "", self._target(each)) if part),
                when=reporting.words_of(self.registry, each, self.period),
                group=each.section or each.appendix.title,
            )

    def _target(self, row: Assignment) -> str:
        """What an indicator's year asks for: `chỉ tiêu 94,1 %`; '' for what is none."""
        figure = reporting.figure_of(self.registry, row, self.period.closing_year)
        target = None if figure is None else figure.target(self.period.closing_year)
        if figure is None or target is None:
            return ""
        return self.t("report.target", target=target, unit=figure.unit)

    def _figure(self) -> str:
        figure = self.duty.figure
        if figure is None:
            return ""
        target = figure.target(self.period.closing_year)
        name = "report.figure" if target is None else "report.figure-target"
        return self.t(name, title=Either(self.duty.title), unit=figure.unit, target=target)
