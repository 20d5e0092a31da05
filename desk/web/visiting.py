"""Who is at a unit's page, and whether what was sent from it is its own."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from desk.web import sessions
from desk.web.forms import Form
from desk.web.given import office_of
from desk.web.office import Office
from engine.errors import BadLink
from engine.links.tokens import Opened

_NOT_OURS = 403


def entered(request: Request, unit: str) -> Opened:
    """Who is at the page; BadLink for anybody without its link."""
    return sessions.entered(office_of(request), request, unit)


At = Annotated[Opened, Depends(entered)]


def check_form(office: Office, request: Request, at: Opened, form: Form) -> None:
    """BadLink where the link only reads, HTTPException for a form that is not ours or too old."""
    if not at.acts:
        raise BadLink("link.bad")
    if not sessions.is_ours(office, request, at.unit, form.text("proof")):
        raise HTTPException(_NOT_OURS)
