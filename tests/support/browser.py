"""Headless Chromium for the tests, and its own record of whom its pages asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.required import require

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60_000  # ms: the machine may be busy
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def require_chromium() -> None:
    """Skips the test where there is no browser."""
    require("browser", find_spec("playwright"), "playwright is not installed")
    require("browser", CHROMIUM.exists(), f"there is no {CHROMIUM}")


@contextmanager
def chromium(*more: str) -> Iterator[Any]:
    """A browser, with further arguments. While it is open no other event loop can run in this thread."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


def office_page(browser: Any) -> Any:
    """An empty page of a browser in Hà Nội."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 960}, timezone_id="Asia/Ho_Chi_Minh", locale="vi-VN"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def is_outside(url: str) -> bool:
    """Whether asking for this address would leave the machine (`data:` and `blob:` name no host)."""
    host = urlsplit(url).hostname
    if host is None or host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def asked_outside(log: Path) -> tuple[set[str], set[str]]:
    """The hosts outside that pages made Chromium ask, and those whose names they made it look up, by the
    network log of a browser that has been closed (`--log-net-log`).

    What Chromium asks by itself on any page (whether it is up to date, how forms are filled in) has no page
    as its initiator, and is left out.
    """
    record = json.loads(log.read_text(encoding="utf-8"))
    kinds = {number: kind for kind, number in record["constants"]["logEventTypes"].items()}
    by_pages, by_itself, looked_up = set[str](), set[str](), set[str]()
    for event in record["events"]:
        kind, given = kinds[event["type"]], event.get("params") or {}
        if kind == "URL_REQUEST_START_JOB" and is_outside(given.get("url", "")):
            found = by_itself if given["initiator"] == "not an origin" else by_pages
            found.add(str(urlsplit(given["url"]).hostname))
        elif kind == "HOST_RESOLVER_MANAGER_JOB" and is_outside(given.get("host", "")):
            looked_up.add(str(urlsplit(given["host"]).hostname))
    return by_pages, looked_up - by_itself
