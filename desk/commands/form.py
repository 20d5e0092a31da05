"""`dondoc form`: the report that a unit owes, as a `.docx` to fill in; the mail that opens it carries it."""

from __future__ import annotations

from pathlib import Path

from desk import options, writing
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import line
from desk.typed import Place
from language import Message


@command(help="help.form")
@argument("obligation", "metavar.obligation", required=False)
@argument("period", "metavar.period", required=False)
@argument("unit", "metavar.unit", required=False)
@option(
    "-o",
    "--output",
    "output",
    metavar="metavar.form",
    type=Place(),
    required=True,
    help="help.form.output",
)
@option("--template", is_flag=True, help="help.form.template")
@option("--force", is_flag=True, help="help.form.force")
@options.writing
def form(
    obligation: str | None,
    period: str | None,
    unit: str | None,
    output: Path,
    template: bool,
    force: bool,
    dry_run: bool,
) -> None:
    """Write the filled form, or with `--template` the standard one with its placeholders."""
    desk = Desk()
    registry = desk.registry
    if template == (obligation is not None) or (not template and unit is None):
        raise WrongUsage("cli.form.which")
    if output.suffix.lower() != ".docx":
        raise WrongUsage("cli.form.no-docx", file=str(output))
    language = registry.office.language.partition("+")[0]
    if template:
        from engine.forms.standard import standard

        writing.refuse(output, force=force)
        content, told = standard(language), Message("cli.form.template-written", file=str(output))
    else:
        from engine.forms.contents import owed_report
        from engine.forms.making import make

        report = owed_report(registry, desk.duty(obligation or "").code, period or "", desk.unit(unit or ""))
        writing.refuse(output, force=force)
        content = make(report, registry.office.report_template)
        told = Message(
            "cli.form.written",
            file=str(output),
            name=report.name,
            sections=len(report.sections),
            n=len(report.rows),
        )
    if dry_run:
        line(Message("cli.form.would-write", file=str(output)))
        return
    writing.write(output, content, force=force)
    line(told)
