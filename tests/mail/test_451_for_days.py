"""A server that answers 451 to every MAIL for days: it is told, no round is healthy, the watchdog hears
nothing, and no letter dies of an age that is not its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from engine.installation import Installation
from engine.mail import outbox
from engine.rounds.report import RoundReport
from engine.rounds.rounds import run_round
from models import db, queries
from models.states import MessageState
from tests.support import acts, badserver, cast
from tests.support.cast import at
from tests.support.mailroom import smtp_url
from tests.support.rounds import settings

pytestmark = pytest.mark.slow  # most take a tenth of a second and more


class Watchdog(BaseHTTPRequestHandler):
    """Counts how often it was called."""

    heard = 0

    def do_GET(self) -> None:
        type(self).heard += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


def test_an_office_of_which_no_letter_leaves_for_days(url: str, tmp_path: Path) -> None:
    Watchdog.heard = 0
    watchdog = HTTPServer(("127.0.0.1", 0), Watchdog)
    Thread(target=watchdog.serve_forever, daemon=True).start()
    engine = db.engine_for(url)
    with badserver.running({"MAIL": "451 4.3.0 try later"}) as server:
        given = settings(
            tmp_path, smtp=smtp_url(server.port), mail_from="dondoc@bhxh.example",
            heartbeat_url=f"http://127.0.0.1:{watchdog.server_port}/",
        )  # fmt: skip
        here = Installation(given, cast.registry(), engine)

        def morning(now: datetime) -> RoundReport:
            """The morning's round, and the deliveries of the day."""
            report = run_round(here, now)
            for hours in (1, 3, 7):
                outbox.deliver(here, now + timedelta(hours=hours))
            return report

        # The quarter's tasks open on Tuesday 25 August; Monday 31 and the two days after it are days off.
        for day in ("2026-08-25", "2026-08-26", "2026-08-27"):
            report = morning(at(day))
            assert not report.clean
            assert report.heartbeat is None
            told = [acts.en(each.message) for each in report.findings if each.code == "mail-failing"]
            assert told, [each.code for each in report.findings]
            assert "451 4.3.0 try later" in told[0]
        assert Watchdog.heard == 0
        with db.reading(engine) as s:
            letters = queries.outbox_rows(s, limit=None)
        assert {each.state for each in letters} <= {MessageState.PENDING, MessageState.CANCELLED}
        waiting = {each.recipient for each in letters if each.state is MessageState.PENDING}
        assert waiting >= {"TST", "CSXH", "TCKT", "tinh-15"}
        server.be({})
        outbox.deliver(here, at("2026-08-28", 12))
        report = morning(at("2026-09-03"))
        assert report.clean, [acts.en(each.message) for each in report.findings]
        assert Watchdog.heard == 1
        with db.reading(engine) as s:
            after = {each.state for each in queries.outbox_rows(s, limit=None)}
        assert after <= {MessageState.SENT, MessageState.CANCELLED}
        assert len(server.letters) == len(set(server.letters)) >= 4
    watchdog.shutdown()
    engine.dispose()
