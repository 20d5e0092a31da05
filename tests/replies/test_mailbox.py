"""A mailbox is read once and whole: bad mails, large ones, files, bounces, a reader that dies."""

from __future__ import annotations

import hashlib
import mailbox
import os
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from config.settings import Settings
from engine.mail.unreachable import unreachable
from engine.replies import reading
from engine.replies.choose import mailbox_of
from engine.replies.mailbox import MailboxError
from engine.replies.maildir import Maildir
from language import from_text
from models import db, queries
from models.states import ReplyState, TaskState
from tests.support.acts import en
from tests.support.mailroom import text_of
from tests.support.replying import READ, Correspondence, bounced, correspondence, reply_to, saying, sent

RECORDED, WAITING = ReplyState.RECORDED, ReplyState.WAITING


def with_file(office: Correspondence, content: bytes, name: str, *, sender: str = "") -> EmailMessage:
    more = {"sender": sender} if sender else {}
    mail = reply_to(office.message(), **more)  # type: ignore[arg-type]
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def kept(office: Correspondence) -> list[str]:
    folder = office.room.settings.evidence
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


@pytest.mark.slow
def test_one_bad_mail_stops_no_other(office: Correspondence) -> None:
    def hear(mail: EmailMessage, received: object) -> object:
        if "bom" in str(mail.get_content()):
            raise ValueError("a fault of ours")
        return saying(sent())(mail, received)  # type: ignore[arg-type]

    office.arrive(b"\xff\xfe\x00 no mail at all")
    office.arrive(reply_to(office.message("CSXH"), "bom", sender="csxh@bhxh.example"))
    office.arrive(b"From: =?utf-8?b?%%%?= <tst@bhxh.example>\nIn-Reply-To: <\nDate: never\n\n\x80")
    office.arrive(reply_to(office.message()))
    office.read(hear=hear)  # type: ignore[arg-type]
    assert sorted(office.states()) == ["ignored", "recorded", "unreadable", "waiting"]
    assert office.task().document_no == "123/BC"
    assert office.read(sent()).counts == {}
    (bad,) = [each for each in office.replies() if each.state is ReplyState.UNREADABLE]
    assert en(from_text(bad.heard["why"][0])) == (  # type: ignore[arg-type]
        "the mail cannot be read: ValueError: a fault of ours"
    )


@pytest.mark.slow
def test_no_more_than_so_many_in_a_run_and_the_next_goes_on(office: Correspondence) -> None:
    for _ in range(5):
        office.arrive(reply_to(None, sender="someone@elsewhere.example"))
    assert [office.read(sent(), most=2).read for _ in range(4)] == [2, 2, 1, 0]


