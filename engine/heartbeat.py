"""The sign of life: one GET to an outside watchdog after a healthy round."""

from __future__ import annotations

import logging
from urllib.error import URLError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 5
log = logging.getLogger(__name__)


def ping(url: str | None) -> bool | None:
    """Fetches `url`; True when it answered 2xx, False when not, None without a URL.

    Never raises: a watchdog that is down must not break a round. The URL may hold a token, so it is not
    logged.
    """
    if not url:
        return None
    try:
        if not url.startswith(("http://", "https://")):
            raise ValueError("not a web address")
        with urlopen(Request(url, method="GET"), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bool(200 <= answer.status < 300)
    except (URLError, OSError, ValueError) as error:
        log.warning("the heartbeat was not accepted: %s", type(error).__name__, extra={"action": "heartbeat"})
        return False
