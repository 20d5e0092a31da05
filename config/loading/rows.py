"""What the rows of an appendix found: an obligation of their own, and milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from config.loading.duties import Duties
from config.loading.fields import Table
from config.registry.assignments import Appendix, AssignmentKind
from config.registry.objects import Cycle, Obligation

TEXTS = ["section", "leads_text", "helpers_text", "product", "deliver_to", "how", "worded", "assumption"]
_SHARED = ("product", "deliver_to", "how", "assumption")
_KINDS = {Cycle.EVENT: AssignmentKind.EVENT, Cycle.CONTINUOUS: AssignmentKind.CYCLE}


@dataclass(slots=True)
class Defaults:
    """What the rows of an appendix have in common."""

    owner: str | None
    ladder: str | None
    reported_in: tuple[str, ...]


@dataclass(slots=True)
class Row:
    """A row as far as it is read: `said` are its texts, with None for those it lacks."""

    table: Table
    appendix: Appendix | None
    no: str | None
    said: dict[str, str | None]
    leads: tuple[str, ...]
    helpers: tuple[str, ...]
    from_: date | None
    to: date | None


def own_duty(duties: Duties, row: Row, defaults: Defaults) -> tuple[AssignmentKind, tuple[str, ...]]:
    """The row's own obligation, and so how the row is chased."""
    table, said = row.table, row.said
    code = table.code("code")
    fields: dict[str, Any] = {
        "title": said["title"] or "",
        "title_en": duties.title_en(table),
        "product_en": table.text("product_en"),
        "cite": said["cite"] or "",
        "worded": said["worded"] or "",
        "owed_by": row.leads,
        **{key: said[key] for key in _SHARED},
    }
    found = _found(duties, row, table, code, defaults, fields)
    return _kind(found), (code,) if code else ()


def milestones(duties: Duties, row: Row, defaults: Defaults) -> tuple[tuple[AssignmentKind, str], ...]:
    """Further obligations of the row, each with how it is chased; those that are switched off are none.

    What a milestone does not say is what the row says, but for its time: the document's words are its own.
    """
    read = []
    for entry in row.table.tables("milestones"):
        code = entry.code("code")
        owed_by = duties.refs(entry, "owed_by") or row.leads
        fields: dict[str, Any] = {
            "title": entry.text("title", required=True) or "",
            "title_en": duties.title_en(entry),
            "product_en": entry.text("product_en"),
            "cite": entry.text("cite") or row.said["cite"] or "",
            "worded": entry.text("worded") or "",
            "owed_by": owed_by,
            "off": entry.flag("off"),
            "lasting": (row.from_, row.to),
            **{key: entry.text(key) or row.said[key] for key in _SHARED},
        }
        duties.named_in(entry, "deliver_to", entry.text("deliver_to"))
        found = _found(duties, row, entry, code, defaults, fields)
        if code and code not in duties.off:
            read.append((_kind(found), code))
    return tuple(read)


def _found(
    duties: Duties, row: Row, table: Table, code: str | None, defaults: Defaults, fields: dict[str, Any]
) -> Obligation | None:
    owner = duties.owner(table, required=defaults.owner is None) or defaults.owner
    appendix = row.appendix
    complete = bool(owner and fields["title"] and fields["cite"]) and fields["title_en"] is not None
    return duties.found(
        table,
        appendix.document if appendix else None,
        code=code,
        complete=complete,
        owner=owner,
        ladder=duties.ladder(table, required=defaults.ladder is None) or defaults.ladder,
        helpers=row.helpers,
        helpers_text=row.said["helpers_text"],
        assignment=f"{appendix.ref} {row.no}" if appendix else None,
        **fields,
    )


def _kind(duty: Obligation | None) -> AssignmentKind:
    return _KINDS.get(duty.cycle, AssignmentKind.DATED) if duty else AssignmentKind.DATED
