"""The rows of its document that a report tells, below its board: who leads each, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from calendars.periods import Period
from config.registry import RegistryError
from config.registry.objects import Obligation
from engine.mail.row_contents import RowReader
from engine.mail.rows import ReportRow, counted
from flows import names
from flows.boards.seen import Seen, row
from flows.names import cell
from language import Message

_LEADS_SHOWN = 6
Told = Mapping[tuple[str, str], Mapping[str, ReportRow]]
"""By table and number of the row: the row as each unit's report tells it."""
NO_ROWS: Told = MappingProxyType({})


def told(seen: Seen, s: Session, duty: Obligation, period: Period, units: Iterable[str]) -> Told:
    """What the reports of these units tell; empty for a duty that is no report of a document's rows."""
    if duty.code not in seen.registry.told_in:
        return NO_ROWS
    reader, wanted = RowReader(s, seen.registry, seen.as_of), list(units)
    reader.read_ahead(wanted)
    found: dict[tuple[str, str], dict[str, ReportRow]] = {}
    for unit in wanted:
        try:
            rows = reader.rows(duty, unit, period)
        except RegistryError:  # beyond the working calendar
            continue
        for each in rows:
            found.setdefault((each.appendix, each.no), {})[unit] = each
    order = [(each.appendix.title, each.no) for each in seen.registry.told_in[duty.code]]
    return {key: found[key] for key in order if key in found}


def rows_told(seen: Seen, rows: Told) -> list[str]:
    """The lines below the board of a report: every row by section, the leading units, and how it stands."""
    if not rows:
        return []
    lines = ["", f"## {seen.said(Message('board.rows-told', n=len(rows)))}", ""]
    lines += seen.heads("no", "assignment", "section", "leads", "worded", "last-day", "standing")
    for by_unit in rows.values():
        one = next(iter(by_unit.values()))
        lines.append(
            row(
                cell(one.no),
                cell(one.title),
                cell(one.heading),
                _leads(seen, list(by_unit)),
                cell(one.worded or names.NONE),
                _days(seen, by_unit.values()),
                _standing(seen, list(by_unit.values())),
            )
        )
    return lines


def _leads(seen: Seen, units: list[str]) -> str:
    shown = tuple(map(cell, units[:_LEADS_SHOWN]))
    if len(units) <= _LEADS_SHOWN:
        return ", ".join(shown)
    return seen.said(Message("words.and-more", names=shown, n=len(units) - _LEADS_SHOWN))


def _days(seen: Seen, rows: Iterable[ReportRow]) -> str:
    days = sorted({each.asked for each in rows if each.asked is not None and not each.finished})
    return ", ".join(seen.unbroken(names.figures(day)) for day in days[:2]) if days else names.NONE


def _standing(seen: Seen, rows: list[ReportRow]) -> str:
    """'**2 quá hạn**, 3 đang thực hiện': how many units stand where."""
    said = [(name, seen.said(Message(f"count.row-{name}", n=n))) for name, n in counted(rows)]
    return ", ".join(f"**{text}**" if name == "late" else text for name, text in said)
