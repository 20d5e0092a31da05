"""Units that the files still name though they are no more: in whatever role, with the place to mend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from config.registry.objects import Unit
from config.registry.registry import Registry
from language import Message

_TO_MEND = ("owner", "deliver_to")
"""Keys that name one unit on the day of the mail, not one after the other."""


def ended(registry: Registry, today: date) -> Iterator[Message]:
    """A warning for each place that names a unit which has ended by `today`: file, line and key, and who
    stands in its place. Where nobody does, its mail goes to the leadership.

    Who owes, leads or helps is followed by its successor wherever it is named, on purpose: there only one
    without a successor is told.
    """
    gone = [unit for unit in registry.units.values() if unit.to is not None and unit.to <= today]
    for said, place in registry.named:
        for unit in gone:
            if said == unit.code or (said not in registry.units and _called(registry, unit, said)):
                heir = registry.standing(unit.code, today)
                if heir and place.key.rpartition(".")[2] not in _TO_MEND:
                    continue
                yield Message(
                    "remark.ended-successor" if heir else "remark.ended-nobody",
                    file=place.file,
                    line=str(place.line),
                    key=place.key,
                    unit=unit.code,
                    day=unit.to,
                    successor=heir.code if heir else "",
                )


def _called(registry: Registry, unit: Unit, text: str) -> bool:
    """Whether the text names it by its name, and no other unit goes by that."""
    names = (unit.name, *unit.aliases)
    others = {each.name for each in registry.units.values() if each is not unit}
    return any(name in text and name not in others for name in names)
