"""The stable address of a board: leads on to its latest version in the Prefect UI."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from desk.web.given import LOOKED_AT, AtOffice, office_of
from desk.web.home.entering import needs
from engine.errors import BadLink
from engine.persons.roles import Role
from engine.worklist import board_links as boards

_SEE, _LONGEST = 303, 200
router = APIRouter()


def reader(request: Request) -> None:
    """Whoever reads; on a page that is reached on this machine alone, anybody, as at the Prefect UI there."""
    if not boards.is_near(office_of(request).settings):
        needs(Role.READ)(request)


reader.needs = Role.READ  # type: ignore[attr-defined]
Reader = Annotated[None, Depends(reader)]


@router.api_route("/board/{key}", methods=LOOKED_AT)
def board(office: AtOffice, _: Reader, key: str) -> RedirectResponse:
    """The latest version of a board, by its key."""
    if len(key) > _LONGEST or not key.isascii() or not key.replace("-", "").isalnum():
        raise BadLink("link.bad")
    with office.looking() as s:
        return RedirectResponse(boards.address_of(s, office.settings, key), status_code=_SEE)
