"""`dondoc submit`: a unit has sent its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.answering import confirm, note, record, task_options
from desk.command import command, option

if TYPE_CHECKING:
    from datetime import date


@command(help="help.submit")
@task_options
@option(
    "--document",
    "document_no",
    required=True,
    metavar="metavar.number-of-document",
    help="help.submit.document",
)
@option("--on", "submitted_on", type=options.DAY, help="help.submit.on")
@option("--figure", metavar="metavar.figure", help="help.submit.figure")
@option("--amend", is_flag=True, help="help.submit.amend")
@confirm
@note
def submit(
    document_no: str,
    submitted_on: date | None,
    figure: str | None,
    amend: bool,
    confirmed: bool,
    note: str,
    **common: Any,
) -> None:
    """The task is submitted, on the day that the report was sent."""
    details = {"document_no": document_no, "submitted_on": submitted_on, "amend": amend, "note": note}
    record("submit", details | {"figure": figure, "confirmed": confirmed}, **common)
