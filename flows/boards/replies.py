"""Replies that wait for somebody, as the overall board shows them: whose, what was understood, why it waits.
Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from engine.overview.names import unit_called
from engine.replies.deciding import items_of, possible
from engine.replies.recording import Item
from engine.tasks.days import local_day
from flows import names
from flows.boards.form_links import form_link
from flows.boards.seen import Seen, row
from flows.names import cell
from language import Message, from_text
from models.states import ReplyState
from models.tables import Reply

FORM = "decide-reply"
MOST_TASKS = 4
"""Between so many tasks a reply is decided with one click; more are typed into the form."""
LATELY = timedelta(days=7)
_ASIDE = (ReplyState.REFUSED, ReplyState.UNREADABLE)


def section(seen: Seen, waiting: Sequence[Reply], counts: Mapping[ReplyState, int], n: int) -> list[str]:
    """The lines of the section, after an empty one; none where there is nothing to look at. `waiting` are the
    oldest of the `n` that wait; `counts`: the
    mails of `LATELY`, since one that is not believed or cannot be read waits for nobody, but is told."""
    aside = [
        f"- {seen.said(Message(f'board.replies-{state.value}', n=counts[state]))}"
        for state in _ASIDE
        if counts.get(state)
    ]
    if not waiting:
        return ["", f"## {seen.said(Message('board.replies-none'))}", "", *aside] if aside else []
    head = seen.said(Message("board.replies", n=n))
    how = seen.said(Message("board.replies-how"))
    more = seen.more_waiting(n - len(waiting))
    return [
        "",
        f"## {head}",
        "",
        *_table(seen, waiting),
        "",
        *more,
        f"_{how}_",
        *(["", *aside] if aside else []),
    ]


def _table(seen: Seen, waiting: Sequence[Reply]) -> Iterator[str]:
    yield from seen.heads("reply", "unit", "by", "reply-says", "reply-why", "requested-on", "answer")
    for each in waiting:
        items = items_of(each)
        unit = seen.cell(unit_called(seen.registry, each.unit, seen.today)) if each.unit else names.NONE
        said = [
            seen.cell(item.did or Message(f"board.reply-{item.said.kind}", line=item.said.line))
            for item in items
        ]
        waits = [seen.cell(why) for item in items if item.outcome == "waiting" for why in item.why]
        waits += [seen.cell(from_text(text)) for text in each.heard.get("why", ())]
        yield row(
            str(each.id),
            unit,
            cell(f"{each.sender_name} <{each.sender}>".strip()),
            "; ".join(said) or cell(each.text[:200]),
            "; ".join(dict.fromkeys(waits)),
            seen.unbroken(names.figures(local_day(seen.registry, each.read_at))),
            " · ".join(_links(seen, each, items)),
        )


def _links(seen: Seen, reply: Reply, items: Sequence[Item]) -> Iterator[str]:
    """The form that decides it, filled in: accepting it as it was understood, once for each task that may be
    meant where the reply names none; or turning it down."""
    assert reply.id is not None
    given: dict[str, str | int] = {"reply": reply.id, "decision": "accept"}
    waits = [item for item in items if item.outcome == "waiting"]
    tasks = possible(waits)[:MOST_TASKS] if any(item.ref is None for item in waits) else []
    for task in tasks:
        yield form_link(seen.said(Message("board.accept-reply-for", task=task)), FORM, given | {"task": task})
    if not tasks:
        known = {"task": "/".join(waits[0].ref)} if len(waits) == 1 and waits[0].ref else {}
        yield form_link(seen.said(Message("board.accept-reply")), FORM, given | known)
    yield form_link(seen.said(Message("board.dismiss-reply")), FORM, given | {"decision": "dismiss"})
