"""A reply as the command line shows it: who wrote, what was understood, what became of it and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.output import in_json, line
from language import Message, from_text

if TYPE_CHECKING:
    from engine.replies.recording import Item
    from models.tables import Reply


def show_reply(reply: Reply, state: Message, evidence: Path) -> None:
    """Prints it with its state in words; `evidence` is the folder of the files that were kept."""
    # Of one that is not believed the unit is whose mail it answers, and not whose address this is.
    unit = "" if reply.state.value == "refused" else reply.unit or ""
    who = f"{reply.sender_name} {reply.sender or ''}".strip()
    of = Message("cli.replies.of-unit", unit=unit) if unit else ""
    line(Message("cli.replies.from", who=who, unit=of))
    line(Message("cli.replies.subject", subject=reply.subject))
    line(state)
    for each in why_of(reply):
        line(Message("cli.replies.why", why=each))
    for item in items_of(reply):
        line(Message("cli.replies.item", said=told(item)))
    for file in reply.heard.get("files", ()):
        where = evidence / str(reply.id) / file["file"]
        line(Message("cli.replies.file", name=file["name"], file=str(where)))
    for each in reply.heard.get("files_left", ()):
        line(Message("cli.replies.left", name=from_text(each)))
    if reply.decided_by:
        line(Message("cli.replies.decided", by=reply.decided_by, reason=reply.reason))
    line()
    for text in reply.text.splitlines():
        line(text)


def items_of(reply: Reply) -> list[Item]:
    """What was understood of it, and what became of each."""
    from engine.replies import deciding

    return deciding.items_of(reply)


def told(item: Item) -> Message:
    """What became of one thing that was said, or why it waits."""
    from engine.replies.confirming import waiting_line

    return item.did or waiting_line(item)


def why_of(reply: Reply) -> list[Message | str]:
    """Why it is looked at, or nothing follows from it."""
    return [from_text(each) for each in reply.heard.get("why", ())]


def gist(reply: Reply) -> Message | str:
    """All of it in a line."""
    said: list[Message | str] = [*(told(each) for each in items_of(reply)), *why_of(reply)]
    bounced = [f"{address}: {said}" for address, said in reply.heard.get("bounced", {}).items()]
    return Message("cli.replies.gist", what=[*said, *bounced]) if said or bounced else reply.subject


def entry_of(reply: Reply) -> dict[str, Any]:
    """A reply as `--json` answers it."""
    return {
        "id": reply.id,
        "read_at": reply.read_at,
        "state": reply.state.value,
        "from": reply.sender,
        "name": reply.sender_name,
        "unit": reply.unit,
        "subject": reply.subject,
        "message": reply.message_id,
        "message_id": reply.message_id_header,
        "items": [
            {
                "kind": each.said.kind,
                "line": each.said.line,
                "outcome": each.outcome,
                "task": "/".join(each.ref) if each.ref else None,
                "told": in_json(told(each)),
            }
            for each in items_of(reply)
        ],
        "why": [in_json(each) for each in why_of(reply)],
        "bounced": reply.heard.get("bounced", {}),
        "files": reply.heard.get("files", []),
        "files_left": [in_json(from_text(each)) for each in reply.heard.get("files_left", ())],
        "answered_at": reply.answered_at,
        "decided_by": reply.decided_by,
        "reason": reply.reason,
    }
