"""Who is at the page: the link is traded for a cookie, and each form carries proof that it is ours.

The cookie is the link's own token, so that it ends with it and is revoked with it. It is bound to the path of
its unit: somebody who answers for two units has both open beside each other.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote, urlsplit

from fastapi import Request, Response

from desk.web.office import Office
from engine.errors import BadLink
from engine.links import revoking, tokens
from engine.links.tokens import Opened

COOKIE = "dondoc-unit"


def base(office: Office) -> str:
    """The part of the address before the pages' own paths: '', or '/don-doc' behind the operator's proxy."""
    return urlsplit(office.settings.page_url or "").path.rstrip("/")


def path_of(office: Office, unit: str) -> str:
    """Where a unit's page is, with a slash at its end."""
    return f"{base(office)}/u/{quote(unit, safe='')}/"


def opened(office: Office, token: str) -> Opened:
    """What a token opens now; BadLink, the same for all that opens nothing."""
    with office.looking() as s:
        found = tokens.opened(
            office.link_keys, token, today=office.today, generation=lambda unit: revoking.generation(s, unit)
        )
    if found.unit not in office.registry.units:
        raise BadLink("link.bad")
    return found


def entered(office: Office, request: Request, unit: str) -> Opened:
    """Who asks for this unit's page, by the cookie; BadLink without one, or with that of another unit."""
    found = opened(office, request.cookies.get(COOKIE, ""))
    if found.unit != unit:
        raise BadLink("link.bad")
    return found


def keep(office: Office, response: Response, token: str, found: Opened) -> None:
    """Gives the browser its cookie, until the last day of the link."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=((found.until - office.today).days + 1) * 86_400,
        path=path_of(office, found.unit),
        secure=is_secure(office),
        httponly=True,
        samesite="lax",  # a click in a mail comes from another site; a form that another site posts does not
    )


def is_secure(office: Office) -> bool:
    """Whether browsers reach the pages by HTTPS."""
    return (office.settings.page_url or "").startswith("https:")


def proof(office: Office, request: Request, unit: str) -> str:
    """What a form of this unit's page carries, which no other site can know."""
    return mac(office.link_keys[0], _said(request, unit))


def is_ours(office: Office, request: Request, unit: str, given: str) -> bool:
    """Whether a form that was sent is one of ours: its proof is right and no other site posted it."""
    return is_from_here(request) and is_mac(office, _said(request, unit), given)


def is_from_here(request: Request) -> bool:
    """Whether the browser does not say that another site sent it."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def mac(key: str, said: str) -> str:
    """The mark that only who has the key can make of these words."""
    return hmac.new(key.encode(), b"form\n" + said.encode(), hashlib.sha256).hexdigest()


def is_mac(office: Office, said: str, given: str) -> bool:
    """Whether the mark is one of these words; a form that was open while the keys were rotated counts."""
    return any(hmac.compare_digest(mac(key, said).encode(), given.encode()) for key in office.link_keys)


def _said(request: Request, unit: str) -> str:
    return f"{unit}\n{request.cookies.get(COOKIE, '')}"
