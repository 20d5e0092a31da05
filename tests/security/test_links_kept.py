"""Whoever has a unit's link is the unit: where one stands, and who may see it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from config.settings import Settings
from engine.installation import Installation
from engine.links import keys
from engine.links.addresses import struck
from engine.mail.outbox import deliver
from engine.persons.roles import Role
from models import db, queries
from models.tables import SQLModel
from tests.support import acts
from tests.support.cast import at
from tests.web.conftest import REGISTRY, Room, room_of
from tests.web.entering import HA, log_in, person

PUBLIC = "https://noibo.bhxh.example/don-doc"
TOKEN = re.compile(r"/(?:l|ics)/[\w.-]{20,}")


@pytest.fixture
def mailed(scratch: Engine, tmp_path: Path) -> Room:
    """A morning's mails have left, each with the link of its unit."""
    keys.ensure(tmp_path)
    given = Settings(home=tmp_path, page_url=PUBLIC)
    acts.a_round(scratch, REGISTRY, given, at("2026-08-26"))
    deliver(Installation(given, REGISTRY, scratch), at("2026-08-26"))
    assert all(TOKEN.search(sent) for sent in letters(given))
    return room_of(scratch, tmp_path, given=given)


def letters(given: Settings) -> list[str]:
    """The text of every mail that left."""
    found = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in given.outbox.glob("*.eml")
    ]
    assert found
    bodies = [each.get_body(("plain",)) for each in found]
    return [str(each.get_content()) for each in bodies if each is not None]


def test_who_may_only_look_finds_no_unit_s_link_in_the_mails(mailed: Room) -> None:
    """A reader who had one could answer in the unit's name."""
    mailed.office.settings = Settings(home=mailed.office.settings.home)  # served without a proxy here
    person(mailed, role=Role.READ)
    assert log_in(mailed).status_code == 303
    with db.reading(mailed.office.engine) as s:
        numbers = [each.id for each in queries.outbox_rows(s, limit=None)]
    seen = [mailed.get(f"/mail/{number}").text for number in numbers]
    assert all("đường dẫn riêng của đơn vị nhận" in each for each in seen)
    assert not [each for each in seen if TOKEN.search(each)]


def test_nor_in_a_mail_that_is_still_to_come(scratch: Engine, tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    given = Settings(home=tmp_path, page_url="http://127.0.0.1:4201")
    acts.a_round(scratch, REGISTRY, given, at("2026-08-26"))
    room = room_of(scratch, tmp_path, given=given)
    room.go("2026-09-10")
    person(room, role=Role.READ)
    log_in(room)
    foretold = re.findall(r'href="(/coming/[\w-]+)"', room.get("/coming").text)
    assert foretold
    page = room.get(foretold[0]).text
    assert "đường dẫn riêng của đơn vị nhận" in page
    assert not TOKEN.search(page)


def test_a_link_is_struck_however_a_mail_writes_it() -> None:
    token = "WyJUU1QiLCJhIiwwLDczOTk5Ml0.yukixe0goRVIxjs5GmYcc-OV1dlh_ner2Hh_NKZfJkA"
    for link in (
        f"https://noibo.bhxh.example/don-doc/l/{token}",
        f"http://127.0.0.1:4201/l/{token}?lang=en",
        f"<https://a.example/l/{token}>",
        f"/l/{token}",
        f"https://a.example/ics/{token}/owner.ics",
    ):
        told = struck(f"Trả lời: {link}.\nXin cảm ơn", "[...]")
        assert token[:12] not in told, link
        assert told.endswith("\nXin cảm ơn")
    assert struck("https://a.example/list/overdue", "[...]") == "https://a.example/list/overdue"


def test_no_link_and_no_key_stands_in_the_database(mailed: Room) -> None:
    """What is exported, copied, or looked at with a tool of databases lets nobody in."""
    (secret, *_) = keys.read(mailed.office.settings.home)
    with db.reading(mailed.office.engine) as s:
        rows = "".join(
            repr(s.execute(text(f"SELECT * FROM {table.name}")).all())
            for table in SQLModel.metadata.sorted_tables
        )
    assert HA not in rows  # nobody was let in yet
    assert secret not in rows
    assert not TOKEN.search(rows)


def test_following_a_link_tells_no_other_site_of_it(mailed: Room) -> None:
    """The address is led on at once, and no referrer is sent."""
    mailed.go("2026-08-26")
    (link,) = {TOKEN.search(each)[0] for each in letters(mailed.office.settings)} & {mailed.link()}
    answer = mailed.get(link, follow_redirects=False)
    assert answer.status_code == 303
    assert "/l/" not in answer.headers["location"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    for said in ("HttpOnly", "Secure", "SameSite=lax", "Path=/don-doc/u/TST/"):
        assert said in cookie
