"""`dondoc import`: from a plan's file to a draft of a registry file, for a person to review.

It never writes into the live registry.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.commands.parse import Reading, vietnamese
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import answer, in_json, line, several, table
from desk.speaking import spoken

if TYPE_CHECKING:
    from datetime import date

    from config.intake.draft import Draft
    from config.intake.plan import Entry, Plan
    from config.registry import Registry
    from language import Message

    Progress = Callable[[int, int], None]

_SHARED = ("office.yaml", "calendar.yaml", "ladders.yaml", "units.yaml")
_FIRST_DOUBTFUL = 12
_LONGEST = 100


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "output",
    metavar="OUT.yaml",
    type=click.Path(path_type=Path),
    help="Write the draft into this new file, outside the live registry (default: only show).",
)
@click.option("--owner", metavar="UNIT", help="Who receives and chases (default: who drafted the document).")
@click.option(
    "--reported-in",
    metavar="CODES",
    help="Reports of the registry in which rows without a date are told, such as a-quy,a-nam.",
)
@click.option("--number", metavar="NUMBER", help="The document's number, where the file does not say it.")
@click.option("--date", "day", type=options.DAY, help="The document's date, where the file does not say it.")
@click.option("--force", is_flag=True, help="Overwrite OUT.yaml if it is there.")
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
    """Read a plan from Word, Excel, csv, text or a web page into a draft for the registry.

    Finds the tables of tasks, resolves the units, reads the timing, and writes what is sure as registry
    entries and what is not as comments in their place. A person reviews the file and then moves it into the
    registry. Exit code 1 when the file has no table of tasks.

    \b
    Example:
      dondoc import plan.docx
      dondoc import plan.docx -o draft.yaml --owner VP
      dondoc import plan.xlsx --json
    """
    from config.intake import draft as drafting
    from config.intake import plan
    from config.intake.files import open_file

    desk = Desk()
    registry = desk.registry
    choices = drafting.Choices(
        registry.unit(owner).code if owner else None,
        tuple(registry.obligation(code).code for code in options.split(reported_in) or ()),
    )
    if output is not None:
        _refuse(output, desk.settings.config, force)
    with _progress() as stage:
        content = open_file.read(file, stage("reading"))
        found = plan.read(
            content, registry, desk.today, number=number, day=day, progress=stage("understanding")
        )
    draft = drafting.Draft(found, registry, choices) if found.entries else None
    known = _known(registry, found)
    if draft is not None:
        known += _verify(draft, desk.settings.config, found)
    written = None
    if draft is not None and output is not None and not dry_run:
        _write(output, draft.text, force)
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
        raise WrongUsage(f"{output}: give the draft a name that ends in .yaml")
    try:
        folder, target = output.parent.resolve(), output.resolve()
    except (OSError, RuntimeError):
        raise WrongUsage(f"{output}: not a place to write to") from None
    from config.settings import SHIPPED_REGISTRY

    for live in {config.resolve(), SHIPPED_REGISTRY}:
        for place in (folder, target):
            if place == live or live in place.parents:
                raise WrongUsage(
                    f"{output} is in the live registry ({live}); write the draft elsewhere, review it, "
                    "then move it"
                )
    if not folder.is_dir():
        raise WrongUsage(f"{output}: there is no folder {output.parent}")
    if target.is_dir() or (output.exists() and not output.is_file()):
        raise WrongUsage(f"{output}: not a file")
    if (output.exists() or output.is_symlink()) and not force:
        raise Problem(f"{output} is there already; choose another name, or overwrite it with --force")


def _write(output: Path, text: str, force: bool) -> None:
    """Write the whole file or nothing of it."""
    handle, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        if force:
            part.replace(output)
        else:
            os.link(part, output)  # unlike a rename, it never replaces a file that came meanwhile
    except FileExistsError:
        raise Problem(
            f"{output} is there already; choose another name, or overwrite it with --force"
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o027)
    os.umask(mask)
    return mask


def _known(registry: Registry, found: Plan) -> list[str]:
    """That the registry has the document already, and what to do then."""
    document = registry.documents.get(found.facts.number or "")
    if document is None:
        return []
    return [
        f"{document.number} is in the registry already ({document.file}), and two files of one document do "
        f"not load. Compare the draft with it; put what is new into {document.file}, or replace it by the "
        "draft; then look at `dondoc plan`."
    ]


def _verify(draft: Draft, config: Path, found: Plan) -> list[str]:
    """Load the draft beside the registry as it is, without another version of the same document. The answer
    is what other documents would miss of that version.

    A draft that does not load is our own fault: Problem names the first lines, and nothing is written.
    """
    from config.loading import loader
    from config.registry import RegistryErrors
    from config.registry.errors import Problem as WrongInFile

    if not draft.loads:
        return []
    with tempfile.TemporaryDirectory(prefix="dondoc-import-") as name:
        scratch = Path(name)
        for path in sorted(config.glob("*.yaml")):
            if path.name in _SHARED or path.name in draft.beside:
                shutil.copyfile(path, scratch / path.name)
        (scratch / "zz-draft.yaml").write_text(draft.text, encoding="utf-8")
        try:
            loader.load(scratch)
        except RegistryErrors as broken:
            ours = [
                error
                for error in broken.errors
                if isinstance(error, WrongInFile) and error.place.file == "zz-draft.yaml"
            ]
            if not ours:
                return [f"Other documents name what only the registry's version has: {broken.errors[0]}"]
            few = "\n".join(spoken(each.message) for each in ours[:5]).replace("zz-draft.yaml", "draft")
            raise Problem(f"{found.name}: the draft does not load, so nothing was written:\n{few}") from None
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
            bar = bars.add_task(name, total=None)
            return lambda done, total: bars.update(bar, completed=done, total=total or None)

        yield stage


# --- showing ---


def _document(found: Plan, draft: Draft | None, written: Path | None, known: Sequence[str]) -> dict[str, Any]:
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
            "notes": [*map(in_json, found.notes), *known],
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
    found: Plan, draft: Draft | None, output: Path | None, written: Path | None, known: Sequence[str]
) -> None:
    from config.intake.comparable import shortened

    counts, facts = _counts(found), found.facts
    line(f"{found.name}: {facts.number or 'number not found'}, {facts.date or 'date not found'}")
    if draft is None:
        line("No table of tasks was found: one needs a column for the task, and one for who or when.")
    else:
        table(
            ["table", "rows", "sure", "to review", "headings"],
            [
                [f"{part.cite} {part.title}"[:70], len(part.entries), sum(e.sure for e in part.entries),
                 sum(not e.sure for e in part.entries), part.headings]
                for part in found.parts
            ],
        )  # fmt: skip
        line(
            f"{several(counts['rows'], 'row')}: {counts['sure']} sure, {counts['review']} to review; "
            f"{counts['dated']} with a date, {counts['event']} waiting for an event, "
            f"{counts['cycle']} without, "
            f"{counts['unclear']} unclear."
        )
        _show_doubtful(found)
    why = Counter(each.why for each in found.left_out)
    if why:
        line()
        table(["left out", "why", "first"], [
            [
                count,
                spoken(reason),
                shortened(next(e.text for e in found.left_out if e.why == reason), _LONGEST),
            ]
            for reason, count in why.most_common()
        ])  # fmt: skip
    notes: list[Message | str] = [*found.notes, *known]
    for note in notes:
        line(f"Note: {spoken(note)}")
    if draft is None:
        return
    if written is not None:
        line(f"Written: {written}. Review it (look for {draft.mark}), then move it into the registry.")
    elif output is not None:
        line(f"Would be written: {output}. It loads beside the registry.")
    else:
        line("Nothing was written; -o OUT.yaml writes the draft.")


def _show_doubtful(found: Plan) -> None:
    from config.intake.comparable import shortened

    doubtful = [entry for entry in found.entries if not entry.sure]
    if not doubtful:
        return
    line()
    table(["to review", "title", "why"], [
        [
            entry.ref,
            shortened(entry.title, 50),
            shortened("; ".join(spoken(d.why) for d in entry.doubts), _LONGEST),
        ]
        for entry in doubtful[:_FIRST_DOUBTFUL]
    ])  # fmt: skip
    if (more := len(doubtful) - _FIRST_DOUBTFUL) > 0:
        line(f"... and {more} more, all marked in the draft.")
