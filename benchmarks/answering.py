"""A month in which 85 units answer: the forms that an administrator fills in, before and after.

`python benchmarks/answering.py [SEED]` lets the rounds of September 2026 write their mails into the outbox.
Of the tasks 70 % are answered by a reply, in a Maildir, to the very mail that asked; 20 % on the page, by the
link that stands in the mail; of 10 % nobody hears. Replies are written as people write them (`KINDS`; a mix
that we chose, since no office's own is known). Before there was any of this, each of these answers was typed
into a form; now a form is what waits for a decision, and is decided the same day.
"""

from __future__ import annotations

import mailbox
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from starlette.testclient import TestClient

from benchmarks.measuring import GIVEN, QUICK, Figures, keep
from calendars.deadlines import Boundary, DueRule
from config.registry.objects import Cycle
from config.settings import Settings
from desk.web.app import app_of
from desk.web.office import Office
from engine.answers import answers, requests
from engine.installation import Installation
from engine.links import keys
from engine.replies import deciding
from engine.replies.choose import mailbox_of
from engine.replies.hearing import hear
from engine.replies.reading import read_replies
from engine.tasks.acts import By, TaskRef, acting
from engine.tasks.requests import ASKED_EXTENSION, all_waiting
from models import db, queries
from models.states import TaskState
from models.tables import Task
from tests.support import acts, cast

PAGE = "https://noibo.office.example"
FIRST, LAST = date(2026, 9, 3), date(2026, 9, 30)
UNITS = 85
BY_REPLY, BY_PAGE = 70, 20
ADMIN = By("Hoa", "cli")
SIGNATURE = "Trân trọng,\nHọ Đệm Tên\nPhó Trưởng phòng Tổng hợp\nĐT: 024.3936.1234"
KINDS = {
    "as the mail says it": (30, "{ref}: đã gửi, số {no} ngày {day}"),
    "in a letter": (14, "Kính gửi Văn phòng,\n{ref}: đã gửi báo cáo, số {no} ngày {day}.\n" + SIGNATURE),
    "no reference": (12, "Đơn vị đã gửi báo cáo số {no} ngày {day}.\n" + SIGNATURE),
    "no accents": (8, "{ref}: da gui bao cao so {no} ngay {day}"),
    "from a telephone": (6, "{ref} đã gửi số {no} ngày hôm qua ạ\n\nĐã gửi từ iPhone của tôi"),
    "no number": (6, "{ref}: đã gửi rồi ạ"),
    "a file alone": (4, "Em gửi anh chị báo cáo kèm theo ạ."),
    "free words": (3, "{ref}: báo cáo đã trình lãnh đạo ký, chiều nay văn thư sẽ phát hành"),
    "more time": (5, "{ref}: xin gia hạn đến {later} vì chờ số liệu của các phòng"),
    "not ours": (2, "{ref}: không thuộc trách nhiệm của đơn vị, do Văn phòng chủ trì"),
    "how far": (4, "{ref}: đang tổng hợp, được khoảng 60%"),
    "known": (4, "Đã nhận được thư. Cảm ơn anh chị."),
    "out of office": (2, "Tôi đi công tác đến hết tuần, xin liên hệ văn thư."),
}
"""Of a hundred replies, how many are written so."""
SPOKEN_BEFORE = frozenset({"how far", "known", "out of office", "more time", "free words"})
"""After these the report itself is sent some days later, as the mail says it."""
NO_FORM = frozenset({"known", "out of office"})
"""Nobody typed these into a form."""


