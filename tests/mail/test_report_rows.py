"""The rows of a report, read from a registry and from real tasks: their days, their state, what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendars.deadlines import Boundary, DueRule, Override
from calendars.periods import parse
from config.registry import Registry
from config.registry.assignments import Appendix, Assignment, AssignmentKind
from config.registry.objects import Cycle, Document, Obligation
from config.settings import Settings
from engine.mail.row_contents import RowReader, rows_of
from engine.mail.rows import Change, ReportRow, RowState, counted, grouped
from engine.rounds.simulate import Answers, ReadMail, simulate
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, text_of
from tests.support.rounds import LAN

TABLE = Appendix(document=cast.PLAN, code="pl1", title="Nhiệm vụ năm", rows=7)
QUARTERLY = ("kstthc-quy",)


def row(no: str, kind: AssignmentKind, *duties: str, **more: object) -> Assignment:
    """A row that TST leads and that the quarterly report tells."""
    fields: dict[str, object] = {
        "appendix": TABLE,
        "cite": f"PL1 {no}",
        "title": f"Nhiệm vụ {no}",
        "leads": ("TST",),
        "obligations": duties,
        "told_in": QUARTERLY,
        **more,
    }
    return Assignment(no=no, kind=kind, **fields)  # type: ignore[arg-type]


def once(no: str, period: str, day: date, **more: object) -> Obligation:
    """The duty that a dated row founds."""
    fields: dict[str, object] = {
        "code": f"dong-{no}",
        "title": f"Nhiệm vụ {no}",
        "worded": f"chậm nhất ngày {day.day}",
        "owed_by": ("TST",),
        "cycle": Cycle.ONCE,
        "pattern": parse(period),
        "only": None,
        "due": DueRule(boundary=Boundary.BY, day=day.day, month=day.month),
        **more,
    }
    return replace(cast.QUARTERLY, **fields)  # type: ignore[arg-type]


ROWS = (
    row("1", AssignmentKind.CYCLE, *QUARTERLY, section="Rà soát", product="Báo cáo", worded="Hằng năm"),
    row("2", AssignmentKind.DATED, "dong-2", section="Rà soát", deliver_to="Chính phủ"),
    row("3", AssignmentKind.EVENT, "dong-3", section="Công bố", assumption="ba tháng là tạm tính"),
    row("4", AssignmentKind.CYCLE, *QUARTERLY, from_=date(2026, 7, 1)),
    row("5", AssignmentKind.DATED, "dong-5", section="Rà soát"),
    row("6", AssignmentKind.CYCLE, *QUARTERLY, leads=("CSXH",)),
    row("7", AssignmentKind.CYCLE, *QUARTERLY, to=date(2026, 4, 1)),
)
DUTIES = (
    cast.QUARTERLY,
    once("2", "2026-06", date(2026, 6, 30)),
    once(
        "3",
        "2026-06",
        date(2026, 6, 30),
        cycle=Cycle.EVENT,
        pattern=None,
        due=DueRule(boundary=Boundary.BY, day=28, month="next"),
    ),
    once("5", "2026-11", date(2026, 11, 20)),
)


def registry(
    *rows: Assignment, duties: tuple[Obligation, ...] = DUTIES, documents: tuple[Document, ...] = ()
) -> Registry:
    """The cast's registry with a document's rows, and with further documents."""
    plain = cast.registry(*duties)
    return Registry(
        office=plain.office,
        calendar=plain.calendar,
        units=plain.units.values(),
        groups=plain.groups.values(),
        ladders=plain.ladders.values(),
        documents=(*plain.documents.values(), *documents),
        outlines=(),
        obligations=duties,
        appendices=(TABLE,),
        assignments=rows,
        fingerprint=f"rows-{len(rows)}",
    )


@pytest.fixture
def room(tmp_path: Path) -> Mailroom:
    """The report of the second quarter was sent on 11 June; that of the third is open."""
    url = f"sqlite:///{tmp_path / 'dondoc.db'}"
    db.upgrade(url)
    made = Mailroom(db.engine_for(url), registry(*ROWS), Settings(home=tmp_path, mail_language="vi"))
    made.open("kstthc-quy", "2026-Q2", at("2026-05-28"))
    made.submit("TST", at("2026-06-11"))
    made.open("dong-2", "2026-06", at("2026-06-15"))
    made.open("kstthc-quy", "2026-Q3", at("2026-08-27"))
    return made


def read(room: Mailroom, now: str, period: str = "2026-Q3") -> dict[str, ReportRow]:
    """TST's rows by number, as of eight in the morning."""
    with db.reading(room.engine) as s:
        found = rows_of(s, room.registry, "kstthc-quy", period, "TST", at(now))
    return {each.no: each for each in found}


