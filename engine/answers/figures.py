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


def read(text: str, asked: Figure, of: str) -> Decimal:
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
        raise AnswerError(
            f"{_shown(text)} is no figure for {of}: write one number in {asked.unit} without thousands "
            "separators, such as 97,5 or 97.5"
        )
    whole, places = found["whole"], found["places"] or ""
    thousands = len(places) == 3 and len(whole) <= 3 and whole[0] != "0"
    if thousands and not (asked.unit == "%" and int(whole + places) > MOST_PERCENT):
        raise AnswerError(
            f"{_shown(text)} can be read as {whole}{places} and as {whole},{places}: write {whole}{places} "
            f"for the one, {whole},{places}0 for the other"
        )
    if len(whole.lstrip("0")) > MOST_WHOLE or len(places) > MOST_PLACES:
        raise AnswerError(
            f"{_shown(text)} has too many digits: at most {MOST_WHOLE}, and {MOST_PLACES} after the comma"
        )
    figure = Decimal(f"{found['sign']}{whole}" + (f".{places}" if places else "")) + 0
    if asked.unit == "%" and abs(figure) > MOST_PERCENT:
        raise AnswerError(
            f"{_shown(text)}% cannot be: at most {MOST_PERCENT}% is taken; is the comma missing?"
        )
    return figure


def doubt(asked: Figure, figure: Decimal) -> str | None:
    """What should be looked at again though it may be right: a share of more than all, or of less than
    nothing. Not where a target itself says so.
    """
    if asked.unit != "%":
        return None
    highest = max([_HUNDRED, *asked.targets.values()])
    lowest = min([Decimal(0), *asked.targets.values()])
    if lowest <= figure <= highest:
        return None
    return f"{figure:f}% is outside {lowest:f} to {highest:f}: recorded as given; if it is a slip, amend it"


def judged(duty: Obligation | None, period: str, figure: Decimal | None) -> Judged | None:
    """The figure of one task of an indicator; None for a duty that asks for none and has none."""
    asked = duty.figure if duty else None
    if asked is None:
        return None if figure is None else Judged("", figure, None, None)
    year = parse(period).last.year
    met = None if figure is None else asked.met(year, figure)
    return Judged(asked.unit, figure, asked.target(year), met)


def spoken(figure: Decimal, unit: str) -> str:
    """'97,5%', '12 ngày': with the Vietnamese decimal comma."""
    said = f"{figure:f}".replace(".", ",")
    return f"{said}%" if unit == "%" else f"{said} {unit}".rstrip()


def _shown(text: str) -> str:
    return repr(" ".join(text.split())[:40])
