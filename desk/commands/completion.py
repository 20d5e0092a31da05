"""`dondoc completion`: what a shell needs to complete the names of commands and options."""

from __future__ import annotations

import click

from desk.command import argument, command
from desk.typed import Choice

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_DONDOC_COMPLETE"
"""Where the shell's script puts what it asks; click's own name for the program `dondoc`."""


@command(help="help.completion")
@argument("shell", "metavar.shell", type=Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script; whoever wants it puts it where the shell reads it."""
    from click.shell_completion import get_completion_class

    from desk.cli import cli

    made = get_completion_class(shell)
    assert made is not None  # click completes each of the shells that may be named
    click.echo(made(cli, {}, "dondoc", VARIABLE).source().strip())
