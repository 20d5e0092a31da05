"""A mailbox that cannot be read: told to whoever administers, and forgotten when it is read again."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from engine.rounds.audit import audit
from models import db
from tests.support import acts
from tests.support.replying import READ, Correspondence, reply_to, sent


def found(office: Correspondence, minutes: int) -> list[str]:
    """What the audit says of it so many minutes after the first try."""
    now = READ + timedelta(minutes=minutes)
    with db.reading(office.room.engine) as s:
        findings = audit(s, office.room.registry, now)
    return [acts.en(each.message) for each in findings if each.code == "replies-unread"]


def test_it_is_told_after_an_hour_and_until_it_is_read_again(office: Correspondence) -> None:
    well = office.room.settings
    office.room.settings = replace(well, replies="maildir:/nowhere/at/all")
    for minutes in (0, 55):
        assert office.read(sent(), now=READ + timedelta(minutes=minutes)).problem is not None
    assert found(office, 59) == []
    (told,) = found(office, 60)
    assert told.startswith("the mailbox of replies cannot be read since 2026-09-14 10:00: /nowhere/at/all")
    office.room.settings = well
    assert office.read(sent(), now=READ + timedelta(minutes=65)).problem is None
    assert found(office, 70) == []


def test_one_that_nobody_tries_any_more_is_no_news(office: Correspondence) -> None:
    office.room.settings = replace(office.room.settings, replies="maildir:/nowhere/at/all")
    office.read(sent())
    assert found(office, 23 * 60) != []
    assert found(office, 24 * 60) == []


def test_a_run_ends_before_the_next_one_is_due_and_that_one_reads_on(office: Correspondence) -> None:
    """Each look at the clock says that two minutes more have gone."""
    for n in (1, 2, 3):
        office.arrive(reply_to(office.message("TST" if n == 1 else "CSXH"), sender=f"a{n}@elsewhere.example"))
    first = office.read(sent(), timer=itertools.count(0, 120).__next__)
    assert (first.read, first.problem) == (2, None)
    assert office.read(sent()).read == 1
