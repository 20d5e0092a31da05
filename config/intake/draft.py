"""From a plan to a registry file for a person to review: what is sure loads, what is doubtful is a comment.

What the draft says of its own, in comments and where the document says nothing, is in one language.

A doubtful row is written in its place as a comment with all that is known of it, each doubt directly above
the key that it concerns. Taking the `# ` away from its lines makes it live. So the file loads as it stands,
and nothing doubtful goes live by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from calendars import phrases
from calendars.cycles import Cycle
from config.intake.codes import Codes
from config.intake.comparable import shortened
from config.intake.draft_words import Words, commented, fit
from config.intake.meaning.timing import Way, frequency
from config.intake.plan import Entry, Part, Plan
from config.intake.yaml_text import pair, remark
from config.registry import Registry
from language import Message, say

LONGEST_TITLE = 200
LONGEST_REMARK = 3_000
LONGEST_LEFT_OUT = 300
_STANDARD = "standard"
_EVENT_REPORT = {"cycle": "event", "due": {"after": {"of": "event", "days": 0}, "boundary": "by"}}


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever imports decides: the unit that receives and chases, and reports of the registry in which
    rows without a date are told.
    """

    owner: str | None = None
    reported_in: tuple[str, ...] = ()


@dataclass(slots=True)
class _Item:
    """A row in the making: its lines, and the obligations written for it elsewhere."""

    entry: Entry
    lines: list[str]
    duties: list[list[str]] = field(default_factory=list)


