"""The pages of the office that comes with dondoc, with its names and numbers, in a browser.

With DONDOC_PICTURES set to a folder, what was seen is kept there for the guides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from config.registry.contacts import Contact, ContactRole
from config.settings import EXAMPLE_REGISTRY, Settings
from desk.web.office import Office
from desk.web.serving import listen
from engine.installation import Installation
from engine.links import keys
from engine.links.addresses import Links
from engine.persons import changing
from engine.persons.roles import Role
from engine.tasks.acts import By, acting
from models import db, queries
from tests.support import acts, registries
from tests.support.cast import at
from tests.support.english_office import vietnamese_in
from tests.support.rounds import LAN
from tests.web.entering import PASSWORD
from tests.web.test_page_browser import PHONE, WIDE, picture, serious, served
from tests.web.test_page_browser import browser as browser
from tests.web.test_page_browser import office_file as office_file

pytestmark = [pytest.mark.browser, pytest.mark.long]
WHO = "Chuyên viên 1"
DUTY, PERIOD, LAST = "kstthc-quy", "2026-Q3", date(2026, 9, 18)
NOW = at("2026-09-22", 9)


def people_of(unit: str) -> tuple[Contact, ...]:
    """Who reads the unit's mail is away for a week, and another stands in."""
    first = Contact(
        unit=unit, name="Chuyên viên 1", mail="chuyenvien1@donvi.example", telephone="024 0000 0001",
        deputy="Chuyên viên 2", absent_from=date(2026, 9, 21), absent_until=date(2026, 9, 25),
    )  # fmt: skip
    other = ContactRole.OTHER
    return first, Contact(unit=unit, name="Chuyên viên 2", mail="chuyenvien2@donvi.example", role=other)


def lived(engine: Engine, given: Settings) -> str:
    """Most have sent in time, some late, a few owe it; one that was extended, which is answered."""
    registry = registries.shipped()
    acts.a_round(engine, registry, given, at("2026-09-07"))
    of: dict[str, Any] = {"obligation": DUTY, "period": PERIOD, "by": By(WHO, "web")}
    with db.session(engine) as s:
        for number, task in enumerate(queries.tasks(s, obligation=DUTY, period=PERIOD)):
            if number % 8 == 3:
                continue
            sent = LAST + timedelta(days=3) if number % 9 == 4 else LAST - timedelta(days=number % 7 + 1)
            acts.submit(
                s, registry, **of, unit=task.unit, now=at(max(sent, date(2026, 9, 10)).isoformat(), 10),
                document_no=f"{100 + number}/BC-{task.unit}", submitted_on=max(sent, date(2026, 9, 10)),
            )  # fmt: skip
    acts.a_round(engine, registry, given, at("2026-09-14"))
    with db.session(engine) as s:
        owing = [each.unit for each in queries.tasks(s, obligation=DUTY) if each.state.value == "open"]
        acts.extend(
            s, registry, **of, unit=owing[0], now=at("2026-09-15", 14),
            new_day=date(2026, 9, 25), reason="Công văn 88: chờ số liệu của các tỉnh",
        )  # fmt: skip
    for day in ("2026-09-18", "2026-09-21", "2026-09-22"):
        acts.a_round(engine, registry, given, at(day))
    return owing[0]


@pytest.fixture
def opened(office_file: Engine, tmp_path: Path, browser: Any) -> Callable[..., Iterator[Page]]:
    """Serves an office as of a moment, lets its administrator in, and gives a page of each size."""

    def run(
        registry: Registry, now: datetime, given: Settings, listening: Any, locale: str, who: str = WHO
    ) -> Iterator[Page]:
        with acting(Installation(given, registry, office_file), now, LAN) as act:
            changing.add(act, who, Role.ADMINISTER, password=PASSWORD)
        office = Office(given, office_file, clock=lambda: now, load=lambda _: registry)
        with served(office, listening):
            first = browser.new_context(locale=locale)
            page = first.new_page()
            page.goto(f"{given.page_url}/login")
            page.locator("#name").fill(who)
            page.locator("#password").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{given.page_url}/")
            for size in (WIDE, PHONE):
                inside = browser.new_context(
                    viewport=size, locale=locale, storage_state=first.storage_state()
                )
                yield Page(inside.new_page(), given.page_url or "", size["width"])

    return run


@dataclass
class Page:
    """A page of one size; `wrong` is what was found on it that keeps somebody out."""

    page: Any
    url: str
    width: int
    wrong: list[str] = field(default_factory=list)

    def see(self, path: str, name: str = "", *, whole: bool = False) -> None:
        self.page.goto(f"{self.url}{path}")
        self.seen(name, whole=whole)

    def seen(self, name: str = "", *, whole: bool = False) -> None:
        if name and self.width == WIDE["width"]:
            picture(self.page, name, whole=whole)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.wrong += [f"{self.page.url}: {each}" for each in serious(self.page)]
        self.wrong += [f"{self.page.url}: {wide} wide"] if wide > self.width else []


def installed(home: Path) -> tuple[Settings, Any]:
    listening = listen("127.0.0.1", 0)
    keys.ensure(home)
    return Settings(home=home, page_url=f"http://127.0.0.1:{listening.getsockname()[1]}"), listening


def test_the_pages_of_the_shipped_office(office_file: Engine, tmp_path: Path, opened: Any) -> None:
    given, listening = installed(tmp_path)
    extended = lived(office_file, given)
    with db.reading(office_file) as s:
        owing = [each.unit for each in queries.tasks(s, obligation=DUTY) if each.state.value == "open"]
    link = Links(keys.read(tmp_path), {}, "", NOW.date()).of(owing[0])
    registry = copy(registries.shipped())
    registry.contacts = {owing[0]: people_of(owing[0])}
    for each in opened(registry, NOW, given, listening, "vi-VN"):
        each.see("/", "home-worklist")
        each.see(f"/task/{DUTY}/{PERIOD}/{extended}", "home-history", whole=True)
        each.see("/report", "home-report")
        if each.width == WIDE["width"]:  # on a telephone `test_home_browser.py` looks at them
            each.see("/coming", "home-coming")
            each.see("/many", "home-many")
        each.see(link, "unit-page")
        with each.page.expect_navigation():
            each.page.locator(".tasks a").first.click()
        each.seen("unit-task")
        each.see(f"/u/{owing[0]}/contacts", "unit-contacts")
        assert each.wrong == []


def test_the_worklist_of_the_example_office(office_file: Engine, tmp_path: Path, opened: Any) -> None:
    registry = registries.load(EXAMPLE_REGISTRY)
    given, listening = installed(tmp_path)
    given = replace(given, go_live=date(2026, 11, 1))
    now = at("2027-02-02", 9)
    for day in ("2026-11-27", "2027-01-04", "2027-02-02"):
        acts.a_round(office_file, registry, given, at(day))
    for each in opened(registry, now, given, listening, "en-GB", "Officer 1"):
        each.see("/", "company-worklist")
        assert vietnamese_in(each.page.inner_text("main")) == []
        assert each.wrong == []
