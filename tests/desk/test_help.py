"""Every command explains itself, keeps the installation's conventions, and is documented."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from desk import cli, errors

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")

READING = {
    "check",
    "due",
    "agenda",
    "assignments",
    "calendar",
    "parse",
    "tasks",
    "simulate",
    "plan",
    "diff",
    "renewals",
    "outbox",
    "doctor",
    "db status",
    "db url",
}


def _leaves() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    context = click.Context(cli.cli)
    for name in cli.COMMANDS:
        command = cli.cli.get_command(context, name)
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": each for inner, each in command.commands.items()}
        else:
            assert command is not None
            found[name] = command
    return found


LEAVES = _leaves()


def _options(command: click.Command) -> dict[str, click.Option]:
    return {each.opts[0]: each for each in command.params if isinstance(each, click.Option)}


def _section(name: str) -> str:
    found = re.search(rf"^### `dondoc {re.escape(name)}`\n(.*?)(?=^##|\Z)", DOCS, re.DOTALL | re.MULTILINE)
    assert found, f"docs/cli.md has no section on `dondoc {name}`"
    return found[1]


@pytest.mark.parametrize("name", LEAVES)
def test_a_command_says_what_it_does_with_an_example(name: str) -> None:
    command = LEAVES[name]
    assert command.help
    assert "Example:" in command.help
    assert f"dondoc {name}" in command.help.split("Example:")[1]


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_has_a_help_text(name: str) -> None:
    assert [flag for flag, option in _options(LEAVES[name]).items() if not option.help] == []


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = _section(name)
    missing = [flag for flag in _options(LEAVES[name]) if f"`{flag}" not in section]
    assert missing == []


@pytest.mark.parametrize("name", LEAVES)
def test_documented_options_exist(name: str) -> None:
    written = set(re.findall(r"^\| `(--[a-z-]+)", _section(name), re.MULTILINE))
    assert written <= set(_options(LEAVES[name]))


@pytest.mark.parametrize("name", sorted(READING))
def test_a_reading_command_takes_json_and_as_of(name: str) -> None:
    assert {"--json", "--as-of"} <= set(_options(LEAVES[name]))


@pytest.mark.parametrize("name", sorted(set(LEAVES) - READING))
def test_a_writing_command_takes_dry_run(name: str) -> None:
    assert "--dry-run" in _options(LEAVES[name])


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_short_help_is_the_commands_own_first_sentence(name: str) -> None:
    command = cli.cli.get_command(click.Context(cli.cli), name)
    assert command is not None
    assert command.help is not None
    assert command.help.splitlines()[0] == cli.COMMANDS[name]


def test_every_error_that_the_desk_knows_exists() -> None:
    import importlib

    for dotted in errors.EXIT_CODES:
        module, _, name = dotted.rpartition(".")
        found = getattr(importlib.import_module(module), name)
        assert issubclass(found, Exception)
        # Where it is defined, not where it is re-exported: that is how a raised one is recognised.
        assert f"{found.__module__}.{found.__qualname__}" == dotted


def test_an_unknown_command_names_the_nearest(ask) -> None:
    answer = ask("taks")
    assert answer.code == 2
    assert "tasks" in answer.err
    assert answer.out == ""


def test_no_command_shows_the_help(ask) -> None:
    assert "Commands:" in "".join([(answer := ask()).out, answer.err])