class Draft:
    """The YAML of a plan. `text` is the whole file; `owner` who it says receives and chases.

    `language` is `vi` or `en`; None: the office's first.
    """

    def __init__(self, plan: Plan, registry: Registry, choices: Choices, language: str | None = None) -> None:
        self.plan, self.registry, self.choices = plan, registry, choices
        self.language = language or registry.office.language.partition("+")[0]
        self._words = Words(self.language)
        self.number = plan.facts.number or self._words.said(Message("draft.number"))
        others = (
            code for code, duty in registry.obligations.items() if duty.document.number != plan.facts.number
        )
        self._codes = Codes(plan.facts.number, plan.name, others)
        self.owner = choices.owner or plan.owner or self._leading()
        ladders = registry.ladders
        self.ladder = _STANDARD if _STANDARD in ladders else next(iter(ladders))
        waiting = {code for code, duty in registry.obligations.items() if duty.cycle is Cycle.EVENT}
        self._asked_with = tuple(code for code in choices.reported_in if code not in waiting)
        """Reports with a day of their own, with which what an event sets off without one is asked."""
        english = self.language == "en" and all(entry.title.isascii() for entry in plan.entries)
        self.reports = choices.reported_in or (self._codes.new("report" if english else "bao-cao"),)
        self.told = [entry for entry in plan.entries if self.owner and not entry.timing.rules and entry.leads]
        """Rows without a date, which a report has to tell of."""
        self.loads = bool(self.owner) and any(entry.sure for entry in plan.entries)
        """Whether anything of it is live: a file of nothing but comments is no registry file yet."""
        self.beside = tuple(
            dict.fromkeys(
                document.file
                for number, document in registry.documents.items()
                if number != plan.facts.number
            )
        )
        """Files of the registry that stay when this draft is looked at beside them."""
        self.text = "\n".join([*self._lines(), *self._left_out()]) + "\n"

    # --- the file ---

    def _lines(self) -> Iterator[str]:
        items = [[self._item(part, entry) for entry in part.entries] for part in self.plan.parts]
        yield from self._head()
        yield from self._document()
        duties = list(self._duties(items))
        if duties:
            yield ""
            yield "obligations:"
            yield from duties
        if not items:
            return
        live = any(item.entry.sure for rows in items for item in rows)
        yield ""
        yield "appendices:" if live else "# appendices:"
        for part, rows in zip(self.plan.parts, items, strict=True):
            yield from self._part(part, rows)

    def _left_out(self) -> Iterator[str]:
        """What of the file is no row of the draft, for whoever compares the two."""
        if not self.plan.left_out:
            return
        yield ""
        yield self._words.remark(Message("draft.left-out", n=len(self.plan.left_out)))
        for piece in self.plan.left_out:
            text = shortened(piece.text, LONGEST_LEFT_OUT)
            yield self._words.remark(Message("draft.left-out-each", text=text, why=piece.why))

    def _head(self) -> Iterator[str]:
        doubtful = sum(not entry.sure for entry in self.plan.entries)
        total = len(self.plan.entries)
        head = Message("draft.head", file=self.plan.name, total=total, doubtful=doubtful)
        yield from self._words.remarks(head)
        for note in self.plan.notes:
            yield self._words.remark(Message("draft.reading", note=note))
        yield ""

    def _document(self) -> Iterator[str]:
        facts = self.plan.facts
        yield "document:"
        if facts.number is None:
            yield self._words.review(Message("draft.no-number"), 2)
        yield pair("number", self.number, 2)
        if facts.date is None:
            yield self._words.review(Message("draft.no-date"), 2)
        yield pair("date", self.plan.day, 2)
        yield self._words.review(Message("draft.title-from-head" if facts.title else "draft.no-title"), 2)
        title = facts.title or self._words.said(Message("draft.document", number=self.number))
        yield pair("title", fit(title), 2)

    def _part(self, part: Part, rows: Sequence[_Item]) -> Iterator[str]:
        live = any(item.entry.sure for item in rows)
        whole = all(item.entry.sure for item in rows)
        lines = [
            pair("- code", part.code, 2).replace('"- code"', "- code"),
            pair("title", fit(part.title or self._words.said(Message("draft.list-of-tasks"))), 4),
        ]
        if whole:
            lines.append(pair("rows", len(rows), 4))
        else:
            lines.append(self._words.remark(Message("draft.when-all-reviewed"), 4))
            lines.append(remark(pair("rows", len(rows)), 4))
        lines += self._owner_lines(4)
        lines.append(pair("ladder", self.ladder, 4))
        if self.told and not self.choices.reported_in:
            lines.append(self._words.review(Message("draft.which-report"), 4))
        if self.told or self.choices.reported_in:
            lines.append(pair("reported_in", list(self.reports), 4))
        lines.append("    assignments:")
        section: tuple[str, ...] = ()
        yield from lines if live else commented(lines)
        for item in rows:
            if item.entry.section != section:
                section = item.entry.section
                if section:
                    yield remark(f"--- {shortened(' / '.join(section), 300)} ---", 6)
                yield from self._horizons(section)
            if item.entry.sure:
                yield from item.lines
            else:
                yield from commented(item.lines)

    def _owner_lines(self, indent: int) -> Iterator[str]:
        if self.choices.owner is None:
            whence = "draft.owner-drafted" if self.plan.owner else "draft.owner-leads-most"
            yield self._words.review(Message(whence), indent)
        if self.owner:
            yield pair("owner", self.owner, indent)

    # --- rows ---

    def _item(self, part: Part, entry: Entry) -> _Item:
        doubts = list(entry.doubts)
        lines: list[str] = []

        def add(key: str, value: Any, *keys: str) -> None:
            for doubt in [each for each in doubts if each.key in (key, *keys)]:
                lines.append(self._words.review(doubt.why, 8))
                doubts.remove(doubt)
            if value not in (None, "", (), []) or key == "leads":
                lines.append(pair(key, list(value) if isinstance(value, tuple) else value, 8))

        add("no", entry.ref)
        add("cite", self._cited(part, entry) if entry.no != "" else part.cite)
        title = shortened(entry.title, LONGEST_TITLE) or self._words.said(Message("draft.nameless"))
        add("title", title)
        if title != entry.title:
            lines.append(
                self._words.remark(Message("draft.verbatim", text=shortened(entry.title, LONGEST_REMARK)), 8)
            )
        add("section", fit(shortened(" / ".join(entry.section), 300)))
        add("leads", entry.leads)
        if any(doubt.key == "leads" for doubt in entry.doubts) and entry.leads_text:
            add("leads_text", fit(entry.leads_text))
        add("helpers", entry.helpers)
        add("helpers_text", fit("; ".join(entry.helpers_rest)))
        add("product", fit(entry.product))
        add("worded", fit(entry.time_text), "time")
        lines += [self._words.remark(Message("draft.note", note=note), 8) for note in entry.notes]
        item = _Item(entry, lines)
        self._timing(part, item)
        lines += [self._words.review(doubt.why, 8) for doubt in doubts]
        lines[0] = (
            lines[0].replace("        ", "      - ", 1) if not lines[0].lstrip().startswith("#") else lines[0]
        )
        return item

    def _timing(self, part: Part, item: _Item) -> None:
        entry, timing = item.entry, item.entry.timing
        code = self._codes.new(entry.ref if len(self.plan.parts) == 1 else f"{part.code}-{entry.ref}")
        if entry.figure is not None:
            item.lines += self._figure_lines(entry)
        if timing.way is Way.REVIEW or not timing.rules:
            if timing.way is Way.EVENT and self._asked_with:
                fields: dict[str, Any] = {"code": code, "title_en": self._english(entry), "cycle": "event"}
                fields["due"] = {"with": list(self._asked_with), "boundary": "by"}
                fields["assumption"] = self._words.said(Message("draft.asked-with"))
                item.lines += [pair(key, value, 8) for key, value in fields.items()]
            elif timing.way is Way.EVENT:
                item.lines.append(self._words.remark(Message("draft.waits-for-event"), 8))
            elif timing.way is Way.CYCLE and (said := frequency(timing)):
                item.lines.append(self._words.read_as(said))
            return
        if len(timing.rules) == 1:
            item.lines += [pair("code", code, 8), pair("title_en", self._english(entry), 8)]
            item.lines += [pair(key, value, 8) for key, value in timing.rules[0].items()]
            item.lines.append(self._words.read_as(frequency(timing)))
            return
        codes = []
        for place in range(1, len(timing.rules) + 1):
            own = self._codes.new(f"{code.removeprefix(self._codes.prefix + '-')}-{place}")
            codes.append(own)
            item.duties.append(self._duty(part, entry, own, place - 1))
        item.lines += [self._words.read_as(frequency(timing)), pair("same_as", codes, 8)]

    def _duty(self, part: Part, entry: Entry, code: str, place: int) -> list[str]:
        """The obligation of one of a row's several times."""
        rule, owing = entry.timing.rules[place], entry.classes[place] if entry.classes else ()
        fields: dict[str, Any] = {
            "title": shortened(entry.title, LONGEST_TITLE),
            "title_en": self._english(entry),
            "cite": self._cited(part, entry),
            "worded": fit(entry.time_text),
            "owed_by": list(owing or entry.leads),
            "helpers": list(entry.helpers),
            "helpers_text": fit("; ".join(entry.helpers_rest)),
            "owner": self.owner,
            **rule,
            "ladder": self.ladder,
            "product": fit(entry.product),
        }
        lines = ["  - " + pair("code", code)]
        if entry.timing.whom:
            lines.append(self._words.review(Message("draft.rule-of", whom=entry.timing.whom[place]), 4))
        return lines + [pair(key, value, 4) for key, value in fields.items() if value not in (None, "", [])]

    def _duties(self, items: Iterable[Sequence[_Item]]) -> Iterator[str]:
        """The obligations of rows with several times, and the report that tells of rows without one."""
        every = [item for rows in items for item in rows]
        for item in every:
            for lines in item.duties:
                yield from lines if item.entry.sure else commented(lines)
        if self.choices.reported_in or not self.told:
            return
        leads = list(dict.fromkeys(code for entry in self.told for code in entry.leads))
        yield from self._words.remarks(Message("draft.no-report"), 2)
        yield "  - " + pair("code", self.reports[0])
        title = Message("draft.report", number=self.number)
        fields: dict[str, Any] = {
            "title": self._words.said(title),
            "title_en": say(title, "en"),
            "cite": self.number,
            "worded": self._words.said(Message("draft.not-worded")),
            "owed_by": leads,
        }
        yield from (pair(key, value, 4) for key, value in fields.items())
        yield from self._owner_lines(4)
        fields = {**_EVENT_REPORT, "ladder": self.ladder}
        fields["assumption"] = self._words.said(Message("draft.opened-by-hand"))
        yield from (pair(key, value, 4) for key, value in fields.items())

    def _english(self, entry: Entry) -> str:
        return say(Message("draft.task", ref=entry.ref, number=self.number), "en")

    def _leading(self) -> str | None:
        counted = Counter(
            code for entry in self.plan.entries for code in entry.leads if code in self.registry.units
        )
        return counted.most_common(1)[0][0] if counted else None

    # --- words ---

    @property
    def mark(self) -> str:
        """What a person looks for in the file: it stands wherever something has to be settled."""
        return self._words.mark

    def _cited(self, part: Part, entry: Entry) -> str:
        return self._words.said(Message("draft.cite", cite=part.cite, ref=entry.ref))

    def _horizons(self, section: Sequence[str]) -> Iterator[str]:
        """What a heading such as `Đến năm 2025` may mean for the rows below it; a person decides."""
        for text in section:
            meaning = phrases.parse(text[:LONGEST_TITLE])
            if meaning.role is phrases.Role.HORIZON and meaning.span and meaning.span[1]:
                after = (meaning.span[1] + timedelta(days=1)).isoformat()  # as the file has to write it
                yield self._words.review(Message("draft.horizon", text=shortened(text, 80), after=after), 6)

    def _figure_lines(self, entry: Entry) -> list[str]:
        figure = entry.figure
        assert figure is not None
        year = str(figure.year or "?")
        keys = f"{{unit: {figure.measure or '?'}, targets: {{{year}: {figure.target}}}, better: higher}}"
        fields = {"year": year, "target": figure.target, "measure": figure.measure, "keys": keys}
        return self._words.remarks(Message("draft.figure", **fields), 8)
