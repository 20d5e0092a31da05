"""`dondoc submit`: a unit has sent its report; or many have, as a file says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.answering import confirm, note, record
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.typed import Place

if TYPE_CHECKING:
    from datetime import date


@command(help="help.submit")
@argument("obligation", "metavar.obligation", required=False)
@argument("period", "metavar.period", required=False)
@argument("unit", "metavar.unit", required=False)
@option("--document", "document_no", metavar="metavar.number-of-document", help="help.submit.document")
@option("--on", "submitted_on", type=options.DAY, help="help.submit.on")
@option("--figure", metavar="metavar.figure", help="help.submit.figure")
@option("--file", type=Place(allow_dash=True), help="help.submit.file")
@option("--apply", is_flag=True, help="help.submit.apply")
@option("--apply-good", is_flag=True, help="help.submit.apply-good")
@option("--amend", is_flag=True, help="help.submit.amend")
@confirm
@note
@options.by
@options.as_of
@options.writing
@options.as_json
@click.pass_context
def submit(
    ctx: click.Context,
    /,
    file: Path | None,
    apply: bool,
    apply_good: bool,
    amend: bool,
    confirmed: bool,
    **said: Any,
) -> None:
    """The task is submitted, on the day that the report was sent."""
    if file is None:
        if apply or apply_good:
            raise WrongUsage("cli.many.apply-without-file")
        _one(ctx, amend=amend, confirmed=confirmed, **said)
        return
    wrong = ("unit", "document_no", "submitted_on", "figure", "note")
    if any(said[name] for name in wrong):
        raise WrongUsage("cli.many.file-alone")
    if said["dry_run"] and (apply or apply_good):
        raise WrongUsage("cli.many.dry-run-or-apply")
    from desk.many import record_file

    code = record_file(
        file, (said["obligation"] or "", said["period"] or ""),
        apply=apply, only_good=apply_good, amend=amend, confirmed=confirmed,
        actor=said["actor"], as_of=said["as_of"], as_json=said["as_json"],
    )  # fmt: skip
    if code:
        ctx.exit(code)


def _one(
    ctx: click.Context,
    *,
    amend: bool,
    confirmed: bool,
    document_no: str | None,
    submitted_on: date | None,
    figure: str | None,
    note: str,
    **common: Any,
) -> None:
    for param in ctx.command.params:
        if param.name in {"obligation", "period", "unit", "document_no"} and ctx.params[param.name] is None:
            raise click.MissingParameter(ctx=ctx, param=param)
    details = {"document_no": document_no, "submitted_on": submitted_on, "amend": amend, "note": note}
    record("submit", details | {"figure": figure, "confirmed": confirmed}, **common)
