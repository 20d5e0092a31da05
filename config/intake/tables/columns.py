"""What the header of a task table comes to: its columns, and what each says."""

from __future__ import annotations

from dataclasses import dataclass

from config.intake.tables.roles import Role


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the header, and the grid's columns under it."""

    role: Role
    text: str
    places: tuple[int, ...]
    pieces: tuple[str, ...] = ()
    """Of which piece of a day each of the places is (`Ngày | Tháng`), where one column stands for several."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's rows begin, and what its columns say."""

    columns: tuple[Column, ...]
    first: int
    """The grid's first row below the header."""
    top: int = 0
    """The grid's row in which the header begins; what stands above is text."""
    indicators: bool = False
    """A table of figures with yearly targets."""
    nested: bool = False
    """Several columns make up the task: goal, task, activity."""
    untitled: bool = False
    """No column says what is to be done, only who and when."""
    called: str = ""
    """What stands for the task of every row where the header is `untitled`."""

    def having(self, role: Role) -> tuple[Column, ...]:
        """The columns of a role, from left to right."""
        return tuple(column for column in self.columns if column.role is role)

    @property
    def width(self) -> int:
        """How many columns of the grid the header covers."""
        return max(place for column in self.columns for place in column.places) + 1
