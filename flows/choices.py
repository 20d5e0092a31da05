"""The forms' drop-downs: the registry's codes with their names, put into the parameter schema Prefect shows.

A flow's own signature says `str`: reading the registry when a module is imported would turn a slip in a YAML
file into a traceback. So the lists are put into the deployment's schema when it is registered, and a value
chosen there is read back with `code_of`. The server checks a value against the list before a run exists.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from config.registry import Registry
from config.registry.objects import Cycle, Unit, within
from engine.tasks.reported_events import waiting
from flows.coming import served

SEPARATOR = " · "
PERIOD = r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4]|-H[12]|-9M|-W[0-5]\d|\.\.\d{4})?$"
"""How a period is written; whether a duty has it is the registry's answer."""
_GONE = timedelta(days=730)  # a dissolved unit is offered for as long as its last reports may be recorded
_ANSWERED = timedelta(days=366)  # a duty that is over, for a year; the command line takes any

TITLES = {
    "obligation": "Nhiệm vụ",
    "period": "Kỳ báo cáo",
    "unit": "Đơn vị",
    "units": "Các đơn vị",
    "document_no": "Số văn bản",
    "sent_on": "Ngày gửi",
    "figure": "Số liệu",
    "day": "Ngày xảy ra",
    "withdraw": "Rút sự kiện",
    "past": "Ngày đã lâu",
    "new_day": "Hạn mới",
    "reason": "Lý do",
    "note": "Ghi chú",
    "amend": "Sửa bản ghi trước",
    "recorded_by": "Người ghi",
    "resend": "Gửi lại thư",
    "apply": "Làm thật",
    "at": "Thời điểm",
    "even_on_day_off": "Kể cả ngày nghỉ",
}


def unit_label(unit: Unit) -> str:
    """'TST · Ban Quản lý Thu - Sổ, Thẻ'."""
    return f"{unit.code}{SEPARATOR}{unit.name}"


def code_of(chosen: str) -> str:
    """The code in a chosen label; a bare code is itself."""
    return chosen.split(SEPARATOR, 1)[0].strip()


def units(registry: Registry, today: date) -> list[str]:
    """Labels of all units that owe something, or did until lately, in the registry's order."""
    owing = {code for duty in registry.obligations for code, _, _ in registry.roster(duty)}
    return [
        unit_label(unit)
        for unit in registry.units.values()
        if unit.code in owing and (unit.to is None or unit.to > today - _GONE)
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


def with_choices(
    schema: Mapping[str, Any], registry: Registry, today: date, *, events: bool = False
) -> dict[str, Any]:
    """The schema with Vietnamese titles and, for obligations and units, the lists to choose from.

    `events`: of the obligations only those that wait for events.
    """
    made = copy.deepcopy(dict(schema))
    codes = [duty.code for duty in waiting(registry)] if events else obligations(registry, today)
    lists = {"obligation": codes, "unit": units(registry, today)}
    for name, field in made.get("properties", {}).items():
        field["title"] = TITLES.get(name, name)
        if name in lists:
            field["enum"] = lists[name]
        elif name == "units":
            field["items"] = {"type": "string", "enum": lists["unit"]}
    return made