def test_what_arrived_long_ago_is_not_looked_at(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    (file,) = (office.maildir / "new").iterdir()
    old = (READ - timedelta(days=46)).timestamp()
    os.utime(file, (old, old))
    assert office.read(sent()).read == 0


@pytest.mark.slow
def test_a_mail_that_another_program_moves_or_flags_is_read_once(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    box = Maildir(office.maildir)
    with box:
        (place,) = box.places((READ - timedelta(days=45)).date(), ())
        (file,) = (office.maildir / "new").iterdir()
        file.rename(office.maildir / "cur" / f"{file.name}:2,S")
        found = box.fetch(place)
    assert found is not None
    assert b"123/BC" in found.raw or found.size > 0
    office.read(sent())
    assert office.read(sent()).read == 0
    assert office.states() == [RECORDED]


@pytest.mark.slow
def test_a_reader_that_dies_has_recorded_whole_mails_or_nothing(
    office: Correspondence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies after the act and before the commit; the next one records the same mail, once."""

    class Died(BaseException):
        pass

    def dies(*_: object, **__: object) -> bool:
        raise Died

    office.arrive(reply_to(office.message()))
    monkeypatch.setattr(reading.confirming, "order", dies)
    with pytest.raises(Died):
        office.read(sent())
    assert office.states() == []
    assert office.untouched()
    monkeypatch.undo()
    assert office.read(sent()).counts == {RECORDED: 1}
    assert office.task().state is TaskState.SUBMITTED
    assert len(office.answers()) == 1


@pytest.mark.slow
def test_an_answer_that_could_not_leave_leaves_later_under_the_same_name(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    folder = office.room.settings.outbox
    folder.rename(folder.with_name("away"))
    folder.write_text("a file stands where the folder should be")
    assert office.read(sent()).problem is not None
    header = office.reply().answer_header
    folder.unlink()
    assert office.read(sent(), now=READ + timedelta(minutes=1)).answered == 0  # not yet
    assert office.read(sent(), now=READ + timedelta(minutes=16)).answered == 1
    assert office.read(sent(), now=READ + timedelta(hours=2)).answered == 0
    assert [str(mail["Message-ID"]) for mail in office.answers()] == [header]


def test_no_such_folder_is_told_with_what_to_do() -> None:
    with pytest.raises(MailboxError, match=r"nowhere is no Maildir"), Maildir(Path("/nowhere")):
        pass
    with pytest.raises(MailboxError, match="no mailbox of replies is set"):
        mailbox_of(Settings())


@pytest.mark.slow
def test_files_are_kept_as_evidence_beside_the_task(office: Correspondence) -> None:
    content = b"%PDF-1.7 " + b"x" * 1000
    office.arrive(with_file(office, content, "../../Báo cáo quý 3 (ký).PDF"))
    office.read(sent())
    reply = office.reply()
    assert kept(office) == [f"{reply.id}/01-Bao.cao.quy.3.ky.pdf"]
    file = office.room.settings.evidence / kept(office)[0]
    assert file.read_bytes() == content
    assert file.stat().st_mode & 0o777 == 0o600
    assert reply.heard["files"] == [
        {
            "name": "Báo cáo quý 3 (ký).PDF",
            "file": "01-Bao.cao.quy.3.ky.pdf",
            "bytes": 1009,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    ]
    assert office.history()[-1].data == {
        "reply": reply.id,
        "files": [{"name": "Báo cáo quý 3 (ký).PDF", "file": "01-Bao.cao.quy.3.ky.pdf"}],
    }
    assert "Tệp kèm theo đã lưu: Báo cáo quý 3 (ký).PDF." in text_of(office.answers()[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("virus.exe", b"MZ", "virus.exe (loại tệp không nhận)"),
        ("baocao.pdf.js", b"x", "baocao.pdf.js (loại tệp không nhận)"),
        ("rong.pdf", b"", "rong.pdf (tệp rỗng)"),
        ("to.pdf", b"x" * (15 * 1024 * 1024 + 1), "to.pdf (lớn hơn 15 MB)"),
        pytest.param(
            "qua-to.pdf", b"x" * (30 * 1024 * 1024), "qua-to.pdf (thư quá lớn)", marks=pytest.mark.long
        ),
    ],
)
def test_what_is_not_kept_is_told_and_the_reply_counts(
    office: Correspondence, name: str, content: bytes, told: str
) -> None:
    office.arrive(with_file(office, content, name))
    office.read(sent())
    assert (kept(office), office.task().document_no) == ([], "123/BC")
    assert f"Tệp kèm theo không lưu: {told}." in text_of(office.answers()[0])


@pytest.mark.slow
def test_two_files_are_two(office: Correspondence) -> None:
    mail = with_file(office, b"%PDF", "a.pdf")
    mail.add_attachment(b"PK", maintype="application", subtype="zip", filename="a.pdf")
    office.arrive(mail)
    office.read(sent())
    assert [each.partition("/")[2] for each in kept(office)] == ["01-a.pdf", "02-a.pdf"]
    assert "Tệp kèm theo đã lưu: a.pdf, a.pdf." in text_of(office.answers()[0])


@pytest.mark.slow
def test_strangers_leave_no_files(office: Correspondence) -> None:
    office.arrive(with_file(office, b"x", "a.pdf", sender="a@elsewhere.example"))
    office.arrive(with_file(office, b"x", "a.pdf", sender="csxh@bhxh.example"))
    office.read(sent())
    assert kept(office) == []


@pytest.mark.slow
def test_an_office_may_drop_files(url: str, tmp_path: Path) -> None:
    office = correspondence(url, tmp_path, replies_attachments="drop")
    office.arrive(with_file(office, b"x", "a.pdf"))
    office.read(sent())
    assert (kept(office), office.states()) == ([], [RECORDED])


def dsn(office: Correspondence, **more: str) -> bytes:
    return bounced(**({"to": "TST@bhxh.example", "header": office.message().message_id_header} | more))


def test_a_bounce_marks_the_address_and_the_owner_will_be_told(office: Correspondence) -> None:
    office.arrive(dsn(office))
    office.read(sent())
    assert office.states() == [ReplyState.BOUNCE]
    with db.reading(office.room.engine) as s:
        found = unreachable(s, office.room.registry, READ)
    assert {code: (why.address, why.said) for code, why in found.items()} == {
        "TST": ("tst@bhxh.example", "5.1.1 550 5.1.1 <TST@bhxh.example>: User unknown")
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delayed", "status": "5.4.1"},
        {"action": "failed", "status": "4.2.2"},
        {"to": "csxh@bhxh.example"},
        {"header": "<forged@bhxh.example>"},
    ],
)
def test_a_delay_or_a_bounce_of_nothing_of_ours_marks_nobody(
    office: Correspondence, said: dict[str, str]
) -> None:
    office.arrive(dsn(office, **said))
    office.read(sent())
    assert office.states() == [ReplyState.IGNORED]
    with db.reading(office.room.engine) as s:
        assert queries.refused_mailboxes(s) == {}


@pytest.mark.slow
def test_a_relay_that_takes_letters_does_not_clear_a_bounce_but_a_reply_does(office: Correspondence) -> None:
    def refused(now: object) -> list[str]:
        with db.session(office.room.engine) as s:
            queries.mailboxes_answer(s, ["tst@bhxh.example"], at=now)  # type: ignore[arg-type]
            return sorted(queries.refused_mailboxes(s))

    office.arrive(dsn(office))
    office.read(sent())
    assert refused(READ + timedelta(days=6)) == ["tst@bhxh.example"]
    assert refused(READ + timedelta(days=8)) == []  # a week of letters without a bounce
    office.arrive(dsn(office))
    office.read(sent())
    office.arrive(reply_to(office.message()))
    office.read(sent())
    with db.reading(office.room.engine) as s:
        assert queries.refused_mailboxes(s) == {}


@pytest.mark.slow
def test_the_maildir_is_only_looked_at(office: Correspondence) -> None:
    office.arrive(reply_to(office.message()))
    before = sorted(str(each) for each in office.maildir.rglob("*"))
    office.read(sent())
    assert sorted(str(each) for each in office.maildir.rglob("*")) == before
    assert len(mailbox.Maildir(office.maildir)) == 1
