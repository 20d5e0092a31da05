"""`dondoc submit --file`: a table of reports that were sent, shown first and recorded when that is wanted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desk.errors import Problem
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, in_json, line, table
from desk.speaking import spoken
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from config.intake.files.grids import Content
    from engine.answers.many import Done, Recorded

PASTED = "-"


def record_file(
    file: Path,
    given: tuple[str, str],
    *,
    apply: bool,
    only_good: bool,
    actor: str | None,
    as_of: datetime | date | None,
    as_json: bool,
    **more: Any,
) -> int:
    """Show what would become of each row, or record them; `given` are the duty and the period of rows that
    have none. The exit code: 1 when a row was refused.
    """
    from engine.answers import many
    from engine.answers.many_lines import lines_of

    desk = Desk(as_of)
    assert desk.registry.office  # a broken registry is told before anything else
    content = _content(file)
    lines = lines_of(content, duty=given[0], period=given[1])
    keeps = apply or only_good
    if keeps:
        make_home(desk.settings.home)
    with _bar(len(lines)) as reached, desk.acting(actor, dry_run=not keeps) as act:
        found = many.record(act, lines, only_good=only_good, progress=reached, **more)
    if as_json:
        answer(_document(found, keeps))
    else:
        _tell(found, keeps)
    return 1 if found.refused else 0


def _content(file: Path) -> Content:
    from config.intake.files import open_file

    if str(file) != PASTED:
        return open_file.read(file)
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise Problem("cli.many.nothing-pasted")
    return open_file.read_pasted(PASTED, data)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(spoken(Message("cli.many.recording")), total=total)
        yield lambda done, of: progress.update(bar, completed=done, total=of)


def _tell(found: Recorded, keeps: bool) -> None:
    rows = [each for each in found.done if each.outcome != "empty"]
    if rows:
        table(
            ("head.row", "head.obligation", "head.period", "head.unit", "head.document", "head.sent-on",
             "head.outcome", "head.why"),
            [_row(each) for each in rows],
            {place: "red" for place, each in enumerate(rows) if each.outcome == "refused"},
        )  # fmt: skip
    parts = [
        Message(f"cli.many.n-{name}", n=found.counts[name]) for name in found.counts if found.counts[name]
    ]
    if parts:
        line(Message("cli.many.counts", counts=parts))
    if not keeps:
        line(Message("cli.many.preview-refused" if found.refused else "cli.many.preview"))
    elif not found.kept:
        line(Message("cli.many.nothing-recorded", n=found.refused))


def _row(each: Done) -> tuple[object, ...]:
    said = each.line
    names = each.ref or (said.duty, said.period, said.unit)
    outcome = Message(f"cli.many.is-{each.outcome.value}" + ("-late" if each.late else ""))
    return (str(said.row), *names, said.number, each.day or said.day, outcome, each.why)


def _document(found: Recorded, keeps: bool) -> dict[str, Any]:
    return {
        "applied": keeps and found.kept,
        "counts": {name.value: n for name, n in found.counts.items()},
        "rows": [
            {
                "row": each.line.row,
                "obligation": each.ref.obligation if each.ref else each.line.duty,
                "period": each.ref.period if each.ref else each.line.period,
                "unit": each.ref.unit if each.ref else each.line.unit,
                "document_no": each.line.number or None,
                "submitted_on": each.day,
                "outcome": each.outcome.value,
                "late": each.late,
                "why": in_json(each.why),
            }
            for each in found.done
        ],
    }
