"""To whom a letter goes: recipient codes ('TST', 'TST:head', 'leadership') become people with addresses.

A recipient that no mail reaches never means nobody. What a unit cannot read goes to its head with a note,
else to the owner of its duties, the office's own mailbox, or the leadership. A mailbox that has refused mail
is written to beside them, so that it is known when it takes mail again. A unit's mailbox is the recipient of
record; its contacts in charge of reports, or their deputies, get the same mail beside it, and so does the
contact who is its head what goes to the head.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from config.addresses import named, usable
from config.registry import Registry
from config.registry.contacts import ContactRole, of_unit, reading
from config.settings import Settings
from engine.errors import fault_of
from engine.mail.letter import Audience, Party
from engine.mail.message import Sender
from engine.tasks.in_charge import in_place_of
from engine.tasks.views import LEADERSHIP, head_of
from language import Either, Message, say

_HEAD = head_of("")


@dataclass(frozen=True, slots=True)
class Route:
    """Whom the letter speaks to, where it goes, and whose it is if it goes to another."""

    audience: Audience
    recipient: Party
    to: tuple[Party, ...]
    rerouted_from: str = ""


def audience_of(recipient: str) -> Audience:
    """How a letter to that recipient code is written."""
    if recipient == LEADERSHIP:
        return Audience.LEADERSHIP
    return Audience.HEAD if recipient.endswith(_HEAD) else Audience.UNIT


def unit_code(recipient: str) -> str:
    """The unit in a recipient code: 'TST:head' -> 'TST'."""
    return recipient.removesuffix(_HEAD)


def party_of(registry: Registry, code: str, today: date) -> Party:
    """The unit of that code, or the one that took its place, with its address if it can be used: the mailbox
    of a unit that is no more is not.
    """
    if code not in registry.units:
        return Party(code)
    unit = registry.standing(code, today)
    if unit is None:
        ended = registry.successor(code, today)
        return Party(ended.name, "", ended.name_en or "")
    return Party(unit.name, _usable(unit.email), unit.name_en or "")


def in_charge(registry: Registry, owner: str, today: date) -> Party:
    """Who is in charge of what `owner` is: it, the unit in its place, or the leadership when nobody is."""
    if in_place_of(registry, owner, today) == LEADERSHIP:
        return leadership_of(registry)
    return party_of(registry, owner, today)


def leadership_of(registry: Registry) -> Party:
    """The leadership, with its address if it can be used."""
    office = registry.office
    english = say(Message("mail.leadership"), "en", "mail")
    return Party(office.leadership_name, _usable(office.leadership_email), english)


def route(
    registry: Registry,
    settings: Settings,
    recipient: str,
    owners: Iterable[str],
    today: date,
    refused: Collection[str] = (),
) -> Route:
    """Where the letter of `recipient` goes on that day; `owners` are the codes of those in charge of its
    duties, `refused` the addresses that have refused mail.

    `to` is empty only when not even the office has a usable address.
    """
    audience = audience_of(recipient)
    meant = _meant(registry, recipient, audience, today)
    tried = (*((meant,) if meant.address else ()), *_beside(registry, recipient, meant, today))
    if any(_reached(party, refused) for party in tried):
        return Route(audience, meant, tried)
    owning = (in_charge(registry, code, today) for code in owners if code != unit_code(recipient))
    reachable = tuple(dict.fromkeys(party for party in owning if _reached(party, refused)))
    office = registry.office
    for to in (
        *((other,) for other in _nearest(registry, recipient, audience, today)),
        reachable,
        (Party(office.name, named(own_address(registry, settings))[1], office.name_en),),
        (leadership_of(registry),),
    ):
        if to and all(_reached(party, refused) for party in to):
            return Route(audience, to[0], tuple(dict.fromkeys((*tried, *to))), meant.name)
    return Route(audience, meant, tried)


def known(
    registry: Registry, settings: Settings, recipient: str, owners: Iterable[str], today: date
) -> tuple[Party, ...]:
    """To whom it would go today, for the record; when it leaves that is asked again, and told if it fails."""
    try:
        return route(registry, settings, recipient, owners, today).to
    except Exception as error:
        fault_of(error)
        return ()


def readers_of(registry: Registry, recipient: str, today: date) -> tuple[Party, ...]:
    """The contacts who read on that day what goes to that recipient code, in the place of who is away."""
    audience = audience_of(recipient)
    if not registry.contacts or audience is Audience.LEADERSHIP or unit_code(recipient) not in registry.units:
        return ()
    unit = registry.standing(unit_code(recipient), today)
    role = ContactRole.HEAD if audience is Audience.HEAD else ContactRole.REPORTS
    contacts = of_unit(registry, unit.code) if unit else ()
    people = reading(contacts, role, today) if contacts else ()
    return tuple(Party(each.name, each.mail, each.name) for each in people)


def _beside(registry: Registry, recipient: str, meant: Party, today: date) -> tuple[Party, ...]:
    """The contacts who are written to beside the mailbox, each address once."""
    readers = readers_of(registry, recipient, today)
    if not readers:
        return ()
    first = {meant.address.casefold()}
    found = {each.address.casefold(): each for each in reversed(readers)}
    return tuple(reversed([each for address, each in found.items() if address not in first]))


def _reached(party: Party, refused: Collection[str]) -> bool:
    return bool(party.address) and party.address not in refused


def _meant(registry: Registry, recipient: str, audience: Audience, today: date) -> Party:
    """The party that is meant."""
    if audience is Audience.LEADERSHIP:
        return leadership_of(registry)
    if audience is Audience.UNIT:
        return party_of(registry, unit_code(recipient), today)
    return _head(registry, unit_code(recipient), today)


def _nearest(registry: Registry, recipient: str, audience: Audience, today: date) -> tuple[Party, ...]:
    """Who stands nearest to the party that is meant."""
    if audience is Audience.LEADERSHIP:
        return ()
    nearest = _head if audience is Audience.UNIT else party_of
    return (nearest(registry, unit_code(recipient), today),)


def _head(registry: Registry, code: str, today: date) -> Party:
    unit, standing = party_of(registry, code, today), registry.standing(code, today)
    native = registry.office.language.partition("+")[0]
    name = say(Message("mail.head-of", unit=unit.name), native, "mail")
    english = say(Message("mail.head-of", unit=unit.name_en or unit.name), "en", "mail")
    return Party(name, _usable(standing.head_email if standing else None), english)


def sender_of(registry: Registry, settings: Settings) -> Sender:
    """From whom mail comes. Its address may be unusable: `engine.mail.outbox` checks before it sends."""
    office = registry.office
    name, address = named(own_address(registry, settings))
    first = languages(registry, settings)[0]
    return Sender(
        name=name or Either(vi=office.name, en=office.name_en).of(first),
        address=address,
        domain=office.list_id,
        zone=office.zone,
        morning=office.morning,
        templates=settings.config / "templates",
        report_template=office.report_template,
        most_bytes=settings.mail_max_kb * 1024,
    )


def own_address(registry: Registry, settings: Settings) -> str:
    """The office's own mailbox, as the settings or else the registry have it."""
    return settings.mail_from or registry.office.mail_from


def languages(registry: Registry, settings: Settings) -> tuple[str, ...]:
    """The languages of a letter in their order: ('vi',) or ('vi', 'en')."""
    return tuple((settings.mail_language or registry.office.language).split("+"))


@lru_cache(maxsize=4096)  # a few hundred addresses, asked again for every letter
def _usable(address: str | None) -> str:
    return address if address and usable(address) else ""
