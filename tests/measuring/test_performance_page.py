"""What benchmarks found, as docs/performance.md tells it: a missed aim says why, growths are drawn."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import measuring, performance
from benchmarks.drawing import drawn
from benchmarks.measuring import Comparison, Figures, Growth, keep, profiled

ROOT = Path(__file__).resolve().parents[2]
GROWTH = Growth(
    "A round", "open tasks", "seconds", (10_000, 100_000, 1_000_000),
    {"ours": [0.01, 0.02, 0.03], "bare": [0.02, 0.2, 2.0], "theirs": [1.0, 10.0, 100.0]},
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(measuring, "FOUND", tmp_path)
    monkeypatch.setattr(performance, "FOUND", tmp_path)
    return tmp_path


def test_the_page_tells_of_every_kind_what_was_aimed_at_and_why_it_was_missed(found: Path) -> None:
    profile = profiled(lambda: sorted(range(1000), key=lambda n: -n))
    keep(
        "example",
        [
            Comparison(
                "Opening", "10 tasks", "twice", "ours", {"ours": 10.0, "theirs": 4.0}, False, "of x", profile
            ),
            Comparison("Reading", "10 tasks", "once", "ours", {"ours": 10.0}, True, "of y", profile),
            Figures("A year", "85 units", {"mails": 1234.0, "MB": 0.5}),
            GROWTH,
        ],
        ("sqlalchemy",),
    )
    page, pictures = performance.page()
    assert "10 tasks. Aim: twice. **Not met:** of x." in page
    assert "| theirs | 4 | 2.50 |" in page
    assert "10 tasks. Aim: once. **Met.**" in page
    assert "of y" not in page
    assert page.count("Where the time goes, per cent") == 1
    assert re.search(r"per cent: .*`tests/measuring/test_performance_page.py:\d+ <lambda>` \d", page)
    assert "| mails | 1,234 |\n| MB | 0.5 |" in page
    assert "| seconds | 10,000 open tasks | 100,000 open tasks | 1,000,000 open tasks |" in page
    assert "![A round: seconds by the number of open tasks](pictures/performance/example-3.svg)" in page
    assert list(pictures) == ["example-3.svg"]
    assert str(ROOT) not in page


def test_lines_of_a_picture_differ_without_their_colours() -> None:
    picture = ET.fromstring(drawn(GROWTH))
    drawn_lines = list(picture.iter(f"{SVG}polyline"))
    lines = [each for each in drawn_lines if each.get("points", "").count(" ") > 1]
    assert len(lines) == 3
    assert len({line.get("stroke-dasharray") for line in lines}) == 3
    ends = [line.get("points", "").split()[-1].split(",")[1] for line in lines]
    assert [float(y) for y in ends] == sorted(map(float, ends), reverse=True)  # the dearer, the higher
    said = [text.text for text in picture.iter(f"{SVG}text")]
    assert {"ours: 0.03", "bare: 2", "theirs: 100", "10,000", "1,000,000"} <= set(said)
    in_the_key = [line.get("stroke-dasharray") for line in drawn_lines[-3:]]  # by their ends, from the top
    assert in_the_key == [line.get("stroke-dasharray") for line in reversed(lines)]


def test_of_many_lines_the_dearest_are_drawn_and_all_stay_in_the_picture() -> None:
    costs = {f"case {n}": [1.0 + n / 100, 1.0 + n / 100, 1.0 + n / 100] for n in range(12)}
    picture = ET.fromstring(drawn(Growth("Reading", "tasks", "ms", (1, 10, 100), costs)))
    said = [text for text in picture.iter(f"{SVG}text") if (text.text or "").startswith("case ")]
    names = [(text.text or "").partition(":")[0] for text in said]
    assert names == ["case 11", "case 10", "case 9", "case 8", "case 7", "case 0"]
    downs = [float(text.get("y", "0")) for text in said]
    assert all(below - above >= 15 for above, below in pairwise(downs))
    high = float(picture.get("viewBox", "").split()[3])
    assert all(0 < float(each.get("y", "0")) < high for each in picture.iter(f"{SVG}text"))


def test_first_come_all_aims_with_what_was_found_and_where_to_read_on(found: Path) -> None:
    opening = [
        Comparison(
            "Opening",
            f"{n} tasks; cold",
            "half of it",
            "ours",
            {"ours": 10.0, "slow": 1.0, "bare": 4.0},
            True,
        )
        for n in (10, 20)
    ]
    keep("opening", opening)
    keep("a-new-one", [Figures("A year", "85 units", {"mails": 7.0}, "under 5", False, "It grows on..")])
    keep("reading", [
        Growth("Pages", "tasks", "s", (1, 2), {"first": [1.0, 1.0], "list": [1.0, 3.0], "bare": [1.0, 9.0]},
               "under 1 s", met=False, because="SQLite waits."),
        Comparison("Lists", "2 tasks", "twice", "ours", {"ours": 5.0}, True, reached="2.5 times"),
    ])  # fmt: skip
    page, _ = performance.page()
    table = page[page.index("## The aims") : page.index("## How to read it")]
    assert table.strip().splitlines() == [
        "## The aims: 3 of 5 met", "",
        "| what | with | aim | found | met |", "|---|---|---|---|---|",
        "| [Opening](#opening-10-tasks) | 10 tasks | half of it | 10 a second: 2.50 times bare | yes |",
        "| [Opening](#opening-20-tasks) | 20 tasks | half of it | 10 a second: 2.50 times bare | yes |",
        "| [Pages](#pages) | 2 tasks | under 1 s | 3 s: list | **no** |",
        "| [Lists](#lists) | 2 tasks | twice | 2.5 times | yes |",
        "| [A year](#a-year) | 85 units | under 5 | 7 mails | **no** |",
    ]  # fmt: skip
    assert "### Opening: 10 tasks\n" in page
    assert "**Not met:** it grows on.\n" in page
    assert "**Not met:** SQLite waits.\n" in page


def test_it_says_how_long_the_morning_of_a_large_office_takes(found: Path) -> None:
    """On the first database that was tried."""
    (decided, what), (delivery, left) = performance.DECIDED, performance.LEFT
    keep(decided, [
        Comparison(what, f"10 units, {kind}", "", "ours", {"ours": rate, "bare": 9.0})
        for kind, rate in (("SQLite", 4000.0), ("PostgreSQL", 7000.0))
    ])  # fmt: skip
    keep(delivery, [Comparison(left, "10 mails", "", "ours", {"limit": 400.0, "ours": 50.0})])
    page, _ = performance.page()
    assert "**A morning of 10,000 units**" in page
    assert "after 2.5 s of the processor, and has left 3.3 minutes later" in page
    (found / f"{delivery}.json").unlink()
    assert "**A morning" not in performance.page()[0]


def test_what_was_found_twice_of_the_same_cases_is_one_table(found: Path) -> None:
    rates = {"ours": 10.0, "bare": 4.0}
    keep("example", [
        Figures("Commands", "ms", {"help": 70.0}),
        Figures("Commands", "times", {"help": 6.0}, "at most 10", True),
        Comparison("Delivery", "9 mails", "0.9", "ours", rates, True),
        Comparison("Delivery", "9 mails", "all of it", "ours", rates, False),
    ])  # fmt: skip
    page, _ = performance.page()
    assert (
        "### Commands\n\nAim: at most 10. **Met.**\n\n| | ms | times |\n|---|---:|---:|\n| help | 70 | 6 |"
        in page
    )
    assert "### Delivery\n\n9 mails. Aim: 0.9. **Met.** Aim: all of it. **Not met.**\n" in page
    assert page.count("| **ours** |") == 1


def test_what_is_small_counts_in_a_profile_for_who_calls_it() -> None:
    def appends() -> int:
        many: list[int] = []
        for n in range(20_000):
            many.append(len(str(n)))  # noqa: PERF401
        return len(many)

    (part, _), (name, share), *others = profiled(appends)
    assert part == "all of tests/measuring"
    assert name.endswith(" appends")
    assert share > 90
    assert not [name for name, _ in others if "append" in name or "len" in name]


def test_the_page_is_what_was_found() -> None:
    page, pictures = performance.page()
    assert performance.PAGE.read_text(encoding="utf-8") == page, "python benchmarks/performance.py"
    kept = {
        each.name: each.read_text(encoding="utf-8").rstrip("\n") for each in performance.PICTURES.iterdir()
    }
    assert kept == pictures


@pytest.mark.slow
def test_a_smoke_run_notes_nothing(tmp_path: Path) -> None:
    code = (
        "from benchmarks import measuring as m; from pathlib import Path;"
        f"m.FOUND = Path({str(tmp_path / 'found')!r});"
        "m.keep('x', [m.Figures('a', 'b', {'c': 1.0}, 'd', False)]);"
        "print(m.size(1000, 3), m.sizes((5, 7), (1,)))"
    )
    for quick, asked in (([], "7 (5, 7)"), (["--quick"], "3 (1,)")):
        command = [sys.executable, "-c", code, "7", *quick]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        assert ran.stdout.splitlines()[-1] == asked
        assert (tmp_path / "found" / "x.json").exists() is not bool(quick)
        (tmp_path / "found" / "x.json").unlink(missing_ok=True)
