"""The check of `dondoc doctor` that looks at the page: whether mails carry links to it."""

from __future__ import annotations

from collections.abc import Iterator

from desk.findings import Level, advice
from desk.health.looking import needs
from desk.office import Desk
from language import Message


def page(desk: Desk) -> Iterator[tuple[Level, Message, Message | None]]:
    """Whether the units' page can be reached: its address is set, and the keys of its links are there."""
    needs(desk, "settings")
    from engine.errors import LinkKeysError
    from engine.links import keys
    from engine.links.addresses import base_of

    settings = desk.settings
    if not settings.page_url:
        yield Level.OK, Message("doctor.page-here"), None
        return
    if not settings.page_port:
        yield Level.WARNING, Message("doctor.page-off", url=settings.page_url), advice("page-off")
        return
    try:
        known = keys.read(settings.home)
    except LinkKeysError as error:
        yield Level.PROBLEM, error.message, None
        return
    if known:
        yield Level.OK, Message("doctor.page", url=base_of(settings)), None
    else:
        yield Level.WARNING, Message("doctor.page-no-keys", url=base_of(settings)), advice("page")
