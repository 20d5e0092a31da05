"""A reply that waits is in the next mail of whoever is in charge, once, with a link to what decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from engine.links import forms
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.mail.render import html_of, text_of
from engine.replies import deciding
from engine.replies.hearing import hear
from engine.tasks.acts import acting
from models import db, queries
from tests.support import acts, databases
from tests.support.cast import at
from tests.support.replying import READ, Correspondence, correspondence, reply_to
from tests.support.rounds import LAN

NUMBER = "5e2d9a1c-0000-4000-8000-000000000012"
FORM = (
    f"https://lich.office.example/v2/deployments/deployment/{NUMBER}/run?parameters="
    "%7B%22reply%22%3A%201%2C%20%22decision%22%3A%20%22accept%22%2C%20%22task%22%3A%20%22kstthc-quy%2F2026-Q3%2FTST%22%7D"
)


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Correspondence:
    """The unit's answer of Monday the 14th names no number, so it waits."""
    url = databases.migrated(databases.SQLITE, tmp_path, request)
    made = correspondence(url, tmp_path, web_base_url="https://lich.office.example")
    with db.session(made.room.engine) as s:
        forms.remember(s, {"decide-reply": NUMBER})
    made.arrive(reply_to(made.message(), "đã gửi báo cáo <b>rồi</b> ạ"))
    made.read(hear=hear)
    assert [each.value for each in made.states()] == ["waiting"]
    return made


def morning(office: Correspondence, day: str, **settings: object) -> dict[str, Letter]:
    """The letters of that morning, as they leave, by recipient."""
    given = replace(office.room.settings, **settings)  # type: ignore[arg-type]
    acts.a_round(office.room.engine, office.room.registry, given, at(day), deliver=False)
    with db.reading(office.room.engine) as s:
        rows = [each for each in queries.outbox_rows(s, limit=None) if each.round_key == day]
        reader = Reader(s, office.room.registry, given, at(day, 9))
        found: Mapping = reader.letters(rows)  # type: ignore[arg-type, type-arg]
        return {each.recipient: found[each.id][0] for each in rows if each.id in found}


def test_whoever_is_in_charge_reads_of_it_once_with_the_form_filled_in(office: Correspondence) -> None:
    letters = morning(office, "2026-09-15")
    told = {who: [note.kind for note in letter.notes] for who, letter in letters.items() if letter.notes}
    assert told == {"VP": ["reply"]}
    said = text_of(letters["VP"])
    assert "--- THƯ TRẢ LỜI CHỜ QUYẾT ĐỊNH (1) ---" in said
    assert (
        "1. Thư số 1 của Họ Đệm Tên (Ban Quản lý thu), ngày 14/09/2026: “đã gửi báo cáo <b>rồi</b> ạ”. "
        "Lý do chờ: "
    ) in said
    assert f"   Mở để quyết định: {FORM}\n" in said
    html = html_of(letters["VP"])
    assert f'<a href="{FORM}"' in html
    assert "<b>rồi</b>" not in html
    again = morning(office, "2026-09-16")
    assert [who for who, letter in again.items() if letter.notes] == []


@pytest.mark.parametrize(
    ("settings", "link"),
    [
        # The Prefect UI on this machine alone: a mail's reader is led to the home, or nowhere.
        (
            {"web_base_url": "http://127.0.0.1:4200", "page_url": "https://noibo.office.example/d/"},
            "https://noibo.office.example/d/list/asked",
        ),
        ({"web_base_url": "http://127.0.0.1:4200"}, ""),
    ],
)
def test_a_form_that_only_this_machine_reaches_is_no_link(
    office: Correspondence, settings: dict[str, str], link: str
) -> None:
    assert [note.link for note in morning(office, "2026-09-15", **settings)["VP"].notes] == [link]


def test_what_was_decided_before_the_mail_leaves_is_not_in_it(office: Correspondence) -> None:
    with acting(office.here, READ, LAN) as act:
        deciding.dismiss(act, 1, reason="Thiếu số văn bản")
    assert all(not letter.notes for letter in morning(office, "2026-09-15").values())
