"""What waits is decided by somebody, once: recorded as understood, or turned down; with a mail back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from config.registry.figures import Figure
from engine.errors import AnswerError, UnknownName
from engine.replies import confirming, deciding
from engine.replies.recording import Given
from engine.replies.said import Said
from engine.tasks.acts import By, acting
from flows import names
from flows.boards.artifacts import read_boards
from models.states import ReplyState, TaskState
from models.tables import Reply
from tests.support import cast
from tests.support.mailroom import text_of
from tests.support.replying import READ, Correspondence, correspondence, reply_to, sent

pytestmark = pytest.mark.slow

LATER = READ + timedelta(hours=1)
INDICATOR = replace(cast.QUARTERLY, code="chi-tieu", figure=Figure("%", {2026: Decimal(95)}))
MISSING = sent(reference="cchc/2026-Q3", line="cchc: đã gửi số 123/BC")


def decide(office: Correspondence, what: str, number: int, **details: object) -> Reply:
    with acting(office.here, LATER, By("Hoa")) as act:
        done: Reply = getattr(deciding, what)(act, number, **details)
        return done


def waiting(office: Correspondence, *said: Said, sender: str = "Lan <tst@bhxh.example>") -> int:
    office.arrive(reply_to(office.message(), sender=sender))
    office.read(*said)
    assert office.states()[-1] is ReplyState.WAITING
    number = office.replies()[-1].id
    assert number is not None
    return number


def test_it_is_recorded_as_understood_under_the_name_of_who_accepts(office: Correspondence) -> None:
    number = waiting(office, sent(sure=False))
    decide(office, "accept", number)
    confirming.send_due(office.here, LATER)
    assert (office.task().state, office.task().document_no) == (TaskState.SUBMITTED, "123/BC")
    reply = office.reply()
    assert (reply.state, reply.decided_by) == (ReplyState.ACCEPTED, "Hoa")
    first, second = office.answers()
    assert "đang chờ người phụ trách xem" in text_of(first)
    assert "- kstthc-quy/2026-Q3: báo cáo đã gửi ngày 14/09/2026 số 123/BC" in text_of(second)
    assert first["Message-ID"] != second["Message-ID"]


def test_the_task_is_named_where_the_reply_does_not(office: Correspondence) -> None:
    number = waiting(office, MISSING)
    with pytest.raises(AnswerError, match="add --task OBLIGATION/PERIOD"):
        decide(office, "accept", number)
    with pytest.raises(UnknownName, match="TST has no task nix/2026"):
        decide(office, "accept", number, task="nix/2026")
    assert office.task().state is TaskState.OPEN
    decide(office, "accept", number, task="kstthc-quy/2026-Q3")
    assert office.task().state is TaskState.SUBMITTED


def test_who_accepts_adds_what_the_task_takes_in_no_other_way(office: Correspondence) -> None:
    """Seen: 'add --confirm', 'add --amend' of a command that had neither, so the reply waited for ever."""
    early = waiting(office, sent(dated=date(2026, 6, 10)))
    with pytest.raises(AnswerError, match="is the year right"):
        decide(office, "accept", early)
    decide(office, "accept", early, given=Given(confirmed=True))
    assert office.task().document_no == "123/BC"
    other = waiting(office, sent(number="124/BC", sure=False))
    with pytest.raises(AnswerError, match="already submitted"):
        decide(office, "accept", other)
    decide(office, "accept", other, given=Given(amend=True))
    assert office.task().document_no == "124/BC"


def test_an_indicator_takes_its_figure_from_who_accepts(url: str, tmp_path: Path) -> None:
    """Seen: 'for example --figure 97,5' of a command without it; the other report beside it takes none."""
    office = correspondence(url, tmp_path, cast.QUARTERLY, INDICATOR)
    number = waiting(office, sent(reference="chi-tieu/2026-Q3"), sent(reference="kstthc-quy/2026-Q3"))
    decide(office, "accept", number, given=Given(figure="97,5"))
    assert (office.task(obligation="chi-tieu").figure, office.task().state) == (
        Decimal("97.5"), TaskState.SUBMITTED,
    )  # fmt: skip


def test_nothing_is_done_by_half(office: Correspondence) -> None:
    """The first could be recorded, the second lies ahead."""
    number = waiting(office, sent(sure=False), sent(sure=False, dated=date(2026, 9, 20)))
    with pytest.raises(AnswerError):
        decide(office, "accept", number)
    assert office.task().state is TaskState.OPEN
    assert office.reply().state is ReplyState.WAITING


def test_it_is_turned_down_with_a_reason_that_the_sender_reads(office: Correspondence) -> None:
    number = waiting(office, MISSING)
    with pytest.raises(AnswerError, match="reason"):
        decide(office, "dismiss", number, reason=" ")
    decide(office, "dismiss", number, reason="Không có việc này")
    confirming.send_due(office.here, LATER)
    assert office.task().state is TaskState.OPEN
    assert "không được ghi nhận. Lý do: Không có việc này" in text_of(office.answers()[-1])


def test_it_is_decided_once(office: Correspondence) -> None:
    number = waiting(office, sent(sure=False))
    decide(office, "dismiss", number, reason="x")
    with pytest.raises(AnswerError, match="does not wait: dismissed"):
        decide(office, "accept", number)
    with pytest.raises(UnknownName, match="no reply 99"):
        decide(office, "accept", 99)


def test_a_stranger_hears_nothing_whatever_is_decided(office: Correspondence) -> None:
    for what, more in (("accept", {}), ("dismiss", {"reason": "x"})):
        number = waiting(office, sent(number=f"{what}/BC"), sender="a@elsewhere.example")
        decide(office, what, number, **more)
    assert office.task().document_no == "accept/BC"
    assert confirming.send_due(office.here, LATER) == (0, None)
    assert office.answers() == []


def test_the_overall_board_shows_what_waits_until_it_is_decided(office: Correspondence) -> None:
    def overall() -> str:
        return {key: text for key, _, text in read_boards(office.here, LATER)}[names.overall_key("vi")]

    assert "thư trả lời đang chờ" not in overall()
    number = waiting(office, sent(reference="a|b/2026", line="a|b: đã gửi"))
    board = overall()
    assert "## 1 thư trả lời đang chờ xử lý" in board
    (line,) = [each for each in board.splitlines() if each.startswith(f"| {number} |")]
    assert "Ban Quản lý thu" in line
    assert line.replace("\\|", "").count("|") == 8  # seven columns: what a unit writes breaks no table
    decide(office, "accept", number, task="kstthc-quy/2026-Q3")
    assert "thư trả lời đang chờ" not in overall()


def test_the_units_page_shows_the_reply_and_its_files(office: Correspondence) -> None:
    from desk.web.contents import Reader
    from engine.tasks.acts import TaskRef
    from language import say
    from models import db

    mail = reply_to(office.message())
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bao-cao.pdf")
    office.arrive(mail)
    office.read(sent())
    with db.reading(office.room.engine) as s:
        reader = Reader(s, office.room.registry, LATER)
        page = reader.task_page("TST", TaskRef("kstthc-quy", "2026-Q3", "TST"))
    assert page is not None
    told = [(say(each.what, "vi"), each.who) for each in page.history]
    assert ("Trả lời bằng thư; tệp kèm theo: bao-cao.pdf", "Họ Đệm Tên (TST)") in told


@pytest.mark.parametrize("language", ["vi", "en"])
def test_mails_say_that_a_reply_is_enough_and_where_it_goes(office: Correspondence, language: str) -> None:
    from tests.support.cast import at

    room = office.room.having(mail_language=language)
    room.tell(at("2026-09-17"), "opened", units=["TST"])
    room.compose(at("2026-09-17"))
    room.deliver(at("2026-09-17"))
    mail = [each for name, each in room.files().items() if "-TST-" in name][-1]
    assert [each.addr_spec for each in mail["Reply-To"].addresses] == ["dondoc@bhxh.example"]
    said = {
        "vi": ("Chỉ cần trả lời thư này", "đã gửi, số 123/BC ngày", "xin gia hạn đến 20/12"),
        "en": ("A reply to this mail is enough", "kstthc-quy/2026-Q3", "xin gia hạn đến 20/12"),
    }  # fmt: skip
    text = " ".join(text_of(mail).split())
    for each in said[language]:
        assert each in text
