"""The link in a mail: who gets one, that it opens the page, and when there is none."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.links import keys
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, text_of
from tests.web.conftest import REGISTRY, room_of

pytestmark = pytest.mark.slow

PUBLIC = "https://noibo.bhxh.example/don-doc"
LINK = re.compile(r"https://\S+?/l/[\w.-]+")


def mails(engine: Engine, given: Settings, days: tuple[str, ...]) -> dict[str, EmailMessage]:
    """The last mail to each recipient code after rounds on these days."""
    for day in days:
        acts.a_round(engine, REGISTRY, given, at(day))
    room = Mailroom(engine, REGISTRY, given)
    files = room.files()
    with db.reading(engine) as s:
        codes = {each.message_id_header: each.recipient for each in queries.outbox_rows(s, limit=None)}
    return {codes[mail["Message-ID"]]: mail for mail in files.values()}


def links(mail: EmailMessage) -> set[str]:
    """Every link to a page, in the text and in the HTML."""
    html = mail.get_body(("html",))
    assert html is not None
    return set(LINK.findall(text_of(mail))) | set(LINK.findall(html.get_content()))


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    keys.ensure(tmp_path)
    return Settings(home=tmp_path, page_url=f"{PUBLIC}/")


def test_each_unit_gets_its_own_link_and_it_opens(database: Engine, given: Settings) -> None:
    found = mails(database, given, ("2026-08-26",))
    all_links = {code: links(mail) for code, mail in found.items()}
    assert {code: len(each) for code, each in all_links.items()} == dict.fromkeys(
        ("TST", "CSXH", "TCKT", "tinh-15"), 1
    )
    (link,) = all_links["TST"]
    assert "Trả lời trên trang của đơn vị" in text_of(found["TST"])
    room = room_of(database, given.home, given=given)
    page = room.client.get(link.removeprefix(PUBLIC), follow_redirects=False)
    assert page.headers["location"] == "/don-doc/u/TST/"
    # The path below which the operator's proxy shows the pages is not the pages' own.
    assert room.client.get("/u/TST/").status_code == 404


def test_a_heads_link_reads_the_leadership_has_none(database: Engine, given: Settings) -> None:
    days = ("2026-08-26", "2026-09-17", "2026-09-21", "2026-09-23", "2026-09-25", "2026-10-02")
    found = mails(database, given, days)
    assert len(links(found["TST:head"])) == 1
    assert "Xem trang của đơn vị" in text_of(found["TST:head"])
    assert links(found["leadership"]) == set()
    assert links(found["TST:head"]) != links(found["TST"])


def test_before_a_public_address_is_set_no_mail_has_one(database: Engine, tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    found = mails(database, Settings(home=tmp_path), ("2026-08-26",))
    assert all(links(mail) == set() for mail in found.values())
    assert all("trang của đơn vị" not in text_of(mail) for mail in found.values())


def test_composing_makes_no_keys(database: Engine, tmp_path: Path) -> None:
    given = Settings(home=tmp_path, page_url=PUBLIC)
    found = mails(database, given, ("2026-08-26",))
    assert all(links(mail) == set() for mail in found.values())
    assert not keys.path_in(tmp_path).exists()
    assert cast.registry().units["TST"].email  # they were mails to mailboxes of their own
