"""The checks of `dondoc doctor`: each looks at one thing and says what it found and what to do.

A check never makes or changes anything. One that cannot look (the registry is broken, so the calendar
cannot be read) leaves itself out: the cause is reported once, by the check it belongs to.
"""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from importlib import metadata
from pathlib import Path

from desk.channel_health import channels
from desk.errors import expected
from desk.findings import Finding, Level, advice, by_line
from desk.office import Desk
from desk.output import Said, local
from desk.page_health import page
from desk.secret_files import keeps_secret, open_to_others
from desk.templates import template_fault
from language import Message, message_of

GIB = 1024**3
NEAR = timedelta(days=90)
PATIENCE = 5.0
"""Seconds that a server may take to answer."""


def examine(desk: Desk) -> Iterator[Finding]:
    """Every finding, check by check, in the order in which things depend on each other."""
    for name, look in CHECKS.items():
        try:
            for level, found, what_to_do in look(desk):
                yield Finding(name, level, found, what_to_do)
        except _CannotLook:
            continue
        except Exception as error:
            # One that none of ours expected is told as well: whatever it is, the other checks go on.
            said = message_of(error) if expected(error) else f"{type(error).__name__}: {error}"
            for text in by_line(said):
                yield Finding(name, Level.PROBLEM, text, advice(name))


class _CannotLook(Exception):
    """What this check needs is broken itself."""


Seen = tuple[Level, Said, Message | None]
Look = Callable[[Desk], Iterator[Seen]]


def _settings(desk: Desk) -> Iterator[Seen]:
    settings = desk.settings
    for unknown in settings.unknown_variables:
        yield Level.WARNING, unknown, Message("doctor.unset")
    if (
        settings.toml.exists()
        and stat.S_IMODE(settings.toml.stat().st_mode) & 0o077
        and keeps_secret(settings.toml)
    ):
        yield (
            Level.WARNING,
            Message("doctor.secret-readable", file=str(settings.toml)),
            Message("doctor.chmod", file=str(settings.toml)),
        )
    for path in open_to_others(settings, os.environ):
        file = str(path)
        yield Level.WARNING, Message("doctor.secret-readable", file=file), Message("doctor.chmod", file=file)
    yield Level.OK, Message("doctor.folders", home=str(settings.home), config=str(settings.config)), None


