"""From the lines of a task table to its tasks: headings, split rows, what is inherited, notes.

What is not certain is kept as a doubt beside the key it concerns, never settled in silence.
"""

from __future__ import annotations

from collections.abc import Iterable

from config.intake.comparable import one_line, plain, shortened
from config.intake.tables import beside, day_pieces, inherited
from config.intake.tables.cell_words import (
    DITTOED,
    MONTHLY,
    SUM,
    is_ditto,
    starred,
)
from config.intake.tables.columns import Column, Header
from config.intake.tables.found import TITLE_FROM_ABOVE, Doubt, LeftOut, Row, Table
from config.intake.tables.halves import Halves, Known
from config.intake.tables.headings import Headings
from config.intake.tables.lines import REMARK, Line, joined, label, style
from config.intake.tables.roles import Role
from language import Message

_MERGED = Message("intake.merged-halves")
_UNCOUNTED = Doubt("no", Message("intake.row-without-number"))
_LOOSE = Doubt("title", Message("intake.loose-rows"))
_STARRED = Doubt("worded", Message("intake.starred"))
_UNTIMED = Doubt("worded", Message("intake.row-without-time"))
_SAID = (
    Role.LEAD,
    Role.HELP,
    Role.BOTH,
    Role.TIME,
    Role.PRODUCT,
    Role.TARGET,
    Role.MEASURE,
    Role.WATCH,
    Role.EVERY,
)


def read(header: Header, lines: Iterable[Line], known_time: Known, known_units: Known) -> Table:
    """The tasks of a table, in its order."""
    return _Reading(header, list(lines), known_time, known_units).table()


