"""The address of a unit's page as mails and people get it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from sqlalchemy.orm import Session

from config.settings import Settings
from engine.links import keys, revoking, tokens

_LINK = re.compile(r"(?:https?://[^\s<>\"']*)?/(?:l|ics)/[\w.-]{20,}(?:/\w+\.ics)?")
CAME = "from=dondoc"
"""In the address of the Prefect UI to which the page leads who has logged in there."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links of one day. `generations`: see `engine.links.revoking`."""

    keys: Sequence[str]
    generations: Mapping[str, int]
    base: str
    """Where browsers reach the pages, without a slash at its end."""
    today: date

    def of(self, unit: str, *, acts: bool = True) -> str:
        """The link to a unit's page: to act there, or only to read."""
        said = tokens.token(
            self.keys, unit, acts=acts, generation=self.generations.get(unit, 0), today=self.today
        )
        return f"{self.base}/l/{said}"

    def feed(self, unit: str, *, owner: bool = False) -> str:
        """The address of a unit's calendar, for a program to subscribe to; with `owner`, of what it follows
        up."""
        said = tokens.feed_token(self.keys, unit, generation=self.generations.get(unit, 0))
        return f"{self.base}/ics/{said}/{'owner' if owner else 'unit'}.ics"


def for_mails(s: Session, settings: Settings, today: date) -> Links | None:
    """The links that mails of that day carry; None where no public address is set, or no key was made yet.

    Keys are made by whoever serves the pages: composing a mail writes nothing into the home.
    """
    found = keys.read(settings.home) if settings.page_url and settings.page_port else ()
    return Links(found, revoking.generations(s), base_of(settings), today) if found else None


def struck(text: str, instead: str) -> str:
    """A mail's text for others than its recipient: whoever has a link is the unit, so none stands in it."""
    return _LINK.sub(instead, text)


def home_of(settings: Settings) -> str:
    """Where the administrators' home is, with a slash at its end, for somebody who looks at the Prefect UI;
    '' where none is served, or it listens on this machine alone and the UI is looked at from elsewhere."""
    near = (urlsplit(settings.web_base_url).hostname or "") in LOOPBACK
    if not settings.page_port or not (settings.page_url or near):
        return ""
    return f"{base_of(settings)}/"


def history_at(home: str, obligation: str, period: str, unit: str) -> str:
    """The address of a task's history below the home."""
    return home + "/".join(["task", *(quote(part, safe="") for part in (obligation, period, unit))])


def ui_of(settings: Settings, name: str, to: str) -> str:
    """Where the Prefect UI shows `to`, a path of it, to somebody who looks at the page under that name of a
    host: on this machine the UI has the same, or the cookie of the login would not come along."""
    web = urlsplit(settings.web_base_url)
    if web.hostname in LOOPBACK and name in LOOPBACK:
        web = web._replace(netloc=f"{f'[{name}]' if ':' in name else name}:{web.port or 80}")
    safe = to if to.startswith("/") and to[1:2] not in ("/", "\\") and to.isprintable() else "/"
    return f"{web.geturl().rstrip('/')}{quote(safe, safe='/?&=%+~:,;@')}{'&' if '?' in safe else '?'}{CAME}"


def base_of(settings: Settings) -> str:
    """Where browsers reach the pages: as the operator says, else where they listen on this machine."""
    if settings.page_url:
        return settings.page_url.rstrip("/")
    return f"http://{settings.page_address}:{settings.page_port}"
