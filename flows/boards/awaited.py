"""The events that duties wait for, as boards show them: what, whose, when asked, how to record. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.tasks.awaited import Awaited
from flows import names
from flows.boards.seen import Seen, row
from flows.names import cell
from language import Message


def section(seen: Seen, waiting: Sequence[Awaited], asked: Mapping[str, date]) -> list[str]:
    """The lines of the section, after an empty one; none where nothing is waited for. `asked` is the day on
    which each duty's event was last asked for, by the duty's code."""
    if not waiting:
        return []
    return [
        "",
        f"## {seen.said(Message('board.awaited'))}",
        "",
        *_table(seen, waiting, asked),
        "",
        _how(seen, waiting),
    ]


def _table(seen: Seen, waiting: Sequence[Awaited], asked: Mapping[str, date]) -> Iterator[str]:
    yield from seen.heads("event", "document", "waiting", "owner", "asked-on")
    for each in waiting:
        days = [asked[duty.code] for duty in each.duties if duty.code in asked]
        said = cell(each.called)
        if each.last is not None:
            said = seen.said(Message("board.awaited-again", event=said, day=each.last))
        yield row(
            said,
            cell(each.by.document.number),
            ", ".join(cell(duty.code) for duty in each.duties),
            ", ".join(dict.fromkeys(seen.in_charge(duty.owner) for duty in each.duties)),
            seen.unbroken(names.figures(max(days, default=None))),
        )


def _how(seen: Seen, waiting: Sequence[Awaited]) -> str:
    how = "board.awaited-how-alike" if any(each.alike for each in waiting) else "board.awaited-how"
    return f"_{seen.said(Message(how))}_"
