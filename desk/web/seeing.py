"""What a watchman asks: whether the pages live and can do their work, and the office's figures.

Whether they are ready, anybody may know: it is codes. The figures are for whoever has the token; without
one in the settings for this machine alone, and for nobody where the page is reached from elsewhere: a proxy
here looks like this machine.
"""

from __future__ import annotations

import hmac
import ipaddress

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from desk.web.given import LOOKED_AT, AtOffice
from desk.web.home.entering import PEER
from desk.web.office import Office
from desk.web.readiness import NEEDED, Readiness, Templates

router = APIRouter()
_NOT_READY, _ASKS, _NOT_HERE = 503, 401, 403
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip", "x-forwarded-host")


@router.api_route("/healthz", methods=LOOKED_AT)
def healthz(office: AtOffice, request: Request) -> Response:
    """Whether this process can do its work; 503 where pages cannot be shown, or answers not recorded."""
    readiness: Readiness = request.app.state.readiness
    failing = [name for name, good in readiness.of(office).items() if not good]
    able = not NEEDED.intersection(failing)
    return JSONResponse(
        {"live": True, "ready": able, "failing": failing}, status_code=200 if able else _NOT_READY
    )


@router.api_route("/healthz/live", methods=LOOKED_AT)
def live() -> Response:
    """Whether this process answers at all."""
    return JSONResponse({"live": True})


@router.api_route("/metrics", methods=LOOKED_AT)
def metrics(office: AtOffice, request: Request) -> Response:
    """The figures, for Prometheus."""
    token = office.settings.metrics_token
    if token is not None:
        if not _carries(request, token):
            return PlainTextResponse("401\n", _ASKS, {"www-authenticate": "Bearer"})
    elif not _is_here(office, request):
        return PlainTextResponse("403\n", _NOT_HERE)
    from desk.web.metrics import CONTENT, exposition  # a page that nobody watches does without

    state = request.app.state
    if not hasattr(state, "templates"):
        state.templates = Templates()
    body = b"" if request.method == "HEAD" else exposition(office, state.templates)
    return Response(body, media_type=CONTENT)


def _carries(request: Request, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def _is_here(office: Office, request: Request) -> bool:
    """Whether the request comes from this very machine, and through nobody."""
    if office.settings.page_url or any(name in request.headers for name in _FORWARDED):
        return False
    peer = request.scope.get(PEER) or request.scope.get("client") or ("", 0)
    host = request.url.hostname or ""
    return _loopback(peer[0]) and (host == "localhost" or _loopback(host))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
