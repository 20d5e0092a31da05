"""A purely English office: its report in every format and its leadership's mail have no Vietnamese word."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.loading import loader
from config.settings import Settings
from engine.installation import Installation
from engine.mail.summary import WEEKLY, YEARLY
from engine.report.counting import count
from engine.report.scope import of_year
from engine.report.writing import FORMATS, write
from models import db
from tests.report.test_summaries import mails, queued
from tests.support import acts
from tests.support.cast import at
from tests.support.english_office import english_folder, vietnamese_in
from tests.support.mailroom import text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def office(scratch: Engine, tmp_path: Path) -> Installation:
    """After some weeks in which nobody sent anything."""
    folder = english_folder(tmp_path / "office")
    of = Installation(Settings(home=tmp_path / "home", config=folder), loader.load(folder), scratch)
    for day in ("2026-08-25", "2026-09-28", "2026-11-23"):
        acts.a_round(scratch, of.registry, of.settings, at(day), deliver=False)
    return of


def test_its_report_in_every_format(office: Installation) -> None:
    with db.reading(office.engine) as s:
        report = count(s, office.registry, at("2026-12-01"), of_year(2026), years=True)
    assert report.total.overdue > 0
    for each in FORMATS:
        if each != "pdf":
            assert vietnamese_in(_read(each, write(office.registry, report, each, "en"))) == [], each


@pytest.mark.parametrize("kind", [WEEKLY, YEARLY])
def test_what_its_leadership_is_mailed(office: Installation, kind: str) -> None:
    now = at("2027-01-04", 8, 15)
    queued(office, now, kind)
    mail = mails(office, now, kind)["leadership"]
    html = mail.get_body(("html",))
    assert html is not None
    files = [str(part.get_filename()) for part in mail.iter_attachments()]
    said = [str(mail["Subject"]), text_of(mail), html.get_content(), *files]
    assert [vietnamese_in(each) for each in said] == [[]] * len(said)
    assert "overdue" in said[0]


def _read(ending: str, content: bytes) -> str:
    """What a person reads of the file."""
    if ending in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = [
                name for name in file.namelist() if re.search(r"(sheet\d+|document|workbook)\.xml$", name)
            ]
            said = " ".join(file.read(name).decode() for name in parts)
        return re.sub(r"<[^>]*>", " ", said)
    text = content.decode("utf-8-sig")
    return json.dumps(json.loads(text), ensure_ascii=False) if ending == "json" else text
