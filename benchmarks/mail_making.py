"""Mails made a second, from queued rows to bytes: `python benchmarks/mail_making.py [UNITS]`.

An office of so many units and one in charge of their 20 duties: mails that remind of 3 duties, and of 13;
mails that open 3 duties with a report form each; and a first morning of the shipped office. Beside them what
is bare of everything but libraries: the same two Jinja templates rendered with values that are laid out
already, a calendar of the same entries by `icalendar`, and the `email` package's message of the three.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from icalendar import Calendar, Event  # noqa: E402
from jinja2 import Environment, FileSystemLoader  # noqa: E402

from benchmarks.measuring import Comparison, in_turn, keep, profiled, size  # noqa: E402
from calendars.deadlines import Boundary, DueRule, Roll  # noqa: E402
from calendars.ladders import Anchor, Ladder, Role, Rung  # noqa: E402
from config.registry import Registry  # noqa: E402
from config.registry.objects import (  # noqa: E402
    Cycle,
    Document,
    Group,
    Obligation,
    Office,
    Outline,
    Section,
    Unit,
)
from config.settings import SHIPPED_REGISTRY, Settings  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.mail import routing  # noqa: E402
from engine.mail.letter import Letter  # noqa: E402
from engine.mail.letter_contents import Reader  # noqa: E402
from engine.mail.message import build  # noqa: E402
from engine.mail.render import pages_of  # noqa: E402
from engine.rounds.rounds import Steps, run_round  # noqa: E402
from models import db, queries  # noqa: E402
from models.scratch import scratch_engine  # noqa: E402
from models.states import MessageState  # noqa: E402

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)
DUTIES, MOST_MADE, BATCH = 20, 100, 20
"""Of how many mails a turn is; a delivery reads so many letters at once."""


@dataclass
class Case:
    """An office whose mails of a morning wait, and which of them are made in turn."""

    here: Installation
    rows: Iterator[list[queries.MessageRow]]
    turn: int

    def made(self) -> int:
        """Makes the next mails, and answers how many."""
        made, sender = 0, routing.sender_of(self.here.registry, self.here.settings)
        while made < self.turn:
            batch = next(self.rows)
            for letter, route, header in self.letters(batch):
                build(letter, sender, route.to, header, MORNING).as_bytes()
            made += len(batch)
        return made

    def letters(self, batch: list[queries.MessageRow]) -> list[tuple[Letter, routing.Route, str]]:
        """What a batch of the outbox says."""
        with db.reading(self.here.engine) as s:
            read = Reader(s, self.here.registry, self.here.settings, MORNING).letters(batch)
        return [(*read[row.id], row.message_id_header) for row in batch]


def office(units: int, told: int, *, forms: bool) -> Registry:
    """An office of so many units, which owe `told` of its 20 duties."""
    document = Document(number="1/KH-TEST", date=date(2026, 1, 5), title="Kế hoạch công tác năm 2026")
    ladder = Ladder("standard", 15, (Rung("opened", Anchor.OPEN, 0, (Role.UNIT,)),
                                     Rung("remind-5wd", Anchor.DEADLINE, -5, (Role.UNIT,))))  # fmt: skip
    shipped = _shipped()
    return Registry(
        office=Office(
            code="TEST", name="Cơ quan thử", name_en="An office", zone=HANOI, morning=time(8), roll=Roll.NEXT,
            hours=(time(8), time(17)), leadership_name="Lãnh đạo", leadership_email="ld@test.example",
            language="vi", list_id="dondoc.test.example", mail_from="dondoc@test.example",
        ),
        calendar=shipped.calendar,
        units=[_unit("VP", "Văn phòng", "owner"), *(_unit(f"X{n}", f"Đơn vị số {n}") for n in range(units))],
        groups=(Group(code="@all", title="Các đơn vị", kinds=("unit",)),),
        ladders=(ladder,),
        documents=(document,),
        outlines=(Outline(code="dc", title="Đề cương", cite="PL", sections=(
            Section(number="1", title="Kết quả thực hiện", by=("unit",)),)),),
        obligations=[
            Obligation(
                code=f"viec-{n}", title=f"Báo cáo tháng về nhiệm vụ số {n}", title_en=f"Monthly report {n}",
                document=document, cite=f"mục {n}", worded="chậm nhất ngày 1 tháng sau", owner="VP",
                owed_by=("@all",) if n < told else ("VP",), cycle=Cycle.MONTHLY, ladder="standard",
                due=DueRule(boundary=Boundary.BY, day=1, month="next"), outline="dc" if forms else None,
                product="Báo cáo kết quả, kèm số liệu",
            )
            for n in range(DUTIES)
        ],
        fingerprint=f"{units} {told} {forms}",
    )  # fmt: skip


def _unit(code: str, name: str, kind: str = "unit") -> Unit:
    box = code.lower()
    return Unit(
        code=code, name=name, kind=kind, short_name=name, email=f"{box}@test.example",
        head_email=f"ld.{box}@test.example",
    )  # fmt: skip


def _shipped() -> Registry:
    from config.loading.loader import load

    return load(SHIPPED_REGISTRY)


@contextmanager
def waiting(registry: Registry) -> Iterator[Case]:
    """The office after the round of the morning, with what it queued."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), go_live=MORNING.date())
        here = Installation(settings, registry, scratch_engine())
        run_round(here, MORNING, steps=Steps.QUEUE)
        with db.reading(here.engine) as s:
            found = queries.outbox_rows(s, state=MessageState.PENDING, limit=None)
        rows = [
            queries.MessageRow(*(getattr(each, name) for name in queries.MessageRow._fields))
            for each in found
        ]
        batches = [rows[n : n + BATCH] for n in range(0, len(rows), BATCH)]
        yield Case(here, cycle(batches), min(MOST_MADE, len(rows)))
        here.engine.dispose()


