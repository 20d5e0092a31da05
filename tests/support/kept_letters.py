"""Letters of every kind, written out by hand, of whose mails every byte is kept.

See `tests.support.kept_mails`, which keeps what they are made into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from calendars.periods import parse
from engine.forms.contents import Report, report_of
from engine.mail.letter import (
    Audience,
    Behind,
    EventAsk,
    Letter,
    Missing,
    Note,
    Party,
    Question,
    Unreachable,
)
from engine.mail.rows import Change, ReportRow, RowState
from engine.mail.summary import WEEKLY, YEARLY, Fact, File, Summary
from language import Either, Message
from tests.support import registries
from tests.support.letters import KSTTHC, NQ01, OVERDUE, TODAY, TST, VP, item, letter, watch

LINK = "https://baocao.bhxh.example/l/WyJUU1QiLCJhIiwwLDczOTkyMF0.abcdefghijklmnopqrstuv"
OWED = (("kstthc-quy", "2026-Q1", "PC"), ("cchc-khao-sat", "2026", "CSKH"), ("kh3035-56", "2026", "TCKT"))
KB = 1024


@dataclass(frozen=True)
class Case:
    """A letter, and how large its mail may be."""

    letter: Letter
    most_bytes: int = 250 * KB
    to: tuple[Party, ...] = (TST,)


# --- written out by hand ---


def cases() -> dict[str, Case]:
    """Every kind of letter by a name; most in both languages at once, since each page is laid out alone."""
    both = ("vi", "en")
    plain = letter(item())
    three = letter(item(), OVERDUE, item(_numbered(7), last_day=date(2026, 9, 30), workdays=9))
    found = {
        "one task": Case(plain),
        "one task, English office": Case(replace(plain, languages=("en",), native="en")),
        "one task, both languages": Case(replace(plain, languages=both)),
        "three tasks": Case(replace(three, languages=both)),
        "three tasks with a link": Case(replace(three, link=LINK, replies_read=True, languages=both)),
        "three tasks, and what else is owed": Case(
            replace(
                three, also=(item(_numbered(8), last_day=date(2026, 12, 15), workdays=63),), languages=both
            )
        ),
        "a head": Case(letter(OVERDUE, audience=Audience.HEAD, languages=both)),
        "every state of a task": Case(letter(*_every_state(), languages=both)),
        "a duty with all its facts": Case(letter(_with_everything(), languages=both)),
        "rows listed in another mail": Case(
            letter(item(rows=_rows(9), rows_listed=date(2026, 8, 27)), languages=both)
        ),
        "report forms": Case(letter(*_with_forms(), languages=both)),
        "what is over": Case(letter(item(), over=tuple(_over()), languages=both)),
        "only what is over": Case(letter(over=tuple(_over())[:1])),
        "an owner": Case(letter(item(), watches=tuple(_watches()), recipient=VP, languages=both), to=(VP,)),
        "the leadership": Case(
            letter(audience=Audience.LEADERSHIP, watches=tuple(_watches()), languages=both), to=(VP,)
        ),
        "questions and events": Case(
            letter(
                item(), questions=(_question(1), _question(2)), events=(_asked(1), _asked(2)), languages=both
            )
        ),
        "only questions": Case(letter(questions=(_question(1),))),
        "only events": Case(letter(events=(_asked(1),))),
        "whom no mail reaches, and notes": Case(
            letter(unreachable=tuple(_unreachable()), notes=tuple(_notes()), languages=both)
        ),
        "rerouted, by a way that fails": Case(
            letter(
                item(), rerouted_from="Ban Quản lý thu", languages=both,
                ways_failing=(Message("mail.way-fails", way="chat", day=date(2026, 9, 15)),),
            ),
            to=(TST, Party("Nguyễn Thị “Hoa”, Phó trưởng ban", "hoa@bhxh.example"), VP),
        ),
        "names that would fake lines": Case(
            letter(item(replace(KSTTHC, title="Báo cáo\r\nBcc: x@y.example\x00 <b>quý</b>"), waits=Message(
                "mail.way-fails", way="<i>chat</i>", day=TODAY)))
        ),
        "a summary of a week": Case(letter(summary=_summary(WEEKLY), languages=both), to=(VP,)),
        "a summary of a year, too large": Case(
            letter(summary=_summary(YEARLY), audience=Audience.LEADERSHIP), 12 * KB, to=(VP,)
        ),
    }  # fmt: skip
    thirteen = letter(*(_listed(n, 3) for n in range(13)), languages=both)
    found["thirteen tasks"] = Case(thirteen)
    for kb in (200, 40, 1):
        found[f"a hundred tasks in {kb} KB"] = Case(letter(*(_listed(n, 2) for n in range(100))), kb * KB)
    for kb in (40, 8):
        found[f"report forms in {kb} KB"] = Case(letter(*_with_forms()), kb * KB)
    return found


def _numbered(n: int, **more: Any) -> Any:
    title = f"Báo cáo kết quả thực hiện nhiệm vụ số {n} về kiểm soát thủ tục hành chính"
    return replace(KSTTHC, code=f"viec-{n}", title=title, title_en=f"Report number {n}", **more)


def _listed(n: int, rows: int) -> Any:
    """One of many tasks: a third overdue, each with a report that tells rows."""
    late = n % 3 == 0
    return item(
        _numbered(n, product="Báo cáo kèm phụ lục số liệu", period=parse(("2026-Q3", "2026-09")[n % 2])),
        ref=f"viec-{n}/2026-Q3/TST", uid=f"viec-{n}.2026-Q3.TST@dondoc.bhxh.example",
        last_day=date(2026, 9, 10) if late else date(2026, 9, 18 + n % 9), workdays=5 + n % 5, late=late,
        reason="overdue-5wd" if late else "reminder-5wd", rows=_rows(rows, n), sequence=n,
    )  # fmt: skip


def _rows(number: int, of: int = 0) -> tuple[ReportRow, ...]:
    states, changes = list(RowState), list(Change)
    return tuple(
        ReportRow(
            no=f"{of}.{n}", title=f"Rà soát, đơn giản hóa số {of}.{n}", state=states[n % len(states)],
            changed=changes[n % len(changes)], appendix="Phụ lục I", section=("Rà soát", "Công bố")[n % 2],
            title_en=f"Review {n}" if n % 2 else "", product="Báo cáo rà soát", figure="%" if n == 3 else "",
            target=Decimal("94.1") if n == 3 else None, worded="Quý III/2026" if n % 3 else "",
            deliver_to="Chính phủ" if n == 4 else "", assumption="ba tháng là tạm tính" if n > 4 else "",
            asked=date(2026, 9, 18), last_day=date(2026, 9, 21), answered=date(2026, 9, 11),
            percent=40 if n == 1 else None, note="đang trình ký" if n == 1 else "",
        )
        for n in range(number)
    )  # fmt: skip


def _every_state() -> Iterator[Any]:
    moved = {"asked": date(2026, 9, 25), "last_day": date(2026, 9, 25), "workdays": 6}
    yield item(workdays=0, last_day=TODAY, reason="due-today")
    yield item(_numbered(1), news="undone", news_why="Ghi nhầm", **moved)
    yield item(_numbered(2), news="returned", returned=True, why_again="Thiếu <b>phụ lục 2</b>", **moved)
    yield item(_numbered(3), news="reopened", news_why="Làm lại", **moved)
    yield item(
        _numbered(4), news="reassigned", news_why="Sáp nhập", instead_of=Party("CSXH", former=True), **moved
    )
    yield item(_numbered(5), news="refused", news_why="Không đủ căn cứ", **moved)
    yield item(_numbered(6), news="forwarded", news_why="Chuyển Văn phòng", **moved)
    yield item(_numbered(7), news="moved", moved_from=date(2026, 9, 18), why_again="Quyết định 7", **moved)
    yield item(_numbered(8), news="extended", why_again="Công văn 88/TST", **moved)
    yield item(_numbered(9), reason="opened", last_day=date(2026, 10, 19), workdays=21)
    yield item(_numbered(10, spans=True), reason="running", last_day=date(2026, 12, 31), workdays=74)
    yield item(_numbered(11), asked=date(2026, 9, 18), last_day=date(2026, 9, 21), spared=True, rolled=True)
    yield item(_numbered(12), asked=date(2026, 9, 16), last_day=date(2026, 9, 21), spared=True, workdays=2)
    yield item(_numbered(13), confirmed=False, alarm_on=None)
    yield item(_numbered(14), waits=Message("mail.way-fails", way="chat", day=TODAY))


def _with_everything() -> Any:
    duty = replace(
        KSTTHC, deliver_to="Văn phòng Chính phủ", how="Gửi qua trục liên thông, kèm bản Excel. " * 4,
        product="Báo cáo quý", product_en="A report", assumption="Lấy ngày cuối tháng", tentative=True,
        helpers=(VP, Party("Các tỉnh", group=True)), helpers_text="các đơn vị liên quan", figure="%",
        target=Decimal("94.10"), event="Bộ ban hành Thông tư", assumed=Message("mail.send-outside"),
    )  # fmt: skip
    units = (
        Party("BHXH Lào Cai", name_en="Lao Cai"),
        Party("BHXH Cà Mau", stands_for=Party("BHXH Bạc Liêu")),
    )
    return item(
        duty, rows=_rows(9), sections=("1. Số liệu", "2. Một cửa"), rolled=True, asked=date(2026, 9, 18),
        missing=(
            Missing("Báo cáo tháng", "Monthly report", parse("2026-08"), units, 34),
            Missing("Kế hoạch", "", parse("2026"), (), 34),
        ),
    )  # fmt: skip


def _with_forms() -> Iterator[Any]:
    for n, report in enumerate(_reports()):
        duty = _numbered(n)
        yield item(duty, ref=report.ref, uid=f"{n}@dondoc.bhxh.example", form=report, reason="opened")


def _reports() -> Iterator[Report]:
    registry = registries.shipped()
    for code, period, unit in OWED:
        yield report_of(registry, code, period, unit)


def _over() -> Iterator[Any]:
    yield item(news="submitted", document_no="12/BC-TST", answered=date(2026, 9, 16))
    yield item(_numbered(1), news="submitted", answered=date(2026, 9, 21), late=True)
    yield item(_numbered(2), news="waived", why_again="Không phát sinh", sequence=3)
    yield item(_numbered(3), news="withdrawn", why_again="Bãi bỏ")
    yield item(_numbered(4), news="passed-on", unit=VP, why_again="Chuyển", instead_of=TST)


def _watches() -> Iterator[Any]:
    yield watch()
    yield watch(
        duty=NQ01, late=False, last_day=date(2026, 9, 21), asked=date(2026, 9, 18), spared=True, workdays=1,
        behind=(Behind(TST, 0, False, 40, "đang trình ký " * 9, date(2026, 9, 18)), Behind(VP, 0, False)),
        unopened=3, opened=2, sent=1, confirmed=False,
    )  # fmt: skip
    behind = tuple(Behind(Party(f"BHXH tỉnh số {n}"), n % 4, n % 4 > 0, n, "") for n in range(34))
    yield watch(duty=_numbered(5), behind=behind, late_only=True)


def _question(n: int) -> Question:
    duties = tuple((f"Việc {n}.{k} của kế hoạch", f"Duty {n}.{k}" if k % 2 else "") for k in range(6))
    return Question(f"{n}/KH-BHXH", date(2026, 1, 5), f"Kế hoạch số {n}", 2026, 2027, duties, n, VP)


def _asked(n: int) -> EventAsk:
    return EventAsk(
        code=f"su-kien-{n}", worded=f"Sau khi Bộ ban hành Thông tư số {n}", document="490/KH-BHXH",
        document_date=date(2026, 3, 16), cite="phụ lục 2", alike=n == 2, answer_to=VP,
        duties=tuple((f"viec-{n}-{k}", f"Việc {n}.{k} chờ sự kiện", "") for k in range(3)),
        others=(("viec-x", "Việc của đơn vị khác", "Another's", TST),), last=TODAY if n == 2 else None,
    )  # fmt: skip


def _unreachable() -> Iterator[Unreachable]:
    yield Unreachable(Party("Ban Chính sách", name_en="Policies"))
    yield Unreachable(TST, "tst@bhxh.example", date(2026, 9, 14), "550 5.1.1 <tst@bhxh.example>: unknown")


def _notes() -> Iterator[Note]:
    yield Note(
        "decision", Message("mail.way-fails", way="chat", day=TODAY), "https://dondoc.bhxh.example/list/asked"
    )
    yield Note("reply", Message("mail.way-fails", way="sms", day=TODAY))


def _summary(kind: str) -> Summary:
    content = bytes(range(256)) * 20
    worst = Either("BHXH Cà Mau", "Ca Mau"), Message("summary.mail-behind", n=3)
    return Summary(
        kind, date(2026, 9, 7), date(2026, 9, 13), datetime(2026, 9, 14, 8, 15, tzinfo=UTC), kind == WEEKLY,
        facts=(
            Fact(Message("summary.of", part=38, whole=41), Message("summary.mail-week")),
            Fact(Message("summary.value", value=12), Message("summary.mail-overdue", n=12)),
            Fact(Message("summary.per-cent", rate=93), Message("summary.mail-year", year="2026")),
        ),
        worst=() if kind == YEARLY else (worst,),
        files=(
            File(Message("summary.mail-file-xlsx", year="2026"), "application", "x", content),
            File(Message("summary.mail-file-xlsx", year="2025"), "application", "x", content * 2),
        ),
    )  # fmt: skip
