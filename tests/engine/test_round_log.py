"""What is kept of each round, however it ends; `dondoc rounds` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from engine.errors import RoundBehind
from engine.rounds import past, rounds
from engine.rounds.past import PastRound
from engine.tasks.acts import By
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import settings

REGISTRY = cast.registry()


def kept(engine: Engine, *, whole: bool = True) -> list[PastRound]:
    with db.reading(engine) as s:
        return past.past_rounds(s, limit=20, whole=whole)


def test_a_round_keeps_who_started_it_what_it_did_and_how_it_ended(database: Engine, tmp_path: Path) -> None:
    acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"), origin=By("lan", "cli"))
    (one,) = kept(database)
    assert (one.key, one.as_of, one.origin, one.by, one.scope) == (
        "2026-08-25",
        at("2026-08-25"),
        "cli",
        "lan",
        "",
    )
    assert (one.opened, one.raised, one.queued, one.sent, one.failed, one.held) == (4, 4, 4, 4, 0, 0)
    assert (one.outcome, one.why, one.findings) == ("clean", "", {})
    assert one.seconds is not None
    assert one.seconds >= 0


def test_no_two_runs_have_one_name_and_what_is_claimed_carries_it(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, workers = settings(tmp_path), []
    claim = queries.claim_messages
    monkeypatch.setattr(
        queries, "claim_messages", lambda *a, **k: workers.append(k["worker"]) or claim(*a, **k)
    )
    for hour in (8, 9):
        acts.a_round(database, REGISTRY, given, at("2026-08-25", hour), origin="cli")
    runs = [each.run for each in kept(database)]
    assert len(set(runs)) == 2
    assert workers
    assert all(worker.startswith(runs[-1]) for worker in workers[:1])


def test_a_round_of_one_duty_is_listed_where_all_are_asked_for(database: Engine, tmp_path: Path) -> None:
    acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"), obligation="kstthc-quy")
    assert kept(database) == []
    assert [each.scope for each in kept(database, whole=False)] == ["kstthc-quy"]


def test_a_rehearsal_is_no_round(database: Engine, tmp_path: Path) -> None:
    acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"), dry_run=True)
    assert kept(database, whole=False) == []


def test_a_refused_round_is_kept_with_the_reason(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    acts.a_round(database, REGISTRY, given, at("2026-08-25"))
    with pytest.raises(RoundBehind):
        acts.a_round(database, REGISTRY, given, at("2026-08-21"), origin="flow", join=True)
    refused, done = kept(database)
    assert (done.outcome, refused.outcome, refused.why) == ("clean", "refused", "round.behind")
    assert (refused.key, refused.opened) == ("2026-08-21", None)
    # The instants in it are read again as instants, and told in words.
    assert acts.en(refused.told()).startswith("refused: the last round was as of 2026-08-25 08:00")


def test_a_round_that_breaks_off_is_kept_with_what_it_had_done(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("what a person wrote")

    monkeypatch.setattr(rounds.digest, "compose", breaks)
    with pytest.raises(ZeroDivisionError):
        acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    (one,) = kept(database)
    assert (one.outcome, one.why) == ("failed", "ZeroDivisionError")


def test_a_killed_round_has_no_end(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rounds.outbox, "deliver", killed)
    with pytest.raises(KeyboardInterrupt):
        acts.a_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    (one,) = kept(database)
    assert (one.outcome, one.opened, one.queued, one.sent) == ("unfinished", 4, 4, None)


def test_what_the_audit_found_is_kept_by_code(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    acts.a_round(database, REGISTRY, given, at("2026-08-25"))
    with db.session(database) as s:
        s.execute(text("UPDATE message SET state = 'dead' WHERE recipient = 'TST'"))
    acts.a_round(database, REGISTRY, given, at("2026-08-26"))
    assert kept(database)[0].outcome == "problems"
    assert kept(database)[0].findings == {"dead-letters": 1}


def test_the_last_delivery_is_kept_also_when_nothing_waits(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    acts.a_round(database, REGISTRY, given, at("2026-08-25"))
    with db.reading(database) as s:
        did = queries.seeing.last_delivery(s)
    assert (did["at"], did["sent"], did["failed"], did["problem"]) == (at("2026-08-25"), 4, 0, "")
