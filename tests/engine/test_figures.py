"""Yearly figures of indicators: read as people type them, kept to the digit, held against the target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from calendars.deadlines import Boundary, DueRule
from config.registry.figures import Better, Figure
from engine.answers import answers, figures
from engine.errors import AlreadyAnswered, AnswerError
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

SHARE = Figure("%", {2025: Decimal(95), 2026: Decimal("97.5")})
DAYS = Figure("ngày", {2025: Decimal(5)}, Better.LOWER)
INDICATOR = replace(
    cast.QUARTERLY,
    code="ct-truc-tuyen",
    title="Tỷ lệ hồ sơ trực tuyến",
    cycle=cast.Cycle.ANNUAL,
    only=None,
    owed_by=("TST", "CSXH", "TCKT"),
    due=DueRule(boundary=Boundary.BY, day=15, month=12),
    figure=SHARE,
)
REGISTRY = cast.registry(INDICATOR, cast.QUARTERLY)
TST: dict[str, Any] = {"obligation": "ct-truc-tuyen", "period": "2025", "unit": "TST"}
Say = Callable[..., answers.Answer]


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """The year 2025 is due on Monday 15 December 2025 and open since 24 November."""
    quiet_round(database, REGISTRY, settings(tmp_path), at("2025-12-01"))
    return database


@pytest.fixture
def say(engine: Engine) -> Say:
    def say(what: Callable[..., answers.Answer], when: str = "2025-12-10", **more: Any) -> answers.Answer:
        with db.session(engine) as s:
            return what(s, REGISTRY, **{**TST, "now": at(when, 10), "by": LAN, **more})

    return say


def events(engine: Engine, unit: str = "TST") -> list[tuple[str, Any]]:
    with db.reading(engine) as s:
        task = queries.task_of(s, **{**TST, "unit": unit})
        assert task is not None
        return [(event.kind, event.data.get("figure")) for event in queries.history(s, task_id=task.id)]


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("97,5", "97.5"),
        ("97.5", "97.5"),
        (" 97,50 % ", "97.50"),
        ("97%", "97"),
        ("0", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("007,5", "7.5"),
        ("-2,5", "-2.5"),
        ("\N{MINUS SIGN}2,5", "-2.5"),
        ("+3", "3"),
        ("0,125", "0.125"),  # nothing else it could be
        ("97,125", "97.125"),  # 97125% cannot be
        ("99,999999", "99.999999"),
    ],
)
def test_a_share_as_people_type_it(typed: str, figure: str) -> None:
    assert str(figures.read(typed, SHARE, "x")) == figure


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "is no figure for x: write one number in % without thousands separators"),
        ("chín mươi", "is no figure"),
        ("1.234,5", "thousands separators"),
        ("1,234.5", "thousands separators"),
        ("1 234", "thousands separators"),
        ("97,5,", "is no figure"),
        (",5", "is no figure"),
        ("97,", "is no figure"),
        ("1e3", "is no figure"),
        ("NaN", "is no figure"),
        ("Infinity", "is no figure"),
        ("٩٧", "is no figure"),
        ("9_7", "is no figure"),
        ("97,5 ngày", "is no figure"),
        ("1,000", "can be read as 1000 and as 1,000: write 1000 for the one, 1,0000 for the other"),
        ("9750", "at most 1000% is taken; is the comma missing?"),
        ("0,1234567", "too many digits"),
    ],
)
def test_what_is_refused_as_a_share(typed: str, said: str) -> None:
    with pytest.raises(AnswerError) as refused:
        figures.read(typed, SHARE, "x")
    assert said in str(refused.value)


def test_a_number_that_two_people_read_differently_is_asked_again() -> None:
    with pytest.raises(AnswerError, match=r"'1\.234' can be read as 1234 and as 1,234"):
        figures.read("1.234", DAYS, "x")
    assert str(figures.read("1234", DAYS, "x")) == "1234"
    assert str(figures.read("1,2340", DAYS, "x")) == "1.2340"
    assert str(figures.read("12345,678", DAYS, "x")) == "12345.678"
    assert str(figures.read("12 ngày", DAYS, "x")) == "12"
    with pytest.raises(AnswerError, match="too many digits"):
        figures.read("1234567890123", DAYS, "x")


@pytest.mark.parametrize(
    ("asked", "figure", "doubtful"),
    [
        (SHARE, "100", False),
        (SHARE, "100.01", True),
        (SHARE, "0", False),
        (SHARE, "-0.01", True),
        (Figure("%", {2025: Decimal(120)}), "110", False),
        (Figure("%", {2025: Decimal(120)}), "120.5", True),
        (DAYS, "975", False),
    ],
)
def test_a_share_of_more_than_all_is_taken_and_doubted(asked: Figure, figure: str, doubtful: bool) -> None:
    assert (figures.doubt(asked, Decimal(figure)) is not None) is doubtful


@pytest.mark.parametrize(
    ("asked", "period", "figure", "target", "met"),
    [
        (SHARE, "2025", "95", "95", True),
        (SHARE, "2025", "94.99", "95", False),
        (SHARE, "2026", "97.5", "97.5", True),
        (SHARE, "2027", "10", None, None),  # the document says nothing of that year
        (DAYS, "2025", "5", "5", True),
        (DAYS, "2025", "5.1", "5", False),
        (SHARE, "2025", None, "95", None),
    ],
)
def test_the_target_of_the_year_decides(
    asked: Figure, period: str, figure: str | None, target: str | None, met: bool | None
) -> None:
    found = figures.judged(replace(INDICATOR, figure=asked), period, Decimal(figure) if figure else None)
    assert found is not None
    assert (found.target, found.met) == (Decimal(target) if target else None, met)


def test_an_indicator_is_not_sent_without_its_figure(say: Say, engine: Engine) -> None:
    with pytest.raises(
        AnswerError, match=r"2025 of TST is an indicator: .* figure in %, such as --figure 97,5"
    ):
        say(acts.submit, document_no="1/BC")
    done = say(acts.submit, document_no="1/BC", figure="97,50")
    assert (done.changed, done.task.state, str(done.task.figure)) == (True, TaskState.SUBMITTED, "97.50")
    assert events(engine) == [("opened", None), ("submitted", "97.50")]
    # The same again, however it is written, changes nothing; without a figure neither.
    assert say(acts.submit, document_no="1/BC", figure="97.5%").changed is False
    assert say(acts.submit, document_no="1/BC").changed is False


def test_nothing_else_takes_a_figure(say: Say, engine: Engine) -> None:
    with pytest.raises(AnswerError, match="kstthc-quy asks for no figure: leave it out"):
        say(acts.submit, obligation="kstthc-quy", period="2025-Q3", figure="97,5")


def test_a_wrong_figure_leaves_everything_as_it_was(say: Say, engine: Engine) -> None:
    with pytest.raises(AnswerError, match="is no figure for ct-truc-tuyen 2025 of TST"):
        say(acts.submit, document_no="1/BC", figure="chưa có")
    assert events(engine) == [("opened", None)]


def test_a_doubtful_share_is_recorded_and_said(say: Say) -> None:
    done = say(acts.submit, document_no="1/BC", figure="104,2")
    assert str(done.task.figure) == "104.2"
    assert done.doubt is not None
    assert acts.en(done.doubt).startswith("104.2% is outside 0 to 100")


def test_another_figure_amends_and_the_earlier_one_stays_in_the_events(say: Say, engine: Engine) -> None:
    say(acts.submit, document_no="1/BC", figure="94")
    with pytest.raises(
        AlreadyAnswered, match=r"already submitted as 1/BC with 94 on 2025-12-10; .* \(--amend\)"
    ):
        say(acts.submit, document_no="1/BC", figure="96")
    done = say(acts.submit, "2025-12-16", document_no="1/BC", figure="96", amend=True)
    assert (done.kind, str(done.task.figure), done.late) == ("amended", "96", False)
    # Amending the number alone keeps the figure.
    assert str(say(acts.submit, document_no="2/BC", amend=True).task.figure) == "96"
    with db.reading(engine) as s:
        history = queries.history(s, task_id=done.task.id, kind="amended")
    assert [(each.data.get("figure"), each.data["before"]["figure"]) for each in history] == [
        ("96", "94"), (None, "96"),
    ]  # fmt: skip
    say(acts.accept)
    with pytest.raises(AnswerError, match="accepted: it stays as it is"):
        say(acts.submit, figure="97", amend=True)


def test_a_figure_that_was_missing_may_follow(say: Say, database: Engine) -> None:
    """What was sent before the registry asked for a figure."""
    plain = cast.registry(replace(INDICATOR, figure=None), cast.QUARTERLY, fingerprint="cast-0")
    with db.session(database) as s:
        acts.submit(s, plain, **TST, now=at("2025-12-09"), by=LAN, document_no="1/BC")
    assert say(acts.submit, document_no="1/BC").changed is False
    with pytest.raises(AlreadyAnswered):
        say(acts.submit, document_no="9/BC", figure="96")
    done = say(acts.submit, figure="96")
    assert (done.kind, done.task.document_no, str(done.task.figure)) == ("amended", "1/BC", "96")


def test_a_returned_report_owes_its_figure_again_and_keeps_the_first_in_its_history(
    say: Say, engine: Engine
) -> None:
    say(acts.submit, document_no="1/BC", figure="94")
    back = say(acts.return_report, new_day=date(2025, 12, 19), reason="tính lại số hồ sơ")
    assert back.task.figure is None
    with pytest.raises(AnswerError, match="is an indicator"):
        say(acts.submit, "2025-12-11", document_no="2/BC")
    say(acts.submit, "2025-12-11", document_no="2/BC", figure="95,5")
    assert events(engine) == [
        ("opened", None), ("submitted", "94"), ("returned", "94"), ("submitted", "95.5"),
    ]  # fmt: skip
