"""The five documents, made into the files that offices send, imported blind and held against a human reading.

What is sure has to be right: no wrong day, no wrong unit, no row too few and none too many. How much is sure
is a figure: `pytest -s tests/intake/test_five_documents.py` shows it for each file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.loading.loader import load
from config.registry import Registry
from tests.support.originals import forms, plans, reading, word_files
from tests.support.originals.expected import ROWS
from tests.support.originals.forms import Form
from tests.support.originals.judging import HEAD, Score, differences, judge
from tests.support.originals.shape import Task

pytestmark = pytest.mark.slow

CASES = tuple(forms.cases())

# Of the rows, so many have to be sure at least. What is not: abbreviations and slips of the documents (TT
# alone may be three units, "Thu - Sở" for "Thu - Sổ"), leads that are no unit, blank cells (three times of
# 3035 among them), a shifted column.
SURE = {
    "3035/KH-BHXH": 76,
    "24/QĐ-BHXH": 52,
    "1177/QĐ-BHXH": 18,
    "490/KH-BHXH": 21,
    "188/QĐ-BHXH": 26,
}
# So many rows name exactly the expected units, sure or not.
UNITS = {
    "3035/KH-BHXH": 86,
    "24/QĐ-BHXH": 52,
    "1177/QĐ-BHXH": 20,
    "490/KH-BHXH": 26,
    "188/QĐ-BHXH": 29,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are made."""
    return tmp_path_factory.mktemp("plans")


@pytest.fixture(scope="module")
def config(folder: Path) -> Path:
    """A registry folder that knows the office and none of its plans."""
    return reading.blind_config(folder / "config")


@pytest.fixture(scope="module")
def registry(config: Path) -> Registry:
    """The office without its plans."""
    return load(config)


def _tasks(plan: plans.Plan) -> list[Task]:
    return [task for table in plan.tables for task in table.tasks]


def _right(score: Score) -> None:
    assert not score.odd, "\n".join(score.odd)
    assert score.found == score.rows
    assert not score.wrong_timing, "\n".join(score.wrong_timing)
    assert not score.wrong_leads, "\n".join(score.wrong_leads)


@pytest.mark.sampled(7)
@pytest.mark.parametrize(
    ("form", "number"),
    CASES,
    ids=[f"{number.split('/')[0]}-{form.name}{form.suffix}" for form, number in CASES],
)
def test_imported_blind(form: Form, number: str, folder: Path, registry: Registry) -> None:
    plan = forms.changed(number, form.change)
    path = form.write(folder / f"{CASES.index((form, number))}{form.suffix}", plan)
    score = judge(reading.answer(path, registry), _tasks(plan), ROWS[number])
    if (form, number) == CASES[0]:
        print(f"\n{HEAD}")
    print(score.line(f"{number.split('/')[0]} {form.name}{form.suffix}"))
    _right(score)
    assert score.leads >= UNITS[number]
    assert score.timing >= SURE[number]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("number", plans.NUMBERS)
def test_the_real_program(number: str, folder: Path, config: Path) -> None:
    """`dondoc import FILE -o OUT.yaml --json`: the answer, and the draft loaded as a registry."""
    name = number.split("/")[0]
    path = word_files.write(folder / f"{name}.docx", plans.plan(number))
    draft = folder / f"{name}.yaml"
    # Rows without a day, and events without a number of days, are told in a report that the office has.
    words = ["import", str(path), "-o", str(draft), "--owner", "VP", "--reported-in", "bao-cao-mau", "--json"]
    run = subprocess.run(
        [sys.executable, "-m", "desk.cli", *words],
        env={key: value for key, value in os.environ.items() if not key.startswith("DONDOC_")}
        | {"DONDOC_CONFIG": str(config), "DONDOC_HOME": str(folder / "home"), "PYTHONIOENCODING": "utf-8"},
        cwd=reading.CONFIG.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    score = judge(answer, _tasks(plans.plan(number)), ROWS[number])
    _right(score)
    assert answer["document"]["number"] == number
    assert answer["summary"]["rows"] == len(ROWS[number])

    drafted = load(_beside(draft, folder / f"with-{name}"))
    status = [row["status"] for row in answer["rows"]]
    sure = [wanted for said, wanted in zip(status, ROWS[number], strict=True) if said == "sure"]
    rows = list(drafted.assignments.values())
    assert len(rows) == len(sure) == score.sure
    differing = [
        f"{row.ref}: {said}"
        for row, wanted in zip(rows, sure, strict=True)
        for said in differences(drafted, row, wanted)
    ]
    assert not differing, "\n".join(differing)


def _beside(draft: Path, folder: Path) -> Path:
    """A registry folder with the office and the draft."""
    (reading.blind_config(folder) / "draft.yaml").write_bytes(draft.read_bytes())
    return folder


def test_the_judge_sees_what_is_spoilt(folder: Path, registry: Registry) -> None:
    """A day, a unit, a boundary, a row too few and one too many: each is told."""
    number = "24/QĐ-BHXH"
    plan = plans.plan(number)
    answer = reading.answer(word_files.write(folder / "judged.docx", plan), registry)

    def told(**spoilt: object) -> Score:
        rows = [dict(row) for row in answer["rows"]]
        rows[0] |= spoilt
        return judge({"rows": rows}, _tasks(plan), ROWS[number])

    timing = answer["rows"][0]["timing"]
    other_day = [{"nominal": "2024-12-30", "boundary": "by"}]
    before = [{"nominal": "2024-12-31", "boundary": "before"}]
    assert not told().wrong_timing
    assert told(timing=timing | {"deadlines": other_day}).wrong_timing
    assert told(timing=timing | {"deadlines": before}).wrong_timing
    assert told(timing=timing | {"deadlines": [], "kind": "continuous"}).wrong_timing
    assert told(leads=["VP"]).wrong_leads
    assert told(leads=["TST", "VP"]).wrong_leads
    assert told(title="Việc khác").odd
    assert judge({"rows": answer["rows"][1:]}, _tasks(plan), ROWS[number]).odd
    assert judge({"rows": [*answer["rows"], answer["rows"][0]]}, _tasks(plan), ROWS[number]).odd
