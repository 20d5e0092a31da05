"""How units and duties stand in the forms' lists, so that a link fills a form in with what its lists have.

The server's page finds in a list only what was typed letter by letter: each entry carries its name without
diacritics as well, as people type it.
"""

from __future__ import annotations

from datetime import date

from config.intake.comparable import words
from config.registry import Registry, Unit
from config.typed_names import SEPARATOR
from engine.overview.names import Name, duty_called, unit_called
from engine.texts import shortened
from language import say
from models.queries import TaskRow
from models.tables import Task

_SURFACE = "form"
_LONGEST_TITLE = 70


def unit_label(registry: Registry, unit: Unit, today: date) -> str:
    """'TST · Ban Quản lý Thu - Sổ, Thẻ (ban quan ly thu so the)'."""
    return f"{unit.code}{SEPARATOR}{_findable(_said(registry, unit_called(registry, unit.code, today)))}"


def duty_label(registry: Registry, code: str) -> str:
    """'kstthc-quy · Báo cáo tháng (bao cao thang)', so that a duty is found by its title as well; the bare
    code where it has no title in the office's language.
    """
    title = getattr(duty_called(registry.obligation(code)), _language(registry))
    return f"{code}{SEPARATOR}{_findable(shortened(title, _LONGEST_TITLE))}" if title else code


def _findable(name: str) -> str:
    """The name, and where it has diacritics its words without them."""
    return name if name.isascii() else f"{name} ({' '.join(word.fold for word in words(name))})"


def labels_of(registry: Registry, task: Task | TaskRow, today: date) -> dict[str, str | int]:
    """What a form is filled in with about a task: its duty, period and unit, or who holds it where that one
    has ended; then the period says whose it is, see `lookup.ref_of`."""
    known = task.obligation in registry.obligations
    owed, held = registry.units.get(task.unit), registry.units.get(task.holder)
    stands = owed is not None and (owed.to is None or owed.to > today)
    unit = owed if stands else held
    return {
        "obligation": duty_label(registry, task.obligation) if known else task.obligation,
        "period": task.period if stands or held is None else f"{task.period}/{task.unit}",
        "unit": unit_label(registry, unit, today) if unit else task.unit,
    }


def _language(registry: Registry) -> str:
    return registry.office.language.partition("+")[0]


def _said(registry: Registry, name: Name) -> str:
    return say(name, _language(registry), _SURFACE)