@dataclass
class Month:
    """The office, its Maildir and pages, and what is counted."""

    installation: Installation
    box: mailbox.Maildir
    dice: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    plans: dict[int, list[tuple[date, str]]] = field(default_factory=dict)
    """By task: on which days it is answered, and how ('page' or one of `KINDS`)."""
    mails: dict[str, EmailMessage] = field(default_factory=dict)
    """The newest mail to each unit."""
    seen: set[Path] = field(default_factory=set)
    written: dict[str, tuple[str, TaskRef]] = field(default_factory=dict)
    """By the Message-ID of a reply: how it was written, and of which task."""

    def run(self) -> None:
        """Every working day: the round, the units, the mailbox, the administrator."""
        day = FIRST
        while day <= LAST:
            if self.installation.registry.calendar.is_workday(day):
                self._day(day)
            day += timedelta(1)

    def _day(self, day: date) -> None:
        here, now = self.installation, cast.at(day.isoformat())
        acts.a_round(here.engine, here.registry, here.settings, now)
        self._mailed()
        with db.reading(here.engine) as s:
            open_ = [task for task in queries.tasks(s, state=TaskState.OPEN) if task.holder in self.mails]
        for task in open_:
            if task.id not in self.plans:
                self.plans[task.id or 0] = list(self._planned(day, task))
        for task in open_:
            for when, how in self.plans[task.id or 0]:
                if when == day:
                    self._answer(task, how, day)
        read = read_replies(here, mailbox_of(here.settings), hear, cast.at(day.isoformat(), 15))
        assert read.problem is None, read.problem
        for state, n in read.counts.items():
            self.counts[f"replies {state.value}"] += n
        self._decide(day)

    def _mailed(self) -> None:
        with db.reading(self.installation.engine) as s:
            whose = {each.message_id_header: each.recipient for each in queries.outbox_rows(s, limit=None)}
        for path in sorted(set(self.installation.settings.outbox.glob("*.eml")) - self.seen):
            self.seen.add(path)
            mail = message_from_bytes(path.read_bytes(), policy=default)
            assert isinstance(mail, EmailMessage)
            if (unit := whose.get(str(mail["Message-ID"]), "")) in self.installation.registry.units:
                self.mails[unit] = mail

    def _planned(self, day: date, task: Task) -> Iterator[tuple[date, str]]:
        """One answer, or one and the report after it; none of a task of which nobody hears."""
        draw = self.dice.randrange(100)
        if draw >= BY_REPLY + BY_PAGE:
            self.counts["tasks of which nobody hears"] += 1
            return
        calendar = self.installation.registry.calendar
        left = max(1, calendar.count(day, task.working_deadline)) if day < task.working_deadline else 1
        when = calendar.shift(day, self.dice.randrange(left))
        if draw >= BY_REPLY:
            self.counts["tasks answered on the page"] += 1
            yield when, "page"
            return
        self.counts["tasks answered by mail"] += 1
        how = self.dice.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
        yield when, how
        if how in SPOKEN_BEFORE:
            yield calendar.shift(when, 3), "as the mail says it"

    def _answer(self, task: Task, how: str, day: date) -> None:
        self.counts[f"written: {how}"] += 1
        if how not in NO_FORM:
            self.counts["forms before"] += 1
        if how == "page":
            self._on_the_page(task, day)
        else:
            self.box.add(self._reply(task, how, day))

    def _reply(self, task: Task, how: str, day: date) -> EmailMessage:
        mail, unit = self.mails[task.holder], self.installation.registry.unit(task.holder)
        number = f"{self.dice.randrange(10, 900)}/BC-{'VP' if self.dice.random() < 0.5 else 'TH'}"
        said = KINDS[how][1].format(
            ref=f"{task.obligation}/{task.period}",
            no=number,
            day=f"{day:%d/%m/%Y}",
            later=f"{task.last_day + timedelta(7):%d/%m/%Y}",
        )
        body = mail.get_body(("plain",))
        assert body is not None
        original = str(body.get_content())
        made = EmailMessage()
        made["From"] = f"Họ Đệm Tên <{unit.email}>"
        made["To"] = str(mail["From"])
        made["Subject"] = f"Re: {mail['Subject']}"
        made["Date"] = format_datetime(cast.at(day.isoformat(), 10))
        made["Message-ID"] = f"<{task.id}.{len(self.box)}@mail.bhxh.example>"
        made["In-Reply-To"] = made["References"] = str(mail["Message-ID"])
        ref = TaskRef(task.obligation, task.period, task.unit)
        self.written[str(made["Message-ID"])] = how, ref
        if how == "out of office":
            made["Auto-Submitted"] = "auto-replied"
        if self.dice.random() < 0.4:
            head = (
                "Từ: Văn phòng <dondoc@bhxh.example>\nĐã gửi: Thứ Ba, 8 Tháng Chín 2026 8:00 SA\nTới: Đơn vị"
            )
            made.set_content(f"{said}\n\n{head}\nChủ đề: {mail['Subject']}\n\n{original}")
        else:
            quoted = "".join(f"> {line}\n" for line in original.splitlines())
            made.set_content(
                f"{said}\n\nVào Th 3, 8 thg 9, 2026 vào lúc 08:00 Văn phòng đã viết:\n\n{quoted}"
            )
        if how == "a file alone":
            made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bao-cao.pdf")
        return made

    def _on_the_page(self, task: Task, day: date) -> None:
        """By the link in the mail: opens it, and sends the form of the task."""
        body = self.mails[task.holder].get_body(("plain",))
        assert body is not None
        found = re.search(re.escape(PAGE) + r"(/l/[\w.~-]+)", str(body.get_content()))
        assert found, "the mail has no link"
        here = self.installation
        office = Office(
            here.settings,
            here.engine,
            clock=lambda: cast.at(day.isoformat(), 11),
            load=lambda _: here.registry,
        )
        client = TestClient(app_of(office), base_url=PAGE)
        page = client.get(found[1])
        proof = re.search(r'name="proof" value="([0-9a-f]+)"', page.text)
        assert page.status_code == 200, page.status_code
        assert proof
        path = f"/u/{task.holder}/task/{task.obligation}/{task.period}/{task.unit}/sent"
        sent = client.post(
            path,
            data={
                "proof": proof[1],
                "number": f"{task.id}/BC",
                "day": day.isoformat(),
                "who": "Họ Đệm Khác",
            },
        )
        assert sent.status_code == 200, sent.status_code

    # --- the administrator ---

    def _decide(self, day: date) -> None:
        """Everything that waits, each a form: a reply is accepted as it was understood, with the task where
        it names none; of which nothing was understood is seen, and a report that it brings is typed into a
        form of its own. What units ask for is granted."""
        with db.reading(self.installation.engine) as s:
            waiting = [(each.id or 0, each.message_id_header or "") for each in deciding.what_waits(s)]
        for number, header in waiting:
            how, ref = self.written[header]
            self._form("a reply that was not sure")
            self.counts[f"waited: {how}"] += 1
            with self._acting(day) as act:
                deciding.accept(act, number, task=f"{ref.obligation}/{ref.period}")
            if how == "a file alone":
                self._form("a report typed in, since its reply said nothing of it")
                with self._acting(day) as act:
                    answers.submit(act, ref, document_no=f"{number}/BC", submitted_on=day)
        with db.reading(self.installation.engine) as s:
            asked = [(TaskRef(t.obligation, t.period, t.unit), each) for t, each in all_waiting(s)]
        for ref, request in asked:
            self._form("what a unit asks for")
            with self._acting(day) as act:
                requests.grant(act, ref, to=None if request.kind == ASKED_EXTENSION else "VP")

    def _form(self, why: str) -> None:
        self.counts["forms after"] += 1
        self.counts[f"forms after: {why}"] += 1

    def _acting(self, day: date) -> Any:
        return acting(self.installation, cast.at(day.isoformat(), 16), ADMIN)


