"""The five documents as they never were: columns shuffled, heads reworded or missing, rows split, merged.

However a table is set, what the import calls sure is right: no wrong day, no wrong unit. Where nothing that
a reader needs is gone, every row is found as well.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from config.loading.loader import load
from config.registry import Registry
from tests.support.originals import forms, plans, reading, sheet_files, variants, word_files
from tests.support.originals.expected import ROWS
from tests.support.originals.judging import Score, judge
from tests.support.originals.shape import Table

pytestmark = pytest.mark.slow

Change = Callable[[Table], Table]
PLAIN = ("24/QĐ-BHXH", "1177/QĐ-BHXH", "490/KH-BHXH", "188/QĐ-BHXH")
WRITERS = ((".docx", word_files.write), (".xlsx", sheet_files.write))


def _tasks_only(change: Change) -> Change:
    """The change made where there are leads and helpers to change; the indicators of 188 stay as they are."""
    return lambda table: change(table) if "helpers" in table.roles else table


def _both(first: Change, second: Change) -> Change:
    return lambda table: second(first(table))


# What takes nothing away: all rows have to be found.
HARMLESS: dict[str, Change] = {
    "shuffled 1": partial(variants.shuffled, seed=1),
    "shuffled 2": partial(variants.shuffled, seed=2),
    "renamed 1": partial(variants.renamed, seed=1),
    "renamed 2": partial(variants.renamed, seed=2),
    "renamed 3": partial(variants.renamed, seed=3),
    "notes 1": partial(variants.with_notes, seed=1),
    "notes 2": partial(variants.with_notes, seed=2),
    "split 1": partial(variants.split, seed=1),
    "split 2": partial(variants.split, seed=2),
    "equal times merged": partial(variants.same_merged, role="time"),
    "equal leads merged": partial(variants.same_merged, role="leads"),
    "unmerged": partial(variants.unmerged, filled=False),
    "unmerged and filled": partial(variants.unmerged, filled=True),
    "other writings 1": partial(variants.other_writings, seed=1),
    "other writings 2": partial(variants.other_writings, seed=2),
    "shuffled, renamed, notes": _both(
        _both(partial(variants.renamed, seed=4), partial(variants.shuffled, seed=4)),
        partial(variants.with_notes, seed=4),
    ),
}
# What takes a head away: rows may be missed or doubtful, but never wrong.
HARMFUL: dict[str, Change] = {
    f"no head over {role}": partial(variants.headless, role=role)
    for role in ("no", "words", "leads", "helpers", "time")
}


def _pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each change with two documents, so that the like changes meet all four."""
    return [(name, PLAIN[(2 * at + more) % len(PLAIN)]) for at, name in enumerate(names) for more in (0, 1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are made."""
    return tmp_path_factory.mktemp("mutations")


@pytest.fixture(scope="module")
def registry(folder: Path) -> Registry:
    """The office without the five documents."""
    return load(reading.blind_config(folder / "config"))


def _score(number: str, name: str, change: Change, folder: Path, registry: Registry) -> Score:
    """The change made to the document, as Word or Excel by turns."""
    plan = forms.changed(number, _tasks_only(change))
    turn = zlib.crc32(f"{number} {name}".encode())
    suffix, write = WRITERS[turn % len(WRITERS)]
    path = write(folder / f"{turn}{suffix}", plan)
    return judge(
        reading.answer(path, registry), [task for table in plan.tables for task in table.tasks], ROWS[number]
    )


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("name", "number"), _pairs(HARMLESS))
def test_another_setting_of_the_same(name: str, number: str, folder: Path, registry: Registry) -> None:
    score = _score(number, name, HARMLESS[name], folder, registry)
    assert not score.wrong_timing, "\n".join(score.wrong_timing)
    assert not score.wrong_leads, "\n".join(score.wrong_leads)
    assert not score.odd, "\n".join(score.odd)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "number"), _pairs(HARMFUL))
def test_a_head_is_missing(name: str, number: str, folder: Path, registry: Registry) -> None:
    score = _score(number, name, HARMFUL[name], folder, registry)
    assert not score.wrong_timing, "\n".join(score.wrong_timing)
    assert not score.wrong_leads, "\n".join(score.wrong_leads)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("equal times merged", partial(variants.same_merged, role="time")),
        ("notes", partial(variants.with_notes, seed=1)),
        ("unmerged", partial(variants.unmerged, filled=False)),
        ("no head over time", partial(variants.headless, role="time")),
        ("no head over leads", partial(variants.headless, role="leads")),
    ],
)
def test_the_nested_table(name: str, change: Change, folder: Path, registry: Registry) -> None:
    """3035, whose goals and tasks are merged over their activities."""
    score = _score("3035/KH-BHXH", name, change, folder, registry)
    assert not score.wrong_timing, "\n".join(score.wrong_timing)
    assert not score.wrong_leads, "\n".join(score.wrong_leads)


def test_the_mutations_do_change_something() -> None:
    for number in PLAIN:
        table = plans.plan(number).tables[0]
        for name, change in (HARMLESS | HARMFUL).items():
            unmerged = name.startswith("unmerged") and all(box for row in table.rows for box in row)
            assert unmerged or change(table).rows != table.rows, (number, name)
