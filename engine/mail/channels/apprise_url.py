"""One short message by an Apprise URL, within a time that is kept whatever the service does.

Apprise answers yes or no, tells why in its log, and waits for a service that drips for as long as it drips.
So each message has a thread of its own that nobody waits for longer than the limit. What Apprise and its HTTP
library log may hold the URL and with it a secret: none of it reaches our logs, and what is told of a failure
has the secrets struck out.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import requests.sessions
from apprise import Apprise
from apprise.manager_plugins import NotificationManager
from requests.adapters import HTTPAdapter

from engine.mail.channels import Refused, TryLater
from engine.texts import one_line, shortened

_LONGEST_REASON = 200
_LONGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read; of more the rest is left where it is."""
_APPRISE = logging.getLogger("apprise")
_HTTP = logging.getLogger("urllib3")


def scheme_of(url: str) -> str:
    """The kind of service: 'json' of 'json://chat.vp.example/hook'."""
    return url.partition("://")[0].lower()


def service_of(url: str) -> str:
    """The service that a channel's URL asks: what it has in common with others of the same machine."""
    return "/".join(url.split("/")[:3]).lower()


def known(url: str) -> bool:
    """Whether Apprise has that kind of service."""
    return scheme_of(url) in NotificationManager()  # type: ignore[no-untyped-call]


def send(url: str, text: str, *, timeout: float, secrets: Collection[str] = ()) -> None:
    """Hands over one message within `timeout` seconds. `secrets` are struck out of what is told.

    Raises Refused for a URL that Apprise cannot use, TryLater when the service did not take the message, and
    `TooSlow` when it did not answer in time.
    """
    _silence()
    if not known(url):
        raise Refused("channel.way-unknown", scheme=scheme_of(url))
    ended: list[bool] = []
    said: list[str] = []

    def hand_over() -> None:
        with _listening(said):
            try:
                service: Any = Apprise.instantiate(url, suppress_exceptions=True)
                if service is None:
                    said[:] = [""]
                    return
                # A service may not pass the message on to a machine that nobody named.
                service.redirects = False
                ended.append(bool(service.notify(body=text, title="")))
            except Exception as error:  # a plugin may raise anything
                said.append(f"{type(error).__name__}: {error}")
                ended.append(False)

    thread = threading.Thread(target=hand_over, name="short-message", daemon=True)
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        raise TooSlow("channel.way-slow", n=round(timeout))
    if not ended:
        raise Refused("channel.way-unusable", scheme=scheme_of(url))
    if not ended[0]:
        raise TryLater("channel.way-refused", why=_without(said[-1] if said else "-", secrets))


class TooSlow(TryLater):
    """The service did not answer in time. It may have taken the message all the same."""


def _without(text: str, secrets: Collection[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        for form in (secret, quote(secret, safe=""), quote(secret)):
            text = text.replace(form, "***")
    return shortened(one_line(text), _LONGEST_REASON)


class _Bounded(HTTPAdapter):
    """Reads no more of an answer than anybody needs: `requests` would keep one without end as it comes."""

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """The answer with the beginning of its body, or the whole of it; the connection is closed."""
        answer = super().build_response(req, resp)
        answer._content = resp.read(_LONGEST_ANSWER, decode_content=True)
        answer._content_consumed = True
        answer.close()
        return answer


def _silence() -> None:
    requests.sessions.HTTPAdapter = _Bounded  # type: ignore[attr-defined]  # each of Apprise's requests makes a session
    _APPRISE.propagate = False
    _APPRISE.setLevel(logging.WARNING)
    if _HTTP.level < logging.WARNING:
        _HTTP.setLevel(logging.WARNING)


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """What Apprise warns of in this thread."""
    me = threading.get_ident()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == me:
                said.append(record.getMessage())

    listener = Listener(logging.WARNING)
    _APPRISE.addHandler(listener)
    try:
        yield
    finally:
        _APPRISE.removeHandler(listener)
