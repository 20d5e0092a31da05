"""The command `dondoc`: its list of commands, and what becomes of an error.

Each command lives in a module that is imported only when it is asked for, so that `dondoc --help` reads
click, the catalogue of helps and next to nothing else: its lines are the first ones of `help.<command>`.
"""

from __future__ import annotations

import builtins
import difflib
import gc
import importlib
import keyword
import os
import sys
from collections.abc import Sequence

import click

from desk import errors, logs, speaking
from desk.command import Group, option
from desk.usage import Misuse

# In the order in which `dondoc --help` shows them; each is `desk/commands/<name>.py`.
COMMANDS = (
    "check",
    "up",
    "deploy",
    "web",
    "units",
    "contacts",
    "absent",
    "duties",
    "due",
    "agenda",
    "assignments",
    "form",
    "calendar",
    "parse",
    "import",
    "tasks",
    "history",
    "board",
    "report",
    "simulate",
    "trace",
    "round",
    "rounds",
    "rerun",
    "event",
    "plan",
    "apply",
    "diff",
    "renewals",
    "renew",
    "submit",
    "acknowledge",
    "progress",
    "accept",
    "return",
    "extend",
    "waive",
    "reassign",
    "undo",
    "requests",
    "grant",
    "refuse",
    "forward",
    "replies",
    "hear",
    "link",
    "person",
    "ics",
    "outbox",
    "silence",
    "doctor",
    "backup",
    "verify",
    "restore",
    "archive",
    "copy",
    "init",
    "db",
    "completion",
)

CONTEXT = {"max_content_width": 100}
TELLS_SETTINGS = "doctor"
"""The command that tells a wrong setting among whatever else it finds."""


class LazyGroup(Group):
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
            if near:
                raise Misuse(ctx, "usage.no-such-command-near", command=name, near=near)
            raise Misuse(ctx, "usage.no-such-command", command=name)
        return super().resolve_command(ctx, args)

    def help_of(self, name: str) -> str:
        """Where the first line of a command's help stands."""
        return f"help.{name}"

    def examples(self) -> str:
        """None here: each command has its own."""
        return ""


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"dondoc {version('dondoc')}")
    ctx.exit()


@click.group(cls=LazyGroup, context_settings=CONTEXT, no_args_is_help=True, help="help.dondoc")
@option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="help.dondoc.version",
)
def cli() -> None:
    """The command itself does nothing: it has commands."""


def _is_text(word: str) -> bool:
    """Whether it is text: what is no UTF-8 reaches us as half characters, which no table takes."""
    return not any("\ud800" <= char <= "\udfff" for char in word)


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
        # A terminal that cannot write Vietnamese shows escapes, not a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # A command makes hundreds of thousands of objects that all stay: looking through them again and again for
    # what might go takes a tenth of its time.
    gc.set_threshold(100_000, 20, 50)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if os.environ.get("DONDOC_DEBUG") != "1":
        logs.begin()
    speaking.language.cache_clear()
    try:
        wrong = speaking.wrong_choice()
        if wrong is not None and TELLS_SETTINGS not in words[:1]:
            raise errors.Problem(wrong)
        if strange := [word for word in words if not _is_text(word)]:
            raise errors.WrongUsage("usage.no-text", found=ascii(strange[0]))
        code = cli.main(args=words, prog_name="dondoc", standalone_mode=False)
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
