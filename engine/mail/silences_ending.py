"""Silences about to end: whoever is in charge of what is silent reads it once, the working day before. Of a
unit's whole mail that is the leadership; the administrator sees it among the findings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry, RegistryError
from engine.mail import silencing
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.views import LEADERSHIP
from language import Message
from models import queries


def wanted(s: Session, registry: Registry, now: datetime) -> Mapping[tuple[str, str], Message]:
    """By (recipient, number of the silence): what is about to end."""
    today = local_day(registry, now)
    found = {}
    for each in silencing.ending(registry, queries.silences(s, after=now), now):
        said = Message("mail.silence-ending", **silencing.told(registry, each, now))
        owners = {in_place_of(registry, owner, today) for owner in _owners(registry, each)}
        for recipient in sorted(owners - {each.unit}) or [LEADERSHIP]:
            found[recipient, str(each.id)] = said
    return found


def _owners(registry: Registry, each: queries.SilenceRow) -> Collection[str]:
    if each.obligation is not None:
        try:
            return {registry.obligation(each.obligation).owner}
        except RegistryError:
            return ()
    duties = registry.obligations.values() if each.document is not None else ()
    return {duty.owner for duty in duties if duty.document.number == each.document}
