"""The table of a mail: everything that its letter tells, a line each, to sort and filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.mail import paragraphs
from engine.mail.language import Words
from engine.mail.letter import EventAsk, Item, Letter, Note, Question, Unreachable, Watch
from engine.tasks.progress import how_far
from engine.texts import one_line

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CONTENT_TYPE = "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY_FORMAT = "dd/mm/yyyy"
MOST_CHARACTERS = 32_000
"""In a cell; Excel takes 32,767."""
Value: TypeAlias = str | int | date | None
TASKS = (
    ("stands", 22), ("task", 56), ("period", 18), ("day", 12), ("last-day", 12), ("left", 26),
    ("ref", 32), ("owner", 36), ("product", 40), ("why", 40),
)  # fmt: skip
ROWS = (
    ("ref", 32), ("no", 8), ("row", 70), ("worded", 24), ("stands", 18), ("day", 12), ("product", 40),
    ("progress", 30),
)  # fmt: skip
WATCHED = (
    ("task", 56), ("period", 18), ("last-day", 12), ("unit", 40), ("days-late", 12), ("progress", 30),
)  # fmt: skip
EVENTS = (("event", 56), ("document", 24), ("code", 24), ("task", 56), ("owner", 40), ("last-time", 14))
QUESTIONS = (("document", 24), ("title", 56), ("year", 8), ("task", 56), ("times", 8))
UNREACHABLE = (("unit", 40), ("mailbox", 36), ("since", 12), ("said", 56))
NOTES = (("what", 36), ("told", 110))
"""Message ids of the headings, `mail.table-*`, and widths in characters."""


def table_of(letter: Letter, words: Words) -> bytes:
    """The bytes of a workbook with a sheet for the tasks, one for the rows of their reports, one for what is
    followed up, for what is asked, for who is not reached, and for what is told beside tasks; those that
    would be empty are left out. Text stays text, also where it begins like a formula.
    """
    from openpyxl import Workbook  # few mails carry one

    own = words.code == letter.native
    book = Workbook(write_only=True)
    tasks = [tuple(_task(each, words, own)) for each in (*letter.items, *letter.also)]
    tasks += [tuple(_task(each, words, own, over=True)) for each in letter.over]
    if tasks:
        _sheet(book, words, "tasks", TASKS, tasks)
    rows = [row for item in letter.items for row in _rows(item, words, own)]
    if rows:
        _sheet(book, words, "rows", ROWS, rows)
    behind = [row for watch in letter.watches for row in _behind(watch, words, own)]
    if behind:
        _sheet(book, words, "watched", WATCHED, behind)
    for name, heads, lines in (
        ("events", EVENTS, [row for ask in letter.events for row in _event(ask, words, own)]),
        ("questions", QUESTIONS, [row for ask in letter.questions for row in _question(ask, own)]),
        ("unreachable", UNREACHABLE, [_unreached(each, words, own) for each in letter.unreachable]),
        ("notes", NOTES, [row for kind, said in letter.noted for row in _noted(kind, said, words)]),
    ):
        if lines:
            _sheet(book, words, name, heads, lines)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(
    book: Any, words: Words, name: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(words.t(f"mail.sheet-{name}"))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    for place, (_, room) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = room
    sheet.append([_cell(sheet, words.t(f"mail.table-{head}")) for head, _ in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _task(item: Item, words: Words, own: bool, *, over: bool = False) -> Iterator[Value]:
    duty = item.duty
    yield words.t(f"mail.heading-{item.news if over else item.group.value}").capitalize()
    yield one_line(duty.title if own else duty.title_en or duty.title)
    yield words.period(duty.period)
    yield from (item.asked, item.last_day)
    yield "" if over else paragraphs.left(item, words)
    yield item.ref
    yield paragraphs.with_address(duty.owner, words, own)
    yield one_line(duty.product if own else duty.product_en)
    yield words.said(item.news_why or item.why_again)


def _rows(item: Item, words: Words, own: bool) -> Iterator[tuple[Value, ...]]:
    for row in item.rows:
        yield (
            item.ref,
            row.no,
            one_line(row.title if own else row.title_en or row.title),
            one_line(row.worded) if own else "",
            words.t(f"mail.row-is-{row.state.value}"),
            row.asked,
            one_line(row.product if own else row.product_en),
            words.said(how_far(row.percent, row.note)),
        )


def _behind(watch: Watch, words: Words, own: bool) -> Iterator[tuple[Value, ...]]:
    duty = watch.duty
    for each in watch.behind:
        yield (
            one_line(duty.title if own else duty.title_en or duty.title),
            words.period(duty.period),
            each.last_day or watch.last_day,
            paragraphs.named(each.unit, words, own),
            each.workdays if each.late else None,
            words.said(how_far(each.percent, each.note)),
        )


def _event(ask: EventAsk, words: Words, own: bool) -> Iterator[tuple[Value, ...]]:
    event = one_line(ask.worded) if own else ""
    for code, title, title_en in ask.duties:
        yield event, ask.document, code, one_line(title if own else title_en or title), "", ask.last
    for code, title, title_en, owner in ask.others:
        named = paragraphs.named(owner, words, own)
        yield event, ask.document, code, one_line(title if own else title_en or title), named, ask.last


def _question(ask: Question, own: bool) -> Iterator[tuple[Value, ...]]:
    for title, title_en in ask.duties:
        called = one_line(title if own else title_en or title)
        yield ask.document, one_line(ask.title), ask.year, called, ask.times


def _unreached(each: Unreachable, words: Words, own: bool) -> tuple[Value, ...]:
    return paragraphs.named(each.unit, words, own), each.address, each.since, one_line(each.said)


def _noted(kind: str, said: Iterable[Note], words: Words) -> Iterator[tuple[Value, ...]]:
    what = words.t(f"mail.heading-note-{kind}")
    yield from ((what.capitalize(), words.said(each.said)) for each in said)


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet)
    cell.value = one_line(value)[:MOST_CHARACTERS] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = DAY_FORMAT
    return cell
