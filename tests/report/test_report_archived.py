"""An office that lived half a year, archived and brought back: its reports stay the same to the byte."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.archive import moving
from engine.report.counting import count
from engine.report.scope import Scope, of_year
from engine.report.writing import write
from models import db
from tests.archive.invented import everything
from tests.report.lived import Lived
from tests.support import cast

pytestmark = pytest.mark.slow  # half a year is lived for it


def test_an_office_that_lived_half_a_year_reads_the_same(
    lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "WAITING", timedelta(0))  # no mail was written for what was raised

    def told() -> list[bytes]:
        with db.reading(lived.of.engine) as s:
            scopes = [of_year(2026), of_year(2027), Scope(first=cast.MERGED, last=lived.now.date())]
            made = [
                count(s, lived.of.registry, lived.now, each, archives=tmp_path, years=True) for each in scopes
            ]
            return [write(lived.of.registry, each, kind, "vi") for each in made for kind in ("json", "csv")]

    before, rows = told(), everything(lived.of.engine)
    moved = sum(each.tasks for each in moving.archive(lived.of.engine, tmp_path, 2027, lived.now))
    try:
        assert moved > 50
        assert told() == before
    finally:
        list(moving.restore(lived.of.engine, tmp_path, 2026))
    assert everything(lived.of.engine) == rows
