"""An English office's plan in Word, from the file to a draft that loads; its doubts are told in English."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.draft import Choices, Draft
from config.intake.files import open_file
from config.intake.plan import Plan
from config.loading.loader import load
from config.registry import Registry
from language import say
from tests.support.english_office import english_folder, vietnamese_in
from tests.support.otheroffices import when, word

TODAY = date(2026, 1, 10)
ABOVE = [
    "NORTHERN HARBOUR AUTHORITY",
    "No: 12/2026/HA",
    "Port Anne, 8 January 2026",
    "WORK PLAN",
    "ON PILOTAGE AND LIGHTS IN 2026",
    "Departments send their comments to the Secretariat by 20 January 2026.",
    "The Order of 3 March 2024 is replaced.",
]
ROWS = [
    ["Task", "Responsible unit", "Due"],
    ["Publish the tide tables", "Safety, Pilotage and Lights Department", "15 June 2026"],
    ["Report on fees", "Finance Department", "monthly, by the 5th of the following month"],
    ["Inspect the lights", "South pilot station", "by 30 September"],
    ["Review the by-laws", "Legal Department", "Q3 2026"],
    ["Answer questions", "Secretariat", "on request"],
    ["Train pilots", "All pilot stations", "throughout the year"],
    ["Buy a boat", "FIN", "15 October 2026 (tentative)"],
    ["Paint the piers", "SEC", ""],
    ["Dredge the basin", "Harbour Council", "by 1 May 2026"],
    ["Close the books", "FIN", "expected by 30 June 2026"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return english_folder(tmp_path_factory.mktemp("harbour") / "config")


@pytest.fixture(scope="module")
def office(folder: Path) -> Registry:
    return load(folder)


@pytest.fixture(scope="module")
def read(office: Registry, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = word(tmp_path_factory.mktemp("plan") / "plan.docx", ABOVE, (ROWS, []))
    return plan.read(open_file.read(path), office, TODAY)


def test_the_document_says_who_it_is(read: Plan) -> None:
    assert (read.facts.number, read.facts.date) == ("12/2026/HA", date(2026, 1, 8))
    assert read.facts.title == "Work plan on pilotage and lights in 2026"


def test_each_row_is_what_it_says(read: Plan) -> None:
    assert [(row.title, row.leads, when(row)) for row in read.entries] == [
        ("Publish the tide tables", ("SAFE",), "2026-06-15"),
        ("Report on fees", ("FIN",), "monthly month next day 5 by"),
        ("Inspect the lights", ("south",), "2026-09-30"),
        ("Review the by-laws", ("LEGAL",), "2026-Q3"),
        ("Answer questions", ("SEC",), "event"),
        ("Train pilots", ("@stations",), "-"),
        ("Buy a boat", ("FIN",), "?"),
        ("Paint the piers", ("SEC",), "?"),
        ("Dredge the basin", (), "?"),
        ("Close the books", ("FIN",), "?"),
    ]


def test_doubts_and_what_is_left_out_are_told_in_english(read: Plan) -> None:
    told = [say(doubt.why, "en") for row in read.entries for doubt in row.doubts]
    assert told[1:3] == [
        "the cell for the time is empty: see whether there is a deadline",
        "“Harbour Council” is no unit of the registry",
    ]
    assert not [word_ for each in told for word_ in vietnamese_in(each)]
    assert [(each.text, say(each.why, "en")) for each in read.left_out] == [
        (ABOVE[5], "the running text names a deadline: is it an obligation?"),
        (ABOVE[6], "a sentence outside the table that names a day, perhaps no deadline"),
    ]


def test_the_draft_loads_and_is_english(read: Plan, office: Registry, folder: Path) -> None:
    draft = Draft(read, office, Choices("SEC"))
    assert not vietnamese_in(draft.text)
    (folder / "draft.yaml").write_text(draft.text, encoding="utf-8")
    loaded = load(folder)
    rows = [row for row in loaded.assignments.values() if row.document.number == "12/2026/HA"]
    assert len(rows) == 6
