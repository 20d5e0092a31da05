"""What benchmarks found, as docs/performance.md tells it: a missed aim says why, growths are drawn."""

from __future__ import annotations

import re
import subprocess
import sys
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
    assert "10 tasks. Aim: twice. **Not met,** because of x." in page
    assert "| theirs | 4 | 2.50 |" in page
    assert "10 tasks. Aim: once. **Met.**" in page
    assert "of y" not in page
    assert page.count("Where the time goes") == 1
    assert re.search(r"\| `tests/measuring/test_performance_page.py:\d+ <lambda>` \| \d", page)
    assert "| mails | 1,234 |\n| MB | 0.5 |" in page
    assert "| seconds | 10,000 open tasks | 100,000 open tasks | 1,000,000 open tasks |" in page
    assert "![A round: seconds by the number of open tasks](pictures/performance/example-3.svg)" in page
    assert list(pictures) == ["example-3.svg"]
    assert str(ROOT) not in page


def test_lines_of_a_picture_differ_without_their_colours() -> None:
    picture = ET.fromstring(drawn(GROWTH))
    in_step, *lines = [
        each for each in picture.iter(f"{SVG}polyline") if each.get("points", "").count(" ") > 1
    ]
    assert len(lines) == 3
    assert len({line.get("stroke-dasharray") for line in (in_step, *lines)}) == 4
    ends = [line.get("points", "").split()[-1].split(",")[1] for line in lines]
    assert [float(y) for y in ends] == sorted(map(float, ends), reverse=True)  # the dearer, the higher
    said = [text.text for text in picture.iter(f"{SVG}text")]
    assert {"ours: 0.03", "bare: 2", "theirs: 100", "10,000", "1,000,000"} <= set(said)


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