def month_of(home: Path, seed: int, units: int = UNITS) -> Month:
    """The office of so many units with three duties: two of the month, one of the quarter."""
    provinces = tuple(
        cast.unit(f"tinh-{n:02d}", f"BHXH tỉnh số {n}", "province") for n in range(1, units - 2)
    )
    monthly = {"cycle": Cycle.MONTHLY, "only": None, "worded": "chậm nhất ngày {day} hằng tháng"}
    duties = [replace(cast.QUARTERLY, owed_by=("TST", "CSXH", "@tinh"))]
    for code, title, day in (("thu-thang", "Báo cáo thu tháng", 15), ("chi-thang", "Báo cáo chi tháng", 25)):
        worded = monthly["worded"].format(day=day)  # type: ignore[union-attr]
        duties.append(
            replace(
                duties[0],
                code=code,
                title=title,
                cycle=Cycle.MONTHLY,
                only=cast.PLANS.only,
                worded=worded,
                due=DueRule(boundary=Boundary.BY, day=day),
            )
        )
    registry = cast.registry(*duties, units=(*cast.UNITS[:3], *provinces))
    box = mailbox.Maildir(home / "Maildir", create=True)
    settings = Settings(
        home=home,
        mail_language="vi",
        replies=f"maildir:{home / 'Maildir'}",
        page_url=PAGE,
        go_live=date(2026, 9, 1),
    )
    keys.ensure(home)  # whoever serves the page makes them; without any the mails carry no links
    db.upgrade(settings.database)
    return Month(Installation(settings, registry, db.engine_for(settings.database)), box, random.Random(seed))


def main() -> int:
    """Keeps what was counted."""
    seed, units = int(GIVEN[0]) if GIVEN else 1, 5 if QUICK else UNITS
    with tempfile.TemporaryDirectory() as home:
        month = month_of(Path(home), seed, units)
        month.run()
    counts = dict(sorted(month.counts.items()))
    before, after = counts["forms before"], counts["forms after"]
    counts["forms before, for one after"] = round(before / max(after, 1), 1)
    what = "A month of answers: forms that an administrator fills in"
    keep("answering", [Figures(what, f"{units} units, three duties, September 2026, seed {seed}", counts)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