def _registry(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    registry = desk.registry
    said = Message(
        "doctor.registry",
        office=registry.office.name,
        obligations=len(registry.obligations),
        units=len(registry.units),
    )
    yield Level.OK, said, None
    if fault := template_fault(desk):
        yield Level.PROBLEM, fault, None


def _calendar(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "registry")
    until = desk.registry.verified_until
    if until is None:
        yield Level.PROBLEM, Message("doctor.calendar-unverified"), advice("calendar")
    elif until < desk.today:
        yield Level.PROBLEM, Message("doctor.calendar-over", until=until), advice("calendar")
    elif until - desk.today < NEAR:
        yield Level.WARNING, Message("doctor.calendar-near", until=until), advice("calendar")
    else:
        yield Level.OK, Message("doctor.calendar-verified", until=until), None


def _home(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    home = desk.settings.home
    nearest = _nearest(home)
    if not nearest.is_dir():
        yield Level.PROBLEM, Message("doctor.home-is-file", file=str(nearest)), advice("home")
    elif not os.access(nearest, os.W_OK | os.X_OK):
        yield Level.PROBLEM, Message("doctor.home-unwritable", folder=str(nearest)), advice("home")
    elif nearest != home:
        yield Level.OK, Message("doctor.home-not-yet", folder=str(home)), None
    else:
        yield Level.OK, Message("doctor.home-fine", folder=str(home)), None


def _disk(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    free = shutil.disk_usage(_nearest(desk.settings.home)).free
    level = Level.PROBLEM if free < GIB // 10 else Level.WARNING if free < GIB else Level.OK
    said = Message("doctor.disk-free", free=round(Decimal(free) / GIB, 1))
    yield level, said, None if level is Level.OK else advice("disk")


def _versions(desk: Desk) -> Iterator[Seen]:
    from packaging.requirements import Requirement

    # Prefect's own bounds too: some stand between a server that looks well and one that works.
    asked = list(metadata.requires("dondoc") or ())
    with suppress(metadata.PackageNotFoundError):
        asked += metadata.requires("prefect") or ()
    needs = [need for need in map(Requirement, asked) if need.marker is None or need.marker.evaluate()]
    wrong = 0
    for need in needs:
        try:
            have = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            wrong += 1
            yield Level.PROBLEM, Message("doctor.not-installed", package=need.name), advice("versions")
            continue
        if not need.specifier.contains(have, prereleases=True):
            wrong += 1
            said = Message("doctor.other-version", package=need.name, have=have, wanted=str(need.specifier))
            yield Level.PROBLEM, said, advice("versions")
    if not wrong:
        prefect, n = metadata.version("prefect"), len({need.name for need in needs})
        yield Level.OK, Message("doctor.versions", prefect=prefect, n=n), None


def _ports(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    port = desk.settings.prefect_port
    with socket.socket() as probe:
        probe.settimeout(PATIENCE)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            yield Level.OK, Message("doctor.port-free", port=str(port)), None
            return
    if _is_prefect(port):
        yield Level.OK, Message("doctor.port-prefect", port=str(port)), None
    else:
        yield Level.PROBLEM, Message("doctor.port-taken", port=str(port)), advice("ports")


def _mail(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    settings = desk.settings
    if settings.mail_server is None:
        yield Level.OK, Message("doctor.no-mail-server", folder=str(settings.outbox)), None
        return
    from engine.mail.channels.choose import channel_for

    # Opens a connection, secures it and logs in, as a delivery would; ChannelDown says what is wrong with it.
    with channel_for(settings):
        yield Level.OK, Message("doctor.mail-server"), None
    _needs(desk, "registry")
    examples = [
        unit.code for unit in desk.registry.units.values() if unit.alive(desk.today) and _example(unit.email)
    ]
    if examples:
        few, more = examples[:5], len(examples) - 5
        which = Message("words.and-more", names=few, n=more) if more > 0 else Message("doctor.few", units=few)
        said = Message("doctor.no-address", n=len(examples), units=which)
        yield Level.WARNING, said, Message("doctor.enter-addresses")


def _replies(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    settings = desk.settings
    if settings.replies is None:
        return
    from engine.replies.choose import mailbox_of

    # Logs in and opens the folder, as a reading would; MailboxError says what is wrong with it.
    with mailbox_of(settings) as mailbox:
        mailbox.places(desk.today, ())
    yield Level.OK, Message("doctor.replies"), None
    if settings.replies_authserv is None:
        yield Level.WARNING, Message("doctor.replies-unchecked"), Message("doctor.set-authserv")


def _channels(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "registry")
    yield from channels(desk)


def _page(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    yield from page(desk)


def _database(desk: Desk) -> Iterator[Seen]:
    _needs(desk, "settings")
    if not desk.has_database:
        yield Level.OK, Message("doctor.no-database"), None
        return
    from sqlalchemy import text

    from models import db, schema

    engine = desk.existing()
    if engine.dialect.name == "sqlite":
        with db.reading(engine) as session:
            said = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if said != "ok":
            damaged = Message("doctor.database-damaged", address=desk.settings.database, why=said)
            yield Level.PROBLEM, damaged, advice("database")
            return
    if gone := schema.lacking(engine):
        yield Level.PROBLEM, Message("doctor.tables-gone", names=gone), advice("database")
        return
    yield Level.OK, Message("doctor.database", address=desk.settings.database), None


def _work(desk: Desk) -> Iterator[Seen]:
    """What a round's own audit would find: rounds that do not run, mails that do not leave."""
    _needs(desk, "registry")
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
        raise _CannotLook from error  # told by the check of the database
    ahead = desk.as_of is None and last is not None and last > desk.now + SKEW
    if ahead and last is not None:
        when = local(last, desk.registry.office.zone)
        yield Level.PROBLEM, Message("doctor.round-ahead", instant=when), advice("ahead")
    levels = {Severity.ERROR: Level.PROBLEM, Severity.WARNING: Level.WARNING}
    for finding in findings:
        level = levels.get(finding.severity, Level.OK)
        yield level, finding.message, None
    if not findings and not ahead:
        yield Level.OK, Message("doctor.work"), None


def _plan(desk: Desk) -> Iterator[Seen]:
    """Whether the open tasks agree with the registry as it stands, and which yearly documents go on."""
    _needs(desk, "registry")
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
        raise _CannotLook from error  # told by the check of the database
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


def _needs(desk: Desk, what: str) -> None:
    try:
        getattr(desk, what)
    except Exception as error:
        raise _CannotLook from error


def _nearest(path: Path) -> Path:
    """The path, or the nearest of its parents that exists."""
    return next(each for each in [path, *path.absolute().parents] if each.exists())


def _is_prefect(port: int) -> bool:
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().read(16).strip() == b"true"
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _example(address: str | None) -> bool:
    return address is None or address.endswith(".example")


CHECKS: dict[str, Look] = {
    "settings": _settings,
    "registry": _registry,
    "calendar": _calendar,
    "home": _home,
    "disk": _disk,
    "versions": _versions,
    "ports": _ports,
    "mail": _mail,
    "replies": _replies,
    "page": _page,
    "channels": _channels,
    "database": _database,
    "work": _work,
    "plan": _plan,
}
