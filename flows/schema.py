"""How the parameters of a deployment are shown: titled and explained in the office's language, with lists.

Prefect makes the schema from the flow's signature; what a person reads in it is put in when the deployment is
registered, so that the same form speaks whatever the office does.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
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


def as_shown(
    schema: Mapping[str, Any], registry: Registry, today: date, *, form: str, events: bool = False
) -> dict[str, Any]:
    """The schema of a form (or of another flow) with titles, explanations and, for obligations and units, the
    lists to choose from.

    `events`: of the obligations only those that wait for events.
    """
    made = copy.deepcopy(dict(schema))
    codes = [duty.code for duty in waiting(registry)] if events else choices.obligations(registry, today)
    units = choices.units(registry, today)
    lists = {
        "obligation": codes if form == DUTY else [choices.duty_label(registry, code) for code in codes],
        "unit": units,
        "to": units,
        "to_unit": choices.living(registry, today),
        "document": list(registry.documents) if form == SILENCE else choices.yearly_documents(registry),
    }
    for name, field in made.get("properties", {}).items():
        field["title"] = spoken(registry, Message(f"form.title.{name}"))
        field["description"] = spoken(registry, Message(f"form.help.{form}.{name}"))
        _plain_option(field)
        if name in lists:
            # What may be left out can be chosen to be nothing as well.
            field["enum"] = [""] * (field.get("default") == "") + lists[name]
    return made


def _plain_option(field: dict[str, Any]) -> None:
    """A day that may be left out is a day: as "a day or None" the page shows a switch between the two, with
    the words of a programming language."""
    kinds = [each for each in field.get("anyOf", ()) if each.get("type") != "null"]
    if len(kinds) == 1 and len(field["anyOf"]) == 2 and field.get("default") is None:
        del field["anyOf"]
        field.pop("default", None)
        field.update(kinds[0])
