"""`dondoc doctor`: every check of the installation, with what to do for each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from desk import options
from desk.command import command
from desk.office import Desk
from desk.output import Block, answer, drawn, in_json, line, table_in_blocks
from desk.speaking import spoken
from language import Message
from language.hidden import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from desk.findings import Finding, Level


@command(help="help.doctor")
@options.reading
@click.pass_context
def doctor(ctx: click.Context, as_of: datetime | date | None, as_json: bool) -> None:
    """Print every finding; exit code 1 when one is a problem."""
    from desk.findings import Level
    from desk.health.checks import CHECKS, examine

    found: list[Finding] = []

    def noted() -> Iterator[Finding]:
        for each in examine(Desk(as_of)):
            found.append(each)
            yield each

    if as_json:
        checks = [
            {
                "check": each.check,
                "code": each.code,
                "level": each.level,
                "found": without_credentials(in_json(each.found) or ""),
                "advice": in_json(each.advice) or "",
            }
            for each in noted()
        ]
    else:
        checks_and_levels = map(_named, CHECKS), map(_level, Level)
        heads = ("head.check", "", "head.found", "head.what-to-do")
        table_in_blocks(heads, map(_block, _parts(noted())), checks_and_levels)
    problems = sum(each.level is Level.PROBLEM for each in found)
    warnings = sum(each.level is Level.WARNING for each in found)
    if as_json:
        answer({"ok": not problems, "problems": problems, "warnings": warnings, "checks": checks})
    else:
        line(Message("doctor.count", problems=problems, warnings=warnings))
    ctx.exit(1 if problems else 0)


def _parts(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    """What a pipe is told as soon as it is found; a terminal, whose columns are drawn around what is in them,
    once for all checks that look at the machine and once for each that reads through the office's years."""
    from desk.health.checks import THROUGH_THE_YEARS

    if not drawn():
        yield from ([each] for each in findings)
        return
    alike = groupby(findings, lambda each: each.check if each.check in THROUGH_THE_YEARS else "")
    yield from (list(part) for _, part in alike)


def _block(findings: list[Finding]) -> Block:
    from desk.findings import Level

    colours = {Level.PROBLEM: "bold red", Level.WARNING: "yellow"}
    rows = [
        (
            _named(each.check),
            _level(each.level),
            without_credentials(spoken(each.found)),
            each.advice,
        )
        for each in findings
    ]
    return rows, {place: colours[each.level] for place, each in enumerate(findings) if each.level in colours}


def _named(check: str) -> Message:
    return Message(f"doctor.check-{check}")


def _level(level: Level) -> Message:
    return Message(f"doctor.level-{level}")
