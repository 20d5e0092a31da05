"""May a reply be believed? It answers a mail that we sent to a unit, comes from one of that unit's addresses,
and has passed the office's own mail server, if the office asks for that.

What fails the first is none of our business; what fails the others is never recorded by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage

from sqlalchemy.orm import Session

from config.addresses import named
from config.registry import Registry, Unit
from config.registry.contacts import of_unit
from config.settings import Settings
from engine.mail import routing
from engine.mail.letter import Audience
from engine.replies import authentication
from engine.replies.arrived import Letterhead
from language import Message
from models import queries
from models.states import ReplyState
from models.tables import Message as Mail


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules say of a mail. RECORDED: it is believed; WAITING: a person should look; REFUSED and
    IGNORED: nothing follows from it. `why` says so, and is empty for what is believed."""

    state: ReplyState
    unit: str = ""
    """The unit for which it speaks, as it stands today."""
    answered: Mail | None = None
    why: tuple[Message, ...] = ()


def judge(
    s: Session, registry: Registry, settings: Settings, mail: EmailMessage, head: Letterhead, today: date
) -> Standing:
    """What may be believed of a mail that no program sent."""
    own = named(routing.own_address(registry, settings))[1].lower()
    answered = _answered(s, head.answers)
    if not head.sender or head.sender == own:
        # What answers a mail of ours came from one of its readers, or from somebody who would be one.
        state = ReplyState.IGNORED if head.sender or answered is None else ReplyState.REFUSED
        return Standing(state, answered=answered, why=(Message("replies.no-sender"),))
    theirs = units_of(registry, head.sender, today)
    if answered is None:
        if not theirs:
            return Standing(ReplyState.IGNORED, why=(Message("replies.answers-nothing"),))
        if not _checked(settings, mail, head):
            return Standing(ReplyState.REFUSED, theirs[0], why=(_unchecked(settings),))
        return Standing(ReplyState.WAITING, theirs[0], why=(Message("replies.answers-no-mail"),))
    unit = _unit_of(registry, answered, today)
    if unit is None:
        return Standing(
            ReplyState.WAITING if theirs else ReplyState.REFUSED,
            theirs[0] if theirs else "",
            answered,
            (Message("replies.not-to-a-unit"),),
        )
    if not _checked(settings, mail, head):
        return Standing(ReplyState.REFUSED, unit, answered, (_unchecked(settings),))
    if unit in theirs:
        return Standing(ReplyState.RECORDED, unit, answered)
    if theirs:
        why = Message("replies.from-another-unit", unit=unit, other=theirs[0], address=head.sender)
        return Standing(ReplyState.REFUSED, unit, answered, (why,))
    why = Message("replies.from-elsewhere", unit=unit, address=head.sender)
    return Standing(ReplyState.WAITING, unit, answered, (why,))


def units_of(registry: Registry, address: str, today: date) -> list[str]:
    """The units that read mail at that address (small letters) on that day, in the registry's order."""
    return [
        unit.code
        for unit in registry.units.values()
        if unit.alive(today) and address in _addresses(registry, unit)
    ]


def _addresses(registry: Registry, unit: Unit) -> set[str]:
    """Its mailboxes and its contacts', in small letters: also of who is away, and writes all the same."""
    people = (each.mail for each in of_unit(registry, unit.code))
    return {(each or "").lower() for each in (unit.email, unit.head_email, *people)}


def _answered(s: Session, headers: tuple[str, ...]) -> Mail | None:
    """The mail of ours that is answered: the nearest that is named. An answer to our confirmation answers
    what the confirmed reply did."""
    found = {mail.message_id_header: mail for mail in queries.sent_messages(s, headers)}
    confirmed = {reply.answer_header: reply for reply in queries.replies_answered(s, headers)}
    for each in headers:
        if each in found:
            return found[each]
        if each in confirmed and (number := confirmed[each].message_id) is not None:
            return s.get(Mail, number)
    return None


def _unit_of(registry: Registry, answered: Mail, today: date) -> str | None:
    """To which unit it went, or which one stands in its place; None for a head's mail or the leadership's."""
    if routing.audience_of(answered.recipient) is not Audience.UNIT:
        return None
    code = routing.unit_code(answered.recipient)
    standing = registry.standing(code, today) if code in registry.units else None
    return standing.code if standing else None


def _checked(settings: Settings, mail: EmailMessage, head: Letterhead) -> bool:
    server = settings.replies_authserv
    return server is None or authentication.passes(mail, server, head.sender)


def _unchecked(settings: Settings) -> Message:
    return Message("replies.not-authenticated", server=settings.replies_authserv or "")
