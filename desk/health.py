"""The checks of `dondoc doctor`: each looks at one thing and says what it found and what to do.

A check never makes or changes anything. One that cannot look (the registry is broken, so the calendar
cannot be read) leaves itself out: the cause is reported once, by the check it belongs to.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from desk.errors import blank, expected
from desk.office import Desk
from desk.output import day, local, several
from desk.speaking import spoken

GIB = 1024**3
NEAR = timedelta(days=90)
PATIENCE = 5.0
"""Seconds that a server may take to answer."""


class Level(StrEnum):
    """How bad it is. Only a problem makes `dondoc doctor` exit 1."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw, and what to do about it (empty when all is well)."""

    check: str
    level: Level
    found: str
    advice: str = ""


def examine(desk: Desk) -> Iterator[Finding]:
    """Every finding, check by check, in the order in which things depend on each other."""
    for name, look in CHECKS.items():
        try:
            for level, found, advice in look(desk):
                yield Finding(name, level, blank(found), advice)
        except _CannotLook:
            continue
        except Exception as error:
            if expected(error) is None:
                raise
            for text in str(error).splitlines():
                yield Finding(name, Level.PROBLEM, blank(text), ADVICE.get(name, ""))


class _CannotLook(Exception):
    """What this check needs is broken itself."""


Look = Callable[[Desk], Iterator[tuple[Level, str, str]]]


