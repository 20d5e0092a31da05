"""Tables of a PDF that no lines draw: cells by the space between; unsure rows are doubts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files.grids import Content, Grid, Text
from config.loading.loader import load
from tests.support.english_office import english_folder
from tests.support.files import notes, taken
from tests.support.otheroffices import when
from tests.support.pdfs import whole

pytestmark = pytest.mark.slow

AT = (50, 80, 240, 380)
HEAD = ("No.", "Task", "Lead unit", "Due")
TALL = 12
Lines = Sequence[Sequence[str]]


def drawn(lines: Lines, top: int = 780, places: Sequence[int] = AT) -> bytes:
    """Texts at the places of their columns, a line below the other; no lines are drawn."""
    said = []
    for n, line in enumerate(lines):
        for x, text in zip(places, line, strict=False):
            if text:
                said.append(f"BT /F1 9 Tf {x} {top - TALL * n} Td ({text}) Tj ET")
    return "\n".join(said).encode("latin-1")


def tables(content: Content) -> list[list[list[str]]]:
    return [
        [[cell.text if cell else "<" for cell in row] for row in part.rows]
        for part in content.parts
        if isinstance(part, Grid)
    ]


ABOVE = [["No: 12/2026/HA"], ["Port Anne, 8 January 2026"], ["Work plan for 2026"], [""]]
BODY = [
    HEAD,
    ("1", "Publish the tables of the", "Finance Department", "15 June 2026"),
    ("", "year before, with notes", "", ""),
    ("2", "Report on fees", "SEC", "30 September"),
    ("", "", "", "2026"),
]


def test_numbers_tell_the_rows(tmp_path: Path) -> None:
    content = taken(tmp_path, "a.pdf", whole(drawn([*ABOVE, *BODY])))
    assert tables(content) == [
        [
            ["No.", "Task", "Lead unit", "Due"],
            ["1", "Publish the tables of the year before, with notes", "Finance Department", "15 June 2026"],
            ["2", "Report on fees", "SEC", "30 September 2026"],
        ]
    ]
    assert "a table of the PDF is drawn without lines" in notes(content)[1]
    found = plan.read(content, load(english_folder(tmp_path / "office")), date(2026, 1, 10))
    assert [(entry.title, entry.leads, when(entry)) for entry in found.entries] == [
        ("Publish the tables of the year before, with notes", ("FIN",), "2026-06-15"),
        ("Report on fees", ("SEC",), "2026-09-30"),
    ]


def test_a_row_broken_by_a_page_and_a_head_that_comes_again(tmp_path: Path) -> None:
    first = drawn([*ABOVE, *BODY, ("3", "Train the new", "SEC", "1 October 2026")])
    rest = drawn([HEAD, ("", "staff of the port", "", ""), ("4", "Close the books", "FIN", "31 May 2026")])
    content = taken(tmp_path, "a.pdf", whole(first, rest))
    found = plan.read(content, load(english_folder(tmp_path / "office")), date(2026, 1, 10))
    assert [(entry.title, when(entry)) for entry in found.entries][2:] == [
        ("Train the new staff of the port", "2026-10-01"),
        ("Close the books", "2026-05-31"),
    ]


def test_a_column_that_few_rows_fill_stays_one_of_its_own(tmp_path: Path) -> None:
    body = [(str(n), f"Report {n}", "FIN", "SEC" if n == 9 else "", f"{n} June 2026") for n in range(1, 20)]
    lines = [("No.", "Task", "Lead unit", "Support", "Due"), *body]
    content = taken(tmp_path, "a.pdf", whole(drawn(lines, places=(50, 80, 240, 300, 380))))
    (table,) = tables(content)
    assert table[9] == ["9", "Report 9", "FIN", "SEC", "9 June 2026"]
    assert table[1] == ["1", "Report 1", "FIN", "", "1 June 2026"]


def test_where_nothing_tells_the_rows_each_is_a_doubt(tmp_path: Path) -> None:
    body = [
        ("Publish the tables of the", "Finance Department", "15 June 2026"),
        ("year before, with notes", "", ""),
        ("Report on fees", "SEC", "30 September 2026"),
    ]
    content = taken(tmp_path, "a.pdf", whole(drawn([HEAD[1:], *body], places=AT[1:])))
    found = plan.read(content, load(english_folder(tmp_path / "office")), date(2026, 1, 10))
    assert found.entries
    assert not any(entry.sure for entry in found.entries)


def test_numbers_in_the_middle_of_their_rows(tmp_path: Path) -> None:
    body = [
        HEAD,
        ("", "Publish the tables", "", ""),
        ("1", "of the year before,", "FIN", "15 June 2026"),
        ("", "with notes", "", ""),
        ("2", "Report on fees", "SEC", "30 June 2026"),
    ]
    content = taken(tmp_path, "a.pdf", whole(drawn(body)))
    assert tables(content)[0][1:] == [
        ["1", "Publish the tables of the year before, with notes", "FIN", "15 June 2026"],
        ["2", "Report on fees", "SEC", "30 June 2026"],
    ]


def test_a_letterhead_and_running_text_are_no_table(tmp_path: Path) -> None:
    lines = [["HARBOUR", "", "PORT ANNE"], ["No 12", "", "8 January 2026"], [""]]
    lines += [["All departments report to the Secretariat by 15 June 2026 on what was done."]]
    content = taken(tmp_path, "a.pdf", whole(drawn(lines)))
    assert not tables(content)
    assert [part.text for part in content.parts if isinstance(part, Text)][-1].startswith("All departments")


def test_a_task_without_a_number_that_joins_the_row_above_makes_it_a_doubt(tmp_path: Path) -> None:
    body = [
        *BODY,
        ("3", "Close the books", "FIN", "31 May 2026"),
        ("", "Train the new staff", "SEC", ""),
        ("4", "Count the berths", "SEC", "31 July 2026"),
        ("", "Clean the quay", "", ""),
        ("5", "Print the tide tables", "SEC", "31 August 2026"),
    ]
    content = taken(tmp_path, "a.pdf", whole(drawn([*ABOVE, *body])))
    found = plan.read(content, load(english_folder(tmp_path / "office")), date(2026, 1, 10))
    assert [when(entry) for entry in found.entries] == ["2026-06-15", "2026-09-30", "?", "?", "2026-08-31"]
    assert [entry.title for entry in found.entries if not entry.sure] == [
        "Close the books Train the new staff",
        "Count the berths Clean the quay",
    ]


def test_a_single_row_left_for_the_last_page_is_a_row(tmp_path: Path) -> None:
    rest = drawn([("3", "Close the books", "FIN", "31 May 2026"), [""], ["Recipients: all departments"]])
    content = taken(tmp_path, "a.pdf", whole(drawn([*ABOVE, *BODY]), rest))
    found = plan.read(content, load(english_folder(tmp_path / "office")), date(2026, 1, 10))
    assert [(entry.title, when(entry)) for entry in found.entries][2:] == [("Close the books", "2026-05-31")]


def test_a_column_that_the_last_page_leaves_empty_keeps_its_place(tmp_path: Path) -> None:
    places = (50, 80, 240, 300, 380)
    head = ("No.", "Task", "Lead unit", "Support", "Due")
    first = [head, *((str(n), f"Report {n}", "FIN", "SEC", f"{n} June 2026") for n in range(1, 4))]
    rest = [(str(n), f"Report {n}", "SEC", "", f"{n} July 2026") for n in range(4, 6)]
    data = whole(drawn([*ABOVE, *first], places=places), drawn(rest, places=places))
    found = plan.read(
        taken(tmp_path, "a.pdf", data), load(english_folder(tmp_path / "office")), date(2026, 1, 10)
    )
    assert [(entry.no, entry.leads, entry.helpers, when(entry)) for entry in found.entries][3:] == [
        ("4", ("SEC",), (), "2026-07-04"),
        ("5", ("SEC",), (), "2026-07-05"),
    ]
