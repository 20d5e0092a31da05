"""`dondoc import`: from a plan's file to a draft of a registry file, for a person to review.

It never writes into the live registry.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options, writing
from desk.command import argument, command, option
from desk.commands.parse import Reading, vietnamese
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import answer, in_json, line, table
from desk.speaking import spoken
from desk.typed import Place
from language import Message

if TYPE_CHECKING:
    from datetime import date

    from config.intake.draft import Draft
    from config.intake.plan import Entry, Plan
    from config.registry import Registry

    Progress = Callable[[int, int], None]

_SHARED = ("office.yaml", "calendar.yaml", "ladders.yaml", "units.yaml")
_FIRST_DOUBTFUL = 12
_TOLD = ("sure", "review", "dated", "event", "cycle", "unclear")
_LONGEST = 100
DRAFT = "zz-draft.yaml"
"""What the draft is called where it is tried; last, so that it is compared with all others."""


@command("import", help="help.import")
@argument("file", "metavar.file", type=Place())
@option("-o", "--output", "output", metavar="metavar.draft", type=Place(), help="help.import.output")
@option("--owner", metavar="metavar.unit", help="help.import.owner")
@option("--reported-in", metavar="metavar.codes", help="help.import.reported-in")
@option("--number", metavar="metavar.number-of-document", help="help.import.number")
@option("--date", "day", type=options.DAY, help="help.import.date")
@option("--force", is_flag=True, help="help.import.force")
@options.as_json
@options.writing
@click.pass_context
def import_(
    ctx: click.Context,
    file: Path,
    output: Path | None,
    owner: str | None,
    reported_in: str | None,
    number: str | None,
    day: date | None,
    force: bool,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Read the file, show what was understood, and write the draft; exit code 1 without a table of tasks."""
    from config.intake import draft as drafting
    from config.intake import plan
    from config.intake.files import open_file

    desk = Desk()
    registry = desk.registry
    choices = drafting.Choices(
        desk.unit(owner) if owner else None,
        tuple(desk.duty(typed).code for typed in options.split(reported_in) or ()),
    )
    if output is not None:
        _refuse(output, desk.settings.config, force)
    with _progress() as stage:
        content = open_file.read(file, stage("cli.import.reading"))
        found = plan.read(
            content, registry, desk.today, number=number, day=day, progress=stage("cli.import.understanding")
        )
    draft = drafting.Draft(found, registry, choices) if found.entries else None
    known = _known(registry, found)
    if draft is not None:
        known += _verify(draft, desk.settings.config, found)
    written = None
    if draft is not None and output is not None and not dry_run:
        writing.write(output, draft.text.encode(), force=force)
        written = output
    if as_json:
        answer(_document(found, draft, written, known))
    else:
        _show(found, draft, output, written, known)
    if not found.entries:
        ctx.exit(1)


# --- writing ---


def _refuse(output: Path, config: Path, force: bool) -> None:
    """Refuse a place that the draft must not go to, before anything is read."""
    if output.suffix != ".yaml":
        raise WrongUsage("cli.import.no-yaml", file=str(output))
    from config.settings import SHIPPED_REGISTRY

    for live in {config.resolve(), SHIPPED_REGISTRY}:
        for place in _places(output):
            if place == live or live in place.parents:
                raise WrongUsage("cli.import.live", file=str(output), live=str(live))
    writing.refuse(output, force=force)


def _places(output: Path) -> tuple[Path, ...]:
    try:
        return output.parent.resolve(), output.resolve()
    except (OSError, RuntimeError):
        return ()  # refused as a place to write to


def _known(registry: Registry, found: Plan) -> list[Message | str]:
    """That the registry has the document already, and what to do then."""
    document = registry.documents.get(found.facts.number or "")
    if document is None:
        return []
    return [Message("cli.import.known", document=document.number, file=document.file)]