def _settings(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    settings = desk.settings
    for name in settings.unknown_variables:
        yield Level.WARNING, f"{name} means nothing here", "unset it, or correct its name"
    if (
        settings.toml.exists()
        and stat.S_IMODE(settings.toml.stat().st_mode) & 0o077
        and _keeps_secret(settings.toml)
    ):
        yield (
            Level.WARNING,
            f"{settings.toml} holds a secret and others may read it",
            f"chmod 600 {settings.toml}",
        )
    yield Level.OK, f"home {settings.home}, registry {settings.config}", ""


def _registry(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "settings")
    registry = desk.registry
    count = several(len(registry.obligations), "obligation")
    yield Level.OK, f"{registry.office.name}: {count}, {several(len(registry.units), 'unit')}", ""


def _calendar(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "registry")
    until = desk.registry.calendar.verified_until
    if until is None or until < desk.today:
        found = f"verified until {day(until)} only" if until else "not verified for any day"
        yield Level.PROBLEM, found, ADVICE["calendar"]
    elif until - desk.today < NEAR:
        yield Level.WARNING, f"verified until {day(until)}, which is near", ADVICE["calendar"]
    else:
        yield Level.OK, f"verified until {day(until)}", ""


def _home(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "settings")
    home = desk.settings.home
    nearest = _nearest(home)
    if not nearest.is_dir():
        yield Level.PROBLEM, f"{nearest} is a file, not a folder", ADVICE["home"]
    elif not os.access(nearest, os.W_OK | os.X_OK):
        yield Level.PROBLEM, f"{nearest} cannot be written", ADVICE["home"]
    elif nearest != home:
        yield Level.OK, f"{home} is not there yet; `dondoc up` makes it", ""
    else:
        yield Level.OK, f"{home} can be written", ""


def _disk(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "settings")
    free = shutil.disk_usage(_nearest(desk.settings.home)).free
    level = Level.PROBLEM if free < GIB // 10 else Level.WARNING if free < GIB else Level.OK
    yield level, f"{free / GIB:.1f} GiB free", "" if level is Level.OK else ADVICE["disk"]


def _versions(desk: Desk) -> Iterator[tuple[Level, str, str]]:
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
            yield Level.PROBLEM, f"{need.name} is not installed", ADVICE["versions"]
            continue
        if not need.specifier.contains(have, prereleases=True):
            wrong += 1
            yield Level.PROBLEM, f"{need.name} is {have}, it must be {need.specifier}", ADVICE["versions"]
    if not wrong:
        count = len({need.name for need in needs})
        yield Level.OK, f"Prefect {metadata.version('prefect')}; {count} packages as pinned", ""


def _ports(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "settings")
    port = desk.settings.prefect_port
    with socket.socket() as probe:
        probe.settimeout(PATIENCE)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            yield Level.OK, f"port {port} is free: `dondoc up` is not running here", ""
            return
    if _is_prefect(port):
        yield Level.OK, f"Prefect answers on port {port}", ""
    else:
        yield Level.PROBLEM, f"another program uses port {port}", ADVICE["ports"]


def _mail(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "settings")
    settings = desk.settings
    if settings.mail_server is None:
        yield Level.OK, f"no mail server: messages become files in {settings.outbox}", ""
        return
    from engine.mail.channels.choose import channel_for

    # Opens a connection, secures it and logs in, as a delivery would; ChannelDown says what is wrong with it.
    with channel_for(settings):
        yield Level.OK, "the mail server answers and lets us in", ""
    _needs(desk, "registry")
    examples = [
        unit.code for unit in desk.registry.units.values() if unit.alive(desk.today) and _example(unit.email)
    ]
    if examples:
        shown = ", ".join(examples[:5]) + (f" and {len(examples) - 5} more" if len(examples) > 5 else "")
        yield (
            Level.WARNING,
            f"{several(len(examples), 'unit')} without a real address: {shown}",
            "enter their addresses in units.yaml",
        )


def _database(desk: Desk) -> Iterator[tuple[Level, str, str]]:
    _needs(desk, "settings")
    if not desk.has_database:
        yield Level.OK, "none yet: `dondoc up` or the first round makes it", ""
        return
    from sqlalchemy import text

    from models import db

    engine = desk.existing()
    if engine.dialect.name == "sqlite":
        with db.reading(engine) as session:
            said = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if said != "ok":
            yield Level.PROBLEM, f"{desk.settings.database} is damaged: {said}", ADVICE["database"]
            return
    yield Level.OK, f"{desk.settings.database} is current", ""


def _work(desk: Desk) -> Iterator[tuple[Level, str, str]]:
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
        yield Level.PROBLEM, f"the last round was as of {when}, which is still to come", ADVICE["ahead"]
    levels = {Severity.ERROR: Level.PROBLEM, Severity.WARNING: Level.WARNING}
    for finding in findings:
        level = levels.get(finding.severity, Level.OK)
        yield level, spoken(finding.message), ""
    if not findings and not ahead:
        yield Level.OK, "rounds run, mails leave, every open task has a next step", ""


def _plan(desk: Desk) -> Iterator[tuple[Level, str, str]]:
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
        said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        yield Level.WARNING, f"the registry says otherwise than open tasks: {said}", ADVICE["plan"]
    else:
        yield Level.OK, "the open tasks are as the registry says", ""
    answered = [each for each in standing if each.answer]
    if answered:
        told = ", ".join(f"{each.document.number} {each.answer.replace('-', ' ')}" for each in answered)
        yield Level.OK, f"answered for {desk.today.year}: {told}", ""


def _needs(desk: Desk, what: str) -> None:
    try:
        getattr(desk, what)
    except Exception as error:
        raise _CannotLook from error


def _nearest(path: Path) -> Path:
    """The path, or the nearest of its parents that exists."""
    return next(each for each in [path, *path.absolute().parents] if each.exists())


def _keeps_secret(toml: Path) -> bool:
    text = toml.read_text(encoding="utf-8", errors="replace")
    return any(key in text for key in ("password", "database_url", "heartbeat_url")) or bool(
        re.search(r"^\s*smtp\s*=.*://[^/@\s]+:[^/@\s]+@", text, re.M)
    )


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


ADVICE = {
    "settings": "correct the variable or the file named above",
    "registry": "correct the files named above, then `dondoc check`",
    "calendar": "enter the yearly notice of days off in calendar.yaml and move its verified date",
    "home": "set DONDOC_HOME to a folder that you may write to",
    "disk": "free some space, or move DONDOC_HOME",
    "versions": "install again from requirements.lock: `make up` does it",
    "ports": "stop that program, or set DONDOC_PREFECT_PORT",
    "mail": "check DONDOC_SMTP, the network and the firewall; messages wait in the outbox meanwhile",
    "database": "see `dondoc db status`",
    "plan": "look at `dondoc plan`, then `dondoc apply`; or correct the file that was edited",
    "ahead": "until then nothing opens or is reminded: restore the backup from before it, or wait",
}

CHECKS: dict[str, Look] = {
    "settings": _settings,
    "registry": _registry,
    "calendar": _calendar,
    "home": _home,
    "disk": _disk,
    "versions": _versions,
    "ports": _ports,
    "mail": _mail,
    "database": _database,
    "work": _work,
    "plan": _plan,
}
