"""What click finds wrong with a command line, in our words: click itself speaks English alone."""

from __future__ import annotations

from collections.abc import Iterator

import click

from desk.speaking import spoken
from language import Message, say


class BadValue(click.BadParameter):
    """What was typed for an option or an argument is none of its values: `BadValue("usage.no-date", ...)`."""

    def __init__(self, name: str, /, **fields: object) -> None:
        self.said = Message(name, **fields)
        super().__init__(say(self.said, "en", "cli"))


class Misuse(click.UsageError):
    """The command line as a whole is not one: shown with the command's usage."""

    def __init__(self, ctx: click.Context, name: str, /, **fields: object) -> None:
        self.said = Message(name, **fields)
        super().__init__(say(self.said, "en", "cli"), ctx)


def explained(error: click.ClickException) -> Iterator[str]:
    """The lines for a person: how the command is used, where its help is, and what was wrong."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        yield error.format_message()  # the help itself
        return
    if isinstance(error, click.UsageError) and error.ctx is not None:
        yield error.ctx.get_usage()
        yield spoken(Message("usage.try-help", command=error.ctx.command_path))
        yield ""
    yield spoken(Message("usage.error", what=told(error)))


def told(error: click.ClickException) -> Message | str:
    """What was wrong. Of an error that this version of click did not have yet, click's own text."""
    if isinstance(error, Misuse):
        return error.said
    if isinstance(error, BadValue):
        return Message("usage.bad-value", of=_named(error.param, error.ctx), why=error.said)
    if isinstance(error, click.MissingParameter):
        kind = "argument" if isinstance(error.param, click.Argument) else "option"
        return Message(f"usage.missing-{kind}", of=_named(error.param, error.ctx))
    if isinstance(error, click.NoSuchOption):
        near = [repr(each) for each in error.possibilities or ()]
        return Message(
            "usage.no-such-option-near" if near else "usage.no-such-option",
            option=repr(error.option_name),
            near=near,
        )
    if isinstance(error, click.exceptions.NoSuchCommand):
        return Message("usage.no-such-command", command=error.command_name)
    if isinstance(error, click.BadOptionUsage):
        flag = _is_flag(error.ctx, error.option_name)
        return Message("usage.no-value" if flag else "usage.needs-value", option=repr(error.option_name))
    if type(error) is click.UsageError and error.ctx and isinstance(error.ctx.command, click.Group):
        return Message("usage.missing-command")
    return error.format_message()


def _named(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """`'-o' / '--output'`, or `'OBLIGATION'`: as it stands in the usage line."""
    if param is None:
        return "?"
    if isinstance(param, click.Argument) and ctx is not None:
        return f"'{param.make_metavar(ctx)}'"
    return " / ".join(f"'{each}'" for each in param.opts)


def _is_flag(ctx: click.Context | None, name: str) -> bool:
    params = ctx.command.get_params(ctx) if ctx is not None else ()
    return any(isinstance(each, click.Option) and each.is_flag and name in each.opts for each in params)
