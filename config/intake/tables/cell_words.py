"""Words of cells that change what a row means: ditto marks, sums, remarks that undo it, months."""

from __future__ import annotations

import re
from collections.abc import Iterable

from config.intake.tables.roles import Role

DITTOED = (
    (Role.LEAD, "leads", "intake.column-lead"),
    (Role.BOTH, "leads", "intake.column-both"),
    (Role.HELP, "helpers", "intake.column-help"),
    (Role.TIME, "worded", "intake.column-time"),
    (Role.EVERY, "worded", "intake.column-every"),
    (Role.PRODUCT, "product", "intake.column-product"),
)
TIMELY = re.compile(
    r"(?:thang|tuan|nam 2|quy(?! (?:che|trinh|dinh|cach|mo|ly|luat)))"
    r"|(?:(?:t|th|q) ?)?(?:\d{1,2}|[ivx]{1,4})(?: 20\d\d)?$|(?:nam|ngay|gio)$"
    r"|(?:month|week|quarter|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]*|may)(?: 20\d\d)?$"
)
"""A column that is a piece of the calendar: `Quý I`, `T3`, `Năm 2026`."""
MONTHLY = re.compile(r"(?:thang|quy|tuan) (?:thu )?(?:\d{1,2}|[ivx]{1,4})")
"""A heading that is a piece of the calendar, of whatever year."""
CHANGED = re.compile(
    r"\b(?:lui|gia han|huy|bai bo|tam dung|dung thuc hien|khong thuc hien|dieu chinh thoi|hoan lai"
    r"|chuyen sang|da hoan thanh|da xong|da thuc hien|postponed|cancel\w*|suspended|moved to|done|completed"
    r"|no longer|extended)\b"
)
"""Remarks after which a row's time may no longer hold."""
DUTIES = re.compile(r"\b(?:nhiem vu|cong viec|dau viec|tasks?)\b")
"""What stands over a column of tasks, also where another one was taken for the task."""
STATED = re.compile(
    r"(?:(?:da|khong|chua|chua phai) )?(?:hoan thanh|xong|thuc hien|lam|huy|bo|dung|lui|gia han|tam dung"
    r"|done|completed|cancelled|canceled|dropped|postponed)"
    r"(?: (?:xong|roi|bo|sang|den|tu|ngay|thang|on|to)\b.*)?"
)
"""A cell that says how far a task has come, in a column for what comes of it."""
_STARRED = re.compile(r"\(\s*\*+\s*\)|(?<=[\w)])\*+(?=[\s,;.]|$)|\s\*+$")
SUM = re.compile(r"(?:tong cong|tong so|cong|tong|total)\b(?: \d+\b.*| chung| cong)?")
_DITTO = re.compile(
    r"[-–(\s]*(?:n\.?\s?t\.?|như\s+trên|ditto|as\s+above|[/\\]{2}|[\"“”″〃]|[\"'′’]{2})[-–)\s]*",
    re.IGNORECASE,
)


def starred(texts: Iterable[str]) -> bool:
    """Whether one of the texts has a star that points to a remark."""
    return any(_STARRED.search(text) for text in texts)


def is_ditto(text: str) -> bool:
    """Whether a cell only says that it is as the one above: `nt`, `-nt-`, `như trên`, `//`, a ditto mark."""
    return bool(_DITTO.fullmatch(text))
