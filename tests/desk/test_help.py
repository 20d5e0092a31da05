"""Every command explains itself, keeps the installation's conventions, and is documented."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from desk import cli, errors, typed
from desk.command import HELP, Argument, Option
from language import LANGUAGES, catalogues

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")

ENGLISH = ("Usage:", "OPTIONS", "Options", "Example:", "Show this message and exit.")
VIETNAMESE = ("Cách dùng:", "TÙY_CHỌN", "Tùy chọn", "Ví dụ:", "Hiện hướng dẫn này rồi dừng.")
READING = {
    "check",
    "units",
    "duties",
    "due",
    "agenda",
    "assignments",
    "board",
    "report",
    "calendar",
    "parse",
    "tasks",
    "history",
    "simulate",
    "trace",
    "plan",
    "diff",
    "renewals",
    "rounds",
    "requests",
    "hear",
    "replies list",
    "replies show",
    "person list",
    "outbox",
    "doctor",
    "verify",
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


def _said(name: str, language: str) -> str | None:
    return catalogues.text(language, name, "cli", None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LEAVES)
def test_a_command_says_what_it_does_with_an_example(name: str, language: str) -> None:
    command = LEAVES[name]
    assert command.help == f"help.{name.replace(' ', '.')}"
    assert _said(command.help, language)
    examples = (_said(f"{command.help}.example", language) or "").splitlines()
    assert examples
    assert all(f"dondoc {name}" in example or f"dondoc {name}" == example for example in examples)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LEAVES)
def test_an_example_can_be_typed(name: str, language: str) -> None:
    command = LEAVES[name]
    for example in (_said(f"{command.help}.example", language) or "").splitlines():
        words = [word for word in shlex.split(example) if not word.startswith("DONDOC_")]
        typed = words[1 + len(name.split()) :]
        command.make_context(name, typed)  # an option that there is not, or a value it does not take, raises


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LEAVES)
def test_every_option_has_a_help_text_and_every_value_a_name(name: str, language: str) -> None:
    command = LEAVES[name]
    texts = {flag: _said(option.help or "-", language) for flag, option in _options(command).items()}
    assert [flag for flag, text in texts.items() if not text] == []
    named = [each.metavar for each in command.params if each.metavar]
    named += [each.type.metavar for each in command.params if hasattr(each.type, "metavar")]
    assert [each for each in named if not _said(each, language)] == []


def test_no_text_explains_an_option_that_is_gone() -> None:
    groups = (cli.cli.get_command(click.Context(cli.cli), name) for name in ("db", "replies", "person"))
    commands = [*LEAVES.values(), cli.cli, *groups]
    used = {"help.with-extras", "help.default", "help.range", "help.required", HELP.help}
    used |= {"metavar.text", "metavar.options", "metavar.command"}
    for command in commands:
        assert command is not None
        used |= {command.help, f"{command.help}.example"}
        for param in command.params:
            used |= {getattr(param, "help", None), param.metavar, getattr(param.type, "metavar", None)}
    for file in (catalogues.LOCALES / "en" / "LC_MESSAGES").glob("*.po"):
        if file.stem in {"help", "metavar"}:
            with file.open("rb") as source:
                assert {str(entry.id) for entry in read_po(source) if entry.id} - used == set()


@pytest.mark.parametrize("name", LEAVES)
def test_click_never_speaks_for_a_type_of_its_own(name: str) -> None:
    """What click's own types say about a wrong value is English whatever the language is."""
    ours = (typed.Day, typed.When, typed.Choice, typed.Whole, typed.Place)
    silent = (click.types.StringParamType, click.types.BoolParamType)
    assert [each.name for each in LEAVES[name].params if not isinstance(each.type, ours + silent)] == []
    assert [each.name for each in LEAVES[name].params if not isinstance(each, Option | Argument)] == []


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


@pytest.mark.parametrize("name", sorted(set(LEAVES) - READING - {"completion"}))
def test_a_writing_command_takes_dry_run(name: str) -> None:
    assert "--dry-run" in _options(LEAVES[name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_commands_has_the_first_line_of_each_help(
    ask, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", language)
    shown = " ".join(ask("--help").out.split())
    for name in cli.COMMANDS:
        text = _said(f"help.{name}", language)
        assert text
        assert f"{name} {text.splitlines()[0]}" in shown


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("vi", VIETNAMESE)])
@pytest.mark.parametrize("name", LEAVES)
def test_a_help_page_is_all_in_one_language(
    ask, name: str, language: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", language)
    page = ask(*name.split(), "--help")
    assert (page.code, page.err) == (0, "")
    assert page.out.startswith(f"{words[0]} dondoc {name} [{words[1]}]")
    assert page.out.count(f"\n{words[2]}:\n") == 1
    assert f"  {words[3]}\n    " in page.out
    assert page.out.endswith(f"{words[4]}\n")


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
