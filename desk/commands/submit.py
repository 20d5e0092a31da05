"""`dondoc submit`: a unit has sent its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options

if TYPE_CHECKING:
    from datetime import date


from desk.answering import note, record, task_options


@click.command()
@task_options
@click.option("--document", "document_no", required=True, help="The report's document number, as 123/BC-TST.")
@click.option("--on", "submitted_on", type=options.DAY, help="The day it was sent (default: today).")
@click.option("--figure", help="An indicator's figure of the year, as 97,5 (in the unit it is asked in).")
@click.option("--amend", is_flag=True, help="Correct what was recorded before.")
@note
def submit(
    document_no: str,
    submitted_on: date | None,
    figure: str | None,
    amend: bool,
    note: str,
    **common: Any,
) -> None:
    """Record that a unit has sent its report.

    Reminders stop. It counts as late when the day it was sent lies after the last day, however late it is
    recorded.

    \b
    Example:
      dondoc submit kstthc-quy 2026-Q3 TST --document 123/BC-TST
      dondoc submit kstthc-quy 2026-Q3 TST --document 124/BC-TST --on 2026-09-17 --amend
    """
    details = {"document_no": document_no, "submitted_on": submitted_on, "amend": amend, "note": note}
    record("submit", details | {"figure": figure}, **common)
