"""How many clicks it is: links are followed from page to page, by the shortest way."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.installation import Installation
from engine.links.addresses import home_of
from flows.boards import descriptions
from flows.boards.artifacts import read_boards
from tests.support.cast import at
from tests.support.rounds import quiet_round, settings
from tests.web.conftest import KEY, REGISTRY, Room, room_of
from tests.web.entering import log_in, person
from tests.web.entering import quick_hashes as quick_hashes

NOW = at("2026-09-23", 10)
PAGE = "http://127.0.0.1:4201"


@pytest.fixture
def room(scratch: Engine, tmp_path: Path) -> Room:
    """The third quarter as of 23 September, three working days after its last day; an administrator is in."""
    for day in ("2026-08-25", "2026-09-23"):
        quiet_round(scratch, REGISTRY, settings(tmp_path), at(day))
    made = room_of(scratch, tmp_path)
    made.now[0] = NOW
    person(made)
    log_in(made)
    return made


def landings(room: Room) -> dict[str, str]:
    """What an administrator of the Prefect UI has before him: every board, and the description of a form, of
    a flow that runs by the clock and of a duty."""
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    home = home_of(room.office.settings)
    found = {key: text for key, _, text in read_boards(here, NOW)}
    found["form"] = descriptions.form_described(REGISTRY, "extend-deadline", home)
    found["round"] = descriptions.round_described(REGISTRY, "morning-round", home)
    duty = REGISTRY.obligation("kstthc-quy")
    found["duty"] = descriptions.description(REGISTRY, duty, room.office.today, home)
    return found


def clicks(room: Room, links: set[str], there: Callable[[str], bool], most: int = 4) -> int:
    """The fewest clicks from a page with these links to an address that is meant."""
    seen: set[str] = set()
    for n in range(1, most + 1):
        if any(there(link) for link in links):
            return n
        seen |= links
        pages = [room.get(link).text for link in sorted(links)]
        found = {unescape(each) for page in pages for each in re.findall(r'href="(/[^"#]*)', page)}
        links = {each for each in found - seen if not each.startswith(("/static", "/do/", "/mail/"))}
    raise AssertionError(f"more than {most} clicks")


def late_units(link: str) -> bool:
    return link.startswith("/list/overdue?duty=kstthc-quy")


def history(link: str) -> bool:
    return link.partition("?")[0] == f"/task/{KEY}"


def test_from_every_page_of_prefect_the_worklist_is_one_click_late_units_two_a_history_three(
    room: Room,
) -> None:
    for name, text in landings(room).items():
        links = {each.removeprefix(PAGE) for each in re.findall(rf"\]\(({PAGE}/[^)]*)\)", text)}
        home = {each for each in links if each == "/"}
        assert clicks(room, home, lambda link: link == "/") == 1, name
        assert clicks(room, home, late_units) == 2, name
        assert clicks(room, home, history) <= 3, name
    board = landings(room)["kstthc-quy-2026-q3"]
    rows = {each.removeprefix(PAGE) for each in re.findall(rf"\]\(({PAGE}/task/[^)]*)\)", board)}
    assert clicks(room, rows, history) == 1  # from the unit's row itself


def test_from_the_page_s_own_landing_each_is_one_click_less(room: Room) -> None:
    links = set(map(unescape, re.findall(r'href="(/[^"#]*)', room.get("/").text)))
    assert (clicks(room, links, late_units), clicks(room, links, history)) == (1, 1)
    settled = {each for each in links if each.startswith("/do/extend-deadline?")}
    assert settled  # its form is the first click, what it would do the second, to confirm it the third


def test_after_the_login_one_is_where_one_wanted_to_go(room: Room) -> None:
    room.client.cookies.clear()
    asked = room.get(f"/task/{KEY}", follow_redirects=False).headers["location"]
    to = re.search(r'name="to" value="([^"]*)"', room.get(asked).text)
    assert to is not None
    assert log_in(room, to=unescape(to[1])).headers["location"] == f"/task/{KEY}"
