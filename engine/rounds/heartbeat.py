"""The sign of life: one GET to an outside watchdog, after a healthy round and once on every day."""

from __future__ import annotations

import logging
from datetime import datetime
from http.client import HTTPException
from urllib.request import Request, urlopen

from engine.in_time import in_time
from engine.installation import Installation
from engine.noted import noted
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from engine.tasks.turns import MISSED, last_round
from models import db

TIMEOUT_SECONDS = 5.0
"""In all, however the answer drips."""
log = logging.getLogger(__name__)


def beat(installation: Installation, now: datetime) -> bool | None:
    """Audits as of `now` (UTC) and pings when nothing is wrong; None when it did not ping.

    For days on which no round runs: at Tết a watchdog would otherwise hear nothing for nine days.
    """
    if not installation.settings.heartbeat_url:
        return None
    with db.reading(installation.engine) as s:
        findings = audit(s, installation.registry, now)
        last = last_round(s)
    if last is not None and last > now + MISSED:
        return None  # it ran ahead of the true time, and stops all others
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None
    return ping(installation.settings.heartbeat_url)


def ping(url: str | None) -> bool | None:
    """Fetches `url`; True when it answered 2xx, False when not, None without a URL.

    Never raises, and nobody waits for it longer than `TIMEOUT_SECONDS`: a watchdog that is down, or drips, or
    talks nonsense, must not break a round. The URL may hold a token, so it is not logged.
    """
    if not url:
        return None
    try:
        if not url.startswith(("http://", "https://")):
            raise ValueError("not a web address")
        return in_time(TIMEOUT_SECONDS, lambda: _accepted(url))
    except (OSError, ValueError, HTTPException) as error:
        kind = type(error).__name__
        noted(log, logging.WARNING, "heartbeat", "the heartbeat was not accepted: %s", kind, error=kind)
        return False


def _accepted(url: str) -> bool:
    """Its status alone is read, and the body left."""
    with urlopen(Request(url, method="GET"), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        return bool(200 <= answer.status < 300)
