"""The same table as other offices would have typed it; each function makes one table of another."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.support.originals.shape import Box, Row, Table, Task

HEADS = {
    "no": ("TT", "STT", "Số TT", "Số thứ tự", "Stt"),
    "words": (
        "Nội dung",
        "Nhiệm vụ",
        "Nội dung công việc",
        "Nội dung, nhiệm vụ",
        "Công việc",
        "Tên nhiệm vụ",
    ),
    "leads": ("Đơn vị chủ trì", "Chủ trì", "Cơ quan chủ trì", "Đơn vị\nchủ trì", "ĐƠN VỊ CHỦ TRÌ"),
    "helpers": ("Đơn vị phối hợp", "Phối hợp", "Cơ quan phối hợp", "Đơn vị phối hợp thực hiện"),
    "time": ("Thời gian thực hiện", "Thời hạn", "Thời gian hoàn thành", "Thời hạn hoàn thành", "Thời gian"),
    "product": ("Sản phẩm", "Kết quả", "Sản phẩm đầu ra", "Kết quả, sản phẩm", "Sản phẩm hoàn thành"),
}
"""Wordings of the heads that offices use."""

WRITINGS = {
    "Trung tâm CNTT": (
        "Trung tâm Công nghệ thông tin",
        "TT CNTT",
        "TTCNTT",
        "CNTT",
        "TT Công nghệ thông tin",
    ),
    "Văn phòng": ("Văn phòng", "VP", "Văn phòng BHXH Việt Nam"),
    "Vụ Tài chính - Kế toán": ("Vụ Tài chính Kế toán", "Vụ Tài chính – Kế toán", "TCKT", "Vụ TCKT"),
    "Trung tâm Truyền thông": ("Trung tâm truyền thông", "TT Truyền thông"),
    "Vụ Pháp chế": ("Vụ pháp chế", "PC", "VỤ PHÁP CHẾ"),
    "BHXH tỉnh, thành phố": ("BHXH các tỉnh, thành phố", "BHXH tỉnh", "BHXH các tỉnh"),
}
"""A whole cell's text, and how else the same units are written."""


def each_text(table: Table, change: Callable[[str], str]) -> Table:
    """Every cell's text changed."""
    return replace(
        table,
        rows=tuple(
            tuple(box and replace(box, text=change(box.text)) if box else None for box in row)
            for row in table.rows
        ),
    )


def decomposed(table: Table) -> Table:
    """Letters and their marks apart, as some systems save them."""
    return each_text(table, lambda text: unicodedata.normalize("NFD", text))


def hard_spaces(table: Table) -> Table:
    """Spaces that do not break between the first words."""
    return each_text(table, lambda text: text.replace(" ", "\u00a0", 3))


def repeated_head(table: Table) -> Table:
    """The head again at the top of every page."""
    rows: list[Row] = []
    moved: dict[int, int] = {}
    breaks: list[int] = []
    for at, row in enumerate(table.rows):
        if at in table.breaks:
            breaks.append(len(rows))
            rows += table.rows[: table.header]
        moved[at] = len(rows)
        rows.append(row)
    tasks = tuple(replace(task, row=moved[task.row]) for task in table.tasks)
    return replace(table, rows=tuple(rows), tasks=tasks, breaks=tuple(breaks))


def paged(table: Table, every: int) -> Table:
    """Pages that end between rows, where no merged cell goes over the end."""
    breaks: list[int] = []
    for at in range(table.header + every, len(table.rows)):
        free = all(
            box is None or top + box.down <= at for top, row in enumerate(table.rows[:at]) for box in row
        )
        if free and at - (breaks[-1] if breaks else table.header) >= every:
            breaks.append(at)
    return replace(table, breaks=tuple(breaks))


def two_heads(table: Table) -> Table:
    """`Đơn vị thực hiện` over leads and helpers, the other heads merged down over both rows."""
    leads, helpers = table.roles.index("leads"), table.roles.index("helpers")
    assert helpers == leads + 1
    head = table.rows[0]
    upper: list[Box | None] = [box and replace(box, down=2) for box in head]
    upper[leads : helpers + 1] = [Box("Đơn vị thực hiện", across=2), None]
    lower: list[Box | None] = [None] * len(head)
    lower[leads : helpers + 1] = [Box("Chủ trì"), Box("Phối hợp")]
    return _under_head(table, [tuple(upper), tuple(lower)])


def counted(table: Table) -> Table:
    """A row of numbers (1), (2), ... under the head."""
    return _under_head(table, [table.rows[0], tuple(Box(f"({at + 1})") for at in range(table.width))])


