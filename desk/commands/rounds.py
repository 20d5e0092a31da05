"""`dondoc rounds`: the rounds of late, what each did and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import options
from desk.command import command, option
from desk.office import Desk
from desk.output import answer, in_json, line, local, table
from desk.typed import Whole
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.rounds.past import PastRound


@command(help="help.rounds")
@option("--all", "parts", is_flag=True, help="help.rounds.all")
@option("--limit", type=Whole(1, 1000), default=20, show_default=True, help="help.rounds.limit")
@options.reading
def rounds(parts: bool, limit: int, as_of: datetime | date | None, as_json: bool) -> None:
    """List them, the latest first."""
    from engine.rounds.past import past_rounds

    desk = Desk(as_of)
    with desk.looking() as session:
        found = past_rounds(session, limit=limit, whole=not parts, until=desk.now if as_of else None)
    if as_json:
        answer([_document(each) for each in found])
        return
    heads = (
        "head.day",
        "head.looked-from",
        "head.started-by",
        "head.scope",
        "head.opened",
        "head.notices",
        "head.mails",
        "head.sent",
        "head.failed",
        "head.held",
        "head.seconds",
        "head.outcome",
    )
    zone = desk.registry.office.zone
    table(
        heads,
        [
            (
                each.key,
                local(each.as_of, zone),
                f"{each.by} ({each.origin})" if each.by else each.origin,
                each.scope,
                *(
                    "" if n is None else n
                    for n in (each.opened, each.raised, each.queued, each.sent, each.failed, each.held)
                ),
                "" if each.seconds is None else f"{each.seconds:.1f}",
                each.told(),
            )
            for each in found
        ],
    )
    line(Message("cli.rounds.count", n=len(found)))


def _document(each: PastRound) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(each), "said": in_json(each.said)}
