"""A purely English office: boards, forms, descriptions, runs and pictures without a Vietnamese word.

What the registry has only in Vietnamese (a document's own words, names without an English one) is shown as it
stands; everything else is English, down to the legend of a picture.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import Engine

from config.registry import Registry
from config.registry.figures import Figure
from config.settings import Settings
from engine.installation import Installation
from flows import choices, names, schema, serve
from flows.boards import document
from flows.boards.artifacts import read_boards
from flows.boards.seen import UNBREAKABLE, Seen
from flows.coming import coming
from language import catalogues
from models import db
from tests.support import acts, cast, english_office, registries
from tests.support.cast import at
from tests.support.rounds import LAN

pytestmark = pytest.mark.slow  # the shipped registry is put into English for it

VIETNAMESE = re.compile("[\u00c0-\u1ef9]")
DOMAINS = ("board", "deployment", "form", "picture", "run", "up")
ENGLISH = {
    "VP": "Office", "TST": "Collection", "CSXH": "Policy", "TCKT": "Finance",
    "tinh-10": "Lao Cai", "tinh-11": "Yen Bai", "tinh-15": "Lao Cai",
}  # fmt: skip
INDICATOR = replace(
    cast.QUARTERLY,
    code="indicator",
    title="Tỷ lệ hồ sơ trực tuyến",
    title_en="Share of cases handled online",
    figure=Figure("%", {2026: Decimal(95)}),
    product="Báo cáo",
    deliver_to="Bộ Nội vụ",
    assumption="Tính theo quý",
)
NEEDING = replace(cast.QUARTERLY, code="summary", title="Tổng hợp", title_en="Summary", needs=("indicator",))
NOW = at("2026-09-23", 9)


def english() -> Registry:
    """The cast as an English office has it. A former office has the name of the one in its place."""
    units = tuple(
        replace(unit, name_en=ENGLISH[unit.code], name=unit.name.removesuffix(" cũ")) for unit in cast.UNITS
    )
    return cast.registry(cast.QUARTERLY, INDICATOR, NEEDING, units=units, language="en")


def shipped() -> Registry:
    """The shipped registry, were its office an English one."""
    registry = copy(registries.shipped())
    registry.office = replace(registry.office, language="en")
    return registry


def only_vietnamese(registry: Registry) -> Iterator[str]:
    """Every text of a registry that has no English beside it."""
    yield registry.office.leadership_name
    for duty in registry.obligations.values():
        yield from (duty.worded, duty.cite, duty.product or "", duty.deliver_to or "", duty.assumption or "")
        yield from (each.text for each in duty.products)
    for paper in registry.documents.values():
        yield from (paper.number, paper.title)
    yield from (each.title for each in (*registry.groups.values(), *registry.appendices.values()))
    for row in registry.assignments.values():
        yield from (row.no, row.title, row.worded or "")
    yield from (unit.name for unit in registry.units.values() if not unit.name_en)


def vietnamese_in(text: str, registry: Registry) -> list[str]:
    """The words with Vietnamese letters that are left in a text, and that the registry has not given."""
    given = {form for each in only_vietnamese(registry) for form in (each, names.cell(each)) if each}
    for each in sorted(given, key=len, reverse=True):
        text = text.replace(each, "")
    return [word for word in text.split() if VIETNAMESE.search(word)]


def pictures(text: str) -> list[str]:
    found = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    return [base64.b64decode(each).decode() for each in found]


@pytest.fixture
def harbour(tmp_path: Path) -> Registry:
    """An office whose folder was written in English."""
    return registries.load(english_office.english_folder(tmp_path / "harbour"))


@pytest.fixture
def registry(request: pytest.FixtureRequest) -> Registry:
    """One of the English offices."""
    if request.param == "harbour":
        return request.getfixturevalue("harbour")
    return english() if request.param == "cast" else shipped()


@pytest.fixture
def boards(scratch: Engine, tmp_path: Path) -> dict[str, tuple[str, str]]:
    """Every board of a quarter in which everything has happened that a board can show."""
    registry = english()
    installation = Installation(Settings(home=tmp_path, go_live=date(2026, 8, 1)), registry, scratch)
    acts.a_round(scratch, registry, installation.settings, at("2026-08-25"), deliver=False)
    given = {"obligation": "indicator", "period": "2026-Q3", "by": LAN}
    with db.session(scratch) as s:
        acts.submit(s, registry, **given, unit="TST", now=at("2026-09-10"), document_no="1/BC", figure="97.5")
        acts.submit(s, registry, **given, unit="CSXH", now=at("2026-09-22"), document_no="2/BC", figure="90")
        acts.extend(
            s, registry, **given, unit="TCKT", now=at("2026-09-10"), new_day=date(2026, 9, 21), reason="late"
        )
        acts.waive(s, registry, **(given | {"obligation": "summary"}), unit="TST", now=NOW, reason="merged")
    acts.a_round(scratch, registry, installation.settings, NOW, deliver=False)
    # A day in a table is not broken at its hyphens; here it is read as people type it.
    made = read_boards(installation, NOW)
    return {key: (told, text.replace(UNBREAKABLE, "-")) for key, told, text in made}


def test_every_board_is_english_with_its_pictures(boards: dict[str, tuple[str, str]]) -> None:
    registry = english()
    assert set(boards) == {
        "overall-board", "outbox", "indicator-2026-q3", "summary-2026-q3", "kstthc-quy-2026-q3",
    }  # fmt: skip
    for key, (told, text) in boards.items():
        drawn = pictures(text)
        assert len(drawn) == (key != "outbox"), key
        for said in (told, re.sub("base64,[A-Za-z0-9+/=]+", "", text), *drawn):
            assert vietnamese_in(said, registry) == [], key


def test_a_board_reads_as_english(boards: dict[str, tuple[str, str]]) -> None:
    told, text = boards["indicator-2026-q3"]
    assert told == "Share of cases handled online · 2026-Q3: 2/4 sent, 3 late"
    lines = text.splitlines()
    assert lines[0] == "# Share of cases handled online, Q3 2026"
    assert lines[2] == (
        "**2/4 sent, 3 late** · due 1 unit Friday, 18 September 2026, 3 working days overdue; "
        "1 unit Monday, 21 September 2026, 2 working days overdue"
    )
    assert "| Unit | Standing | Due | Sent on | Document | Working days late | Figure | Target |" in lines
    sent = "[sent in time](http://127.0.0.1:4201/task/indicator/2026-Q3/TST)"
    late = "**[OVERDUE](http://127.0.0.1:4201/task/indicator/2026-Q3/TCKT)**"
    assert (
        f"| TCKT · Finance | {late} | 2026-09-21 (originally 2026-09-18) | — | — | **2** | — | 95% |" in lines
    )
    assert f"| TST · Collection | {sent} | 2026-09-18 | 2026-09-10 | 1/BC |  | 97.5% | 95%, met |" in lines
    assert lines[-1].endswith("_Last updated at 2026-09-23 09:00_")
    needing = boards["summary-2026-q3"][1]
    assert "Needs [indicator](../../artifacts/key/indicator-2026-q3) 2026-Q3 of 4 units; missing:" in needing
    assert "# Follow-up board · Social Security" in boards["overall-board"][1]
    assert (
        "| 2026-09-25 08:00 | indicator | Q3 2026 | 5 days late, to the owner |" in boards["overall-board"][1]
    )
    assert "Head of Finance" in boards["outbox"][1]
    assert ">sent in time</text>" in pictures(text)[0]
    assert ">2/4 sent</text>" in pictures(text)[0]


def test_the_boards_of_an_office_written_in_english(
    scratch: Engine, tmp_path: Path, harbour: Registry
) -> None:
    """Nothing of its registry is excused: not a title, not a name, not a key."""
    installation = Installation(Settings(home=tmp_path, go_live=date(2026, 8, 1)), harbour, scratch)
    for day in ("2026-09-10", "2026-09-25"):
        acts.a_round(scratch, harbour, installation.settings, at(day), deliver=False)
    made = read_boards(installation, at("2026-09-25", 18))
    assert {"overall-board", "outbox", "incidents-2026-q3", "summary-2026-q3"} <= {key for key, *_ in made}
    for key, told, text in made:
        for said in (key, told, re.sub("base64,[A-Za-z0-9+/=]+", "", text), *pictures(text)):
            assert english_office.vietnamese_in(said) == [], key
    seen = Seen(harbour, at("2026-09-25"))
    for each in document.documents(harbour):
        assert english_office.vietnamese_in(document.document_board(seen, each)) == []
    offered = choices.units(harbour, date(2026, 9, 25))
    assert "north · North pilot station" in offered
    assert not any(each.startswith("north-old") for each in offered)  # ended


@pytest.mark.parametrize(
    "registry", ["cast", pytest.param("shipped", marks=pytest.mark.long), "harbour"], indirect=True
)
def test_every_deployment_and_form_is_english(registry: Registry, scratch: Engine, tmp_path: Path) -> None:
    installation = Installation(Settings(home=tmp_path), registry, scratch)
    made = serve.deployments(installation, NOW)
    assert {"morning-round", "deliver", "planner", "record-submission", "rerun"} <= {
        each.name for each in made
    }
    for each in made:
        for text in (each.description or "", *each.tags):
            assert vietnamese_in(text, registry) == [], each.name
        form = each.flow_name or ""
        fields = each._parameter_openapi_schema.model_dump()
        shown = schema.Shown(registry, installation.today(NOW)).of(fields, form=form)
        for name, field in shown["properties"].items():
            title, told = field["title"], field["description"]
            assert not title.startswith("form."), f"{form}: {name} has no title"
            assert not told.startswith("form."), f"{form}: {name} is not explained"
            offered = (*field.get("enum", ()), *field.get("items", {}).get("enum", ()))
            assert vietnamese_in("\n".join((title, told, *offered)), registry) == [], f"{form}: {name}"


def test_an_office_that_ended_is_not_offered() -> None:
    """Until it ends it is; then what it left open is its successor's, under the successor's name."""
    offered = choices.units(english(), date(2026, 9, 23))
    assert "tinh-15 · Lao Cai" in offered
    assert not any(each.startswith("tinh-10") for each in offered)
    assert any(each.startswith("tinh-10") for each in choices.units(english(), date(2025, 6, 30)))


@pytest.mark.parametrize("registry", ["cast", "shipped", "harbour"], indirect=True)
def test_every_run_that_is_planned_has_an_english_name(registry: Registry) -> None:
    planned = coming(registry, NOW)
    assert len(planned) > 20
    assert [each.name for each in planned if VIETNAMESE.search(each.name)] == []
    assert {label for each in planned for label in each.labels} >= {"open", "reminder, 5 days left"}


def test_every_board_of_a_documents_rows_is_english() -> None:
    registry = shipped()
    seen = Seen(registry, NOW)
    assert document.documents(registry)
    for each in document.documents(registry):
        assert vietnamese_in(document.document_board(seen, each), registry) == [], each.number
        assert document.key(seen, each).startswith("assignments-")


def test_no_english_text_of_the_flows_has_a_vietnamese_letter() -> None:
    for domain in DOMAINS:
        file = catalogues.LOCALES / "en" / "LC_MESSAGES" / f"{domain}.po"
        with file.open("rb") as source:
            for entry in read_po(source):
                said = entry.string if isinstance(entry.string, str) else " ".join(entry.string)
                assert not VIETNAMESE.search(said), entry.id
