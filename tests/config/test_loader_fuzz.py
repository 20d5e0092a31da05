"""Whatever stands in a file: a registry or RegistryErrors, never anything else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.loading import loader, yaml_nodes
from config.registry import Registry, RegistryErrors
from config.registry.remarks import remarks
from config.settings import SHIPPED_REGISTRY
from language import say
from tests.support.tiers import examples

FOLDER = SHIPPED_REGISTRY
# The two longest documents say nothing in another way than the others, and would take most of the time.
LONG = ("kh-3035.yaml", "qd-24.yaml")
SHIPPED = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name not in LONG
}
SPITE = [
    "", "\t", "\n", "\x00", "\ufeff", "\u2028", "'", '"', ": ", "- ", "? ", "[", "]", "{", "}", ",", "&a ",
    "*a ", "!!map ", "!x ", "---\n", "...\n", "%YAML 9.9\n", "|\n", ">-\n", "~", "null", "true", "-1", "0",
    "99999999999999999999", "1e9", ".inf", "2026-02-30", "0000-00-00", "2026-Q9", "2999..1900", "@",
    "@tinh", "VP", "first", "last", "next", "event", "period_end", "cycle: event", "cycle: once",
    "cycle: range", "period: 2021..2025", "checked: weekly", "weekday: monday", "in: [W54]",
    "years: {from: 2000, to: 1990}", "x" * 3000, "<<: {a: 1}", "=", "\\", "\ud7ff", "\U0001f600",
]  # fmt: skip
edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["insert", "replace", "delete line", "double line", "swap value", "cut"]),
        st.one_of(st.sampled_from(SPITE), st.text(max_size=12)),
    ),
    min_size=1,
    max_size=4,
)


def edited(text: str, at: float, how: str, piece: str) -> str:
    """The text after one edit at a relative place."""
    position = int(at * len(text))
    lines = text.splitlines(keepends=True) or [""]
    n = min(int(at * len(lines)), len(lines) - 1)
    if how == "insert":
        return text[:position] + piece + text[position:]
    if how == "replace":
        return text[:position] + piece + text[position + len(piece) + 1 :]
    if how == "delete line":
        return "".join(lines[:n] + lines[n + 1 :])
    if how == "double line":
        return "".join([*lines[:n], lines[n], *lines[n:]])
    if how == "swap value" and ": " in lines[n]:
        lines[n] = lines[n].split(": ")[0] + ": " + piece + "\n"
        return "".join(lines)
    return text[:position]


def exercised(registry: Registry) -> None:
    """What is accepted must also answer: every duty's deadlines, or a RegistryError."""
    start = registry.calendar.first
    end = min(registry.calendar.last, start.replace(year=start.year + 3))
    for duty in registry.obligations.values():
        registry.roster(duty)
        for period in registry.periods(duty, start, end)[:3]:
            registry.window(duty, period)
            for unit, _, _ in registry.roster(duty)[:2]:
                registry.sections(duty, unit, period)
    list(remarks(registry))


def told(broken: RegistryErrors) -> None:
    """Each error is one line that names its file and what was expected, in either language."""
    assert broken.errors
    for error in broken.errors:
        for language, more, expected in (("en", "... and", "expected "), ("vi", "... và", "cần ")):
            line = say(error.message, language, "cli")
            assert "\n" not in line
            assert line.startswith((more, *SHIPPED)), line
            assert expected in line or line.startswith("...")


@pytest.mark.slow
@settings(max_examples=examples(250), deadline=None)
@given(name=st.sampled_from(sorted(SHIPPED)), changes=edits)
def test_any_edit_of_the_shipped_files(name: str, changes: list[tuple[float, str, str]]) -> None:
    text = SHIPPED[name]
    for change in changes:
        text = edited(text, *change)
    with tempfile.TemporaryDirectory() as folder:
        for each, content in {**SHIPPED, name: text}.items():
            (Path(folder) / each).write_text(content, encoding="utf-8", errors="surrogatepass", newline="")
        try:
            registry = loader.load(Path(folder))
        except RegistryErrors as broken:
            told(broken)
        else:
            exercised(registry)


@settings(max_examples=examples(300), deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    problems = yaml_nodes.Problems()
    node = yaml_nodes.parse_bytes(content, "x.yaml", problems)
    assert node is not None or problems.found


def test_a_bomb_of_aliases_stops_at_once(mistakes: Callable[..., list[str]]) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert any("an anchor or alias" in line for line in mistakes(duties=bomb))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_stops_at_once(mistakes: Callable[..., list[str]], opening: str) -> None:
    assert any("at most 12 levels" in line for line in mistakes(duties="x:\n " + opening * 50_000))
