"""The stable links to the boards of the Prefect UI: each leads to the latest version of its board.

The UI's own stable address lists versions, and the address of a version is old after the next round. So
whoever writes boards tells which version is the latest, and the page leads on to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from config.settings import Settings
from engine.links.addresses import LOOPBACK, home_of
from engine.persons import stored
from models import queries

_FACT = "latest-board "
_UI = "/v2/artifacts"


def remember(s: Session, latest: Mapping[str, str]) -> None:
    """Keeps the number of the latest version of each board, by its key."""
    known = queries.facts(s, _FACT)
    for key, number in latest.items():
        if known.get(f"{_FACT}{key}") != number:
            queries.put(s, f"{_FACT}{key}", number)


def address_of(s: Session, settings: Settings, key: str) -> str:
    """Where the UI shows the latest version of the board; the list of its versions where none was told."""
    number = queries.fact(s, f"{_FACT}{key}")
    base = settings.web_base_url.rstrip("/") + _UI
    return f"{base}/artifact/{number}" if number else f"{base}/key/{key}"


def is_near(settings: Settings) -> bool:
    """Whether the pages are reached on this machine alone, as the UI is then."""
    return not settings.page_url and settings.page_address in LOOPBACK


def links_of(settings: Settings) -> str:
    """What a board's key stands behind in its stable link; '' where whoever looks at the UI could not follow
    it: no page is served, or nobody was let in there."""
    home = home_of(settings)
    if not home or not (is_near(settings) or stored.read(settings.home)):
        return ""
    return f"{home}board/"
