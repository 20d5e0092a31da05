"""The command `dondoc`: its list of commands, and what becomes of an error.

Each command lives in a module that is imported only when it is asked for, so that `dondoc --help` reads
this file and click and nothing else. The one-line helps stand here for the same reason; a test holds them
against the commands' own.
"""

from __future__ import annotations

import builtins
import difflib
import importlib
import keyword
import os
import sys
from collections.abc import Sequence

import click

from desk import errors

# In the order in which `dondoc --help` shows them; each is `desk/commands/<name>.py`.
COMMANDS: dict[str, str] = {
    "check": "Check the registry: every file, every error at once.",
    "up": "Run everything: Prefect, its UI and the rounds, until Ctrl-C.",
    "due": "Show when an obligation is due, and its reminders.",
    "agenda": "List what falls due between two days.",
    "assignments": "List the rows of the documents' appendices, and how each is chased.",
    "calendar": "Print the office's working calendar of a year.",
    "parse": "Read a Vietnamese timing phrase: its dates, and the rule for the registry.",
    "import": "Read a plan from Word, Excel, csv, text or a web page into a draft for the registry.",
    "tasks": "List what each unit owes, and what is late.",
    "simulate": "Show who would get which mail, and why, without sending any.",
    "round": "Run one round: open, remind, escalate, mail.",
    "rerun": "Run a period again, for all or some of its units.",
    "event": "Report an event that a duty waits for.",
    "plan": "Show what the edited registry would change of the open tasks.",
    "apply": "Change the open tasks to what the edited registry says.",
    "diff": "Compare two registry folders: duties, units, dates.",
    "renewals": "List the documents that carry on past their year, and who has confirmed them.",
    "renew": "Record whether a document goes on for another year.",
    "submit": "Record that a unit has sent its report.",
    "accept": "Accept a report that was submitted.",
    "return": "Return a report to its unit, with a new last day.",
    "extend": "Give one task a later last day.",
    "waive": "Release a unit from one task.",
    "reassign": "Give an open task to another unit.",
    "outbox": "List and read the mails, and retry those that failed.",
    "doctor": "Check the whole installation and say what to do.",
    "init": "Make a registry folder for another office, to start from.",
    "db": "Look after the database: upgrade, status, url.",
}

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group whose commands are imported by name when first used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        # A word that Python keeps for itself (import, round) has an underscore behind it.
        file = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        name = f"{cmd_name}_" if file != cmd_name or hasattr(builtins, cmd_name) else cmd_name
        command = getattr(importlib.import_module(f"desk.commands.{file}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but an unknown name is answered with the nearest ones."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = difflib.get_close_matches(name, COMMANDS, n=3)
            hint = f" Did you mean {errors.either(near)}?" if near else ""
            raise click.UsageError(f"no such command: {name}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from COMMANDS alone, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()), col_max=12)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"dondoc {version('dondoc')}")
    ctx.exit()


@click.group(cls=LazyGroup, context_settings=CONTEXT, no_args_is_help=True)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Print the version and stop.",
)
def cli() -> None:
    """A deadline engine for recurring administrative obligations.

    It opens one task per responsible unit and reporting period, reminds the unit by mail, and escalates
    what is late. Begin with `dondoc up`; `dondoc COMMAND --help` shows an example of each command.

    State lives in DONDOC_HOME (./var), the registry in DONDOC_CONFIG. Exit codes: 0 done, 1 found
    problems, 2 wrong usage.
    """


def _hush(stream: int) -> None:
    """Point a broken stream at nothing, so that Python's own flush at exit stays silent as well."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream)
    os.close(nowhere)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code: 0 done, 1 found problems, 2 wrong usage, 130 Ctrl-C, 141
    closed pipe.

    A user's mistake becomes one message on standard error; anything unexpected one line and a log. Only
    DONDOC_DEBUG=1 shows tracebacks.
    """
    # What units owe and answer is nobody else's business: others on the machine may not read what we write.
    os.umask(os.umask(0o027) | 0o027)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a terminal that cannot write Vietnamese shows escapes, not a crash
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(args=arguments, prog_name="dondoc", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        _hush(1)
        return 141
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:
        try:
            return errors.report(error)
        except BrokenPipeError:
            _hush(2)
            return 141


if __name__ == "__main__":
    sys.exit(main())
