"""click's commands, options and arguments, whose words come from the catalogues.

What click calls `help` or `metavar` is here a message id, said when it is shown: `help.due` is a command's
help (its first line stands in the list of commands), `help.due.example` its examples, `help.due.next` an
option's, `metavar.unit` what stands for a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from desk.speaking import spoken
from desk.usage import Misuse
from language import Message

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


class Option(click.Option):
    """An option whose help and metavar are message ids."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value: said by the option, else by its type."""
        own = self.metavar or getattr(self.type, "metavar", None)
        return spoken(Message(own)) if own else self.type.get_metavar(self, ctx) or _said("metavar.text")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Its names, and its help with the default, the range, and whether it must be given."""
        names = ", ".join(sorted(self.opts, key=len))
        text: Message | str = Message(self.help or "")
        if extras := list(self._extras()):
            text = Message("help.with-extras", help=text, extras=extras)
        return names if self.is_flag else f"{names} {self.make_metavar(ctx)}", spoken(text)

    def _extras(self) -> Iterator[Message]:
        if self.show_default:
            yield Message("help.default", value=str(self.default))
        if isinstance(self.type, click.IntRange) and self.type.max is not None:
            yield Message("help.range", least=self.type.min, most=self.type.max)
        if self.required:
            yield Message("help.required")


class Argument(click.Argument):
    """An argument whose metavar is a message id."""

    def make_metavar(self, ctx: click.Context) -> str:
        """`OBLIGATION`, or `[PERIOD]` when it may be left out."""
        text = _said(self.metavar or "metavar.text")
        return text if self.required else f"[{text}]"


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


HELP = Option(
    ["--help", "-h"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="help.shared.help",
)


class _Spoken(click.Command):
    """The parts of a help page that commands and groups share."""

    def __init__(self, *args: Any, **details: Any) -> None:
        details["add_help_option"] = False  # see `get_params`
        super().__init__(*args, **details)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; every error knows its command, so that its usage is shown with it."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """`Usage: dondoc due [OPTIONS] OBLIGATION [PERIOD]`."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{_said('usage.usage')} ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The options as one word, then the arguments."""
        pieces = [piece for param in self.get_params(ctx) for piece in param.get_usage_pieces(ctx)]
        return [f"[{_said('metavar.options')}]", *pieces]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help's paragraphs, then the examples as they are typed."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(spoken(Message(self.help or "")))
            if examples := [f"  {each}" for each in self.examples().splitlines()]:
                formatter.write_paragraph()
                formatter.write_text("\n".join(["\b", _said("usage.example"), *examples]))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, `--help` last."""
        records = [each.get_help_record(ctx) for each in self.get_params(ctx) if isinstance(each, Option)]
        with formatter.section(_said("usage.options")):
            formatter.write_dl(records)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """With `--help`, which click would make with a text of its own."""
        return [*super().get_params(ctx), HELP]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The options that begin so, each with the first line of its help."""
        found = click.Command.shell_complete(self, ctx, incomplete)
        for each in found:
            each.help = summary(each.help) if each.help else None
        return found

    def examples(self) -> str:
        """How it is typed, one example a line."""
        return spoken(Message(f"{self.help}.example"))


class Command(_Spoken):
    """A command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; what is left over is refused in our words."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Misuse(ctx, "usage.extra-arguments", n=len(rest), arguments=" ".join(rest))
        return rest


class Group(_Spoken, click.Group):
    """A command of commands."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """With the command that is to follow."""
        return [*_Spoken.collect_usage_pieces(self, ctx), _said("metavar.command")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands, none of which is imported for it."""
        _Spoken.format_options(self, ctx, formatter)
        rows = [(name, summary(self.help_of(name))) for name in self.list_commands(ctx)]
        with formatter.section(_said("usage.commands")):
            formatter.write_dl(rows, col_max=12)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, none of which is imported for it, and the options."""
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        found = [CompletionItem(name, help=summary(self.help_of(name))) for name in names]
        return found + _Spoken.shell_complete(self, ctx, incomplete)

    def help_of(self, name: str) -> str:
        """The message id of a command's help."""
        return f"{self.help}.{name}"


def summary(help_id: str) -> str:
    """The first line of a command's help."""
    return spoken(Message(help_id)).partition("\n")[0]


def command(name: str | None = None, *, help: str) -> Callable[[Callable[..., Any]], Command]:  # noqa: A002
    """`click.command` whose help is a message id."""
    return click.command(name, cls=Command, help=help)


def option(*names: str, help: str, **details: Any) -> Callable[[F], F]:  # noqa: A002
    """`click.option` whose help, and metavar if any, are message ids."""
    return click.option(*names, cls=Option, help=help, **details)


def argument(name: str, metavar: str, **details: Any) -> Callable[[F], F]:
    """`click.argument` whose metavar is a message id."""
    return click.argument(name, cls=Argument, metavar=metavar, **details)


def _said(name: str) -> str:
    return spoken(Message(name))
