"""What a person's eye meets: the leadership's mail on a phone, and the page of the report on one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.mail.letter import Audience, Letter, Party
from engine.mail.render import summary_of
from engine.mail.summary import WEEKLY, YEARLY, Fact, File, Summary
from engine.overview.pictures import Bar, bars
from engine.report.writing import write
from language import Either, Message
from tests.report.test_report_files import REGISTRY, report
from tests.support import registries
from tests.support.browser import chromium, require_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH, HEIGHT = 390, 844
ROOM = """each => {
    const said = document.createRange();
    said.selectNodeContents(each);
    return each.clientWidth - said.getBoundingClientRect().width;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    require_chromium()
    with chromium() as opened:
        yield opened


def the_longest() -> Summary:
    """The five longest names of the shipped office, and figures of many digits."""
    units = sorted(registries.shipped().units.values(), key=lambda unit: -len(unit.name))[:5]
    return Summary(
        WEEKLY, date(2026, 11, 16), date(2026, 11, 22), datetime(2026, 11, 23, 8, 15, tzinfo=UTC), False,
        facts=(
            Fact(Message("summary.of", part=1238, whole=1541), Message("summary.mail-week")),
            Fact(Message("summary.value", value=1200), Message("summary.mail-overdue", n=1200)),
            Fact(Message("summary.per-cent", rate=99), Message("summary.mail-year", year="2026")),
        ),
        worst=tuple((Either(unit.name), Message("summary.mail-behind", n=120)) for unit in units),
        files=(File(Message("summary.mail-file-xlsx", year="2026"), "application", "x", b""),),
    )  # fmt: skip


@pytest.mark.parametrize("kind", [WEEKLY, YEARLY])
def test_the_leaderships_mail_fits_one_screen_of_a_phone(browser: Any, kind: str) -> None:
    office = registries.shipped().office
    letter = Letter(
        office.name, office.name_en, Audience.LEADERSHIP, Party(office.leadership_name), date(2026, 11, 23)
    )
    _, html = summary_of(letter, replace(the_longest(), kind=kind))
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(html)
    wide, high = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollHeight]")
    assert (wide <= WIDTH, high <= HEIGHT) == (True, True), (wide, high)
    figures = page.locator("td[width='33%'] > div:first-child")
    assert figures.all_inner_texts() == ["1238/1541", "1200", "99%"]
    for n in range(3):  # no figure is broken over two lines
        assert figures.nth(n).bounding_box()["height"] < 30
        room = figures.nth(n).evaluate(ROOM)
        assert room > 4  # nor touches its frame
    for unit in page.locator("td[align='right']").all():
        assert unit.bounding_box()["height"] < 60
    page.close()


@pytest.mark.long
def test_the_page_of_the_report_is_never_wider_than_a_phone(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(write(REGISTRY, report(), "html", "vi"))
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert page.locator("svg").count() == 3
    # What is wider scrolls within itself, and can be reached by the keyboard.
    assert page.locator(".wide[tabindex='0']").count() == 8
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    page.close()


@pytest.mark.long
def test_nothing_before_a_bar_of_a_board_s_picture_touches_it(browser: Any) -> None:
    """The longest days and titles, in the letters that this browser has."""
    notes = (
        "15/12/2026, còn 12 ngày làm việc", "30/11/2026 (gốc 28/11/2026), còn 12 ngày làm việc",
        "Mon 30 November 2026 (28 November 2026 at first), 12 working days left", "W" * 60,
    )  # fmt: skip
    labels = ("Báo cáo công tác kiểm soát TTHC quý IV", "M" * 40)
    rows = [Bar(label, note, open=3) for label in labels for note in notes]
    page = browser.new_page()
    page.set_content(bars(rows, "vi", title="bảng"))
    boxes = "[...document.querySelectorAll('text')].map(t => t.getBBox()).filter(b => !b.x).map(b => b.width)"
    begins = (
        "Math.min(...[...document.querySelectorAll('rect[rx]')].map(r => r.getBBox())"
        ".filter(b => b.y > 30).map(b => b.x))"
    )
    wide, bar = page.evaluate(boxes), page.evaluate(begins)
    assert len(wide) == 2 * len(rows)
    assert max(wide) <= bar - 4
    page.close()
