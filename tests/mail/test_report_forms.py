"""Which mail carries the report's form, and as which file: the one that opens the task, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.ladders import Role
from config.registry import Registry
from config.registry.objects import Outline, Section
from engine.forms import making
from engine.mail.channels import Envelope, TryLater
from engine.rounds.audit import audit
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.forms import said, template
from tests.support.mailroom import Mailroom, mailroom, text_of

OUTLINE = Outline(
    code="pl2",
    title="Đề cương",
    cite="PL2",
    sections=(
        Section(number="1", title="Số liệu", by=("central", "province")),
        Section(number="2", title="Một cửa", by=("province",)),
    ),
)
DUTY = replace(cast.QUARTERLY, outline="pl2")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPENED, LATER = at("2026-08-26"), at("2026-09-17")


def office(registry: Registry, **office: object) -> Registry:
    """The cast's registry with the outline, and an office that says otherwise."""
    return Registry(
        office=replace(registry.office, **office),  # type: ignore[arg-type]
        calendar=registry.calendar,
        units=registry.units.values(),
        groups=registry.groups.values(),
        ladders=registry.ladders.values(),
        documents=registry.documents.values(),
        outlines=(OUTLINE,),
        obligations=registry.obligations.values(),
        fingerprint=registry.fingerprint,
    )


def home(tmp_path: Path, **given: object) -> Mailroom:
    """Files for an outbox; the quarterly duty with its outline, and the plans without one."""
    url = f"sqlite:///{tmp_path / 'dondoc.db'}"
    db.upgrade(url)
    made = mailroom(url, tmp_path, DUTY, cast.PLANS)
    made.registry = office(made.registry, **given)
    return made


@pytest.fixture
def room(tmp_path: Path) -> Mailroom:
    return home(tmp_path)


def forms(mail: EmailMessage) -> list[EmailMessage]:
    """The Word files of a mail."""
    found = [part for part in mail.iter_attachments() if part.get_content_type() == WORD]
    assert all(isinstance(part, EmailMessage) for part in found)
    return found  # type: ignore[return-value]


def round_(room: Mailroom, day: str) -> dict[str, EmailMessage]:
    """A real round on that day; the mails it wrote, by recipient."""
    before = set(room.files())
    acts.a_round(room.engine, room.registry, room.settings, at(day))
    return {
        name.removesuffix(".eml").split("-", 3)[3].rpartition("-digest")[0]: mail
        for name, mail in room.files().items()
        if name not in before
    }


@pytest.mark.slow
def test_the_mail_that_opens_a_report_carries_it_and_no_other_does(room: Mailroom) -> None:
    carried: dict[str, list[str]] = {}
    for day in (
        "2026-08-26",
        "2026-08-27",
        "2026-09-04",
        "2026-09-11",
        "2026-09-17",
        "2026-09-18",
        "2026-09-21",
    ):
        for unit, mail in round_(room, day).items():
            for part in forms(mail):
                carried.setdefault(unit, []).append(day)
                assert said(part.get_content())[0] == "BÁO CÁO"
    assert carried == {unit: ["2026-08-26"] for unit in ("TST", "CSXH", "TCKT", "tinh-15")}


@pytest.mark.slow
def test_it_is_the_unit_s_own_report_under_a_name_that_can_be_read(room: Mailroom) -> None:
    mail = round_(room, "2026-08-26")["tinh-15"]
    (part,) = forms(mail)
    assert part.get_filename() == "Báo cáo công tác kiểm soát TTHC quý III năm 2026.docx"
    assert part.get_param("name") == "kstthc-quy-2026-Q3-tinh-15.docx"
    assert part.get_content_disposition() == "attachment"
    assert part["Content-Transfer-Encoding"] == "base64"
    assert [text for text in said(part.get_content()) if text[:1].isdigit()] == ["1. Số liệu", "2. Một cửa"]
    assert "Kèm theo thư là mẫu báo cáo (.docx)" in text_of(mail)
    central = forms(round_(room, "2026-08-26").get("TST", EmailMessage()))
    assert central == []  # a second round of the day sends nothing again


