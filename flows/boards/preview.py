"""What a rerun would do, on its run's page: which units, and who would be mailed what and when. Pure."""

from __future__ import annotations

from engine.mail.language import words_of
from engine.overview.names import unit_called
from engine.rounds.preview import AtOnce, at_once
from engine.rounds.rerun import RerunReport
from flows import names
from flows.boards.outbox import recipient
from flows.boards.seen import Seen, row
from language import Message

MOST_NAMED = 12
"""So many units of one line are named; of more their number is told."""


def preview(seen: Seen, report: RerunReport) -> str:
    """The text, for a report of a rehearsal."""
    title = Message("board.preview-of", obligation=report.obligation, period=report.period)
    lines = [f"# {seen.cell(title)}", "", f"**{seen.said(Message('board.preview-nothing-yet'))}**", ""]
    for name, units in (("opened", report.opened), ("open", report.already_open)):
        if units:
            said = Message(f"board.preview-{name}", n=len(units), units=_named(seen, units))
            lines.append(f"- {seen.cell(said)}")
    for unit, why in report.refused.items():
        said = Message("board.preview-refused", unit=_coded(seen, unit), why=why)
        lines.append(f"- {seen.cell(said)}")
    lines += ["", f"## {seen.said(Message('board.preview-mails', n=len(report.mails)))}", ""]
    if report.mails:
        lines += [
            *seen.heads("at", "level", "recipient", "unit", "what"),
            *(_together(seen, each) for each in at_once(report.mails)),
        ]
    else:
        lines.append(seen.said(Message("board.preview-no-mails")))
    return "\n".join([*lines, "", f"{seen.overall} · _{seen.updated}_"])


def _together(seen: Seen, each: AtOnce) -> str:
    words = words_of(seen.language)
    why = dict.fromkeys(words.why(reason) or reason for reason in each.reasons)
    return row(
        seen.unbroken(names.instant(each.at, seen.zone)),
        seen.said(Message(f"round.level-{each.role.value}")),
        seen.cell("; ".join(seen.said(recipient(seen, code)) for code in each.recipients)),
        seen.cell(_units(each)),
        seen.cell(", ".join(why)),
    )


def _units(each: AtOnce) -> str | Message:
    some = len(each.units) <= MOST_NAMED
    return ", ".join(each.units) if some else Message("count.units", n=len(each.units))


def _named(seen: Seen, units: tuple[str, ...]) -> tuple[Message, ...]:
    return tuple(_coded(seen, unit) for unit in units)


def _coded(seen: Seen, unit: str) -> Message:
    return Message("board.coded-unit", code=unit, unit=unit_called(seen.registry, unit, seen.today))
