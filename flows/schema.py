"""How the parameters of a deployment are shown: titled and explained in the office's language, with lists.

Prefect makes the schema from the flow's signature; what a person reads in it is put in when the deployment is
registered, so that the same form speaks whatever the office does.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from config.registry import Registry
from engine.tasks.reported_events import waiting
from flows import choices
from flows.speaking import spoken
from language import Message

DUTY = "obligation"
"""The flow of each duty itself, whose planned runs carry its bare code."""
SILENCE = "set-silence"
"""The form that takes any document, not only those that are renewed."""


@dataclass(frozen=True)
class Shown:
    """How the parameters of a registry's deployments are shown on a day of the office. The lists to choose
    from are made once for all of them.
    """

    registry: Registry
    today: date

    def of(self, schema: Mapping[str, Any], *, form: str, events: bool = False) -> dict[str, Any]:
        """The schema of a form (or of another flow) with titles, explanations and, for obligations and units,
        the lists to choose from.

        `events`: of the obligations only those that wait for events.
        """
        made = copy.deepcopy(dict(schema))
        for name, field in made.get("properties", {}).items():
            field["title"] = spoken(self.registry, Message(f"form.title.{name}"))
            field["description"] = spoken(self.registry, Message(f"form.help.{form}.{name}"))
            _plain_option(field)
            if (listed := self._list(name, form, events)) is not None:
                # What may be left out can be chosen to be nothing as well.
                field["enum"] = [""] * (field.get("default") == "") + listed
        return made

    def _list(self, name: str, form: str, events: bool) -> list[str] | None:
        match name:
            case "obligation" if form == DUTY:
                return self._codes
            case "obligation":
                return self._waiting if events else self._duties
            case "unit" | "to":
                return self._units
            case "contact":
                return choices.contacts(self.registry)
            case "to_unit":
                return self._living
            case "document":
                return list(self.registry.documents) if form == SILENCE else self._yearly
            case _:
                return None

    @cached_property
    def _codes(self) -> list[str]:
        return choices.obligations(self.registry, self.today)

    @cached_property
    def _duties(self) -> list[str]:
        return [choices.duty_label(self.registry, code) for code in self._codes]

    @cached_property
    def _waiting(self) -> list[str]:
        return [choices.duty_label(self.registry, duty.code) for duty in waiting(self.registry)]

    @cached_property
    def _units(self) -> list[str]:
        return choices.units(self.registry, self.today)

    @cached_property
    def _living(self) -> list[str]:
        return choices.living(self.registry, self.today)

    @cached_property
    def _yearly(self) -> list[str]:
        return choices.yearly_documents(self.registry)


def _plain_option(field: dict[str, Any]) -> None:
    """A day that may be left out is a day: as "a day or None" the page shows a switch between the two, with
    the words of a programming language."""
    kinds = [each for each in field.get("anyOf", ()) if each.get("type") != "null"]
    if len(kinds) == 1 and len(field["anyOf"]) == 2 and field.get("default") is None:
        del field["anyOf"]
        field.pop("default", None)
        field.update(kinds[0])
