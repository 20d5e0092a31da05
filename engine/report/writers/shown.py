"""How a value reads in a language, where a file has no format of its own for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.report.paper import Square, Value
from language import Message, say


def shown(value: Value | Square, language: str) -> str:
    """'1,5' and '18/09/2026' in Vietnamese; nothing of nothing."""
    if isinstance(value, Square):
        return value.text
    if isinstance(value, Decimal | date):
        return say(Message("summary.value", value=value), language, "report")
    return "" if value is None else str(value)
