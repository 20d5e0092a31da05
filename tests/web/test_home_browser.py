"""An administrator's day in a real browser, by keyboard alone: login, tomorrow's mails, worklist, recording,
history, a mail, the year's report. Nothing is ever pointed at: each step is reached with the Tab key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from desk.web.office import Office
from desk.web.serving import listen
from engine.installation import Installation
from engine.persons import changing
from engine.persons.roles import Role
from engine.tasks.acts import acting
from models import db, queries
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings
from tests.web.conftest import PERIOD, REGISTRY
from tests.web.entering import HA, PASSWORD
from tests.web.test_contacts_page import registry_in
from tests.web.test_page_browser import PHONE, WIDE, keep, serious, served
from tests.web.test_page_browser import browser as browser
from tests.web.test_page_browser import office_file as office_file

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_day_at_the_home(office_file: Engine, tmp_path: Path, browser: Any, size: dict[str, int]) -> None:
    given = settings(tmp_path)
    for day in ("2026-08-25", "2026-09-21"):
        quiet_round(office_file, REGISTRY, given, at(day))
    with acting(Installation(given, REGISTRY, office_file), at("2026-09-21"), LAN) as act:
        changing.add(act, HA, Role.ADMINISTER, password=PASSWORD)
    listening = listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(
        Settings(home=tmp_path, page_url=url, config=folder),
        office_file,
        clock=lambda: at("2026-09-21", 15),
        load=registry_in,
    )
    with served(office, listening):
        page = browser.new_context(viewport=size, locale="vi-VN").new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}/coming")
        assert _clean(page, size, "home-login") == []
        # By keyboard alone: the name's field has the focus.
        page.wait_for_function("document.activeElement.tagName === 'INPUT'")
        for typed in (HA, PASSWORD):
            page.keyboard.type(typed)
            page.keyboard.press("Tab" if typed == HA else "Enter")
        page.wait_for_url(f"{url}/coming")  # where he wanted to go
        page.get_by_text("Sẽ gửi lúc").wait_for()
        assert _clean(page, size, "home-coming") == []
        tab_to(page, page.get_by_role("link", name="Việc cần xử lý"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/")
        assert _clean(page, size, "home-worklist") == []
        tab_to(page, page.get_by_label("Số văn bản của TST"))
        page.keyboard.type("245/BC-TST")
        page.keyboard.press("Enter")
        page.get_by_text("Đã ghi nhận 1 báo cáo.").wait_for()
        tab_to(page, page.get_by_role("link", name="Lịch sử: CSXH"))
        page.keyboard.press("Enter")
        page.get_by_text("Mở việc").wait_for()
        assert _clean(page, size, "home-history") == []
        tab_to(page, page.locator(".history a").first)
        page.keyboard.press("Enter")
        page.locator("pre.mail").wait_for()
        assert _clean(page, size, "home-mail") == []
        tab_to(page, page.get_by_role("link", name="Tổng hợp năm"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/report")
        page.get_by_text("Đã gửi 1 báo cáo, trong đó 0 đúng hạn, 1 muộn").wait_for()  # recorded as of today
        assert _clean(page, size, "home-report") == []
        tab_to(page, page.get_by_role("link", name="Văn bản (.docx)"))
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        assert taken.value.suggested_filename == "bao-cao-2026.docx"
        tab_to(page, page.get_by_role("button", name="Đăng xuất"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/login")
        page.goto(f"{url}/")
        assert page.url == f"{url}/login"
        assert {each for each in asked if not each.startswith(url)} == set()
    with db.reading(office_file) as s:
        task = queries.task_of(s, "kstthc-quy", PERIOD, "TST")
        assert task is not None
        assert task.document_no == "245/BC-TST"


def tab_to(page: Any, wanted: Any) -> None:
    """Presses Tab until it is there, as a hand without a mouse; what has the focus can be seen to have it."""
    handle = wanted.element_handle()
    for _ in range(200):
        page.keyboard.press("Tab")
        if handle.evaluate("each => each === document.activeElement"):
            assert handle.evaluate("each => getComputedStyle(each).outlineStyle !== 'none'")
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def _clean(page: Any, size: dict[str, int], name: str) -> list[str]:
    """What keeps somebody out of the page, and whether anything runs out of the screen."""
    keep(page, f"{name}-{size['width']}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    return serious(page) + ([f"{wide} wide"] if wide > size["width"] else [])
