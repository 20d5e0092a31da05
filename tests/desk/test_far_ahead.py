"""A round of a day far ahead, a registry that lost a duty, and a round that is told to end, as typed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.desk.conftest import Answer
from tests.support import mailserver
from tests.support.mailroom import smtp_url

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

Ask = Callable[..., Answer]
TODAY = date.today()  # noqa: DTZ011 - the command looks at the clock


def test_a_day_far_ahead_is_run_only_when_it_is_meant(ask: Ask, small_office: Path) -> None:
    assert ask("round").code in (0, 1)
    ahead = f"{TODAY + timedelta(days=40)}"
    refused = ask("round", "--as-of", ahead)
    assert refused.code == 2
    assert "run `dondoc round --far-ahead`" in refused.err
    assert ask("apply", "--as-of", ahead).code == 2
    assert ask("round", "--as-of", ahead, "--dry-run").code in (0, 1)
    assert ask("round").code in (0, 1)  # nothing was moved
    assert ask("round", "--as-of", ahead, "--far-ahead").code in (0, 1)
    assert ask("round").code == 2  # and now everything waits for that day


def test_what_vanished_is_listed_by_plan_and_agreed_to_by_apply(ask: Ask, small_office: Path) -> None:
    assert ask("round").code in (0, 1)
    (file,) = [each for each in small_office.glob("*.yaml") if "thu-mo" in each.read_text("utf-8")]
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("  - code: thu-mo")], "utf-8")
    refused = ask("round")
    assert (refused.code, "1 obligation (thu-mo)" in refused.err) == (1, True)
    assert "1 obligation (thu-mo)" in ask("doctor").out
    assert ask("plan", "--json").json["gone"] == {"duties": ["thu-mo"]}
    assert "no longer in the registry since it was last used: 1 obligation (thu-mo)" in ask("plan").out
    assert ask("apply").code == 0
    assert ask("round").code in (0, 1)
    assert ask("plan", "--json").json["gone"] == {}


@pytest.mark.slow
def test_a_round_that_is_told_to_end_gives_its_claims_back(small_office: Path, home: Path) -> None:
    with mailserver.running(mailserver.Behaviour(delay=0.5)) as server:
        env = {
            **os.environ,
            "DONDOC_SMTP": smtp_url(server.port),
            "DONDOC_MAIL_FROM": "dondoc@bhxh.example",
        }
        # In office hours of a working day: mail to a server leaves then.
        # As a module: the code beside this test, also where that is a copy.
        command = [sys.executable, "-m", "desk.cli", "round", "--as-of", "2026-09-11T10:00"]
        process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
        limit = time.monotonic() + 60
        while not server.letters and time.monotonic() < limit and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 143, said
    assert server.letters
    with closing(sqlite3.connect(home / "dondoc.db")) as c:
        states = dict(c.execute("SELECT state, count(*) FROM message GROUP BY state").fetchall())
        claims = c.execute("SELECT count(*) FROM message WHERE claimed_by IS NOT NULL").fetchone()
    assert claims == (0,)
    assert states["sent"] == len(server.letters)
    assert states["pending"] > 0
