"""What an audit finds, what the boards say, who is missing for a duty that needs others, and the sign of
life.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from engine.installation import Installation
from engine.overview.agenda import agenda
from engine.overview.boards import missing_units, overview
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from engine.rounds.heartbeat import beat
from language import say
from models import db
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import smtp_url
from tests.support.mailserver import Behaviour, running
from tests.support.rounds import LAN, quiet_round, settings

REGISTRY = cast.registry()
PLANS = cast.registry(cast.PLANS, cast.WHOLE_PLAN)


def findings(engine: Engine, when: str, registry: object = REGISTRY) -> dict[str, Severity]:
    with db.reading(engine) as s:
        return {f.code: f.severity for f in audit(s, registry, at(when))}  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_healthy_database_has_no_findings(database: Engine, tmp_path: Path) -> None:
    report = acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    assert (report.findings, report.clean, report.sent) == ((), True, 4)
    # The whole ladder has ended here: that is no finding either.
    acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-10-02"))
    assert findings(database, "2026-10-02") == {}


@pytest.mark.slow
def test_each_thing_that_needs_somebody_is_found(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    assert findings(database, "2026-08-27") == {"outbox-ageing": Severity.ERROR}
    # A reminder was due on 4 September at 08:00: a day later nobody has looked.
    assert "rounds-late" not in findings(database, "2026-09-05")
    assert findings(database, "2026-09-06")["rounds-late"] is Severity.ERROR
    assert findings(database, "2026-11-02")["calendar-unverified"] is Severity.WARNING
    with db.session(database) as s:
        s.execute(text("UPDATE task SET next_action_at = NULL WHERE unit = 'TST'"))
        s.execute(text("UPDATE message SET state = 'dead' WHERE recipient = 'TST'"))
    found = findings(database, "2026-08-25")
    assert found == {"no-next-action": Severity.ERROR, "dead-letters": Severity.ERROR}
    mute = tuple(replace(unit, email=None) if unit.code == "TST" else unit for unit in cast.UNITS)
    assert findings(database, "2026-08-25", cast.registry(units=mute))["no-address"] is Severity.WARNING
    gone = tuple(unit for unit in cast.UNITS if unit.code != "TST")
    few = replace(cast.QUARTERLY, owed_by=("CSXH",))
    other = cast.registry(few, units=gone, fingerprint="cast-9")
    found = findings(database, "2026-08-25", other)
    assert (found["unknown-holder"], found["registry-gone"]) == (Severity.ERROR, Severity.ERROR)
    edited = cast.registry(fingerprint="cast-8")  # in which nothing is gone
    assert findings(database, "2026-08-25", edited)["registry-newer"] is Severity.INFO
    with db.reading(database) as s:
        lost = [f for f in audit(s, PLANS, at("2026-08-25")) if f.code == "unknown-duty"]
    assert [(f.severity, f.count, "kstthc-quy (4)" in acts.en(f.message)) for f in lost] == [
        (Severity.ERROR, 4, True)
    ]


def test_who_is_missing_before_and_while_the_needed_plans_are_open(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, PLANS, given, at("2026-11-02"))
    with db.reading(database) as s:
        (needed,) = missing_units(s, PLANS, at("2026-11-02"), "tong-hop", "2027")
    assert (needed.period, needed.opened, needed.missing) == ("2027", False, ("VP", "TST", "CSXH"))
    quiet_round(database, PLANS, given, at("2026-12-01"))
    with db.session(database) as s:
        acts.submit(s, PLANS, obligation="ke-hoach", period="2027", unit="TST", now=at("2026-12-02"), by=LAN)
        acts.waive(
            s,
            PLANS,
            obligation="ke-hoach",
            period="2027",
            unit="VP",
            reason="x",
            now=at("2026-12-02"),
            by=LAN,
        )
    with db.reading(database) as s:
        (needed,) = missing_units(s, PLANS, at("2026-12-02"), "tong-hop", "2027")
        assert missing_units(s, PLANS, at("2026-12-02"), "ke-hoach", "2027") == ()
    assert (needed.opened, needed.missing, needed.total) == (True, ("CSXH",), 2)


@pytest.mark.slow
def test_the_overall_board(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-09-21"))
    assert overview_lines(database, "2026-09-21") == []
    given = settings(tmp_path / "b", go_live=date(2026, 9, 1))
    engine = db.engine_for(f"sqlite:///{tmp_path / 'b' / 'dondoc.db'}")
    db.upgrade(engine)
    report = quiet_round(engine, REGISTRY, given, at("2026-09-21"), obligation="kstthc-quy")
    assert acts.vi(report.tally.message() if report.tally else None) == "0/4 đã nộp, 4 chậm"
    assert overview_lines(engine, "2026-09-21") == [("kstthc-quy", "2026-Q3", "Văn phòng", -1, 4)]
    engine.dispose()


def overview_lines(engine: Engine, when: str) -> list[tuple[str, str, str, int | None, int]]:
    with db.reading(engine) as s:
        return [
            (
                x.figures.obligation,
                x.figures.period,
                say(x.owner.name, "vi"),
                x.workdays_left,
                x.figures.overdue,
            )
            for x in overview(s, REGISTRY, at(when))
        ]


def test_the_agenda_is_the_ladder_by_the_calendar() -> None:
    days = [(c.day.isoformat(), c.rung) for c in agenda(REGISTRY, date(2026, 9, 11), date(2026, 9, 23))]
    assert days == [
        ("2026-09-11", "remind-5wd"),
        ("2026-09-17", "remind-1wd"),
        ("2026-09-18", "due-today"),
        ("2026-09-21", "overdue-1wd"),
        ("2026-09-23", "escalate-head-3wd"),
    ]
    assert agenda(REGISTRY, date(2026, 9, 11), date(2026, 9, 23), go_live=date(2026, 9, 19)) == []


@pytest.fixture
def watchdog() -> Iterator[tuple[str, list[str]]]:
    """A web server on loopback that notes who looks in; /broken answers 500."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(500 if self.path == "/broken" else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.slow
