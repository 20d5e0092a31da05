"""Each fault that docs/reliability and issue lists speak of is brought about, and its alert is raised by what
`/metrics` then answers; a healthy office raises none. Row by row in docs/seeing.md.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.registry.errors import RegistryErrors
from config.settings import Settings
from desk import errors
from engine.backup.restoring import restore
from engine.backup.taking import take
from engine.errors import RoundError
from engine.mail import outbox
from engine.replies.choose import mailbox_of
from engine.replies.hearing import hear
from engine.replies.reading import read_replies
from models import db, queries
from tests.support import alerts, cast
from tests.support.badline import called
from tests.support.cast import at
from tests.support.mailroom import smtp_url
from tests.support.mailserver import Behaviour, running
from tests.support.rounds import die_at
from tests.support.watched import Watched

pytestmark = [pytest.mark.slow]
SEEING = (alerts.RULES_FILE.parent / "seeing.md").read_text(encoding="utf-8")


@pytest.fixture
def watched(tmp_path: Path, upgraded_file: Path) -> Watched:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(upgraded_file, home / "dondoc.db")
    (tmp_path / "config").mkdir()
    return Watched(home, Settings(home=home, config=tmp_path / "config"))


# --- the rows of the table of faults, and what else there is an alert for ---


def server_that_puts_off_everything(here: Watched) -> None:
    with running(Behaviour(mail=["451 4.3.0 later"] * 50)) as server:
        here.settings(smtp=smtp_url(server.port))
        here.round()


def server_that_puts_off_for_a_day(here: Watched) -> None:
    server_that_puts_off_everything(here)
    here.now = at("2026-08-26", 11)
    with running(Behaviour(mail=["451 4.3.0 later"] * 50)) as server:
        here.settings(smtp=smtp_url(server.port))
        here.round()


def one_recipient_refused(here: Watched) -> None:
    with running(Behaviour(rcpt={"tst@bhxh.example": "550 5.1.1 no such mailbox"})) as server:
        here.settings(smtp=smtp_url(server.port))
        here.round()


def mailbox_that_hangs_up(here: Watched) -> None:
    here.round()
    with called(lambda line: None) as server:
        here.settings(replies=f"imap://dondoc@127.0.0.1:{server.port}/INBOX?starttls=no")
        for minutes in (0, 90):
            read_replies(here.here, mailbox_of(here.given), hear, here.now + timedelta(minutes=minutes))
    here.now += timedelta(minutes=95)


def stalls_beyond_its_lease(here: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    real = outbox.channel_for

    def slow(settings: Settings) -> Any:
        channel = real(settings)
        send = type(channel).send

        def stalling(envelope: Any, *more: Any) -> Any:
            with db.session(here.engine) as s:  # meanwhile another takes it up
                queries.claim_messages(
                    s, here.now + timedelta(hours=1), worker="other", lease=timedelta(minutes=5)
                )
            return send(channel, envelope, *more)

        object.__setattr__(channel, "send", stalling)
        return channel

    monkeypatch.setattr(outbox, "channel_for", slow)
    here.round()


def ran_ahead(here: Watched) -> None:
    here.round()
    here.sql("UPDATE meta SET value = '2026-10-05T01:00:00+00:00' WHERE key = 'last_round_at'")


def template_that_eats(here: Watched) -> None:
    folder = here.given.config / "templates"
    folder.mkdir()
    (folder / "letter.txt.j2").write_text("{% for a in range(99999999) %}x{% endfor %}", encoding="utf-8")
    here.round()


def registry_cut_off(here: Watched) -> None:
    here.round()
    here.registry = cast.registry(cast.PLANS)


def registry_that_cannot_be_read(here: Watched) -> None:
    here.round()
    here.serve()
    here.fault = RegistryErrors([])
    (here.given.config / "new.yaml").write_text("cut off", encoding="utf-8")


def backup_brought_back(here: Watched) -> None:
    here.round()
    (here.given.config / "office.yaml").write_text("kept: by the backup\n", encoding="utf-8")
    file = here.home.parent / "backup.dondoc"
    take(here.here, file, here.now, keys=False, passphrase=None, force=False)
    here.engine.dispose()
    restore(here.given, file, here.now, passphrase=None, keys=False, replace=True)
    here.__post_init__()


def server_that_drips(here: Watched) -> None:
    with running(Behaviour(delay=1.3)) as server:
        here.settings(smtp=smtp_url(server.port), smtp_timeout=1)
        here.round()


def sender_killed(here: Watched) -> None:
    here.round(steps="queue")
    with db.session(here.engine) as s:
        assert queries.claim_messages(s, here.now, worker="killed", lease=timedelta(minutes=5))
    here.now += timedelta(minutes=20)


def round_killed(here: Watched) -> None:
    url = str(here.engine.url)
    here.engine.dispose()
    assert die_at(url, str(here.home), "2026-08-25", "INSERT INTO notice")
    here.__post_init__()


def table_dropped(here: Watched) -> None:
    here.round()
    here.sql("DROP TABLE silence")


def version_gone(here: Watched) -> None:
    here.round()
    here.sql("DROP TABLE alembic_version")


def bad_date_in_a_row(here: Watched) -> None:
    here.round()
    here.sql("UPDATE task SET next_action_at = 'not a day' WHERE unit = 'TST'")


def row_that_no_round_can_decide(here: Watched) -> None:
    here.round()
    here.sql("UPDATE task SET period = 'nothing', next_action_at = '2026-08-25 02:00:00' WHERE unit = 'TST'")
    here.now = at("2026-08-26", 9)
    here.round()


def outbox_that_cannot_be_written(here: Watched) -> None:
    here.given.outbox.write_text("a file in its place", encoding="utf-8")
    here.round()


def login_refused(here: Watched) -> None:
    with running() as server:
        port = server.port
    here.settings(smtp=smtp_url(port))  # nobody listens there any more
    here.round()


def disk_full(here: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    here.round()
    usage = shutil.disk_usage(here.home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=50_000_000))


def error_nobody_foresaw(here: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    here.round()
    monkeypatch.setenv("DONDOC_HOME", str(here.home))
    errors.report(ZeroDivisionError("of our own"))


def no_round_this_morning(here: Watched) -> None:
    here.round()
    here.now = at("2026-08-26", 11)


def no_round_for_a_week(here: Watched) -> None:
    here.round()
    here.now = at("2026-09-09", 11)


def refused_round(here: Watched) -> None:
    here.round(at("2026-08-27"))
    here.now = at("2026-08-27", 9)
    with pytest.raises(RoundError):
        here.round(at("2026-08-24"))


def mails_given_up(here: Watched) -> None:
    with running(Behaviour(data=["554 5.7.1 refused by policy"] * 50)) as server:
        here.settings(smtp=smtp_url(server.port))
        here.round()


def no_backup(here: Watched) -> None:
    here.round()
    here.now = at("2026-09-04", 9)
    here.round()


def calendar_runs_out(here: Watched) -> None:
    here.now = at("2026-12-01", 9)
    here.round()


Fault = Callable[..., None]
CASES: dict[Fault, set[str]] = {
    server_that_puts_off_everything: {"DondocMailFailing", "DondocRoundProblems"},
    server_that_puts_off_for_a_day: {"DondocMailFailing", "DondocMailWaits", "DondocRoundProblems"},
    one_recipient_refused: {"DondocMailboxRefuses", "DondocRoundProblems"},
    mailbox_that_hangs_up: {"DondocRepliesUnread"},
    stalls_beyond_its_lease: {"DondocClaimsLost"},
    ran_ahead: {"DondocRoundAhead"},
    template_that_eats: {"DondocTemplatesBroken", "DondocDeadLetters", "DondocRoundProblems"},
    registry_cut_off: {"DondocRegistryVanished"},
    registry_that_cannot_be_read: {"DondocNotReady"},
    backup_brought_back: {"DondocRestoreWaits"},
    server_that_drips: {"DondocMailFailing", "DondocMailStopped", "DondocRoundProblems"},
    sender_killed: {"DondocClaimsExpired"},
    round_killed: {"DondocRoundUnfinished"},
    table_dropped: {"DondocNotReady"},
    version_gone: {"DondocNotReady"},
    bad_date_in_a_row: {"DondocUnreadable"},
    row_that_no_round_can_decide: {"DondocRoundProblems"},
    outbox_that_cannot_be_written: {"DondocNotReady", "DondocMailStopped", "DondocRoundProblems"},
    login_refused: {"DondocMailStopped", "DondocRoundProblems"},
    disk_full: {"DondocDiskLow"},
    error_nobody_foresaw: {"DondocUnexpectedError"},
    no_round_this_morning: {"DondocRoundBehind"},
    no_round_for_a_week: {"DondocRoundBehind", "DondocTasksPassedOver", "DondocBackupOld"},
    refused_round: {"DondocRoundFailed"},
    mails_given_up: {"DondocDeadLetters", "DondocRoundProblems"},
    no_backup: {"DondocBackupOld"},
    calendar_runs_out: {"DondocCalendarEnds"},
}


@pytest.mark.parametrize("fault", CASES, ids=lambda fault: fault.__name__)
@pytest.mark.sampled(5)
def test_a_fault_raises_its_alert_and_no_other(
    watched: Watched, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [monkeypatch] if "monkeypatch" in fault.__code__.co_varnames[: fault.__code__.co_argcount] else []
    fault(watched, *more)
    assert watched.seen() == CASES[fault]


def test_a_healthy_office_raises_none(watched: Watched) -> None:
    watched.round()
    assert watched.seen() == set()
    watched.now = at("2026-08-30", 11)  # a Sunday before three days off
    watched.round(at("2026-08-26"))
    watched.round(at("2026-08-27"))
    watched.round(at("2026-08-28"))
    assert watched.seen() == set()
    watched.now = at("2026-09-02", 20)
    assert watched.seen() == set()


def test_an_office_before_its_first_round_raises_none(watched: Watched) -> None:
    assert watched.seen() == set()


def test_pages_that_do_not_answer_raise_one_alert() -> None:
    assert alerts.raised(None) == {"DondocDown"}


def test_there_is_a_fault_for_every_alert_and_a_line_for_it_in_the_docs() -> None:
    known = {rule["alert"] for rule in alerts.rules()}
    assert set().union(*CASES.values()) | {"DondocDown"} == known
    assert set(re.findall(r"`(Dondoc\w+)`", SEEING)) == known


def test_every_alert_says_what_it_means_and_what_to_do() -> None:
    for rule in alerts.rules():
        assert rule["labels"]["severity"] in ("page", "ticket"), rule
        assert set(rule["annotations"]) == {"summary", "todo"}, rule
