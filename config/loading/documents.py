"""One file per source document: the document, its outlines, its appendices and its obligations."""

from __future__ import annotations

from calendars.periods import Kind
from config.loading.appendices import Appendices
from config.loading.due import numbered, numbers_words
from config.loading.duties import Duties
from config.loading.fields import CODE_ONCE, Table, again, guessed
from config.loading.ladders import Ladders
from config.loading.units import Units
from config.loading.yaml_nodes import Problems, shown
from config.registry.errors import Place
from config.registry.objects import NUMBERED, Document, Outline, Section
from language import Message

RENEWALS = ("none", "yearly")


class Documents:
    """Documents, outlines, appendices and obligations of all files; references are checked when all are
    known.
    """

    def __init__(self, units: Units, ladders: Ladders, language: str | None, year_starts: int = 1) -> None:
        self.units = units
        self.documents: dict[str, Document] = {}
        self.outlines: dict[str, Outline] = {}
        self.duties = Duties(units, ladders, language, year_starts)
        self.appendices = Appendices(self.duties)
        self._seen: dict[tuple[str, str], Place] = {}

    def read(self, file: Table) -> None:
        """Read one document's file."""
        document = self._document(file)
        for table in file.tables("outlines"):
            self._outline(table)
        for table in file.tables("obligations", required=not file.has("appendices")):
            self.duties.read(table, document)
        for table in file.tables("appendices"):
            self.appendices.read(table, document)

    def check(self, problems: Problems) -> None:
        """What only all files together show: what is referred to exists and fits."""
        self.duties.check(problems, [code for what, code in self._seen if what == "outline"])
        self.appendices.check(problems)

    def _once(self, what: str, code: str, table: Table, key: str = "code") -> bool:
        """Whether the code is new; reported when it is not."""
        place = table.place(key)
        first = self._seen.setdefault((what, code), place)
        if first is place:
            return True
        table.wrong(key, CODE_ONCE, again(shown(code), first))
        return False

    def _document(self, file: Table) -> Document | None:
        table = file.table("document", required=True)
        if table is None:
            return None
        number = table.text("number", required=True)
        day = table.a_date("date", required=True)
        title = table.text("title", required=True)
        horizon = table.integer("horizon", 1900, 2200)
        renewal = table.choice("renewal", RENEWALS) or "none"
        table.done()
        if day and horizon and horizon < day.year:
            table.wrong("horizon", Message("file.year-from", year=str(day.year)))
        if renewal == "yearly" and horizon is None:
            table.wrong("renewal", Message("file.yearly-horizon"))
        if (
            number is None
            or day is None
            or title is None
            or not self._once("document", number, table, "number")
        ):
            return None
        document = Document(
            number=number, date=day, title=title, horizon=horizon, renewal=renewal, file=file.file
        )
        self.documents[number] = document
        return document

    def _outline(self, table: Table) -> None:
        code = table.code("code")
        title = table.text("title", required=True)
        cite = table.text("cite", required=True)
        numbers: dict[str, None] = {}
        sections = []
        for entry in table.tables("sections", required=True, named="no"):
            section = self._section(entry)
            if section and section.number in numbers:
                entry.wrong("no", Message("file.section-once"), again(shown(section.number)))
            elif section:
                numbers[section.number] = None
                sections.append(section)
        table.done()
        if code and self._once("outline", code, table) and title and cite:
            self.outlines[code] = Outline(code=code, title=title, cite=cite, sections=tuple(sections))

    def _section(self, table: Table) -> Section | None:
        number = table.text("no", required=True)
        title = table.text("title", required=True)
        by = table.texts("by", required=True, expected=Message("file.list-of-kinds"))
        only = []
        kinds = [kind for kind in NUMBERED if kind is not Kind.MONTH] + [Kind.MONTH]
        for word, place in table.texts("in"):
            if (which := numbered(word, kinds)) is None:
                table.problems.add(place, numbers_words(kinds), shown(word))
            else:
                only.append(which)
        table.done()
        for word, place in by:
            if self.units.usable and word not in self.units.kinds:
                expected = guessed(Message("file.kind"), word, self.units.kinds)
                table.problems.add(place, expected, shown(word))
        if number is None or title is None:
            return None
        return Section(number=number, title=title, by=tuple(word for word, _ in by), only=tuple(only))
