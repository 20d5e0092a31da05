"""Who leads a task whose own cell does not say it: the unit of the heading above, or of the row above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from config.intake.comparable import one_line, shortened
from config.intake.tables.columns import Header
from config.intake.tables.found import Doubt, Row
from config.intake.tables.halves import Known
from config.intake.tables.roles import Role
from language import Message

_FRAME = re.compile(
    r"(?:(?:các\s+)?(?:nhiệm vụ|công việc|phần việc|nội dung|việc)\s+(?:do|của|giao(?:\s+cho)?|thuộc)\s+)?"
    r"(?P<who>.+?)"
    r"(?:\s*[:,(–-]?\s*(?:chủ trì|thực hiện|chủ trì thực hiện|phụ trách|đảm nhiệm)\s*\)?)?\s*[:.]?",
    re.IGNORECASE,
)


def lead(header: Header, row: Row, above: Row | None, headings: Sequence[str], known_units: Known) -> None:
    """Fill in who leads where the row does not say it, always as a doubt. `above`: the row right above, which
    no heading parts from this one; `headings`: those above, from the outermost.
    """
    whom = Role.BOTH if header.having(Role.BOTH) else Role.LEAD
    said = bool(header.having(whom))
    if said and (row.said(whom) or any(doubt.key == "leads" for doubt in row.doubts)):
        return
    if heading := next((who for text in reversed(headings) if known_units(who := _who(text))), ""):
        row.parts[whom] = heading
        row.doubts.append(Doubt("leads", Message("intake.lead-from-heading", text=shortened(heading, 120))))
    elif not said:
        row.doubts.append(Doubt("leads", Message("intake.no-unit-column")))
    elif above is not None and above.said(whom):
        row.parts[whom] = above.said(whom)
        text = shortened(one_line(above.said(whom)), 120)
        row.doubts.append(Doubt("leads", Message("intake.lead-from-above", text=text)))
    else:
        row.doubts.append(Doubt("leads", Message("intake.no-lead")))


def _who(heading: str) -> str:
    """The unit that a heading of a group of tasks names, without the words around it."""
    match = _FRAME.fullmatch(one_line(heading))
    return match["who"].strip() if match else heading
