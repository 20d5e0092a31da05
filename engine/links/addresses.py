"""The address of a unit's page as mails and people get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.settings import Settings
from engine.links import tokens


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


def base_of(settings: Settings) -> str:
    """Where browsers reach the pages: as the operator says, else where they listen on this machine."""
    if settings.page_url:
        return settings.page_url.rstrip("/")
    return f"http://{settings.page_address}:{settings.page_port}"
