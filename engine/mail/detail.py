"""How much of a letter stands in the mail itself: a mail has a size that it does not exceed.

Nothing is cut off. What a mail tells only in short, or not at all, stands in the table that it carries then:
every task, every row of a report, every unit that is behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from engine.mail import row_lines
from engine.mail.letter import Group, Item, Letter
from engine.mail.rows import ReportRow

T = TypeVar("T")
MOST_IN_FULL = 10
"""So many tasks of a group are told in full; those after them in short, or nobody reads the mail."""


@dataclass(frozen=True, slots=True)
class Detail:
    """`full`: so many tasks of the whole letter are told in full, the most urgent (None: `MOST_IN_FULL` of
    each group, the others in short); the others in one line each, `lines` of each section (None: all).
    """

    full: int | None = None
    lines: int | None = None
    forms: bool | None = True
    """Each task's report form goes with the mail that opens it; False: of those told in full; None: none."""
    listed: int | None = None
    """So many duties are listed in what is told in full of an event (None: all)."""

    @property
    def short(self) -> bool:
        """Whether something is told in a line, or in the table alone, for want of room."""
        return self.full is not None

    def placed(self, letter: Letter) -> Iterator[tuple[Group, tuple[Item, ...], tuple[Item, ...]]]:
        """Each group of tasks, those in cards and those in lines."""
        left = self.full
        for group, items in letter.groups:
            if left is None:
                yield group, items, ()
            else:
                yield group, items[:left], items[left:]
                left = max(0, left - len(items))

    def kept(self, lines: Sequence[T]) -> Sequence[T]:
        """So many lines as a section shows."""
        return lines if self.lines is None else lines[: self.lines]

    def split(self, asked: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
        """What is asked, the most urgent first: in full, and in a line each."""
        if self.full is None:
            return asked, ()
        return asked[: self.full], self.kept(asked[self.full :])

    def with_forms(self, letter: Letter) -> tuple[Item, ...]:
        """The tasks whose report forms go with the mail, those that have one."""
        if self.forms is None:
            return ()
        return letter.items if self.forms else self.in_full(letter)

    def named(self, letter: Letter) -> tuple[Item, ...]:
        """The tasks that the mail itself names, and so those that have an entry for the calendar."""
        return tuple(item for _, cards, lines in self.placed(letter) for item in (*cards, *self.kept(lines)))

    def ended(self, letter: Letter) -> tuple[Item, ...]:
        """What is over, as far as the mail itself names it: that much is taken out of the calendar."""
        return tuple(item for _, items in letter.endings for item in self.kept(items))

    def in_full(self, letter: Letter) -> tuple[Item, ...]:
        """The tasks that are told in full."""
        most = MOST_IN_FULL if self.full is None else self.full
        return tuple(item for _, cards, _ in self.placed(letter) for item in cards[:most])


WHOLE = Detail()
STEPS = (
    WHOLE,
    Detail(full=10, forms=False, listed=20),
    Detail(full=10, lines=50, forms=False, listed=20),
    Detail(full=5, lines=30, forms=False, listed=10),
    Detail(full=3, lines=10, forms=False, listed=10),
    Detail(full=1, lines=5, forms=False, listed=5),
    Detail(full=1, lines=5, forms=None, listed=5),
    Detail(forms=None),
)
"""From everything to little: a mail takes the first that fits, or else the smallest. The last is whole but
for the forms: of few tasks that is less than a table beside some of them."""


def needs_table(letter: Letter, detail: Detail) -> bool:
    """Whether something is told only in short: the table names it whole."""
    if detail.short:
        return True
    with_rows = [item.ref for item in letter.items if item.rows]
    return bool(with_rows) and not {item.ref for item in detail.in_full(letter)}.issuperset(with_rows)


def named_rows(letter: Letter) -> Iterator[tuple[Item, tuple[ReportRow, ...]]]:
    """The tasks of the letter, each with the rows that its mail tells by name: of what is told in short those
    in the table.
    """
    full = {item.ref for item in WHOLE.in_full(letter)}
    for item in letter.items:
        yield item, row_lines.named(item) if item.ref in full else item.rows
