"""`figure`: what an indicator asks for each year, and its targets."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from config.loading.fields import Table
from config.loading.yaml_nodes import shown
from config.registry.figures import Better, Figure
from language import Message

NUMBER = Message("file.number")
LARGEST = Decimal(10) ** 15
DECIMALS = 6


def read_figure(table: Table) -> Figure | None:
    """The figure of an entry; None when it asks for none, or when something in it was wrong."""
    figure = table.table("figure")
    if figure is None:
        return None
    unit = figure.text("unit", required=True)
    word = figure.choice("better", [each.value for each in Better]) or Better.HIGHER
    targets = _targets(figure)
    figure.done()
    return Figure(unit, targets, Better(word)) if unit else None


def _targets(figure: Table) -> dict[int, Decimal]:
    targets = figure.table("targets")
    found: dict[int, Decimal] = {}
    for key in targets.data_keys() if targets else ():
        assert targets is not None
        year = int(key) if key.isascii() and key.isdecimal() and len(key) == 4 else 0
        if not 1900 <= year <= 2999:
            targets.wrong(key, Message("file.year"), shown(key))
        text = targets.text(key, required=True, expected=NUMBER)
        if text is None:
            continue
        if (number := plain_number(text)) is None:
            targets.wrong(key, NUMBER)
        else:
            found[year] = number
    return found


def plain_number(text: str) -> Decimal | None:
    """A plain decimal number, with a point; None for anything else (exponents and infinities too)."""
    if not set(text) <= set("-0123456789."):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    return number if abs(number) < LARGEST and isinstance(exponent, int) and exponent >= -DECIMALS else None
