"""`dondoc outbox --hold`, `--release`, `--drop`, `--send-now`: deciding about mails before they leave, by
their numbers, or by their recipients where they do not stand in the outbox yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desk.office import Desk
from desk.output import answer, line
from language import Message

if TYPE_CHECKING:
    from datetime import date

    from engine.rounds.ahead import Foretold
    from engine.tasks.acts import Act


def rule(
    desk: Desk,
    what: str,
    given: Sequence[str],
    on: date | None,
    reason: str,
    actor: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """`what` is hold, release, drop or send; `given` are numbers of mails and codes of recipients. All of it
    is done or nothing."""
    from engine.mail.rulings import coming_day
    from engine.rounds.ahead import send_ahead

    numbers = [int(each) for each in given if each.isdigit()]
    told = _foretold(desk, [each for each in given if not each.isdigit()], on) if what == "send" else {}
    recipients = [each for each in given if not each.isdigit()]
    day = on or coming_day(desk.registry, desk.settings, desk.now)
    with desk.acting(actor, dry_run=dry_run, engine=desk.existing()) as act:
        done = _numbers(act, what, numbers, reason) if numbers else []
        ahead = []
        for recipient in recipients:
            if what == "send":
                done += send_ahead(act, recipient, told[recipient])
                continue
            there, waits = _recipient(act, what, recipient, day, reason)
            done += there
            ahead += waits
    sent = _send(desk, done) if what == "send" and not dry_run else 0
    if as_json:
        key = {"drop": "dropped", "hold": "held", "release": "released", "send": "hastened"}[what]
        more = {"sent": sent} if what == "send" else {}
        answer({"dry_run": dry_run, key: sorted(done), "coming": ahead, **more})
        return
    would = "would-" if dry_run else ""
    if done or not ahead:
        n = len(done)
        line(Message(f"cli.outbox.{would}{what}", n=n) if what != "send" else _hastened(would, n, sent))
    for each in ahead:
        line(Message(f"cli.outbox.{would}{what}-coming", recipient=each["recipient"], day=each["day"]))


def _foretold(desk: Desk, recipients: Sequence[str], on: date | None) -> dict[str, Foretold]:
    from engine.rounds.ahead import foretold

    of = (desk.registry, desk.settings, desk.existing(), desk.now)
    return {each: foretold(*of, each, on=on) for each in recipients}


def _hastened(would: str, n: int, sent: int) -> Message:
    if would:
        return Message("cli.outbox.would-send", n=n)
    return Message("cli.outbox.sent-now" if sent else "cli.outbox.hastened", n=sent or n)


def _numbers(act: Act, what: str, numbers: Sequence[int], reason: str) -> list[int]:
    from engine.mail import rulings
    from engine.mail.dropping import drop

    if what == "hold":
        return rulings.hold(act, numbers, reason=reason)
    if what == "drop":
        return drop(act, numbers, reason=reason)
    return rulings.release(act, numbers) if what == "release" else rulings.send_now(act, numbers)


def _recipient(
    act: Act, what: str, recipient: str, day: date, reason: str
) -> tuple[list[int], list[dict[str, Any]]]:
    """The messages that stand in the outbox already, or what waits for those of that morning."""
    from datetime import date as day_of

    from engine.mail import rulings

    if what == "release":
        taken = rulings.take_back(act, recipient)
        days = [day_of.fromisoformat(each.round_key) for each in taken]
        return [], [{"recipient": recipient, "day": each} for each in days]
    made = rulings.rule(act, recipient, day, what, reason=reason)
    return (made, []) if isinstance(made, list) else ([], [{"recipient": recipient, "day": day}])


def _send(desk: Desk, numbers: Sequence[int]) -> int:
    """Sends them where mail may leave by now; else they leave when the office opens."""
    from engine.mail.outbox import deliver

    return deliver(desk.installation(desk.existing()), desk.now, origin="send-now", only=numbers).sent
