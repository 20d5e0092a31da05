"""What handlers are given of a request: the office, and the fields of a form."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from desk.web.forms import Form
from desk.web.office import Office

LOOKED_AT = ["GET", "HEAD"]


def office_of(request: Request) -> Office:
    """The office that the application serves."""
    office: Office = request.app.state.office
    return office


async def form_of(request: Request) -> Form:
    """The fields that were sent; files are not taken."""
    return Form(await request.form(max_files=0, max_fields=1000))


AtOffice = Annotated[Office, Depends(office_of)]
Sent = Annotated[Form, Depends(form_of)]
