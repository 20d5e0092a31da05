"""`dondoc doctor`: every check of the installation, with what to do for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.command import command
from desk.office import Desk
from desk.output import answer, in_json, line, table
from desk.speaking import spoken
from language import Message
from language.hidden import without_credentials

if TYPE_CHECKING:
    from datetime import date, datetime


@command(help="help.doctor")
@options.reading
@click.pass_context
def doctor(ctx: click.Context, as_of: datetime | date | None, as_json: bool) -> None:
    """Print every finding; exit code 1 when one is a problem."""
    from desk.findings import Level
    from desk.health.checks import examine

    findings = list(examine(Desk(as_of)))
    problems = sum(finding.level is Level.PROBLEM for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    if as_json:
        checks = [
            {
                "check": each.check,
                "code": each.code,
                "level": each.level,
                "found": without_credentials(in_json(each.found) or ""),
                "advice": in_json(each.advice) or "",
            }
            for each in findings
        ]
        answer({"ok": not problems, "problems": problems, "warnings": warnings, "checks": checks})
    else:
        colours = {Level.PROBLEM: "bold red", Level.WARNING: "yellow"}
        table(
            ("head.check", "", "head.found", "head.what-to-do"),
            [
                (
                    Message(f"doctor.check-{each.check}"),
                    Message(f"doctor.level-{each.level}"),
                    without_credentials(spoken(each.found)),
                    each.advice,
                )
                for each in findings
            ],
            {place: colours[each.level] for place, each in enumerate(findings) if each.level in colours},
        )
        line(Message("doctor.count", problems=problems, warnings=warnings))
    ctx.exit(1 if problems else 0)
