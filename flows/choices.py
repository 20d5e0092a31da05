"""The forms' drop-downs: the registry's codes with their names, and how a chosen one is read back.

The server's page finds in such a list only what was typed letter by letter, so each entry carries its name
without diacritics as well, as people type it.

A flow's own signature says `str`: reading the registry when a module is imported would turn a slip in a YAML
file into a traceback. So the lists are put into the deployment's schema when it is registered
(`flows.schema`), and the server checks a value against them before a run exists.
"""

from __future__ import annotations

from datetime import date, timedelta

from config.registry import Registry
from config.registry.objects import Cycle, within
from config.typed_names import SEPARATOR
from engine.overview.labels import duty_label as duty_label
from engine.overview.labels import unit_label as unit_label
from flows.coming import served

_YEAR, _MONTH, _WEEK = r"\d{4}(F(0[2-9]|1[0-2]))?", r"(0[1-9]|1[0-2])", r"W[0-5]\d"
PERIOD = (
    rf"^{_YEAR}(-{_MONTH}(-\d{{2}}|-H[12])?|-Q[1-4]|-H[12]|-9M|-{_WEEK})?"
    rf"(\.\.\d{{4}}(-{_MONTH}|-{_WEEK})?)?$"
)
"""How a period is written; whether an obligation has it is the registry's answer."""
_ANSWERED = timedelta(days=366)  # an obligation that is over, for a year; the command line takes any


def code_of(chosen: str) -> str:
    """The code in a chosen label; a bare code is itself."""
    return chosen.split(SEPARATOR, 1)[0].strip()


def units(registry: Registry, today: date) -> list[str]:
    """Labels of all units that owe something and have not ended, in the registry's order. What a unit that
    ended left open is its successor's; its old name can still be typed on the command line.
    """
    owing = {code for duty in registry.obligations for code, _, _ in registry.roster(duty)}
    return [
        unit_label(registry, unit, today)
        for unit in registry.units.values()
        if unit.code in owing and (unit.to is None or unit.to > today)
    ]


def living(registry: Registry, today: date) -> list[str]:
    """Labels of the units that there are, in the registry's order."""
    return [unit_label(registry, unit, today) for unit in registry.units.values() if unit.alive(today)]


def contacts(registry: Registry) -> list[str]:
    """Labels of the units' contacts, `TST · ` and the name, in the registry's order of units."""
    return [
        f"{code}{SEPARATOR}{each.name}" for code in registry.units for each in registry.contacts.get(code, ())
    ]


def obligations(registry: Registry, today: date) -> list[str]:
    """Codes of the duties that may still be answered: those due lately or in the years to come, and those in
    force that wait for events. Bare, since runs, boards and deployments are called by them too.
    """
    dated = {duty.code for duty in served(registry, today, lately=_ANSWERED)}
    return [
        code
        for code, duty in registry.obligations.items()
        if code in dated or (duty.cycle is Cycle.EVENT and within(today - _ANSWERED, None, duty.to))
    ]


def yearly_documents(registry: Registry) -> list[str]:
    """Numbers of the documents that go on from year to year until somebody says that they do not."""
    return [number for number, document in registry.documents.items() if document.renewal == "yearly"]