def bare(case: Case) -> Callable[[], int]:
    """Nothing but the libraries, for the letters of the case's next batch, over and over."""
    environment = Environment(
        loader=FileSystemLoader(SHIPPED_REGISTRY / "templates"),
        autoescape=lambda name: bool(name and ".html" in name),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plain=str, rich=str, line=str)
    environment.globals["once"] = lambda macro, *given: macro(*given)
    text, html = (environment.get_template(f"letter.{kind}.j2") for kind in ("txt", "html"))
    laid_out = [(pages_of(letter)[0], letter) for letter, _, _ in case.letters(next(case.rows))]

    def one(n: int) -> None:
        page, letter = laid_out[n % len(laid_out)]
        mail = EmailMessage(policy=SMTP)
        mail["Subject"], mail["From"], mail["To"] = f"Mail {n}", "a@test.example", "b@test.example"
        mail.set_content(text.render(page=page), cte="quoted-printable")
        mail.add_alternative(html.render(page=page), subtype="html", cte="quoted-printable")
        calendar = Calendar()
        calendar.add("prodid", "-//bare//VI")
        for item in letter.items:
            event = Event()
            event.add("uid", item.uid)
            event.add("dtstamp", MORNING)
            event.add("dtstart", item.asked)
            event.add("summary", item.duty.title)
            calendar.add_component(event)
        mail.add_attachment(
            calendar.to_ical(), maintype="text", subtype="calendar", filename="a.ics", cte="base64"
        )
        mail.as_bytes()

    def made() -> int:
        for n in range(case.turn):
            one(n)
        return case.turn

    return made


OURS, BARE = "dondoc, from a queued row to bytes", "bare Jinja, icalendar and email"


def compared(what: str, sizes: str, case: Case, aim: int = 0) -> Comparison:
    """Ours and the bare libraries in turn; `aim`: so many mails a second."""
    case.made()
    found = Comparison(what, sizes, f"{aim:,} a second of one processor" if aim else "", OURS)
    found.a_second = in_turn({OURS: case.made, BARE: bare(case)})
    if aim:
        found.met = found.a_second[OURS] >= aim
        if not found.met:
            times = found.a_second[OURS] / found.a_second[BARE]
            found.because = (
                f"what is each mail's own takes longer; it is {times:.1f} times the bare libraries"
            )
            found.profile = profiled(case.made)
    return found


def main() -> None:
    """Measures, and keeps what was found."""
    units = size(10_000, 20)
    found = []
    for what, told, forms, aim in (
        ("Mails that remind of 3 tasks", 3, False, 1000),
        ("Mails that remind of 13 tasks", 13, False, 300),
        ("Mails that open 3 tasks, each with its report form", 3, True, 0),
    ):
        sizes = (
            f"an office of {units + 1:,} units and {DUTIES} duties, {min(units, MOST_MADE):,} mails a turn"
        )
        with waiting(office(units, told, forms=forms)) as case:
            found.append(compared(what, sizes, case, aim))
    with waiting(_shipped()) as case:
        found.append(
            compared("A first morning's mails", f"the shipped office, {case.turn:,} mails a turn", case)
        )
    keep("mail_making", found, ("icalendar", "jinja2"))


if __name__ == "__main__":
    main()
