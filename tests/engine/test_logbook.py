"""What happens is noted: an action with its numbers, where and as the settings say, no word of anybody's."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from engine import logbook
from engine.installation import Installation
from engine.noted import noted
from engine.tasks.acts import By, acting
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import smtp_url
from tests.support.mailserver import Behaviour, running
from tests.support.rounds import settings

REGISTRY = cast.registry()
log = logging.getLogger("engine.test")


@pytest.fixture
def kept() -> Iterator[None]:
    """The handlers and levels of the process are given back."""
    before = {
        name: (logging.getLogger(name).level, logging.getLogger(name).propagate) for name in logbook.OURS
    }
    yield
    logbook.BOOK.open_at(None)
    for name, (level, propagate) in before.items():
        logger = logging.getLogger(name)
        logger.removeHandler(logbook.BOOK)
        logger.setLevel(level)
        logger.propagate = propagate


def lines(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / logbook.FILE).read_text(encoding="utf-8").splitlines()]


def test_an_action_is_an_object_a_line(tmp_path: Path, kept: None) -> None:
    logbook.keep(settings(tmp_path, log_format="json"))
    noted(log, logging.INFO, "sent", "sent message %d", 7, message=7, way=None, why="")
    (line,) = lines(tmp_path)
    assert list(line) == ["at", "level", "action", "event", "logger", "message"]
    assert datetime.fromisoformat(line.pop("at")).utcoffset() is not None
    assert line == {
        "level": "info",
        "action": "sent",
        "event": "sent message 7",
        "logger": "engine.test",
        "message": 7,
    }


def test_as_text_it_is_one_line_that_a_person_reads(tmp_path: Path, kept: None) -> None:
    logbook.keep(settings(tmp_path))
    noted(log, logging.WARNING, "postponed", "message %d waits", 7, message=7)
    (line,) = (tmp_path / logbook.FILE).read_text(encoding="utf-8").splitlines()
    assert " ".join(line.split()[1:]) == "[warning ] message 7 waits [engine.test] action=postponed message=7"


def test_plain_notes_are_kept_when_they_warn_and_requests_are_not(tmp_path: Path, kept: None) -> None:
    logbook.keep(settings(tmp_path, log_format="json"))
    log.info("nothing to act on")
    noted(log, logging.INFO, logbook.REQUEST, "GET / 200 3 ms")
    log.warning("set aside")
    assert [(each["action"], each["event"]) for each in lines(tmp_path)] == [("note", "set aside")]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_shows_no_values_and_no_address_its_password(
    tmp_path: Path, kept: None, form: str
) -> None:
    logbook.keep(settings(tmp_path, log_format=form))
    written_by_somebody = "a sentence of a person"
    try:
        raise ValueError(f"smtp://lan:secret@mail.example, {len(written_by_somebody)} letters")
    except ValueError as error:
        log.warning("set aside", exc_info=error)
    told = (tmp_path / logbook.FILE).read_text(encoding="utf-8")
    assert "Traceback" in told
    assert "smtp://***@mail.example" in told
    assert "secret" not in told
    assert "a sentence of a person" not in told
    if form == "json":
        assert len(lines(tmp_path)) == 1


def test_to_standard_error_where_the_settings_say_so(
    tmp_path: Path, kept: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logbook.keep(settings(tmp_path, log_to="stderr", log_format="json"))
    noted(log, logging.INFO, "sent", "sent message 7", message=7)
    assert json.loads(capsys.readouterr().err)["message"] == 7
    assert not (tmp_path / "logs").exists()


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, kept: None) -> None:
    (tmp_path / "logs").write_text("a file in its place", encoding="utf-8")
    logbook.keep(settings(tmp_path))
    noted(log, logging.INFO, "sent", "sent message 7", message=7)


@pytest.mark.slow
def test_a_round_its_mails_and_an_act_are_noted_by_number(
    database: Engine, tmp_path: Path, kept: None
) -> None:
    with running(Behaviour(rcpt={"csxh@bhxh.example": "451 4.7.1 later"})) as server:
        given = settings(tmp_path, smtp=smtp_url(server.port), log_format="json")
        logbook.keep(given)
        acts.a_round(database, REGISTRY, given, at("2026-08-25"), origin=By("Nguyễn Thị Lan", "cli"))
    with acting(
        Installation(given, REGISTRY, database), at("2026-09-04"), By("Nguyễn Thị Lan", "web")
    ) as act:
        acts.submit(
            act.s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="TST", now=act.now, by=act.by
        )
    found = lines(tmp_path)
    assert sorted(each["action"] for each in found[:4]) == ["postponed", *["sent"] * 3]
    assert [each["action"] for each in found[4:]] == ["delivery", "round-finished", "act"]
    finished = next(each for each in found if each["action"] == "round-finished")
    assert (finished["outcome"], finished["sent"], finished["failed"], finished["origin"]) == (
        "clean",
        3,
        1,
        "cli",
    )
    assert finished["run"].startswith("cli-")
    delivery = next(each for each in found if each["action"] == "delivery")
    assert delivery["run"] == finished["run"]
    done = found[-1]
    with db.reading(database) as s:
        number, task = s.execute(text("SELECT id, task_id FROM event WHERE kind = 'submitted'")).one()
    assert (done["action"], done["kinds"], done["events"], done["tasks"], done["origin"]) == (
        "act",
        ["submitted"],
        [number],
        [task],
        "web",
    )
    assert "Lan" not in (tmp_path / logbook.FILE).read_text(encoding="utf-8")


def test_a_rehearsed_act_is_not_noted(database: Engine, tmp_path: Path, kept: None) -> None:
    given = settings(tmp_path, log_format="json")
    acts.a_round(database, REGISTRY, given, at("2026-08-25"))
    logbook.keep(given)
    here = Installation(given, REGISTRY, database)
    with acting(here, at("2026-09-04"), By("lan", "web"), dry_run=True) as act:
        acts.submit(
            act.s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit="TST", now=act.now, by=act.by
        )
    assert not (tmp_path / logbook.FILE).exists()
