"""A silence in a real browser: set by its form, shown on the outbox's board, ended by the link in its row."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.supervisor import server
from models import db, queries
from models.queries import SilenceRow
from tests.support.browser import PATIENCE, office_page, require_chromium
from tests.support.cast import HANOI
from tests.support.served import Running

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.long]


def submitted(page: Any, done: Callable[[], object]) -> None:
    """Presses until it is taken: on a busy machine the page may still be checking the last field."""
    limit = time.monotonic() + PATIENCE / 1000
    told = page.get_by_role("link", name="View run").or_(page.get_by_text("scheduled to start")).first
    for tenth in range(int(PATIENCE / 100)):
        if told.is_visible() or done():
            break
        if tenth % 150 == 0:
            page.get_by_role("button", name="Submit").click()
        page.wait_for_timeout(100)
    while not done():
        assert time.monotonic() < limit, "the form was not recorded"
        page.wait_for_timeout(200)


def test_set_shown_and_ended_by_the_boards_link(served: Running, request: pytest.FixtureRequest) -> None:
    require_chromium()
    page = office_page(request.getfixturevalue("opened").browser)
    forms = {
        each["name"]: each["id"] for each in server.call(served.env, "/deployments/filter", {"limit": 200})
    }
    until = datetime.now(HANOI).date() + timedelta(days=20)

    def silence() -> SilenceRow | None:
        with db.reading(served.installation.engine) as s:
            ours = [each for each in queries.silences(s) if each.reason == "sửa chữa trụ sở"]
        return ours[0] if ours else None

    page.goto(f"{served.ui}/v2/deployments/deployment/{forms['set-silence']}/run")
    page.get_by_label("Lý do").fill("sửa chữa trụ sở")
    page.get_by_label("Người ghi").fill("Phòng Tổng hợp")
    page.screenshot(path="/tmp/shots/silence-form.png", full_page=True)
    print(page.inner_text("main"))
