"""The yearly figure of an indicator: read as people type it, held against its target, said in Vietnamese.

A figure is a decimal, kept to the digit; whether it meets the target is derived and never stored, since a
target may be put right afterwards. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from calendars.periods import parse
from config.registry import Obligation
from config.registry.figures import Figure
from engine.errors import AnswerError
from language import Message

MOST_WHOLE, MOST_PLACES = 12, 6
"""Digits before and after the decimal sign: far more than any plan asks for."""
MOST_PERCENT = 1000
"""Beyond this a percentage is a slip of the keyboard (a lost comma makes 975 of 97,5 and worse)."""
_TYPED = re.compile(r"(?P<sign>[-+]?)(?P<whole>[0-9]+)(?:[.,](?P<places>[0-9]+))?\Z")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Judged:
    """A task's figure beside its target. None of a thing that is not there; `met` needs both."""

    unit: str
    figure: Decimal | None
    target: Decimal | None
    met: bool | None


def read(text: str, asked: Figure, of: Message) -> Decimal:
    """The figure in a text as a person types it: `97,5`, `97.5`, `97,5%` where the unit is %.

    `of` names the task in errors. AnswerError for what is no number, and for what could be read as two:
    `1.234` is 1234 to one reader and a little over 1 to the next.
    """
    typed = text.strip()
    if asked.unit and typed.endswith(asked.unit):
        typed = typed.removesuffix(asked.unit).rstrip()
    typed = typed.replace("\N{MINUS SIGN}", "-")
    found = _TYPED.match(typed)
    if found is None:
        raise AnswerError("figure.no-number", typed=_shown(text), task=of, unit=asked.unit)
    whole, places = found["whole"], found["places"] or ""
    thousands = len(places) == 3 and len(whole) <= 3 and whole[0] != "0"
    if thousands and not (asked.unit == "%" and int(whole + places) > MOST_PERCENT):
        raise AnswerError(
            "figure.two-readings", typed=_shown(text), whole=f"{whole}{places}", decimal=f"{whole},{places}"
        )
    if len(whole.lstrip("0")) > MOST_WHOLE or len(places) > MOST_PLACES:
        raise AnswerError("figure.too-many-digits", typed=_shown(text), whole=MOST_WHOLE, places=MOST_PLACES)
    figure = Decimal(f"{found['sign']}{whole}" + (f".{places}" if places else "")) + 0
    if asked.unit == "%" and abs(figure) > MOST_PERCENT:
        raise AnswerError("figure.too-large", typed=_shown(text), most=MOST_PERCENT)
    return figure


def doubt(asked: Figure, figure: Decimal) -> Message | None:
    """What should be looked at again though it may be right: a share of more than all, or of less than
    nothing. Not where a target itself says so.
    """
    if asked.unit != "%":
        return None
    highest = max([_HUNDRED, *asked.targets.values()])
    lowest = min([Decimal(0), *asked.targets.values()])
    if lowest <= figure <= highest:
        return None
    return Message("figure.outside", figure=figure, low=lowest, high=highest)


def judged(duty: Obligation | None, period: str, figure: Decimal | None) -> Judged | None:
    """The figure of one task of an indicator; None for a duty that asks for none and has none."""
    asked = duty.figure if duty else None
    if asked is None:
        return None if figure is None else Judged("", figure, None, None)
    year = parse(period).closing_year
    met = None if figure is None else asked.met(year, figure)
    return Judged(asked.unit, figure, asked.target(year), met)


def as_message(figure: Decimal, unit: str) -> Message:
    """'97,5%', '12 ngày': a figure with its unit, for a sentence."""
    return Message("figure.percent" if unit == "%" else "figure.with-unit", figure=figure, unit=unit)


def _shown(text: str) -> str:
    return repr(" ".join(text.split())[:40])
