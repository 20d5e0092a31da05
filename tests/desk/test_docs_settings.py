"""The operator's documents leave out no setting and no key of the registry, and their examples are true."""

from __future__ import annotations

import dataclasses
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from config import settings
from config.loading import loader
from config.loading.fields import Table
from config.registry.objects import Cycle
from config.settings import SHIPPED_REGISTRY, Settings
from tests.support import registries

ROOT = Path(__file__).resolve().parents[2]
OPERATION = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
REGISTRY = (ROOT / "docs" / "registry.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^\| [^|]+ \| `(\w+)(?:, )?([^`|]*)` \| (?:`([^`]+)`)? ?\| (\S+): (\d{4}-\d\d-\d\d) \|$", REGISTRY, re.M
)
DUTY = "title: t, title_en: t, cite: c, worded: w, owed_by: [TST], owner: VP, ladder: standard"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped registry, with one duty for each example of docs/registry.md."""
    target = tmp_path_factory.mktemp("registry") / "office"
    shutil.copytree(SHIPPED_REGISTRY, target)
    lines = ["document: {number: 1/KH-TEST, date: 2021-01-05, title: T}", "obligations:"]
    for number, (cycle, more, due, _, _) in enumerate(EXAMPLES):
        timing = ", ".join(filter(None, [f"cycle: {cycle}", more, due and f"due: {due}"]))
        lines.append(f"  - {{code: example-{number}, {DUTY}, {timing}}}")
    (target / "examples.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def test_every_setting_is_documented_under_both_its_names() -> None:
    names = {field.name for field in dataclasses.fields(Settings)} - {"unknown_variables"}
    assert names == set(settings.READERS)
    assert [name for name in sorted(names) if f"`{name}`" not in OPERATION] == []
    assert [name for name in sorted(names) if f"`DONDOC_{name.upper()}`" not in OPERATION] == []


def test_no_variable_is_documented_that_means_nothing() -> None:
    known = {name.upper() for name in settings.READERS} | settings.OTHER_VARIABLES
    known |= {f"{name.upper()}_FILE" for name in settings.SECRETS}
    assert set(re.findall(r"\bDONDOC_([A-Z_]+[A-Z])", OPERATION + REGISTRY)) - known == set()


@pytest.mark.slow
def test_every_key_that_the_loader_asks_for_is_documented(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    look = Table._get

    def noting(table: Table, key: str) -> object:
        if not table.path.endswith((".overrides", ".targets")):  # their keys are periods and years
            asked.add(key)
        return look(table, key)

    monkeypatch.setattr(Table, "_get", noting)
    loader.load(folder)
    assert len(asked) > 80
    assert sorted(key for key in asked if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", REGISTRY)) == []


@pytest.mark.slow
def test_every_example_of_a_timing_is_true(folder: Path) -> None:
    registry = registries.load(folder)
    found = [
        registry.deadline(f"example-{number}", period).last_day
        for number, (_, _, _, period, _) in enumerate(EXAMPLES)
    ]
    assert found == [date.fromisoformat(said) for *_, said in EXAMPLES]


def test_every_cycle_has_an_example() -> None:
    assert {cycle for cycle, *_ in EXAMPLES} == set(Cycle)
    assert REGISTRY.count("\n", REGISTRY.index("| in words |")) - 2 == len(EXAMPLES)
