"""`dondoc parse`: what a timing phrase means, in dates, as a registry rule, and in a sentence to check."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.command import argument, command, option
from desk.deadlines import on
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import answer, line, plain
from desk.speaking import spoken
from desk.typed import Place, Whole
from language import Message, say, system

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from calendars.periods import Period
    from calendars.phrases import Meaning, Rule
    from calendars.rules import DueRule
    from calendars.workdays import WorkCalendar

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)
_LONGEST_FILE = 20_000_000
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Bytes: a file of phrases is a column of a table, not a library."""


@command(help="help.parse")
@argument("phrase", "metavar.phrase", required=False)
@option(
    "--file",
    "file",
    metavar="metavar.file",
    type=Place(dir_okay=False, allow_dash=True),
    help="help.parse.file",
)
@option("--from", "start", type=options.DAY, help="help.parse.from")
@option("--to", "end", type=options.DAY, help="help.parse.to")
@option("--year", "year", type=Whole(1900, 2999), metavar="metavar.year", help="help.parse.year")
@option("--within", "within", metavar="metavar.period", help="help.parse.within")
@options.reading
def parse(
    phrase: str | None,
    file: Path | None,
    start: date | None,
    end: date | None,
    year: int | None,
    within: str | None,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Answer what each phrase means, or what of it was understood."""
    if (phrase is None) == (file is None):
        raise WrongUsage("cli.parse.one-or-file")
    reader = Reading(Desk(as_of), start, end, year, _span(within))
    said = vietnamese if as_json else spoken
    if phrase is not None:
        document = reader.document(phrase, said)
        if as_json:
            answer(document)
        else:
            _show(document)
        return
    assert file is not None
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    for text in _phrases(file):
        document = reader.document(text, said)
        if as_json:
            click.echo(json.dumps(plain(document), ensure_ascii=not readable))
        else:
            _show(document)


def _span(text: str | None) -> Period | None:
    """The month or quarter of the plan that a phrase stands in."""
    if text is None:
        return None
    from calendars.periods import Kind, PeriodError
    from calendars.periods import parse as period_of
    from calendars.written_periods import as_code

    try:
        found = period_of(as_code(text))
    except PeriodError:
        found = None
    if found is None or found.kind not in (Kind.MONTH, Kind.QUARTER) or found.starts != 1:
        raise WrongUsage("usage.no-month-or-quarter", found=text)
    return found


def vietnamese(message: Message) -> str:
    """What was read of a Vietnamese text, as `--json` has always said it: in the language of the text."""
    return say(message, "vi", "cli")


class Reading:
    """Phrases read for one stretch of days; the office's calendar is loaded when a phrase first needs it."""

    def __init__(
        self,
        desk: Desk,
        start: date | None,
        end: date | None,
        year: int | None = None,
        within: Period | None = None,
    ) -> None:
        self._desk, self._year, self._within = desk, year, within
        self._asked = start is not None or end is not None
        if start is None and end is not None:
            start = max(_FIRST, end - timedelta(days=365))
        if start is None:
            start = desk.today
        self._start = start
        self._end = end if end is not None else min(_LAST, start + timedelta(days=365))
        if self._end < self._start:
            raise WrongUsage("usage.backward", option="--to", day=self._end, start=self._start)

    def document(self, phrase: str, said: Callable[[Message], str]) -> dict[str, Any]:
        """What `--json` answers for one phrase; its messages as `said` says them."""
        from calendars import phrases

        meaning = phrases.parse(phrase, self._year, within=self._within)
        calendar = self._calendar(meaning)
        found = phrases.deadlines(meaning, self._start, self._end, calendar)
        if not self._asked and meaning.kind is phrases.MeaningKind.ONCE:
            found = phrases.deadlines(meaning, _FIRST, _LAST, calendar)
        return {
            "phrase": meaning.phrase,
            "kind": meaning.kind,
            "says": said(phrases.describe(meaning)),
            "rules": [_rule(rule) for rule in meaning.rules],
            "deadlines": [
                {"nominal": each.nominal, "boundary": each.boundary, "period": each.period.code}
                for each in found
            ],
            "offset": meaning.offset,
            "event": meaning.event,
            "role": meaning.role,
            "span": meaning.span and {"from": meaning.span[0], "to": meaning.span[1]},
            "data": _window(meaning),
            "reference": meaning.reference,
            "exceptions": list(map(said, meaning.exceptions)),
            "notes": list(map(said, meaning.notes)),
        }

    def _calendar(self, meaning: Meaning) -> WorkCalendar | None:
        from calendars import phrases

        return self._desk.registry.calendar if phrases.counts_workdays(meaning) else None


def _phrases(file: Path) -> list[str]:
    """The lines of the file, without its byte order mark; a blank line is a phrase that says nothing."""
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Problem("system.of-file", file=str(file), why=system.why(error)) from None
    if len(raw) > _LONGEST_FILE:
        raise Problem("cli.parse.too-long", file=str(file), size=len(raw), most=_LONGEST_FILE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("cli.parse.no-text", file=str(file), place=error.start) from None
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []


def _rule(rule: Rule) -> dict[str, Any]:
    """The rule in the registry's keys."""
    letters = {"month": "M", "quarter": "Q", "half": "H"}
    said: dict[str, Any] = {"for": rule.whom} if rule.whom else {}
    said["cycle"] = rule.cycle
    if rule.only and rule.kind is not None:
        said["in"] = [f"{letters[rule.kind]}{n}" for n in rule.only]
    if rule.pattern is not None:
        said["period"] = rule.pattern.code
    if rule.years != (None, None):
        said["years"] = {"from": rule.years[0], "to": rule.years[1]}
    if rule.every is not None:
        said["every"] = rule.every
    if rule.due is not None:
        said["due"] = _due(rule.due)
    return said


def _due(due: DueRule) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key in ("day", "workday", "weekday", "nth", "month"):
        if (value := getattr(due, key)) is not None:
            said[key] = _WEEKDAYS[value] if key == "weekday" else value
    if due.year != "same":
        said["year"] = due.year
    if due.after is not None:
        said["after"] = {
            key: value
            for key in ("of", "days", "workdays", "months")
            if (value := getattr(due.after, key)) is not None
        }
    said["boundary"] = due.boundary
    if due.roll is not None:
        said["roll"] = due.roll
    if due.overrides:
        said["overrides"] = {
            code: {"date": own.date, "boundary": own.boundary} for code, own in due.overrides.items()
        }
    return said


def _window(meaning: Meaning) -> dict[str, Any] | None:
    if meaning.window is None:
        return None
    start, end = meaning.window.from_, meaning.window.to
    return {
        "of": meaning.window_kind,
        "from": {"month": start.month, "day": start.day},
        "to": {"month": end.month, "day": end.day},
    }


def _show(document: dict[str, Any]) -> None:
    line(f"{document['phrase']}")
    kind = Message(f"cli.parse.kind-{document['kind'].value}")
    line(Message("cli.parse.meaning", kind=kind, says=document["says"]))
    for each in document["deadlines"]:
        line(Message("cli.parse.date", due=on(each["boundary"], each["nominal"]), period=each["period"]))
    for note in (*document["exceptions"], *document["notes"]):
        line(Message("cli.parse.note", note=note))