class _Reading:
    def __init__(self, header: Header, lines: list[Line], known_time: Known, known_units: Known) -> None:
        self.header, self.lines = header, lines
        self.known_time, self.known_units = known_time, known_units
        self.found = Table()
        self.headings = Headings()
        self.last: Row | None = None  # the task that the next line may go on with
        numbered = [line for line in lines if line.said(Role.NO)]
        self.numbered = len(numbered) * 2 > len(lines)
        self.halves = Halves(header, self.numbered, known_time, known_units)

    def table(self) -> Table:
        for place, line in enumerate(self.lines):
            if line.after and len(self.lines) - place <= 30:
                break
            self._read(place, line)
        while self.numbered and self.found.rows and self._stray(self.found.rows[-1]):
            self._leave(self.found.rows.pop().title, Message("intake.behind-table"))
        return self.found

    def _stray(self, row: Row) -> bool:
        return not row.no and not row.labels and not row.said(Role.TIME) and not any(map(row.said, _SAID[:3]))

    def _read(self, place: int, line: Line) -> None:
        said = {column: text for column, text in line.own.items() if text.strip()}
        if not said and not line.extra and not line.wide:
            return
        text = line.wide or "\n".join(said.values())
        if REMARK.match(text) and (REMARK.match(line.said(Role.NO)) or not line.said(*_SAID[:5])):
            self._leave(text, Message("intake.table-remark"))
        elif line.wide:
            self._heading(line.said(Role.NO) if line.said(Role.NO) != line.wide else "", line.wide)
        elif SUM.fullmatch(plain(line.said(Role.TITLE))) and not line.said(Role.LEAD, Role.BOTH, Role.TIME):
            self._leave(text, Message("intake.sum-row"))
        elif self.last is not None and (sure := self._continues(place, line)) is not None:
            self._merge(self.last, line, sure)
        elif self._labelled(line):
            self._heading("", line.said(Role.NO))
        elif not line.said(Role.TITLE, *_SAID) and not line.extra:
            self._leave(text, Message("intake.no-task-in-row"))
        elif self._is_heading(line) and (not self._numberless(line) or self._shows(place, line)):
            if not self.header.having(Role.NO) and not self.header.nested and not self._shows(place, line):
                self._leave(text, Message("intake.perhaps-task"))
            self._heading(line.said(Role.NO), line.said(Role.TITLE))
        elif self._only_product(line):
            self._leave(text, Message("intake.product-only"))
        else:
            self._task(line)

    def _leave(self, text: str, why: Message) -> None:
        self.found.left_out.append(LeftOut(one_line(text), why))

    def _continues(self, place: int, line: Line) -> bool | None:
        """Whether a line goes on with the row above; what shows itself a heading does not do so perhaps."""
        sure = self.halves.continues(self.last, line) if self.last is not None else None
        heading = sure is False and self._is_heading(line) and self._numberless(line)
        return None if heading and self._shows(place, line) else sure

    # --- headings ---

    def _is_heading(self, line: Line) -> bool:
        """A line that names something and hands it to nobody."""
        if not line.said(Role.TITLE) or line.said(*_SAID) or line.extra or line.loose:
            return False
        if line.merged(Role.LEAD, Role.BOTH):
            return False
        if self.header.nested and self.last and not line.said(Role.NO):
            outer = self.header.having(Role.TITLE)[0]
            return bool(line.own.get(outer)) and len([c for c in line.own if line.own[c].strip()]) == 1
        return not self._deeper(line.said(Role.NO)) and not self._following(line.said(Role.NO))

    @staticmethod
    def _labelled(line: Line) -> bool:
        """Whether the column of numbers alone says something, in words: `1. Đến năm 2025`."""
        said = [column.role for column, text in line.own.items() if text.strip()]
        return said == [Role.NO] and not line.extra and len(plain(label(line.said(Role.NO))[1]).split()) > 1

    def _numberless(self, line: Line) -> bool:
        """Whether a line has no number where the task above has one: it may be a task that nobody has."""
        if line.said(Role.NO) or line.merged(Role.NO) or self.header.nested:
            return False
        return self.last is not None and bool(self.last.no) and bool(line.said(Role.TITLE).strip())

    def _shows(self, place: int, line: Line) -> bool:
        """Whether a line shows by itself that it is a heading: by a label, by capitals, or since the numbers
        begin anew below it.
        """
        text = line.said(Role.TITLE)
        if label(text)[0] or one_line(text).isupper():
            return True
        below = (each.said(Role.NO) for each in self.lines[place + 1 :])
        following = next((one_line(each).strip(" .)(") for each in below if each.strip()), "")
        above = self.last.no if self.last is not None else ""
        return following in ("1", "01", "I", "A", "a") or style(following) != style(above)

    def _following(self, number: str) -> bool:
        """Whether the number is the one after the task's above: a task that nobody has, not a heading."""
        mine, above = number.strip(" .)("), self.last.no if self.last is not None else ""
        return mine.isdecimal() and above.isdecimal() and int(mine) == int(above) + 1

    def _deeper(self, number: str) -> bool:
        """Whether the number is that of a part of the task above (1.6 and its a, 2 and its 2.1)."""
        if self.last is None or not number or not self.last.no:
            return False
        mine, above = number.strip(" .)("), self.last.no.strip(" .)(")
        if style(mine) == "letter":
            if self.headings.lettered:
                return False  # headings a), b), c) go on
            return style(above) in ("digits1", "digits2", "letter") or (
                style(above) == "digits0" and self.last.said(Role.LEAD) != ""
            )
        return mine.startswith(above + ".")

    def _heading(self, number: str, text: str) -> None:
        said = self.headings.opened(number, text)
        self.found.headings.append(said)
        self.last = None

    # --- halves of a row ---

    def _merge(self, row: Row, line: Line, sure: bool) -> None:
        for column, text in line.own.items():
            if column.role is Role.TITLE and text:
                row.titles[column] = joined(row.titles.get(column, ""), text)
            elif column.role is Role.NO:
                row.no = row.no or one_line(text)
            elif text:
                row.parts[column.role] = joined(row.said(column.role), text)
                if column.role in (Role.TIME, Role.ALSO):
                    row.times[column] = joined(row.times.get(column, ""), text)
        row.title = one_line(self._innermost(row.titles))
        row.doubts = [
            doubt
            for doubt in row.doubts
            if not (doubt == _UNCOUNTED and row.no) and not (doubt == _UNTIMED and row.times)
        ]
        if _MERGED not in row.notes:
            row.notes.append(_MERGED)
        if line.loose and _LOOSE not in row.doubts:
            row.doubts.append(_LOOSE)
        if not sure:
            said = shortened(one_line(line.said(Role.TITLE) or "\n".join(line.own.values())), 80)
            row.doubts.append(Doubt("title", Message("intake.perhaps-own-row", text=said)))

    def _only_product(self, line: Line) -> bool:
        titles = [(column, text) for column, text in line.own.items() if column.role is Role.TITLE and text]
        above = self.last.titles if self.last is not None else {}
        return (
            bool(line.said(Role.PRODUCT))
            and not line.said(Role.LEAD, Role.BOTH, Role.TIME, Role.HELP, Role.NO, Role.TARGET)
            and all(above.get(column) == text for column, text in titles)
        )

    # --- tasks ---

    def _task(self, line: Line) -> None:
        row = Row(line.place, no=one_line(line.said(Role.NO) or line.merged(Role.NO)).rstrip(".)"))
        above = self.last or (self.found.rows[-1] if self.found.rows else None)
        self.headings.beside(row.no)
        self._titles(row, line, above)
        for column in self.header.columns:
            if column.role in (Role.NO, Role.TITLE):
                continue
            text = line.own.get(column, "") or line.above.get(column, "")
            if text.strip():
                row.doubts += day_pieces.doubt(column, text)
                text = day_pieces.bounded(column, text)
                row.parts[column.role] = joined(row.said(column.role), text)
                if column.role in (Role.TIME, Role.ALSO):
                    row.times[column] = text
                beside.told(row, column, text)
        self._shifted(row, line)
        self._repeated(row)
        follows = above if self.last is above else None
        inherited.lead(self.header, row, follows, self.headings.texts, self.known_units)
        self._overlooked(row)
        self._missing(row, line)
        row.labels = self.headings.numbers
        outer = [one_line(text) for text in list(row.titles.values())[:-1]] if self.header.nested else []
        row.section = (*self.headings.texts, *outer)
        if not row.title:
            row.doubts.append(Doubt("title", Message("intake.row-without-title")))
        if starred(line.own.values()):
            row.doubts.append(_STARRED)
        if line.loose:
            row.doubts.append(_LOOSE)
        self.found.rows.append(row)
        self.last = row

    def _titles(self, row: Row, line: Line, above: Row | None) -> None:
        columns = self.header.having(Role.TITLE)
        if self.header.untitled:
            row.title = self.header.called
            row.doubts.append(Doubt("title", Message("intake.title-from-table")))
            return
        fresh = False
        for column in columns:
            own, merged = line.own.get(column, "").strip(), line.above.get(column, "").strip()
            if own:
                fresh = True
            elif not merged and not fresh and above is not None and column is not columns[-1]:
                # An empty outer cell goes with the one above it, as long as nothing new began to its left.
                merged = above.titles.get(column, "")
            if own or merged:
                row.titles[column] = own or merged
        row.title = one_line(self._innermost(row.titles))
        if not line.said(Role.TITLE) and not line.merged(Role.TITLE) and above is not None:
            row.titles, row.title = dict(above.titles), above.title
            row.doubts.append(Doubt("title", TITLE_FROM_ABOVE))

    def _innermost(self, titles: dict[Column, str]) -> str:
        return next((titles[c] for c in reversed(self.header.having(Role.TITLE)) if titles.get(c)), "")

    def _shifted(self, row: Row, line: Line) -> None:
        """A time that stands one column too far right, where the time's own cell is empty."""
        place = next((n for n, c in enumerate(self.header.columns) if c.role is Role.TIME), None)
        if row.said(Role.TIME) or place is None:
            return
        rest = self.header.columns[place + 1 :]
        there = rest[0].role if rest else None
        if there is Role.ALSO or row.times:
            return
        text = line.own.get(rest[0], "") if rest else " ".join(line.extra[:1])
        if not text.strip() or not self.known_time(text):
            return
        row.parts[Role.TIME] = text
        row.doubts.append(Doubt("worded", Message("intake.time-shifted")))
        if there is not None:
            beside = [line.own.get(column, "") for column in rest[1:] if column.role is Role.OTHER]
            row.parts[there] = next((each for each in (*beside, *line.extra) if each.strip()), "")

    def _repeated(self, row: Row) -> None:
        """`nt`, `như trên`, `//`: what the row above says, as a doubt."""
        for role, key, called in DITTOED:
            if not is_ditto(said := row.said(role)):
                continue
            above = self.last.said(role) if self.last is not None else ""
            row.parts[role] = above
            fields = {"column": Message(called), "text": one_line(said)}
            why = Message("intake.ditto-of-nothing", **fields)
            if above:
                why = Message("intake.ditto", above=shortened(one_line(above), 120), **fields)
            row.doubts.append(Doubt(key, why))

    def _overlooked(self, row: Row) -> None:
        """A time in a column or a heading that is none of the header's times, where the row has no time."""
        if row.said(Role.TIME) or row.said(Role.EVERY) or any(doubt.key == "worded" for doubt in row.doubts):
            return
        for said in row.notes:
            text = str(said.fields.get("text", ""))
            if any(map(str.isdigit, text)) and self.known_time(text):
                row.doubts.append(Doubt("worded", Message("intake.time-in-note", said=said)))
        for text in self.headings.texts:
            if self.known_time(text) or MONTHLY.fullmatch(plain(text)):
                row.doubts.append(Doubt("worded", Message("intake.time-in-heading", text=text)))

    def _missing(self, row: Row, line: Line) -> None:
        """No number among numbered rows, no time under a heading of times: either may have been forgotten."""
        heading = self.last is None and self.headings.numbered
        among = self.numbered or (
            self.last is not None and (bool(self.last.no) or _UNCOUNTED in self.last.doubts)
        )
        told = {doubt.key for doubt in row.doubts}
        if among and not row.no and not heading and not self.header.nested and "title" not in told:
            row.doubts.append(_UNCOUNTED)
        timed = self.header.having(Role.TIME) and not self.header.indicators
        if timed and not row.times and not row.said(Role.EVERY) and "worded" not in told:
            row.doubts.append(_UNTIMED)