def _verify(draft: Draft, config: Path, found: Plan) -> list[Message | str]:
    """Load the draft beside the registry as it is, without another version of the same document. The answer
    is what other documents would miss of that version.

    A draft that does not load is our own fault: Problem names the first lines, and nothing is written.
    """
    from config.loading import loader
    from config.registry import RegistryErrors
    from config.registry.errors import Problem as InFile

    if not draft.loads:
        return []
    with tempfile.TemporaryDirectory(prefix="dondoc-import-") as name:
        scratch = Path(name)
        for path in sorted(config.glob("*.yaml")):
            if path.name in _SHARED or path.name in draft.beside:
                shutil.copyfile(path, scratch / path.name)
        (scratch / DRAFT).write_text(draft.text, encoding="utf-8")
        try:
            loader.load(scratch)
        except RegistryErrors as broken:
            ours = [each for each in broken.errors if isinstance(each, InFile) and each.place.file == DRAFT]
            if not ours:
                return [Message("cli.import.missed", first=broken.errors[0].message)]
            few = [spoken(error.message).replace(DRAFT, "draft") for error in ours[:5]]
            raise Problem("cli.import.does-not-load", file=found.name, errors=few) from None
    return []


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str], Progress | None]]:
    """Bars on a terminal, one a stage; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:

        def stage(name: str) -> Progress:
            bar = bars.add_task(spoken(Message(name)), total=None)
            return lambda done, total: bars.update(bar, completed=done, total=total or None)

        yield stage


# --- showing ---


def _document(
    found: Plan, draft: Draft | None, written: Path | None, known: Sequence[Message | str]
) -> dict[str, Any]:
    reading = Reading(Desk(found.day), None, None)
    timings: dict[str, dict[str, Any]] = {}
    rows = []
    for entry in found.entries:
        text = entry.timing.text
        if text not in timings:
            timings[text] = reading.document(text, vietnamese)
        rows.append(_row(entry, timings[text]))
    return {
        "rows": rows,
        "left_out": [{"text": each.text, "why": vietnamese(each.why)} for each in found.left_out],
        "document": {
            "number": found.facts.number,
            "date": found.facts.date,
            "title": found.facts.title,
            "owner": draft.owner if draft else None,
        },
        "summary": {
            **_counts(found),
            "written": str(written) if written else None,
            "notes": [in_json(note) for note in (*found.notes, *known)],
        },
    }


def _row(entry: Entry, timing: dict[str, Any]) -> dict[str, Any]:
    figure = entry.figure
    return {
        "no": entry.no,
        "title": entry.title,
        "leads_text": entry.leads_text,
        "leads": entry.leads,
        "helpers_text": entry.helpers_text,
        "helpers": entry.helpers,
        "time_text": entry.time_text,
        "timing": timing,
        "product": entry.product,
        "status": "sure" if entry.sure else "review",
        "notes": [vietnamese(each) for each in (*(doubt.why for doubt in entry.doubts), *entry.notes)],
        "ref": entry.ref,
        "section": entry.section,
        "chased": entry.timing.way,
        "figure": figure and {"unit": figure.measure, "target": figure.target, "year": figure.year},
    }


def _counts(found: Plan) -> dict[str, Any]:
    ways = Counter(entry.timing.way.value for entry in found.entries)
    sure = sum(entry.sure for entry in found.entries)
    return {
        "tables": len(found.parts),
        "rows": len(found.entries),
        "headings": sum(part.headings for part in found.parts),
        "sure": sure,
        "review": len(found.entries) - sure,
        "left_out": len(found.left_out),
        "dated": ways["dated"],
        "event": ways["event"],
        "cycle": ways["cycle"],
        "unclear": ways["review"],
    }


def _show(
    found: Plan,
    draft: Draft | None,
    output: Path | None,
    written: Path | None,
    known: Sequence[Message | str],
) -> None:
    from config.intake.comparable import shortened

    counts, facts = _counts(found), found.facts
    number = facts.number or Message("cli.import.number-not-found")
    date = facts.date or Message("cli.import.date-not-found")
    line(Message("cli.import.document", file=found.name, number=number, date=date))
    if draft is None:
        line(Message("cli.import.no-table"))
    else:
        table(
            ("head.table", "head.rows", "head.sure", "head.to-review", "head.headings"),
            [
                [f"{part.cite} {part.title}"[:70], len(part.entries), sum(e.sure for e in part.entries),
                 sum(not e.sure for e in part.entries), part.headings]
                for part in found.parts
            ],
        )  # fmt: skip
        line(Message("cli.import.counts", n=counts["rows"], **{key: counts[key] for key in _TOLD}))
        _show_doubtful(found)
    why = Counter(each.why for each in found.left_out)
    if why:
        line()
        table(("head.left-out", "head.why", "head.first"), [
            [count, reason, shortened(next(e.text for e in found.left_out if e.why == reason), _LONGEST)]
            for reason, count in why.most_common()
        ])  # fmt: skip
    for note in (*found.notes, *known):
        line(Message("cli.note", note=note))
    if draft is None:
        return
    if written is not None:
        line(Message("cli.import.written", file=str(written), mark=draft.mark))
    elif output is not None:
        line(Message("cli.import.would-write", file=str(output)))
    else:
        line(Message("cli.import.nothing-written"))


def _show_doubtful(found: Plan) -> None:
    from config.intake.comparable import shortened

    doubtful = [entry for entry in found.entries if not entry.sure]
    if not doubtful:
        return
    line()
    rows = [
        (entry.ref, shortened(entry.title, 50), "; ".join(spoken(doubt.why) for doubt in entry.doubts))
        for entry in doubtful[:_FIRST_DOUBTFUL]
    ]
    table(
        ("head.to-review", "head.title", "head.why"),
        [(ref, title, shortened(why, _LONGEST)) for ref, title, why in rows],
    )
    if (more := len(doubtful) - _FIRST_DOUBTFUL) > 0:
        line(Message("cli.import.more", n=more))
