"""`dondoc plan`: what an edited registry would change of the open tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, in_json, line, table
from language import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from config.registry import Registry
    from engine.changes.plan import Change, Due, Plan

# How many units a line names before it only counts them.
NAMED = 6


@command(help="help.plan")
@option("--until", type=options.DAY, help="help.plan.until")
@option("--full", is_flag=True, help="help.plan.full")
@option("--check", is_flag=True, help="help.plan.check")
@options.reading
@click.pass_context
def plan(
    ctx: click.Context,
    until: date | None,
    full: bool,
    check: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Compare the registry with the open tasks, and tell the coming twelve months."""
    from engine.changes.plan import make_plan

    desk = Desk(as_of)
    registry = desk.registry
    if until is not None and until < desk.today:
        raise WrongUsage("usage.backward", option="--until", day=until, start=desk.today)
    if until is not None and until > registry.calendar.last:
        raise WrongUsage("cli.plan.beyond-calendar", until=until, last=registry.calendar.last)
    with desk.looking() as session:
        made = make_plan(session, registry, desk.settings, desk.now, until=until)
    if as_json:
        answer(plain_plan(made) | {"year_ahead": _year(registry, made.today)})
    else:
        _tell(made, full=full)
        _tell_year(registry, made.today, full=full)
    ctx.exit(1 if check and made.doing else 0)


# --- JSON ---


def plain_plan(made: Plan) -> dict[str, Any]:
    """A plan as docs/cli.md promises it."""
    return {
        "as_of": made.as_of,
        "until": made.until,
        "registry": made.registry,
        "fingerprint": made.fingerprint,
        "open_tasks": made.open_tasks,
        "counts": made.counts,
        "gone": made.gone,
        "changes": [_plain_change(change) for change in made.changes],
    }


def _plain_change(change: Change) -> dict[str, Any]:
    return {
        "change": change.kind,
        "obligation": change.obligation,
        "period": change.period,
        "count": len(change.units),
        "units": change.units,
        "before": change.before,
        "after": change.after,
        "owner_before": change.owner_before,
        "owner_after": change.owner_after,
        "why": in_json(change.why),
        "reads": in_json(change.reads),
        "hint": in_json(change.hint),
    }


def _year(registry: Registry, today: date) -> list[dict[str, Any]]:
    from config.registry.outlook import twelve_months, year_ahead

    months = [f"{first:%Y-%m}" for first in twelve_months(today)]
    return [
        {
            "obligation": each.obligation.code,
            "document": each.obligation.document.number,
            "periods": sum(each.periods),
            "tasks": sum(each.tasks),
            "months": [
                {"month": month, "periods": periods, "tasks": tasks}
                for month, periods, tasks in zip(months, each.periods, each.tasks, strict=True)
                if periods
            ],
        }
        for each in year_ahead(registry, today)
    ]


# --- text ---


def _tell(made: Plan, *, full: bool) -> None:
    from engine.changes.plan import ChangeKind

    counts = made.counts
    kept = counts.pop(ChangeKind.KEPT.value)
    said = [Message(f"cli.change.did-{kind}", n=count) for kind, count in counts.items() if count]
    said = said or [Message("cli.plan.nothing")]
    line(
        Message(
            "cli.plan.compared-kept" if kept else "cli.plan.compared",
            n=made.open_tasks,
            today=made.today,
            said=said,
            kept=kept,
        )
    )
    rows(made, full=full)
    if made.doing:
        line(Message("cli.plan.fingerprint", fingerprint=made.fingerprint))


def rows(made: Plan, *, full: bool) -> None:
    if made.gone:
        from engine.tasks import used

        line(Message("cli.plan.gone", what=used.told(made.gone)))
    if made.changes:
        table(
            (
                "head.change",
                "head.obligation",
                "head.period",
                "head.units",
                "head.from",
                "head.to",
                "head.note",
            ),
            [
                (
                    Message(f"cli.change.name-{change.kind.value}"),
                    change.obligation,
                    change.period,
                    _units(change.units, full=full),
                    change.owner_before or _said(change.before),
                    change.owner_after or _said(change.after),
                    _note(change),
                )
                for change in made.changes
            ],
            {place: "red" for place, change in enumerate(made.changes) if change.kind.value == "withdrawn"},
        )


def _note(change: Change) -> Message | None:
    said = [part for part in (change.why, change.reads, change.hint) if part is not None]
    return Message("cli.plan.notes", said=said) if said else None


def _said(due: Due | None) -> Message | None:
    """`Fri 2026-09-18 (before 19/09)`: the last day, and how the source words it."""
    if due is None:
        return None
    nominal = f"{due.nominal:%d/%m}"
    return Message(f"cli.plan.due-{due.boundary.value}", last_day=due.last_day, nominal=nominal)


def _units(codes: tuple[str, ...], *, full: bool) -> str:
    if full or len(codes) <= NAMED:
        return f"{len(codes)}: {', '.join(codes)}"
    return str(len(codes))


def _tell_year(registry: Registry, today: date, *, full: bool) -> None:
    """Tasks that fall due, month by month: a line for each document, with --full for each obligation."""
    from config.registry.outlook import twelve_months, year_ahead

    found = year_ahead(registry, today)
    rows: dict[str, list[int]] = {}
    for each in found:
        document = each.obligation.document.number
        name = f"{document} {each.obligation.code}" if full else document
        sums = rows.setdefault(name, [0] * 12)
        rows[name] = [a + b for a, b in zip(sums, each.tasks, strict=True)]
    if not rows:
        return
    line()
    line(Message("cli.plan.year-ahead"))
    months = [f"{first:%m/%y}" for first in twelve_months(today)]
    table(
        ("head.document", *months, "head.in-all"),
        [
            *_month_rows(rows),
            (Message("cli.plan.all"), *_blank(_total(rows.values())), sum(map(sum, rows.values()))),
        ],
    )


def _month_rows(rows: dict[str, list[int]]) -> Iterator[tuple[object, ...]]:
    for name, sums in rows.items():
        yield name, *_blank(sums), sum(sums)


def _total(rows: Iterable[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _blank(sums: Iterable[int]) -> tuple[object, ...]:
    return tuple(count or "" for count in sums)
