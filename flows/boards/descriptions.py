"""The deployments' texts: what an administrator reads about an obligation before he opens its runs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from config.registry import Registry, assumed
from config.registry.objects import Obligation
from engine.errors import fault_of
from engine.overview.names import duty_called, in_charge_called
from flows import names
from flows.coming import deadlines
from flows.names import cell, link
from flows.speaking import BOARD, language_of, spoken
from language import Either, Message

SHOWN = 6  # coming deadlines in a description
_KINDS_SHOWN = 12


def tags(registry: Registry, obligation: Obligation) -> list[str]:
    """The document's number and the owner: what the deployments page filters by."""
    owner = spoken(registry, Message("deployment.tag-owner", owner=obligation.owner))
    return [obligation.document.number, owner, names.TAG]


def description(registry: Registry, obligation: Obligation, today: date, home: str = "") -> str:
    """Markdown: title, who owes what to whom and by when, the source, and the coming deadlines with their
    boards. Of a duty that cannot be computed, why: the others are served all the same.
    """
    try:
        return _description(registry, obligation, today, home)
    except Exception as error:
        return _said(registry, Message("audit.duty-why", code=obligation.code, why=fault_of(error)))


def _description(registry: Registry, obligation: Obligation, today: date, home: str) -> str:
    facts = [_said(registry, fact) for fact in _facts(registry, obligation, today)]
    return "\n".join(
        [
            f"**{_cell(registry, duty_called(obligation))}**",
            "",
            *(f"- {fact}" for fact in facts),
            "",
            *_table(registry, obligation, today),
            "",
            boards(registry, home),
        ]
    )


def round_described(registry: Registry, name: str, home: str = "") -> str:
    """What a flow that runs by the clock does, by its name."""
    return f"{_said(registry, Message(f'deployment.about.{name}'))}\n\n{boards(registry, home)}"


def form_described(registry: Registry, name: str, home: str = "") -> str:
    """What a form is for, by its name, and how it is filled in."""
    title, about, run = (
        _said(registry, Message(each))
        for each in (f"form.name.{name}", f"form.about.{name}", "deployment.press-run")
    )
    return f"**{title}**\n\n{about}\n\n{run}\n\n{boards(registry, home)}"


def boards(registry: Registry, home: str = "") -> str:
    """The links to the administrators' home, if there is one, and to the two boards that are always there."""
    language = language_of(registry)
    overall = link(_said(registry, Message("board.overall")), names.overall_key(language))
    outbox = link(_said(registry, Message("board.outbox")), names.outbox_key(language))
    first = f"[{_said(registry, Message('board.home'))}]({home}) · " if home else ""
    return f"{first}{overall} · {outbox}"


def _facts(registry: Registry, duty: Obligation, today: date) -> Iterator[Message]:
    owner = in_charge_called(registry, duty.owner, today)
    document = duty.document
    yield _who(registry, duty, today)
    yield Message("deployment.owner", owner=_cell(registry, owner.name), code=cell(owner.code))
    if duty.worded:
        yield Message("deployment.worded", worded=cell(duty.worded))
    yield Message("deployment.source", number=cell(document.number), day=document.date, cite=cell(duty.cite))
    if duty.product:
        own = "".join(f"; {', '.join(each.units)}: {each.text}" for each in duty.products)
        yield Message("deployment.product", product=cell(duty.product + own))
    if duty.deliver_to:
        yield Message("deployment.deliver-to", recipient=cell(duty.deliver_to))
    if duty.needs:
        yield Message("deployment.needs", codes=tuple(map(cell, duty.needs)))
    if duty.assumption:
        yield Message("deployment.assumption", assumption=cell(duty.assumption))
    if (rule := assumed.by_rule(registry, duty)) is not None:
        yield Message("deployment.assumption", assumption=rule)


def _who(registry: Registry, obligation: Obligation, today: date) -> Message:
    owing = registry.owing(obligation, today)
    if not owing:
        return Message("deployment.who-nobody")
    groups = registry.groups
    refs = [cell(groups[ref].title if ref in groups else ref) for ref in obligation.owed_by]
    shown = (*refs[:_KINDS_SHOWN], *["…"] * (len(refs) > _KINDS_SHOWN))
    return Message("deployment.who", n=len(owing), names=shown)


def _table(registry: Registry, obligation: Obligation, today: date) -> list[str]:
    rows = []
    unconfirmed = False
    for period, opens, asked, confirmed in deadlines(registry, obligation, today, SHOWN):
        mark = "" if confirmed else " *"
        unconfirmed |= not confirmed
        opened, last = (_said(registry, names.day(day)) for day in (opens, asked))
        follow = _said(registry, Message("deployment.board" if opens <= today else "deployment.not-open-yet"))
        if opens <= today:
            follow = link(follow, names.artifact_key(obligation.code, period))
        rows.append(f"| {period} | {opened} | {last}{mark} | {follow} |")
    if not rows:
        return [_said(registry, Message("deployment.no-period"))]
    heads = [
        _said(registry, Message(f"board.column-{each}")) for each in ("period", "opens", "last-day", "board")
    ]
    table = [f"| {' | '.join(heads)} |", "| --- | --- | --- | --- |", *rows]
    return [*table, "", rf"\* {_said(registry, Message('deployment.unconfirmed'))}"] if unconfirmed else table


def _said(registry: Registry, message: Message | Either | str) -> str:
    return spoken(registry, message, BOARD)


def _cell(registry: Registry, message: Message | Either) -> str:
    return cell(_said(registry, message))