def test_the_heartbeat_is_pinged_only_by_a_whole_and_healthy_round(
    database: Engine, tmp_path: Path, watchdog: tuple[str, list[str]]
) -> None:
    url, seen = watchdog
    given = settings(tmp_path, heartbeat_url=f"{url}/beat")
    assert (
        acts.a_round(database, REGISTRY, given, at("2026-08-25"), obligation="kstthc-quy").heartbeat is None
    )
    assert acts.a_round(database, REGISTRY, given, at("2026-08-25")).heartbeat is True
    assert seen == ["/beat"]
    with db.session(database) as s:
        s.execute(text("UPDATE message SET state = 'dead' WHERE recipient = 'TST'"))
    assert acts.a_round(database, REGISTRY, given, at("2026-08-26")).heartbeat is None
    assert seen == ["/beat"]


@pytest.mark.slow
def test_a_round_of_which_no_mail_leaves_has_no_heartbeat(
    database: Engine, tmp_path: Path, watchdog: tuple[str, list[str]]
) -> None:
    url, seen = watchdog
    with running(Behaviour(mail=["451 4.3.0 later"] * 50)) as server:
        given = settings(tmp_path, heartbeat_url=f"{url}/beat", smtp=smtp_url(server.port))
        assert acts.a_round(database, REGISTRY, given, at("2026-08-25")).heartbeat is None
        assert beat(Installation(given, REGISTRY, database), at("2026-08-25", 20)) is None
    assert acts.a_round(database, REGISTRY, given, at("2026-08-25", 9)).heartbeat is None  # nobody listens
    assert seen == []


@pytest.mark.slow
def test_a_day_without_a_round_has_its_heartbeat_too(
    database: Engine, tmp_path: Path, watchdog: tuple[str, list[str]]
) -> None:
    url, seen = watchdog
    given = settings(tmp_path, heartbeat_url=f"{url}/daily")
    acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-28"))
    saturday = at("2026-08-29", 6)
    assert beat(Installation(settings(tmp_path), REGISTRY, database), saturday) is None
    assert beat(Installation(given, REGISTRY, database), saturday) is True
    assert seen == ["/daily"]
    # A reminder of 4 September has waited two days for a round: silence.
    assert beat(Installation(given, REGISTRY, database), at("2026-09-06")) is None
    assert seen == ["/daily"]


@pytest.mark.slow
def test_a_watchdog_that_is_down_breaks_no_round(
    database: Engine, tmp_path: Path, watchdog: tuple[str, list[str]]
) -> None:
    url, _ = watchdog
    for broken in (f"{url}/broken", "http://127.0.0.1:9/beat", "nonsense"):
        given = settings(tmp_path, heartbeat_url=broken)
        assert acts.a_round(database, REGISTRY, given, at("2026-08-25")).heartbeat is False
