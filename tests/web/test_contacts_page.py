"""The contacts of a unit, edited on its own page and by whoever administers: mail goes to who is there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.loading.contacts import FILE, Contacts
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY
from engine.mail.routing import route
from engine.persons.roles import Role
from models import queries
from tests.support import cast
from tests.support.rounds import settings
from tests.web.conftest import Room, room_of, text_of
from tests.web.entering import HA, log_in, person, proof_of
from tests.web.entering import quick_hashes as quick_hashes

ONE = {
    "name": "Chuyên viên 1",
    "role": "reports",
    "mail": "cv1@bhxh.example",
    "telephone": "+84 24 0000 0000",
}
TWO = {"name": "Chuyên viên 2", "role": "other", "mail": "cv2@bhxh.example"}
BY = {"who": "Họ Đệm Tên"}


def registry_in(folder: Path) -> Registry:
    """The cast's, with the contacts that the folder's file has."""
    found = Contacts([each.code for each in cast.UNITS])
    if (folder / FILE).exists():
        found.read((folder / FILE).read_bytes())
    return cast.registry(contacts=[each for people in found.by_unit.values() for each in people])


@pytest.fixture
def room(scratch: Engine, tmp_path: Path) -> Room:
    folder = tmp_path / "office"
    folder.mkdir()
    made = room_of(scratch, tmp_path, given=settings(tmp_path, config=folder))
    made.office._load = registry_in
    return made


def send(room: Room, **fields: str) -> Any:
    return room.post("/u/TST/contacts", BY | fields, page="/u/TST/contacts")


def addresses(room: Room, code: str = "TST") -> str:
    found = route(room.office.registry, room.office.settings, code, ["VP"], room.office.today, ())
    return " ".join(party.address for party in found.to)


def test_a_unit_keeps_its_people_and_mail_goes_to_who_is_there(room: Room) -> None:
    room.enter()
    assert 'href="/u/TST/contacts"' in room.get("/u/TST/").text
    assert "Chưa có ai" in text_of(room.get("/u/TST/contacts"))
    assert "Đã ghi người liên hệ" in text_of(send(room, **ONE))
    assert "Đã ghi người liên hệ" in text_of(send(room, **TWO))
    assert addresses(room) == "tst@bhxh.example cv1@bhxh.example"
    away = ONE | {"before": ONE["name"], "deputy": TWO["name"], "absent_from": "2026-09-10"}
    page = text_of(send(room, **away))
    assert "từ 10/09/2026 đến hết 10/09/2026" in page  # one day where no last one is given
    assert "Hôm nay nhận thư Chuyên viên 2" in page
    assert addresses(room) == "tst@bhxh.example cv2@bhxh.example"
    assert "Sửa: Chuyên viên 1 (TST) (người thay, vắng mặt từ ngày, đến hết ngày) · Họ Đệm Tên (TST)" in page
    renamed = TWO | {"before": TWO["name"], "name": "Chuyên viên 3"}
    assert "Người thay Chuyên viên 3" in text_of(send(room, **renamed))  # whom he stands in for keeps him
    send(room, before="Chuyên viên 3", what="remove")
    assert [each.name for each in room.office.registry.contacts["TST"]] == ["Chuyên viên 1"]
    assert room.office.registry.contacts["TST"][0].deputy == ""
    send(room, before="Chuyên viên 1", what="remove")
    assert room.office.registry.contacts == {}
    assert "Đã ghi người liên hệ" in text_of(send(room, **ONE))  # the file can be written to again
    with room.office.looking() as s:
        kinds = [
            (each.kind, each.actor, each.origin) for each in queries.history(s) if "contact" in each.kind
        ]
    assert kinds[0] == ("contact-added", "Họ Đệm Tên (TST)", "web")
    assert "cv1@" not in str([each.data for each in _events(room)])  # who and which fields, not what


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"mail": "cv1@elsewhere.example"}, "không thuộc bhxh.example"),
        ({"mail": "cv1"}, "cần một địa chỉ thư"),
        ({"telephone": "abc"}, "không đúng"),
        ({"deputy": "Nobody"}, "không phải người liên hệ khác"),
        ({"absent_until": "2026-09-11"}, "cả ngày đầu và ngày cuối"),
        ({"absent_from": "2026-09-11", "absent_until": "2026-09-10"}, "trước ngày đầu"),
        ({"role": "boss"}, "vai trò"),
        ({"name": "  "}, "thiếu họ và tên"),
        ({"who": ""}, "tên"),
        ({"before": "Nobody"}, "không có đúng một người liên hệ"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_what_was_written_stays(
    room: Room, wrong: dict[str, str], said: str
) -> None:
    room.enter()
    page = send(room, **(ONE | wrong))
    assert page.status_code == 422
    assert page.text.count('role="alert"') == 1
    assert said in text_of(page).lower()
    assert room.office.registry.contacts == {}


def test_a_link_that_only_reads_or_another_site_changes_nothing(room: Room) -> None:
    room.enter()
    assert room.post("/u/TST/contacts", BY | ONE | {"proof": "0" * 64}).status_code == 403
    assert room.post("/u/CSXH/contacts", BY | ONE).status_code == 404
    room.client.cookies.clear()
    room.enter(acts=False)
    page = room.get("/u/TST/contacts")
    assert "<form" not in page.text
    assert room.post("/u/TST/contacts", BY | ONE).status_code == 404
    assert room.office.registry.contacts == {}


def test_whoever_administers_writes_them_too_and_every_address(room: Room) -> None:
    person(room)
    log_in(room)
    assert re.search(r'href="/unit/TST">Ban Quản lý thu</a>', room.get("/units").text)
    proof = proof_of(room.get("/unit/TST").text)
    done = room.client.post("/unit/TST", data={"proof": proof} | ONE | {"mail": "cv1@elsewhere.example"})
    assert "Đã ghi người liên hệ" in text_of(done)
    assert f"Thêm: Chuyên viên 1 (TST) · {HA}" in text_of(done)
    assert addresses(room) == "tst@bhxh.example cv1@elsewhere.example"
    room.enter()
    kept = ONE | {"before": ONE["name"], "mail": "cv1@elsewhere.example", "telephone": ""}
    assert "Đã ghi" in text_of(send(room, **kept))  # the unit keeps what was written for it
    assert room.get("/unit/NOBODY").status_code == 404
    person(room, "Ghi", Role.RECORD)
    room.client.cookies.clear()
    log_in(room, "Ghi")
    assert "<details" not in room.get("/unit/TST").text
    assert room.client.post("/unit/TST", data=ONE).status_code == 403


def test_the_office_that_came_with_the_program_is_not_written_to(room: Room) -> None:
    room.office.settings = replace(room.office.settings, config=SHIPPED_REGISTRY)
    room.office._load = lambda _: cast.registry()
    room.enter()
    assert "dondoc init" in text_of(send(room, **ONE))


def _events(room: Room) -> list[Any]:
    with room.office.looking() as s:
        return [each for each in queries.history(s) if "contact" in each.kind]
