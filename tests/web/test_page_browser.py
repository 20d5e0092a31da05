"""A unit's whole story in a real browser: mail, link, page, answer, and no further reminder."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import Engine

from config.settings import Settings
from desk.web.app import app_of
from desk.web.office import Office
from desk.web.serving import listen
from engine.links import keys
from engine.overview import boards
from models import db, queries
from tests.support import acts
from tests.support.browser import chromium, is_outside, require_chromium
from tests.support.cast import at
from tests.web.conftest import REGISTRY
from tests.web.test_page_links import LINK, mails

pytestmark = [pytest.mark.browser, pytest.mark.long]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def served(office: Office, port_socket: Any) -> Iterator[None]:
    """The pages on a real socket, in a thread."""
    server = uvicorn.Server(uvicorn.Config(app_of(office), log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [port_socket]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """One that is Vietnamese itself, where its texts are installed: a field writes its day so."""
    require_chromium()
    monkeypatch.setenv("LANGUAGE", "vi")
    with chromium() as opened:
        yield opened


@pytest.fixture
def office_file(tmp_path: Path) -> Iterator[Engine]:
    """An empty database in a file, since the pages are served from threads of their own."""
    engine = db.engine_for(f"sqlite:///{tmp_path / 'dondoc.db'}")
    db.upgrade(engine)
    yield engine
    engine.dispose()


def keep(page: Any, name: str) -> None:
    """A picture of the whole page to be looked at, where somebody asked for pictures; no guide shows it."""
    folder = os.environ.get("DONDOC_PICTURES")
    if folder:
        (Path(folder) / "seen").mkdir(exist_ok=True)
        page.screenshot(path=str(Path(folder) / "seen" / f"{name}.png"), full_page=True)


def picture(page: Any, name: str, *, whole: bool = False) -> None:
    """A picture for the guides, of what the screen shows, or of the whole page."""
    folder = os.environ.get("DONDOC_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), animations="disabled", full_page=whole)


def serious(page: Any) -> list[str]:
    """What axe-core finds on the page that keeps somebody out."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['help']}" for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_from_the_mail_to_the_board(
    office_file: Engine, tmp_path: Path, browser: Any, size: dict[str, int], script: bool
) -> None:
    keys.ensure(tmp_path)
    listening = listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    given = Settings(home=tmp_path, page_url=url)
    mail = mails(office_file, given, ("2026-08-26", "2026-09-17"))["TST"]
    html = mail.get_body(("html",))
    assert html is not None
    link = LINK.search(html.get_content().replace(url, "https://x"))
    assert link is not None
    office = Office(given, office_file, clock=lambda: at("2026-09-17", 10), load=lambda _: REGISTRY)
    with served(office, listening):
        context = browser.new_context(viewport=size, java_script_enabled=script, locale="vi-VN")
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(link[0].replace("https://x", url))
        assert page.url == f"{url}/u/TST/"
        keep(page, f"unit-page-{size['width']}")
        page.get_by_text("Còn 1 ngày làm việc").wait_for()
        wider = page.evaluate("document.documentElement.scrollWidth") if script else size["width"]
        assert wider <= size["width"]  # nothing runs out of the screen
        assert not script or serious(page) == []
        with page.expect_navigation():
            page.locator(".tasks a").first.click()
        keep(page, f"task-page-{size['width']}")
        assert not script or serious(page) == []
        # What is refused is seen together with the form that it speaks of, also on a telephone.
        page.get_by_label("Ngày gửi").first.fill("2026-10-30")
        page.get_by_label("Họ tên người ghi").first.fill("Lan")
        page.get_by_role("button").first.click()
        for seen in (page.locator("#told"), page.get_by_label("Ngày gửi").first):
            seen.wait_for()
            box = seen.bounding_box()
            assert 0 <= box["y"] < size["height"] - box["height"]
        page.get_by_label("Ngày gửi").first.fill("2026-09-17")
        page.get_by_label("Họ tên người ghi").first.fill("")
        # By keyboard alone: to the field, typed, sent with Enter.
        page.get_by_label("Số, ký hiệu văn bản").first.focus()
        page.keyboard.type("245/BC-TST")
        page.get_by_label("Họ tên người ghi").first.focus()
        page.keyboard.type("Họ Đệm Tên")
        page.keyboard.press("Enter")
        page.get_by_text("Đã ghi nhận 1 việc đã gửi").wait_for()
        page.reload()
        page.get_by_text("Đã gửi số 245/BC-TST ngày 17/09/2026").wait_for()
        page.get_by_role("link", name="Việc đã xong").click()
        page.get_by_text("Họ Đệm Tên (TST)").wait_for()
        assert not script or serious(page) == []
        assert [each for each in asked if is_outside(each)] == []
        context.close()
    with db.reading(office_file) as s:
        board = boards.period_board(s, REGISTRY, at("2026-09-17", 11), "kstthc-quy", "2026-Q3")
    assert "245/BC-TST" in str(board)
    for day in ("2026-09-18", "2026-09-21", "2026-09-23", "2026-09-25"):
        acts.a_round(office_file, REGISTRY, given, at(day))
    with db.reading(office_file) as s:
        told = [
            (each.round_key, each.subject) for each in queries.outbox_rows(s, recipient="TST", limit=None)
        ]
    assert told[:-2] == [("2026-09-18", "Đã ghi nhận: Kiểm soát TTHC quý III/2026, hạn 18/09")]  # no reminder
