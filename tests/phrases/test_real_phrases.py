"""287 phrases of real papers of other offices, beside the checkout: no wrong date, and nearly all found."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from calendars.phrases import Meaning, MeaningKind, deadlines, parse
from tests.calendars.vietnam import CALENDAR
from tests.support.originals.sources import FOLDER
from tests.support.required import require

FILE = FOLDER.parent / "data" / "timing_phrases_real.jsonl"
LEAST = 0.97
"""Of all phrases; what is missed is left to a person, what is wrong would be chased."""


@pytest.fixture(scope="module")
def phrases() -> list[dict[str, Any]]:
    require("sources", FILE.is_file(), f"{FILE.name} is not beside the checkout")
    lines = FILE.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return [each for each in found if "phrase" in each]


def days(meaning: Meaning, expected: dict[str, Any]) -> set[tuple[str, str]]:
    years = [day[:4] for day, _ in expected.get("due", [])] or ["2025"]
    first = date.fromisoformat(expected.get("from", f"{min(years)}-01-01"))
    last = date.fromisoformat(expected.get("to", f"{max(years)}-12-31"))
    return {(f"{each.nominal}", each.boundary.value) for each in deadlines(meaning, first, last, CALENDAR)}


def test_no_date_is_wrong_and_no_distance_is_invented(phrases: list[dict[str, Any]]) -> None:
    assert len(phrases) == 287
    for each in phrases:
        expected, meaning = each["expect"], parse(each["phrase"])
        right = {(day, boundary) for day, boundary in expected.get("due", [])}
        assert days(meaning, expected) <= right, each["phrase"]
        if expected["class"] == "none":
            assert meaning.offset is None, each["phrase"]


def test_nearly_all_are_read(phrases: list[dict[str, Any]]) -> None:
    missed = [each["phrase"] for each in phrases if not right(each)]
    assert len(missed) <= (1 - LEAST) * len(phrases), missed


def right(each: dict[str, Any]) -> bool:
    expected, meaning = each["expect"], parse(each["phrase"])
    if expected["class"] == "offset":
        said = meaning.offset
        unit = {"working_day": "workday"}.get(expected["unit"], expected["unit"])
        return (
            meaning.kind is not MeaningKind.UNKNOWN
            and said is not None
            and (said.n, said.unit) == (expected["n"], unit)
        )
    return days(meaning, expected) == {(day, boundary) for day, boundary in expected.get("due", [])}