def test_every_row_in_force_that_the_unit_leads_is_told_with_its_day_and_state(room: Mailroom) -> None:
    found = read(room, "2026-09-14")
    assert list(found) == ["1", "2", "3", "4", "5"]
    stands = {no: (each.state, each.last_day, each.changed) for no, each in found.items()}
    assert stands == {
        "1": (RowState.STANDING, None, Change.NONE),
        "2": (RowState.LATE, date(2026, 6, 30), Change.LATE),
        "3": (RowState.WAITING, None, Change.NONE),
        "4": (RowState.STANDING, None, Change.NEW),
        "5": (RowState.AHEAD, date(2026, 11, 20), Change.NONE),
    }
    assert (found["1"].product, found["1"].worded) == ("Báo cáo", "Hằng năm")
    assert found["2"].deliver_to == "Chính phủ"
    assert found["2"].ref == "dong-2/2026-06/TST"
    assert found["3"].assumption == "ba tháng là tạm tính"
    assert counted(tuple(found.values())) == (
        ("late", 1), ("new", 1), ("running", 1), ("ahead", 1), ("waiting", 1),
    )  # fmt: skip
    assert [heading for heading, _ in grouped(found.values())] == ["Rà soát", "Công bố", "Nhiệm vụ năm"]


def test_what_was_answered_since_the_last_report_is_told_as_done(room: Mailroom) -> None:
    room.submit("TST", at("2026-07-20"), obligation="dong-2")
    done = read(room, "2026-09-14")["2"]
    assert (done.state, done.changed, done.answered) == (RowState.DONE, Change.ANSWERED, date(2026, 7, 20))
    # Answered before the last report: nothing new about it.
    with db.session(room.engine) as s:
        (task,) = queries.tasks(s, obligation="dong-2", unit="TST")
        task.submitted_at = at("2026-06-10")
    assert read(room, "2026-09-14")["2"].changed is Change.NONE


def test_before_its_day_an_open_row_runs_and_is_new_since_the_last_report(room: Mailroom) -> None:
    assert read(room, "2026-06-16")["2"].state is RowState.RUNNING
    assert read(room, "2026-06-16")["2"].changed is Change.OPENED


def test_the_first_report_of_all_calls_nothing_new(room: Mailroom) -> None:
    found = read(room, "2026-06-16", "2026-Q2")
    assert {each.changed for each in found.values()} == {Change.NONE}


def test_what_may_happen_again_waits_again_once_its_answer_was_told(room: Mailroom) -> None:
    again = replace(DUTIES[2], recurs=True)
    room.registry = registry(*ROWS, duties=(*DUTIES[:2], again, DUTIES[3]))
    room.open("dong-3", "2026-05-04", at("2026-05-04"))
    room.submit("TST", at("2026-05-20"), obligation="dong-3")
    assert read(room, "2026-06-08", "2026-Q2")["3"].state is RowState.DONE
    assert read(room, "2026-09-14")["3"].state is RowState.WAITING


def test_a_row_whose_milestone_was_answered_goes_on_as_long_as_it_is_in_force(room: Mailroom) -> None:
    second = row("2", AssignmentKind.DATED, "dong-2", milestones=("dong-2",))
    room.registry = registry(ROWS[0], second)
    room.submit("TST", at("2026-07-20"), obligation="dong-2")
    assert read(room, "2026-09-14")["2"].state is RowState.DONE  # told once
    with db.session(room.engine) as s:
        (task,) = queries.tasks(s, obligation="dong-2", unit="TST")
        task.submitted_at = at("2026-06-10")
    assert read(room, "2026-09-14")["2"].state is RowState.STANDING


YEARLY = once(
    "8",
    "2026-06",
    date(2026, 6, 1),
    cycle=Cycle.ANNUAL,
    pattern=None,
    due=DueRule(boundary=Boundary.BY, day=1, month=6),
)
EIGHTH = row("8", AssignmentKind.DATED, "dong-8", worded="Hằng năm")


def test_the_first_report_of_all_tells_what_was_answered_in_its_period(tmp_path: Path) -> None:
    """Not that its next day, a year from now, is still to come."""
    url = f"sqlite:///{tmp_path / 'dondoc.db'}"
    db.upgrade(url)
    rows = registry(*ROWS, EIGHTH, duties=(*DUTIES, YEARLY))
    room = Mailroom(db.engine_for(url), rows, Settings(home=tmp_path, mail_language="vi"))
    room.open("dong-8", "2026", at("2026-03-02"))
    room.open("kstthc-quy", "2026-Q2", at("2026-05-28"))
    room.submit("TST", at("2026-05-20"), obligation="dong-8")
    done = read(room, "2026-06-08", "2026-Q2")["8"]
    assert (done.state, done.answered) == (RowState.DONE, date(2026, 5, 20))
    # Answered before the period began, and so in a report before this one, had there been any.
    with db.session(room.engine) as s:
        (task,) = queries.tasks(s, obligation="dong-8", unit="TST")
        task.submitted_at = at("2026-03-20")
    ahead = read(room, "2026-06-08", "2026-Q2")["8"]
    assert (ahead.state, ahead.last_day) == (RowState.AHEAD, date(2027, 6, 1))


def test_what_another_document_says_of_the_duty_is_not_quoted_as_the_rows_own_words(room: Mailroom) -> None:
    other = replace(cast.PLAN, number="24/QĐ-BHXH")
    said = replace(YEARLY, document=other, worded="trước ngày 02 tháng 6")
    room.registry = registry(*ROWS, EIGHTH, duties=(*DUTIES, said), documents=(other,))
    assert read(room, "2026-09-14")["8"].worded == "Hằng năm"  # its next day is looked up
    room.open("dong-8", "2026", at("2026-05-11"))
    assert read(room, "2026-05-12", "2026-Q2")["8"].worded == "Hằng năm"  # its task is open