class Fails:
    """A channel that keeps what it is given, and says at first that it cannot send it now."""

    disturbs = False

    def __init__(self) -> None:
        self.given: list[EmailMessage] = []

    def __enter__(self) -> Fails:
        return self

    def __exit__(self, *_: object) -> None: ...

    def send(self, envelope: Envelope) -> str:
        self.given.append(envelope.message)
        if len(self.given) == 1:
            raise TryLater("channel.said", answer="later")
        return "taken"


@pytest.mark.slow
def test_a_mail_sent_again_carries_the_same_file(room: Mailroom) -> None:
    room.open("kstthc-quy", "2026-Q3", OPENED)
    room.tell(OPENED, "opened", units=["TST"])
    room.compose(OPENED)
    channel = Fails()
    room.deliver(OPENED, channel=channel)
    making._standard.cache_clear()  # as in another process
    making.standard.cache_clear()
    room.deliver(OPENED + timedelta(minutes=10), channel=channel)
    first, second = (forms(mail)[0].get_content() for mail in channel.given)
    assert first == second
    assert len(first) < 20_000


@pytest.mark.slow
def test_a_task_that_opened_late_brings_its_form_with_the_first_mail_about_it(room: Mailroom) -> None:
    """The rung of opening is collapsed into a graver one there: no mail would say 'opened'."""
    first = round_(room, "2026-09-14")["TST"]
    assert "mới giao" not in text_of(first).casefold()
    assert len(forms(first)) == 1
    for day in ("2026-09-17", "2026-09-18", "2026-09-21"):
        assert forms(round_(room, day)["TST"]) == []


def test_who_only_reads_along_gets_no_form(room: Mailroom) -> None:
    room.open("kstthc-quy", "2026-Q3", OPENED)
    for role in (Role.HEAD, Role.OWNER):
        room.tell(OPENED, "opened", units=["TST"], role=role)
    room.compose(OPENED)
    assert room.deliver(OPENED).sent == 2
    assert [len(forms(mail)) for mail in room.files().values()] == [0, 0]


def test_a_duty_that_asks_for_nothing_in_particular_has_no_form(room: Mailroom) -> None:
    room.open("ke-hoach", "2027", OPENED)
    room.tell(OPENED, "opened", units=["TST"])
    room.compose(OPENED)
    room.deliver(OPENED)
    (mail,) = room.files().values()
    assert forms(mail) == []
    assert "mẫu báo cáo (.docx)" not in text_of(mail)


@pytest.mark.slow
def test_the_office_can_turn_it_off(tmp_path: Path) -> None:
    room = home(tmp_path, report_form="off")
    mail = round_(room, "2026-08-26")["TST"]
    assert forms(mail) == []
    assert "mẫu báo cáo (.docx)" not in text_of(mail)


@pytest.mark.slow
def test_the_office_can_put_its_own_in_its_place(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(template("{{tên đơn vị}}", "{{#sections}}", "{{mục}}", "{{/sections}}"))
    room = home(tmp_path, report_form="own.docx", report_template=own)
    (part,) = forms(round_(room, "2026-08-26")["tinh-15"])
    assert said(part.get_content()) == ["BHXH Lào Cai", "1. Số liệu", "2. Một cửa"]


@pytest.mark.slow
def test_an_own_form_that_fails_stops_no_mail_and_an_operator_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone.docx"
    room = home(tmp_path, report_form="gone.docx", report_template=gone)
    (part,) = forms(round_(room, "2026-08-26")["TST"])
    assert said(part.get_content())[0] == "BÁO CÁO"
    assert [code for code in findings(room.engine, room.registry) if code == "report-form"] == ["report-form"]
    gone.write_bytes(template("{{unit}}"))
    assert "report-form" not in findings(room.engine, room.registry)


def findings(engine: Engine, registry: Registry) -> list[str]:
    with db.reading(engine) as s:
        return [each.code for each in audit(s, registry, LATER)]
