"""What a row says in columns that are no key of the registry: kept as notes, or a doubt."""

from __future__ import annotations

from config.intake.comparable import one_line, plain
from config.intake.tables.cell_words import CHANGED, DUTIES, STATED, TIMELY
from config.intake.tables.columns import Column
from config.intake.tables.found import Doubt, Row
from config.intake.tables.roles import Role
from language import Message


def told(row: Row, column: Column, text: str) -> None:
    """Note the text; one about time, or about what became of the task, makes the row's time doubtful."""
    said = Message("intake.beside", column=column.text, text=one_line(text))
    if not column.text:
        said = Message("intake.beside-nameless", text=one_line(text))
    timely = column.role is Role.OTHER and TIMELY.match(plain(column.text))
    if column.role is Role.START or timely:
        row.doubts.append(Doubt("worded", Message("intake.another-time", said=said)))
    elif column.role in (Role.OTHER, Role.NOTE, Role.PRODUCT) and one_line(text):
        free = column.role is not Role.PRODUCT
        if free:
            row.notes.append(said)
        if column.role is Role.NOTE and DUTIES.search(plain(column.text)):
            row.doubts.append(Doubt("title", Message("intake.also-a-task", said=said)))
        if STATED.fullmatch(plain(text)) or (free and CHANGED.search(plain(text))):
            row.doubts.append(Doubt("worded", Message("intake.done-or-moved", said=said)))
