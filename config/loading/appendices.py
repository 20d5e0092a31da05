"""`appendices`: the rows of a document's tables, and what its running text lays on somebody."""

from __future__ import annotations

from dataclasses import replace

from config.loading.duties import Duties, ends
from config.loading.fields import LIST_OF_DUTIES, Table, again
from config.loading.rows import TEXTS, Defaults, Row, milestones, own_duty
from config.loading.yaml_nodes import Problems
from config.registry import Registry, reporting
from config.registry.assignments import Appendix, Assignment, AssignmentKind
from config.registry.errors import Place
from config.registry.objects import Document
from language import Message

TIMING = (
    *("code", "cycle", "period", "checked", "in", "due", "data"),
    *("figure", "needs", "outline", "tentative", "confirmed"),
)
"""Keys that only a row with an obligation of its own has."""
MAX_ROWS = 5_000
SOME = 6


class Appendices:
    """The appendices of all files. References are checked when all files are read."""

    def __init__(self, duties: Duties) -> None:
        self.duties = duties
        self.appendices: dict[str, Appendix] = {}
        self.assignments: dict[str, Assignment] = {}
        self._places: dict[str, Place] = {}
        self._refs: list[tuple[str, Place]] = []

    def read(self, table: Table, document: Document | None) -> None:
        """Read one appendix with its rows."""
        code = table.code("code")
        title = table.text("title", required=True)
        rows = table.integer("rows", 1, MAX_ROWS)
        reported_in = self._obligations(table, "reported_in")
        defaults = Defaults(
            self.duties.owner(table, required=False),
            self.duties.ladder(table, required=False),
            reported_in,
        )
        appendix = None
        if document and code and title:
            appendix = Appendix(document=document, code=code, title=title, rows=rows)
            if appendix.ref in self.appendices:
                table.wrong("code", Message("file.appendix-once"), again(f"'{code}'"))
            self.appendices[appendix.ref] = appendix
        seen: dict[str, None] = {}
        entries = list(table.tables("assignments", required=True, named="no"))
        for entry in entries:
            no = entry.text("no", required=True)
            if no is not None and no in seen:
                entry.wrong("no", Message("file.row-once"), again(f"'{no}'"))
            seen[no or ""] = None
            self._row(entry, appendix, no, defaults)
        table.done()
        if rows is not None and rows != len(entries):
            table.wrong("rows", Message("file.as-many-rows", rows=len(entries)))

    def check(self, problems: Problems) -> None:
        """What only all files together show: the obligations that rows name exist."""
        for code, place in self._refs:
            self.duties.exists(code, place, problems)
        for ref, row in self.assignments.items():
            if set(row.obligations + row.told_in) & set(self.duties.off):
                self.assignments[ref] = self._switched(row, problems)

    def _switched(self, row: Assignment, problems: Problems) -> Assignment:
        """The row without the reports that are switched off; reported when none is left to chase it."""
        off = self.duties.off
        obligations = tuple(code for code in row.obligations if code not in off)
        if not obligations:
            found = Message("file.all-off", duties=row.obligations)
            problems.add(self._places[row.ref], Message("file.row-chased"), found)
        told_in = tuple(code for code in row.told_in if code not in off)
        return replace(row, obligations=obligations, told_in=told_in)

    def check_asked(self, registry: Registry, problems: Problems) -> None:
        """Every unit that leads a row without a date owes a report in which it tells of it."""
        for ref, unasked in reporting.unasked(registry):
            names = ", ".join(unasked[:SOME]) + (", ..." if len(unasked) > SOME else "")
            duties = registry.assignments[ref].obligations
            found = Message("file.owed-by-none", duties=duties, names=names)
            problems.add(self._places[ref], Message("file.reports-owed"), found)

    def _row(self, table: Table, appendix: Appendix | None, no: str | None, defaults: Defaults) -> None:
        words = {key: table.text(key, required=True) for key in ("cite", "title")}
        texts = {key: table.text(key) for key in TEXTS}
        self.duties.named_in(table, "deliver_to", texts["deliver_to"])
        leads = self.duties.refs(table, "leads", required=True)
        helpers = self.duties.refs(table, "helpers")
        same_as, own = self._obligations(table, "same_as"), self._obligations(table, "reported_in")
        english = {key: table.text(key) or "" for key in ("title_en", "product_en")}
        place, listed = table.place(), table.flag("listed")
        from_, to = table.a_date("from"), table.a_date("to")
        row = Row(table, appendix, no, {**words, **texts}, leads, helpers, from_, to)
        texts.pop("how")
        told_in = own or defaults.reported_in
        further = milestones(self.duties, row, defaults)
        codes = tuple(code for _, code in further)
        dated = table.has("cycle")
        if same_as and (dated or codes):
            table.wrong("", Message("file.row-one-of"), Message("file.more-than-one"))
        if listed and not texts["assumption"]:
            table.wrong("assumption", Message("file.listed-why"))
        if dated:
            kind, obligations = own_duty(self.duties, row, defaults)
            obligations += codes
        else:
            for key in TIMING:
                if table.has(key):
                    table.wrong(key, Message("file.only-dated-row"))
            kind = AssignmentKind.SAME if same_as else AssignmentKind.CYCLE
            if codes:
                kind = AssignmentKind.EVENT if _all_events(further) else AssignmentKind.DATED
            obligations = same_as or codes or told_in
            if not obligations:
                table.wrong("", Message("file.row-chased"), Message("file.none-of-them"))
            if from_ and to and from_ >= to:
                table.wrong("to", Message("file.date-after", day=from_.isoformat()))
            table.done()
        if appendix is None or no is None or not all(words.values()):
            return
        assignment = Assignment(
            appendix=appendix, no=no, kind=kind, leads=leads, helpers=helpers, obligations=obligations,
            milestones=codes, told_in=told_in, listed=listed,
            cite=words["cite"] or "", title=words["title"] or "",
            from_=from_ or appendix.document.date, to=to or ends(appendix.document), **texts,
            title_en=english["title_en"], product_en=english["product_en"],
        )  # fmt: skip
        self.assignments[assignment.ref] = assignment
        self._places[assignment.ref] = place

    def _obligations(self, table: Table, key: str) -> tuple[str, ...]:
        found = table.texts(key, expected=LIST_OF_DUTIES)
        self._refs += found
        return tuple(code for code, _ in found)


def _all_events(further: tuple[tuple[AssignmentKind, str], ...]) -> bool:
    return all(kind is AssignmentKind.EVENT for kind, _ in further)
