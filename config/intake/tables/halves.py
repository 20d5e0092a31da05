"""Rows that a page break cut in two: which line is the second half of the row above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from config.intake.tables.columns import Header
from config.intake.tables.found import Row
from config.intake.tables.lines import Line, goes_on, joined
from config.intake.tables.roles import Role

Known = Callable[[str], bool]
"""Whether a text is read with certainty (as a time, as units)."""


@dataclass(frozen=True, slots=True)
class Halves:
    """Judges the lines of one table. `numbered`: whether most of its rows have a number."""

    header: Header
    numbered: bool
    known_time: Known
    known_units: Known

    def continues(self, row: Row, line: Line) -> bool | None:
        """Whether the line is the second half of the row above: True for sure, False perhaps, None not."""
        number = line.said(Role.NO).strip()
        if number and (row.no or not self.numbered):
            return None
        votes = [vote for vote in self._votes(row, line) if vote is not None]
        titles = self._title_votes(row, line)
        if number:  # the number came with the second half
            return True if True in titles and False not in [*titles, *votes] else None
        if line.said(Role.TITLE):
            if False in titles:
                return None
            if True in titles and False not in votes:
                return True
            bare = not line.said(Role.LEAD, Role.BOTH, Role.TIME)
            if titles == [None] and bare and self.numbered and not self.header.nested:
                return line.first or True in votes or False
            return None
        return self._rest_continues(line, votes)

    def _rest_continues(self, line: Line, votes: list[bool]) -> bool | None:
        """The same for a line without a task of its own."""
        if False in votes:
            return None
        if line.said(Role.LEAD, Role.BOTH, Role.TIME):
            return True if True in votes else None
        if True in votes:
            return True
        texts = [
            text for text in (line.said(Role.HELP), line.said(Role.PRODUCT), line.said(Role.NOTE)) if text
        ]
        return False if texts and all(text.lstrip()[:1] in "-+•–" for text in texts) else None

    def _title_votes(self, row: Row, line: Line) -> list[bool | None]:
        return [
            goes_on(row.titles.get(column, ""), line.own[column])
            for column in self.header.having(Role.TITLE)
            if line.own.get(column, "").strip()
        ]

    def _votes(self, row: Row, line: Line) -> Iterable[bool | None]:
        for role in (Role.LEAD, Role.BOTH, Role.HELP, Role.TIME, Role.PRODUCT, Role.NOTE):
            upper, lower = row.said(role), line.said(role)
            if not upper or not lower:
                continue
            vote = goes_on(upper, lower)
            if role is Role.TIME and self.known_time(upper) and self.known_time(lower):
                vote = False  # two times are two rows
            elif (
                known := {Role.TIME: self.known_time, Role.LEAD: self.known_units}.get(role)
            ) and vote is None:
                apart, together = known(upper) and known(lower), known(joined(upper, lower))
                vote = True if together and not apart else False if apart else None
            yield vote
