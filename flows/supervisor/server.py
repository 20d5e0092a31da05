"""The Prefect server as a child of ours: its environment, its port, its health.

Nothing here imports prefect, so that the supervisor and the tests can ask about a server for the price of a
socket. What each variable is for was measured on Prefect 3.9; `docs/decisions.md` says why a pin stands.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from engine.in_time import in_time
from language import MessageError

if TYPE_CHECKING:
    from config.settings import Settings

LOOPBACK = "127.0.0.1"
ROOT = Path(__file__).resolve().parents[2]
AUTH = "PREFECT_SERVER_API_AUTH_STRING"
CUSTOM = "PREFECT_CLIENT_CUSTOM_HEADERS"
_DEFAULT_WEB = "http://127.0.0.1:4200"
# What `prefect server start` passes on to uvicorn of its own settings.
PASSED_ON = {
    "--timeout-keep-alive": "PREFECT_SERVER_API_KEEPALIVE_TIMEOUT",
    "--ws-ping-interval": "PREFECT_SERVER_API_WEBSOCKET_PING_INTERVAL",
    "--ws-ping-timeout": "PREFECT_SERVER_API_WEBSOCKET_PING_TIMEOUT",
}

_BUSY = 503
_LONGEST_ANSWER = 50_000_000
HEALTH_SECONDS = 2.0
_PAUSES = (0.5, 1, 2, 4, 8)
"""Seconds between the attempts at a busy server."""


class ServerError(MessageError):
    """The server cannot be started or reached; the text is one sentence that says what to do."""


def environment(
    settings: Settings, env: Mapping[str, str] | None = None, *, asks: bool = False
) -> dict[str, str]:
    """The environment of the server, of `flows.serve` and of every run: `env` (None: our own) with ours on
    top.

    Folders become absolute, because a run may be started in any folder. ServerError when the API would be
    open to other machines without an auth string; with `asks` its gate asks everybody, from the start.
    """
    made = dict(os.environ if env is None else env)
    home = settings.home.absolute()
    port = str(settings.prefect_port)
    host = made.get("PREFECT_SERVER_API_HOST") or LOOPBACK
    auth = made.get(AUTH)
    if not (auth or asks or _is_loopback(host)):
        raise ServerError("up.open-to-everybody", host=host, auth=AUTH)
    # A server on all addresses is reached by us, on this machine, through loopback.
    near = LOOPBACK if host in ("0.0.0.0", "::") else host  # noqa: S104
    url = f"http://{f'[{near}]' if ':' in near else near}:{port}"
    # Settings of a person's own Prefect (profile, cloud key) must not leak into the office's.
    for name in ("PREFECT_PROFILE", "PREFECT_API_KEY", "PREFECT_PROFILES_PATH", "PYTHONDONTWRITEBYTECODE"):
        made.pop(name, None)
    if auth:
        made["PREFECT_API_AUTH_STRING"] = auth
    web = settings.web_base_url.rstrip("/")
    if web == _DEFAULT_WEB:
        web = url
    paths = [str(ROOT), *filter(None, made.get("PYTHONPATH", "").split(os.pathsep))]
    made.update(
        {
            "DONDOC_HOME": str(home),
            "DONDOC_CONFIG": str(settings.config.absolute()),
            "DONDOC_WEB_BASE_URL": web,
            "DONDOC_PREFECT_PORT": port,
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
            "PYTHONUNBUFFERED": "1",
            "PREFECT_HOME": str(home / "prefect"),
            "PREFECT_API_URL": f"{url}/api",
            "PREFECT_SERVER_API_HOST": host,
            "PREFECT_SERVER_API_PORT": port,
            "PREFECT_UI_API_URL": f"{web}/api",
            # Quiet and offline.
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
            "PREFECT_CLI_COLORS": "false",
            # Prefect is never the archive: the truth is in our own tables.
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            # "Run now" starts within three seconds instead of ten.
            "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        }
    )
    defaults = {
        "PREFECT_LOGGING_LEVEL": "INFO",
        # Events are written in few large transactions: with Prefect's own 20 at a time, on SQLite everything
        # else waits for their lock, and planning a year took five times as long (measured on 3.8.8).
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL": "10",
    }
    for name, value in defaults.items():
        made.setdefault(name, value)
    return made


def command(env: Mapping[str, str]) -> list[str]:
    """What starts the server of this environment; it ends when the supervisor that holds its standard input
    does.
    """
    return [sys.executable, "-P", "-m", "flows.supervisor.guard", "uvicorn", *words(env, "served")]


def words(env: Mapping[str, str], application: str) -> list[str]:
    """What uvicorn is told, to serve one of the gate's applications.

    Not `prefect server start`, which cannot be told to add headers, but what it starts: uvicorn with
    Prefect's app, behind `flows.supervisor.gate`.
    """
    told = ["--factory", f"flows.supervisor.gate:{application}"]
    # The gate looks at the real address; Prefect behind it at the one that a proxy of this machine names.
    told += ["--no-proxy-headers"]
    told += ["--host", env["PREFECT_SERVER_API_HOST"], "--port", env["PREFECT_SERVER_API_PORT"]]
    told += ["--log-level", env.get("PREFECT_SERVER_LOGGING_LEVEL", "WARNING").lower()]
    # One, whatever WEB_CONCURRENCY says: broker and leases lie in the memory of one process.
    told += ["--workers", "1"]
    # Or modules would be looked for in the present folder first.
    told += ["--app-dir", str(ROOT)]
    for option, name in PASSED_ON.items():
        told += [option, env[name]] if env.get(name) else []
    for name, value in headers(env).items():
        told += ["--header", f"{name}:{value}"]
    return told


def headers(env: Mapping[str, str]) -> dict[str, str]:
    """What the server says with everything it hands out, so that a browser lets no page ask anybody but the
    office.

    Each page of Prefect's UI would ask an analytics host, whatever the settings say, and its block catalogue
    others for pictures; a text shown there may name a picture anywhere.
    """
    api = urlsplit(env["PREFECT_UI_API_URL"])
    host = api.netloc.rpartition("@")[2].encode("idna").decode()
    live = "wss" if api.scheme == "https" else "ws"
    return {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'self'",
                # The graph of a run (pixi) makes functions of strings.
                "script-src 'self' 'unsafe-eval'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "worker-src 'self' blob:",
                # A page opened under another name of this machine gets its data from the office's address.
                f"connect-src 'self' {api.scheme}://{host} {live}://{host}",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
            )
        ),
        # Firefox looks up the names in links before anybody follows one.
        "X-DNS-Prefetch-Control": "off",
    }


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_healthy(env: Mapping[str, str]) -> bool:
    """Whether the server of this environment answers."""
    try:
        return _call(env, "/health", None, HEALTH_SECONDS) is True
    except ServerError:
        return False


def answers(env: Mapping[str, str], seconds: float) -> bool:
    """Whether the server of this environment says anything in that time, also that it is busy, or refuses."""
    try:
        _call(env, "/health", None, seconds)
    except ServerError as error:
        return isinstance(error.__cause__, urllib.error.HTTPError)
    return True


def call(env: Mapping[str, str], path: str, body: object = None, *, timeout: float = 15) -> Any:
    """One request to the Prefect API of this environment: GET, or POST when there is a body; answers the
    JSON.

    A server that is busy with its database (503) is asked again, as Prefect's own client does it. ServerError
    when it does not answer, or refuses.
    """
    for pause in _PAUSES:
        try:
            return _call(env, path, body, timeout)
        except ServerError as error:
            if not isinstance(error.__cause__, urllib.error.HTTPError) or error.__cause__.code != _BUSY:
                raise
            time.sleep(pause)
    return _call(env, path, body, timeout)


def _call(env: Mapping[str, str], path: str, body: object, timeout: float) -> Any:
    url = env["PREFECT_API_URL"] + path
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **json.loads(env.get(CUSTOM) or "{}")}
    request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310 - our own http address
    if auth := env.get("PREFECT_API_AUTH_STRING"):
        request.add_header("Authorization", "Basic " + base64.b64encode(auth.encode()).decode())
    # No proxy: the server is on this machine, whatever the operator's environment says about the world
    # outside.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def asked() -> Any:
        with opener.open(request, timeout=timeout) as response:
            return json.loads(response.read(_LONGEST_ANSWER) or b"null")

    try:
        return in_time(timeout, asked)
    except urllib.error.HTTPError as error:
        raise ServerError("up.server-refuses", code=str(error.code), path=path) from error
    except (OSError, ValueError, HTTPException) as error:  # also where somebody else sits at its port
        raise ServerError("up.server-silent", url=env["PREFECT_API_URL"]) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