def sections(table: Table) -> Table:
    """Headings in Roman numbers, merged over the whole row, in place of `number | title`."""
    numerals = iter(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"))
    tasks = {task.row for task in table.tasks}
    rows = []
    for at, row in enumerate(table.rows):
        texts = [box.text for box in row if box is not None]
        heading = at >= table.header and at not in tasks and texts[0].isdigit() and not any(texts[2:])
        if heading:
            merged = Box(f"{next(numerals)}. {texts[1].upper()}", across=table.width)
            row = (merged, *[None] * (table.width - 1))
        rows.append(row)
    return replace(table, rows=tuple(rows))


def renamed(table: Table, seed: int) -> Table:
    """Other words in the head."""
    chance = random.Random(seed)
    head = tuple(
        box and replace(box, text=chance.choice(HEADS[role])) if role in HEADS else box
        for box, role in zip(table.rows[0], table.roles, strict=True)
    )
    return replace(table, rows=(head, *table.rows[1:]))


def headless(table: Table, role: str) -> Table:
    """The head of one column left out."""
    at = table.roles.index(role)
    head = tuple(
        replace(box, text="") if box and column == at else box for column, box in enumerate(table.rows[0])
    )
    return replace(table, rows=(head, *table.rows[1:]))


def shuffled(table: Table, seed: int) -> Table:
    """The columns in another order, the numbers still first. Only for a table without cells merged across."""
    order = [0, *random.Random(seed).sample(range(1, table.width), table.width - 1)]
    rows = []
    for row in table.rows:
        if any(box is not None and box.across > 1 for box in row):
            rows.append(row)
        else:
            rows.append(tuple(row[at] for at in order))
    return replace(table, rows=tuple(rows), roles=tuple(table.roles[at] for at in order))


def with_notes(table: Table, seed: int) -> Table:
    """One column more, `Ghi chú`, with remarks here and there that mention days."""
    chance = random.Random(seed)
    remarks = ("", "", "", "Đã xong", "Rà soát trước ngày 15/6", "Theo công văn ngày 01/3/2023")
    rows: list[Row] = []
    for at, row in enumerate(table.rows):
        if row[0] is not None and row[0].across == table.width:
            rows.append((replace(row[0], across=table.width + 1), *row[1:], None))
            continue
        text = "Ghi chú" if at == 0 else chance.choice(remarks) if at in _task_rows(table) else ""
        rows.append((*row, Box(text)))
    return replace(table, rows=tuple(rows), roles=(*table.roles, "notes"))


def split(table: Table, seed: int, many: int = 3) -> Table:
    """Some tasks' words go on in a row of their own, as where a page ends."""
    words = table.roles.index("words")
    can = [
        task.row
        for task in table.tasks
        if all(box is not None and box.down == 1 for box in table.rows[task.row])
        and len(table.text(task.row, words).split()) > 8
        and task.row + 1 not in table.breaks
    ]
    chosen = set(random.Random(seed).sample(can, min(many, len(can))))
    rows: list[Row] = []
    moved: dict[int, int] = {}
    for at, row in enumerate(table.rows):
        moved[at] = len(rows)
        if at not in chosen:
            rows.append(row)
            continue
        parts = table.text(at, words).split()
        first, second = " ".join(parts[: len(parts) // 2]), " ".join(parts[len(parts) // 2 :])
        rows.append(tuple(Box(first) if column == words else box for column, box in enumerate(row)))
        rows.append(tuple(Box(second if column == words else "") for column in range(table.width)))
    tasks = tuple(_cut(replace(task, row=moved[task.row]), task.row in chosen) for task in table.tasks)
    return replace(table, rows=tuple(rows), tasks=tasks, breaks=tuple(moved[at] for at in table.breaks))


def unmerged(table: Table, *, filled: bool) -> Table:
    """No merged cells: the text stands in every place of one (`filled`), or only in the first."""
    rows = []
    for at, row in enumerate(table.rows):
        texts = []
        for column, box in enumerate(row):
            beside = any(other is not None and other.across > 1 for other in row[:column])
            shown = box.text if box else (table.text(at, column) if filled and not beside else "")
            texts.append(Box(shown))
        rows.append(tuple(texts))
    return replace(table, rows=tuple(rows))


def same_merged(table: Table, role: str) -> Table:
    """Equal texts one under the other in a column become one merged cell, as tidy clerks make them."""
    column = table.roles.index(role)
    rows = [list(row) for row in table.rows]
    tasks, top = _task_rows(table), 0
    for at in range(table.header, len(rows)):
        box, over = rows[at][column], rows[top][column]
        if at in tasks and at - 1 in tasks and box and over and box.down == 1 and box.text == over.text:
            rows[at][column] = None
            rows[top][column] = replace(over, down=at - top + 1)
        else:
            top = at
    return replace(table, rows=tuple(tuple(row) for row in rows))


def other_writings(table: Table, seed: int) -> Table:
    """Leads written in other known ways."""
    chance = random.Random(seed)
    at = table.roles.index("leads")

    def other(text: str) -> str:
        return chance.choice(WRITINGS[text]) if text in WRITINGS else text

    return replace(
        table,
        rows=tuple(
            tuple(
                replace(box, text=other(box.text)) if box and column == at else box
                for column, box in enumerate(row)
            )
            for row in table.rows
        ),
    )


def _under_head(table: Table, head: Sequence[Row]) -> Table:
    more = len(head) - table.header
    tasks = tuple(replace(task, row=task.row + more) for task in table.tasks)
    return replace(
        table,
        rows=(*head, *table.rows[table.header :]),
        header=len(head),
        tasks=tasks,
        breaks=tuple(at + more for at in table.breaks),
    )


def _task_rows(table: Table) -> set[int]:
    return {task.row for task in table.tasks}


def _cut(task: Task, half: bool) -> Task:
    parts = task.words.split()
    return replace(task, words=" ".join(parts[: len(parts) // 2])) if half else task
