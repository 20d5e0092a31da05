"""Where the forms of the Prefect UI are: their numbers, as the server gave them when they were registered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from sqlalchemy.orm import Session

from config.settings import Settings
from engine.links.addresses import LOOPBACK, base_of
from models import queries

_FACT, _BOARD = "form-number ", "overall-board"
_UI = "/v2"
"""Below the address of the Prefect server: the UI in which a form reads what it is to be filled in with."""
Given = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the Prefect UI, and what it is filled in with."""

    name: str
    given: Given = ()


def remember(s: Session, numbers: Mapping[str, str], *, board: str = "") -> None:
    """Keeps the number of each form's deployment, and the key of the `board` of everything, under which the
    server shows its latest version; forms that are served no more are forgotten."""
    if board:
        queries.put_if_different(s, _BOARD, board)
    queries.forget(s, [key for key in queries.facts(s, _FACT) if key.removeprefix(_FACT) not in numbers])
    for name, number in numbers.items():
        queries.put_if_different(s, f"{_FACT}{name}", number)


class FormAddresses:
    """The addresses of the forms, filled in; '' of one that no Prefect server serves."""

    def __init__(self, s: Session, settings: Settings) -> None:
        self._base = settings.web_base_url.rstrip("/") + _UI
        self._numbers = {key.removeprefix(_FACT): value for key, value in queries.facts(s, _FACT).items()}

        self._board = queries.fact(s, _BOARD) or ""

    @property
    def board(self) -> str:
        """The key of the board of everything (see `board_links`); '' where nothing was served yet."""
        return self._board

    @property
    def served(self) -> bool:
        """Whether any form is."""
        return bool(self._numbers)

    @property
    def ui(self) -> str:
        """Where the Prefect UI is."""
        return self._base

    def of(self, form: Form) -> str:
        """The form's address."""
        number = self._numbers.get(form.name)
        if number is None:
            return ""
        # The page's router reads the value as JSON; encoded once more it would be a text, and the page fails.
        values = quote(json.dumps(dict(form.given), ensure_ascii=False), safe="")
        return f"{self._base}/deployments/deployment/{number}/run" + (
            f"?parameters={values}" if form.given else ""
        )


def from_a_mail(s: Session, settings: Settings, form: Form) -> str:
    """The address of a form as a mail may carry it: the form itself where the Prefect UI is reached from
    elsewhere than this machine, else the list of the home where what waits stands; '' where neither is.
    """
    far = (urlsplit(settings.web_base_url).hostname or "") not in LOOPBACK
    if far and (found := FormAddresses(s, settings).of(form)):
        return found
    return f"{base_of(settings)}/list/asked" if settings.page_url and settings.page_port else ""
