"""A silence in a real browser: set by its form, shown on the outbox's board, ended by the link in its row."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

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
    told = page.get_by_role("link", name="View run").or_(page.get_by_text("scheduled to start")).first
    for tenth in range(int(PATIENCE / 100)):
        if told.is_visible() or done():
            break
        if tenth % 150 == 0:
            page.get_by_role("button", name="Submit").click()
        page.wait_for_timeout(100)
    waited(page, done)


def waited(page: Any, done: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE / 1000
    while not done():
        assert time.monotonic() < limit, page.inner_text("main")
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

    given = quote(json.dumps({"until": until.isoformat()}))  # a day is picked in a calendar that is Prefect's
    page.goto(f"{served.ui}/v2/deployments/deployment/{forms['set-silence']}/run?parameters={given}")
    page.get_by_label("Lý do").fill("sửa chữa trụ sở")
    page.get_by_label("Select Đơn vị").click()
    page.get_by_placeholder("Search...").fill("Pháp chế")
    page.get_by_role("option", name="PC · Vụ Pháp chế").click()
    page.get_by_label("Người ghi").fill("Phòng Tổng hợp")
    assert "None" not in page.inner_text("main")  # seen: 'Property is type "None"' for a day left out
    submitted(page, lambda: silence() is not None)
    set_ = silence()
    assert set_ is not None
    assert (set_.unit, set_.set_by) == ("PC", "Phòng Tổng hợp")

    def board() -> dict[str, Any]:
        found = server.call(served.env, "/artifacts/latest/filter", {})
        return next((each for each in found if each["key"] == "hop-thu"), {"data": ""})

    waited(page, lambda: "sửa chữa trụ sở" in board()["data"])
    page.goto(f"{served.ui}/v2/artifacts/artifact/{board()['latest_id']}")
    row = page.get_by_role("row").filter(has_text="sửa chữa trụ sở").first
    row.wait_for()
    row.get_by_role("link", name="Kết thúc sớm").click()
    page.get_by_label("Lý do").fill("đã sửa xong")
    assert page.get_by_label("Số").first.input_value() == str(set_.id)
    page.get_by_label("Người ghi").fill("Phòng Tổng hợp")

    def over() -> bool:
        now = silence()
        return now is not None and now.ended_by == "Phòng Tổng hợp"

    submitted(page, over)
    waited(page, lambda: "sửa chữa trụ sở" not in board()["data"])
