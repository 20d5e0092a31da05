"""The rows of a report as a letter tells them: a count first, then the late and the new, then by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.mail.language import Words
from engine.mail.letter import Item
from engine.mail.rows import Change, ReportRow, RowState, counted, grouped
from engine.tasks.progress import how_far
from engine.texts import one_line
from language import Message

_ALWAYS_LISTED = 5
"""So few rows are listed in every mail: to name the mail that has them would hardly be shorter."""
MOST_OF_A_NOTE = 60
"""Characters of what a unit says of how far a row is."""
_STATES_WITH_A_DAY = (RowState.LATE, RowState.RUNNING, RowState.AHEAD)


def tally(rows: Sequence[ReportRow], words: Words) -> str:
    """'33 nhiệm vụ: 2 quá hạn, 3 mới, 28 đang thực hiện'."""
    counts = tuple(Message(f"count.row-{name}", n=n) for name, n in counted(rows))
    return words.t("mail.rows", n=len(rows), counts=counts)


def lists(item: Item, words: Words, own: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows under their headings; where another mail lists them all, the late and the new alone."""
    t, rows = words.t, item.rows
    pressing = _pressing(rows)
    if pressing:
        yield t("mail.rows-pressing"), tuple(line(row, words, own) for row in pressing)
    if _listed_elsewhere(item):
        if len(pressing) < len(rows):
            yield "", (t("mail.rows-listed", day=item.rows_listed, n=len(rows)),)
        return
    rest = [row for row in rows if not row.pressing and not row.finished]
    # The headings are the registry's, and so in its language.
    for heading, some in grouped(rest) if own else (("", rest),):
        if some:
            yield one_line(heading), tuple(line(row, words, own) for row in some)
    finished = [row for row in rows if row.finished]
    if finished:
        yield t("mail.rows-finished"), tuple(line(row, words, own) for row in finished)
    assumed: dict[str, list[str]] = {}
    for row in rows if own and item.rows_listed is None else ():
        if row.assumption and not row.finished:
            assumed.setdefault(one_line(row.assumption), []).append(row.no)
    if assumed:
        # Once for all rows of which it holds: several hang on the same reading of the document.
        told = (
            t("mail.row-line-assumption", numbers=numbers, assumption=a) for a, numbers in assumed.items()
        )
        yield t("mail.row-assumption"), tuple(told)


def named(item: Item) -> tuple[ReportRow, ...]:
    """The rows that `lists` tells by name."""
    return tuple(_pressing(item.rows)) if _listed_elsewhere(item) else item.rows


def _pressing(rows: Sequence[ReportRow]) -> list[ReportRow]:
    return [row for row in rows if row.pressing and not row.finished]


def _listed_elsewhere(item: Item) -> bool:
    return item.rows_listed is not None and len(item.rows) > _ALWAYS_LISTED


def line(row: ReportRow, words: Words, own: bool) -> str:
    """One row: number, title, the time in the document's words, how it stands, what is to come of it.

    '2. Rà soát thủ tục (“Quý II/2026”) – **quá hạn, hạn cuối 30/06/2026**. Sản phẩm: Báo cáo'
    """
    t, more = words.t, tuple(_more(row, words, own))
    title = one_line(row.title if own else row.title_en)
    if not title:
        return t("mail.row-line-number", no=row.no, more=more)
    worded = t("mail.row-line-worded", worded=row.worded) if row.worded and own and not row.finished else ""
    return t("mail.row-line", no=row.no, title=title, worded=worded, more=more)


def _more(row: ReportRow, words: Words, own: bool) -> Iterator[str]:
    t = words.t
    day = row.last_day if row.state is RowState.LATE else row.asked
    dated = row.state in _STATES_WITH_A_DAY and day is not None
    if row.state is RowState.DONE and row.answered is not None:
        yield t("mail.row-line-done", day=row.answered)
    elif dated or row.state is RowState.WAITING or row.state is RowState.OVER:
        yield t(f"mail.row-line-{row.state.value}", day=day)
    if row.changed in (Change.NEW, Change.OPENED):
        yield t("mail.row-line-new")
    if far := how_far(row.percent, row.note if own else "", most=MOST_OF_A_NOTE):
        yield t("mail.row-line-progress", progress=far)
    if row.finished:
        return
    product = row.product if own else row.product_en
    if product:
        yield t("mail.row-line-product", product=one_line(product))
    if row.figure and row.target is not None:
        yield t("mail.row-line-target", target=row.target, unit=row.figure)
    if row.deliver_to and own:
        yield t("mail.row-line-to", to=one_line(row.deliver_to))
