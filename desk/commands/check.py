"""`dondoc check`: the registry, whole, with all its errors at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import click

from desk import options
from desk.command import command, option
from desk.office import Desk
from desk.output import answer, in_json, line
from language import Either, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

MOST_ALIKE = 5
"""So many notes of one kind are told one by one."""
FEW = 2
"""Of more, so many stand for all, unless all are asked for."""


@command(help="help.check")
@option("-v", "--verbose", "every", is_flag=True, help="help.check.verbose")
@options.reading
@click.pass_context
def check(ctx: click.Context, every: bool, as_of: datetime | date | None, as_json: bool) -> None:
    """Print what is wrong with the registry, or what it holds; exit code 1 when something is wrong."""
    from config.registry import RegistryErrors
    from desk.templates import template_fault

    desk = Desk(as_of)
    try:
        notes = list(_notes(desk))
        summary = _summary(desk, notes)
    except RegistryErrors as broken:
        _refuse(ctx, desk, [error.message for error in broken.errors], as_json=as_json)
    fault = template_fault(desk)
    if fault is not None:
        _refuse(ctx, desk, [fault], as_json=as_json)
    if as_json:
        answer(summary)
        return
    office = desk.registry.office
    name = Either(office.name, office.name_en)
    line(Message("cli.check.in-order", office=name, config=summary["config"]))
    line(Message("cli.check.counts", today=desk.today, **summary["counts"]))
    _tell(notes, every=every)


def _tell(notes: Sequence[Message], *, every: bool) -> None:
    """The notes in groups of one kind, each with how many there are; of a large group the first few."""
    groups: dict[str, list[Message]] = {}
    for note in notes:
        groups.setdefault(note.id, []).append(note)
    for alike in groups.values():
        told = alike if every or len(alike) <= MOST_ALIKE else alike[:FEW]
        if len(alike) > MOST_ALIKE:
            line(Message("cli.check.alike", n=len(alike)))
        for note in told:
            line(Message("cli.note", note=note))
        if len(told) < len(alike):
            line(Message("cli.check.and-more", n=len(alike) - len(told)))


def _refuse(ctx: click.Context, desk: Desk, errors: Sequence[Message], *, as_json: bool) -> NoReturn:
    if as_json:
        wrong = [in_json(error) for error in errors]
        answer({"ok": False, "config": str(desk.settings.config), "errors": wrong})
    else:
        for error in errors:
            line(error, err=True)
        count = Message("cli.check.errors", n=len(errors), config=str(desk.settings.config))
        line(count, err=True)
    ctx.exit(1)


def _notes(desk: Desk) -> Iterator[Message]:
    from config.registry.contacts import remarks_on
    from config.registry.ended import ended
    from config.registry.remarks import remarks
    from engine.mail.ways_checked import faults

    registry = desk.registry
    yield from desk.settings.unknown_variables
    yield from ended(registry, desk.today)
    yield from remarks(registry)
    yield from faults(registry, desk.settings)
    yield from remarks_on(registry, desk.today)


def _summary(desk: Desk, notes: Sequence[Message]) -> dict[str, Any]:
    from config.registry.objects import within

    registry = desk.registry
    today = desk.today
    duties = registry.obligations.values()
    return {
        "ok": True,
        "config": str(desk.settings.config),
        "errors": [],
        "office": registry.office.name,
        "fingerprint": registry.fingerprint,
        "as_of": today,
        "counts": {
            "documents": len(registry.documents),
            "obligations": len(duties),
            "live_obligations": sum(within(today, duty.from_, duty.to) for duty in duties),
            "units": len(registry.units),
            "live_units": sum(unit.alive(today) for unit in registry.units.values()),
            "groups": len(registry.groups),
            "ladders": len(registry.ladders),
        },
        "calendar_verified_until": registry.verified_until,
        "notes": [in_json(note) for note in notes],
    }
