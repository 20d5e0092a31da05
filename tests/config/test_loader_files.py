"""Files that cannot be read, all mistakes at once, and none reported twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.loading import loader, yaml_nodes
from config.registry import RegistryErrors
from config.settings import SHIPPED_REGISTRY

Mistakes = Callable[..., list[str]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "duties.yaml:1: expected keys with values, found an empty file"),
        ("# nothing yet\n", "duties.yaml:1: expected keys with values, found an empty file"),
        ("- a\n- b\n", "duties.yaml:1: expected keys with values, found a list"),
        (
            "document:\n\tnumber: 1\n",
            "duties.yaml:2: expected correct YAML, found found character that cannot",
        ),
        (
            "document: {number: 1\n",
            "duties.yaml:2: expected correct YAML, found did not find expected ',' or '}'",
        ),
        ("a: 1\n---\nb: 2\n", "duties.yaml:2: expected one document in the file, found a second one ('---')"),
        ("a: &x 1\nb: *x\n", "duties.yaml:1: expected plain values, found an anchor or alias (& or *)"),
        (
            "a: !!python/none x\n",
            "duties.yaml:1: expected plain values, found the tag 'tag:yaml.org,2002:python/none'",
        ),
        ("? [a]\n: 1\n", "duties.yaml:1: expected a key, found a list"),
        ("a: " + "[" * 50 + "]" * 50, "duties.yaml:1: expected at most 12 levels, found more"),
        ("a: [" + "1, " * 100_001 + "]", "duties.yaml:1: expected at most 100000 values, found more"),
        (b"a: 1\nb: \xff\n", "duties.yaml:2: expected text in UTF-8, found the byte 0xff"),
        (b"a: 1\nb: \x00\n", "duties.yaml:2: expected printable text, found the character "),
        (b"a: 1\n" + b"#" * 2_000_001, "duties.yaml:1: expected at most 2000000 bytes, found more"),
    ],
)
def test_files_that_cannot_be_read(mistakes: Mistakes, text: str | bytes, error: str) -> None:
    found = [line for line in mistakes(duties=text) if line.startswith("duties.yaml")]
    assert found[0].startswith(error)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path, town: Callable[..., object]) -> None:
    units = (SHIPPED_REGISTRY / "units.yaml").read_text(encoding="utf-8")
    problems = yaml_nodes.Problems()
    assert yaml_nodes.parse_bytes(b"\xef\xbb\xbf" + units.encode(), "units.yaml", problems) is not None
    assert problems.found == []


def test_a_missing_file_is_named(mistakes: Mistakes) -> None:
    assert mistakes(ladders=None) == ["ladders.yaml:1: expected a file, found none"]
    assert "units.yaml:1: expected a file, found none" in mistakes(units=None)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        RegistryErrors,
        match=r"nowhere: expected a registry folder, found none that can be read \(No such file",
    ):
        loader.load(tmp_path / "nowhere")


def test_a_file_that_would_be_overlooked_is_reported(tmp_path: Path, mistakes: Mistakes) -> None:
    (tmp_path / "more.yml").write_text("document: {}\n", encoding="utf-8")
    assert mistakes() == [
        "more.yml:1: expected a file name that ends in .yaml, found 'more.yml', which would not be read"
    ]


def test_every_mistake_of_every_file_at_once_in_order(mistakes: Mistakes) -> None:
    found = mistakes(
        office="office: {code: T}\n",
        units="kinds:\n  - {code: office, title: O, email: x}\nunits:\n  - {code: A, kind: office, nam: A}\n",
        ladders="ladders:\n  - {code: plain, open_workdays: -1, rungs: []}\n",
    )
    files = [line.split(":")[0] for line in found]
    assert files == sorted(files)
    assert {"office.yaml", "units.yaml", "ladders.yaml", "duties.yaml"} == set(files)
    assert any(
        line.startswith("units.yaml:4: units.A.nam: expected a known key (did you mean name?)")
        for line in found
    )
    assert any(line.startswith("ladders.yaml:2: ladders.plain.open_workdays: ") for line in found)
    assert len(found) == len(set(found))


def test_needs_that_go_in_a_circle_of_two(swapped: Mistakes) -> None:
    found = swapped("duties", "outline: form\n", "outline: form\n    needs: [summary]\n")
    assert [line for line in found if "circle" in line] == [
        "duties.yaml:25: obligations.figures.needs: expected needs that do not go in a circle, "
        "found figures -> summary -> figures",
        "duties.yaml:36: obligations.summary.needs: expected needs that do not go in a circle, "
        "found summary -> figures -> summary",
    ]


def test_a_mistake_is_not_reported_again_at_everyone_who_uses_it(swapped: Mistakes) -> None:
    assert len(swapped("ladders", "before: 5", "before: five")) == 1
    assert len(swapped("units", "name: Clerk", "name: Clerk, email: clerk")) == 1


def test_a_flood_of_mistakes_is_cut(mistakes: Mistakes) -> None:
    found = mistakes(units="kinds: []\nunits:\n" + "".join(f"  - {{code: U{n}}}\n" for n in range(500)))
    assert len(found) == yaml_nodes.MAX_PROBLEMS + 1
    assert found[-1].startswith("... and ")


def test_the_same_number_twice_names_the_first_file(tmp_path: Path, mistakes: Mistakes) -> None:
    (tmp_path / "again.yaml").write_text(
        "document: {number: 1/KH, date: 2024-01-01, title: Again}\nobligations: []\n", encoding="utf-8"
    )
    found = mistakes()
    assert (
        "duties.yaml:2: document.number: expected each code once, found '1/KH' again (first in again.yaml:1)"
        in found
    )
    assert "again.yaml:2: obligations: expected a list of entries, found an empty list" in found