def test_beside_a_day_stand_the_words_of_that_very_period(room: Mailroom) -> None:
    """An exception without words of its own is not quoted with the sentence of the others."""
    due = replace(DUTIES[1].due, overrides={"2026-06": Override(date(2026, 6, 30))})
    duties = (DUTIES[0], replace(DUTIES[1], due=due), *DUTIES[2:])
    room.registry = registry(*ROWS, duties=duties)
    assert read(room, "2026-09-14")["2"].worded == ""
    assert read(room, "2026-09-14")["5"].worded == "chậm nhất ngày 20"


def test_a_unit_that_leads_nothing_is_told_nothing(room: Mailroom) -> None:
    with db.reading(room.engine) as s:
        reader = RowReader(s, room.registry, at("2026-09-14"))
        assert reader.rows(cast.QUARTERLY, "TCKT", parse("2026-Q3")) == ()
        assert [each.no for each in reader.rows(cast.QUARTERLY, "CSXH", parse("2026-Q3"))] == ["6"]


def mail(room: Mailroom, day: str, rung: str) -> str:
    """The text of the one mail to TST of that morning, about TST's report of the third quarter."""
    room.tell(at(day), rung, units=["TST"], obligation="kstthc-quy")
    room.compose(at(day))
    room.deliver(at(day))
    (new,) = [each for name, each in room.files().items() if name.startswith(f"{day}T0800-TST-")]
    return text_of(new).replace("\r", "")


@pytest.mark.slow
def test_the_first_mail_and_those_of_the_last_days_list_all(room: Mailroom) -> None:
    listed = "     - 1. Nhiệm vụ 1 (“Hằng năm”). Sản phẩm: Báo cáo\n"
    more = tuple(row(f"9.{n}", AssignmentKind.CYCLE, *QUARTERLY) for n in range(3))
    room.registry = registry(*ROWS, *more)
    assert listed in mail(room, "2026-08-27", "opened")
    between = mail(room, "2026-09-11", "remind-5wd")
    assert listed not in between
    assert (
        "2. Nhiệm vụ 2 (“chậm nhất ngày 30”) – quá hạn, hạn cuối 30/06/2026. Nơi nhận: Chính phủ\n" in between
    )
    assert "     - Danh sách đầy đủ 8 nhiệm vụ: thư ngày 27/08/2026\n" in between
    assert listed in mail(room, "2026-09-18", "due-today")
    assert listed not in mail(room, "2026-09-21", "overdue-1wd")


@pytest.mark.slow
def test_a_row_says_how_far_it_is_and_has_its_english_title(room: Mailroom) -> None:
    said = {
        "obligation": "dong-2",
        "period": "2026-06",
        "unit": "TST",
        "percent": "40",
        "note": "đang trình ký",
    }
    with db.session(room.engine) as s:
        acts.progress(s, room.registry, now=at("2026-08-20"), by=LAN, **said)
    found = read(room, "2026-09-14")
    assert (found["2"].percent, found["2"].note) == (40, "đang trình ký")
    assert found["1"].percent is None
    text = mail(room, "2026-08-27", "opened")
    assert "quá hạn, hạn cuối 30/06/2026 – đã làm: 40%, đang trình ký. Nơi nhận: Chính phủ\n" in text
    duties = tuple(
        replace(duty, title_en="Review of procedures") if duty.code == "dong-2" else duty for duty in DUTIES
    )
    english = (replace(ROWS[0], title_en="Standing review", product_en="Report"), *ROWS[1:])
    room.registry = registry(*english, duties=duties)
    room.settings = replace(room.settings, mail_language="en")
    text = mail(room, "2026-09-11", "remind-5wd")
    assert "2. Review of procedures – overdue, last day 30 June 2026 – so far: 40%\n" in text
    assert "1. Standing review. Product: Report" in mail(room, "2026-09-18", "due-today")


@pytest.mark.slow
def test_a_report_that_is_first_told_late_lists_all(room: Mailroom) -> None:
    assert "     - 1. Nhiệm vụ 1 (“Hằng năm”)" in mail(room, "2026-09-11", "remind-5wd")


@pytest.mark.slow
def test_in_a_simulation_where_all_send_on_the_last_day_rows_were_answered_on_that_day(
    tmp_path: Path,
) -> None:
    days = date(2026, 6, 15), date(2026, 8, 31)
    given = Settings(home=tmp_path)
    mails = simulate(registry(*ROWS), given, *days, answers=Answers.ON_TIME, read=("TST",))
    letters = [mail.letter for mail in mails if isinstance(mail, ReadMail)]
    (report,) = [item for item in letters[-1].items if item.duty.period.code == "2026-Q3"]
    second = next(each for each in report.rows if each.no == "2")
    assert (second.state, second.answered) == (RowState.DONE, date(2026, 6, 30))
