"""A month's answers by reply: mails leave by SMTP, forty replies lie in Dovecot, what is sure is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.mail.unreachable import unreachable
from engine.replies.choose import mailbox_of
from engine.replies.hearing import hear
from engine.replies.reading import read_replies
from engine.tasks import requests
from models import db, queries
from models.states import ReplyState
from tests.support import cast, imapserver
from tests.support.cast import at
from tests.support.forty import CASES, SERVER, Answered, Case, mail, says
from tests.support.imapserver import PASSWORD, ImapServer
from tests.support.mailroom import Mailroom, mailroom, smtp_url, text_of
from tests.support.mailserver import Received, running, self_made
from tests.support.replying import READ, SENT
from tests.support.required import require

pytestmark = [pytest.mark.long]
UNITS = [f"t-{number:02d}" for number in range(1, len(CASES) + 1)]
SECOND = replace(
    cast.QUARTERLY,
    code="cchc-quy",
    title="Báo cáo cải cách hành chính quý",
    owed_by=tuple(unit for unit, case in zip(UNITS, CASES, strict=True) if case.two),
)


class Story:
    """The office with its two servers, from the mails that left to what was recorded."""

    def __init__(self, room: Mailroom, smtp: Received, imap: ImapServer) -> None:
        self.room, self.smtp, self.imap = room, smtp, imap
        self.sent = {to[0].partition("@")[0]: mail for _, to, mail in smtp.letters}

    def answered(self, unit: str) -> Answered:
        return Answered(unit, self.sent[unit])

    def read(self) -> dict[ReplyState, int]:
        from engine.installation import Installation

        here = Installation(self.room.settings, self.room.registry, self.room.engine)
        report = read_replies(here, mailbox_of(self.room.settings), hear, READ)
        assert report.problem is None
        return report.counts

    def answers(self) -> list[tuple[list[str], str]]:
        """To whom an answer went, and what it said."""
        return [
            (to, text_of(each))
            for _, to, each in self.smtp.letters
            if each["Auto-Submitted"] == "auto-replied"
        ]

    def tasks(self, unit: str) -> str:
        with db.reading(self.room.engine) as s:
            found = sorted(queries.tasks(s, unit=unit), key=lambda task: task.obligation != "kstthc-quy")
            ids = [task.id or 0 for task in found]
            asked, said = requests.waiting(s, ids), queries.last_progress(s, ids)
            told = []
            for task in found:
                parts = [task.state.value]
                if task.submitted_at:
                    day = task.submitted_at.astimezone(cast.HANOI).date()
                    parts += [task.document_no or "-", day.isoformat()]
                if request := asked.get(task.id or 0):
                    parts += [request.kind, request.to.isoformat() if request.to else ""]
                if (progress := said.get(task.id or 0)) and progress.percent is not None:
                    parts.append(f"{progress.percent}%")
                told.append(" ".join(part for part in parts if part))
        return ", ".join(told)


@pytest.fixture(scope="module")
def imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    require("imap", imapserver.program(), "Dovecot is not installed (Debian: dovecot-imapd)")
    with imapserver.running(self_made(tmp_path_factory.mktemp("certificate"))) as server:
        yield server


@pytest.fixture
def story(url: str, tmp_path: Path, imap: ImapServer) -> Iterator[Story]:
    """The reports were asked for on 11 September: a mail to each of the forty units."""
    imap.clear()
    with running() as smtp:
        room = mailroom(
            url,
            tmp_path,
            smtp=smtp_url(smtp.port),
            replies=f"imap://dondoc%40bhxh.example@127.0.0.1:{imap.plain}/INBOX?starttls=no",
            replies_password=PASSWORD,
            replies_authserv=SERVER,
        )
        units = tuple(cast.unit(code, f"BHXH {code}", "province") for code in UNITS)
        duties = replace(cast.QUARTERLY, owed_by=("@tinh",)), SECOND
        room.registry = cast.registry(*duties, units=(*cast.UNITS[:1], *units))
        for duty in duties:
            room.open(duty.code, "2026-Q3", at("2026-08-27"))
        room.tell(SENT)
        room.compose(SENT)
        room.deliver(SENT)
        assert len(smtp.letters) == len(CASES)
        yield Story(room, smtp, imap)


def test_forty_replies_as_people_write_them(story: Story) -> None:
    """Read one by one, so that what became of each is told apart."""
    found, expected = {}, {}
    for unit, case in zip(UNITS, CASES, strict=True):
        before = len(story.answers())
        story.imap.put(case.write(story.answered(unit)))
        (state,) = story.read()
        found[unit] = state.value, story.tasks(unit), len(story.answers()) - before
        expected[unit] = case.state, case.tasks, int(case.answered)
    assert found == expected
    again = story.answered("t-32")
    story.imap.put(CASES[31].write(again))  # the same once more: a replay
    assert story.read() == {ReplyState.IGNORED: 1}
    assert story.read() == {}
    with db.reading(story.room.engine) as s:
        marked = unreachable(s, story.room.registry, READ)
    assert {code: why.address for code, why in marked.items()} == {"t-27": "t-27@bhxh.example"}
    sent_to = [to for to, _ in story.answers()]
    assert all(len(to) == 1 for to in sent_to)
    (large,) = [text for to, text in story.answers() if to == ["t-28@bhxh.example"]]
    assert "Tệp kèm theo không lưu: ban-ky.pdf (thư quá lớn)." in large
    files = [each.name for each in story.room.settings.evidence.rglob("*.pdf")]
    assert files == ["01-ban-ky.pdf"]


def test_all_of_them_at_once_come_to_the_same(story: Story) -> None:
    story.imap.put(*(case.write(story.answered(unit)) for unit, case in zip(UNITS, CASES, strict=True)))
    counts: dict[str, int] = {}
    for case in CASES:
        counts[case.state] = counts.get(case.state, 0) + 1
    assert {state.value: n for state, n in story.read().items()} == counts
    assert {unit: story.tasks(unit) for unit in UNITS} == {
        unit: case.tasks for unit, case in zip(UNITS, CASES, strict=True)
    }
    assert len(story.answers()) == sum(case.answered for case in CASES)


def test_two_programs_that_answer_each_other(story: Story) -> None:
    """One that says so is never answered; one that hides it has its answers for the day, and then silence."""
    honest = says("Tôi đi vắng. Đã gửi, số 1/BC.", Auto_Submitted="auto-replied")
    story.imap.put(honest(story.answered("t-01")))
    story.read()
    assert story.answers() == []
    hidden: Case = CASES[1]
    story.imap.put(hidden.write(story.answered("t-02")))
    for turn in range(12):
        story.read()
        newest = [each for _, to, each in story.smtp.letters if to == ["t-02@bhxh.example"]][-1]
        echo = mail(Answered("t-02", newest), f"đã gửi số {turn}/BC ngày 14/09/2026", number=f"echo{turn}")
        story.imap.put(echo)
    assert len(story.answers()) == 6
