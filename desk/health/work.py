"""The checks of `dondoc doctor` that look at the work: what a round's audit finds, what an edited registry
would change.
"""

from __future__ import annotations

from collections.abc import Iterator

from desk.errors import expected
from desk.findings import Level, advice
from desk.health.looking import CannotLook, Seen, needs
from desk.office import Desk
from desk.output import local
from language import Message


def work(desk: Desk) -> Iterator[Seen]:
    """What a round's own audit would find: rounds that do not run, mails that do not leave."""
    needs(desk, "registry")
    if not desk.has_database:
        return
    from engine.overview.findings import Severity
    from engine.rounds.audit import audit
    from engine.tasks.turns import SKEW, last_round

    try:
        with desk.looking() as session:
            last = last_round(session)
            findings = audit(session, desk.registry, desk.now)
    except Exception as error:
        if expected(error) is None:
            raise
        raise CannotLook from error  # told by the check of the database
    ahead = desk.as_of is None and last is not None and last > desk.now + SKEW
    if ahead and last is not None:
        when = local(last, desk.registry.office.zone)
        yield Level.PROBLEM, Message("doctor.round-ahead", instant=when), advice("ahead")
    if desk.as_of is None and (waits := _doubted(desk)) is not None:
        yield Level.PROBLEM, waits, None
    levels = {Severity.ERROR: Level.PROBLEM, Severity.WARNING: Level.WARNING}
    for finding in findings:
        level = levels.get(finding.severity, Level.OK)
        yield level, finding.message, None
    if not findings and not ahead:
        yield Level.OK, Message("doctor.work"), None


def _doubted(desk: Desk) -> Message | None:
    """Why a round that began now would wait for a word about the time; None where it would not."""
    from engine.errors import RoundAhead
    from engine.installation import Clock
    from engine.tasks import ahead

    with desk.looking() as session:
        try:
            ahead.doubt(session, desk.registry, desk.now, Clock.of_machine(desk.now))
        except RoundAhead as error:
            return error.message
    return None


def plan(desk: Desk) -> Iterator[Seen]:
    """Whether the open tasks agree with the registry as it stands, and which yearly documents go on."""
    needs(desk, "registry")
    if not desk.has_database:
        return
    from engine.changes.plan import make_plan
    from engine.mail.yearly_question import renewals

    try:
        with desk.looking() as session:
            plan = make_plan(session, desk.registry, desk.settings, desk.now)
            standing = renewals(session, desk.registry, desk.now)
    except Exception as error:
        if expected(error) is None:
            raise
        raise CannotLook from error  # told by the check of the database
    # What is to open, the next round opens; everything else waits for a person.
    counts = {kind: count for kind, count in plan.counts.items() if count and kind not in {"opened", "kept"}}
    if counts:
        said = [Message(f"cli.change.did-{kind}", n=count) for kind, count in counts.items()]
        yield Level.WARNING, Message("doctor.plan-differs", changes=said), advice("plan")
    else:
        yield Level.OK, Message("doctor.plan"), None
    answered = [
        Message(f"doctor.renewal-{each.answer}", document=each.document.number)
        for each in standing
        if each.answer
    ]
    if answered:
        yield Level.OK, Message("doctor.renewals", year=str(desk.today.year), answers=answered), None
