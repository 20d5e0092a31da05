"""An indicator's board: the figure of each unit beside the year's target, and no such column elsewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.deadlines import Boundary, DueRule
from config.registry.figures import Figure
from config.settings import Settings
from engine.installation import Installation
from flows.boards.artifacts import read_boards
from flows.forms.record_submission import figure_of
from flows.speaking import spoken
from language import Message
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN

INDICATOR = replace(
    cast.QUARTERLY,
    code="ct-truc-tuyen",
    title="Tỷ lệ hồ sơ trực tuyến",
    cycle=cast.Cycle.ANNUAL,
    only=None,
    owed_by=("TST", "CSXH", "TCKT"),
    due=DueRule(boundary=Boundary.BY, day=15, month=12),
    figure=Figure("%", {2025: Decimal(95)}),
)
NOW = at("2025-12-11")


def boards(engine: Engine, home: Path, indicator: cast.Obligation) -> dict[str, list[str]]:
    """The rows of each board's table after two of three units have sent theirs."""
    registry = cast.registry(INDICATOR, cast.PLANS)
    installation = Installation(Settings(home=home), registry, engine)
    acts.a_round(engine, registry, installation.settings, at("2025-12-10"), deliver=False)
    for unit, figure in (("TST", "97,5"), ("CSXH", "94")):
        with db.session(engine) as s:
            acts.submit(
                s,
                registry,
                obligation="ct-truc-tuyen",
                period="2025",
                unit=unit,
                now=NOW,
                by=LAN,
                document_no="1/BC",
                figure=figure,
            )
    shown = Installation(installation.settings, cast.registry(indicator, cast.PLANS), engine)
    made = {key: text for key, _, text in read_boards(shown, NOW)}
    return {
        key: [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
        for key, text in made.items()
    }


def ends(rows: list[str]) -> dict[str, list[str]]:
    """The last two cells by unit."""
    return {row.split()[1]: [cell.strip() for cell in row.split("|")[-3:-1]] for row in rows[1:]}


def test_the_figure_stands_beside_the_target_of_the_year(scratch: Engine, tmp_path: Path) -> None:
    found = boards(scratch, tmp_path, INDICATOR)
    rows = found["ct-truc-tuyen-2025"]
    assert rows[0].endswith("| Chậm (ngày làm việc) | Số liệu | Chỉ tiêu |")
    assert ends(rows) == {
        "TCKT": ["—", "95%"], "CSXH": ["94%", "95%, **chưa đạt**"], "TST": ["97,5%", "95%, đạt"],
    }  # fmt: skip
    assert {row.count("|") for row in rows} == {9}
    assert {row.count("|") for row in found["ke-hoach-2026"]} == {7}


def test_a_year_without_a_target_says_so(scratch: Engine, tmp_path: Path) -> None:
    rows = boards(scratch, tmp_path, replace(INDICATOR, figure=Figure("%", {})))["ct-truc-tuyen-2025"]
    assert ends(rows)["TST"] == ["97,5%", "chưa có"]


@pytest.mark.slow
def test_figures_are_still_shown_when_the_registry_asks_for_none_any_more(
    scratch: Engine, tmp_path: Path
) -> None:
    rows = boards(scratch, tmp_path, replace(INDICATOR, figure=None))["ct-truc-tuyen-2025"]
    assert ends(rows) == {"TCKT": ["—", "—"], "CSXH": ["94", "chưa có"], "TST": ["97,5", "chưa có"]}


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("97.5", ", 97,5% (chỉ tiêu 95%: đạt)"),
        ("94", ", 94% (chỉ tiêu 95%: chưa đạt)"),
        (
            "104",
            ", 104% (chỉ tiêu 95%: đạt); 104% nằm ngoài khoảng 0 đến 100: đã ghi như vậy; nếu nhầm, "
            "bật “Sửa lại” (amend)",
        ),
    ],
)
def test_the_form_tells_the_figure_back(scratch: Engine, tmp_path: Path, figure: str, said: str) -> None:
    registry = cast.registry(INDICATOR)
    installation = Installation(Settings(home=tmp_path), registry, scratch)
    acts.a_round(scratch, registry, installation.settings, at("2025-12-10"), deliver=False)
    with db.session(scratch) as s:
        done = acts.submit(
            s, registry, obligation="ct-truc-tuyen", period="2025", unit="TST", now=NOW, by=LAN,
            document_no="1/BC", figure=figure,
        )  # fmt: skip
    told = Message("form.submitted", number="", figure=figure_of(registry, done))
    assert spoken(registry, told) == f"nộp , đúng hạn{said}"
