"""`python -m chaos WHAT`: tries it, prints its seed, notes the figures; exit code 1 for a broken promise."""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing.util
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from chaos import chat, figures, killing, machine, many, page, script, served, sinks
from chaos.machine import Machine
from chaos.power import Power, Recorded
from tests.support import one_run, postgres

DATABASES = ("sqlite", "postgresql")
CHANNELS = ("smtp", "folder")


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--note", type=Path, default=figures.FILE, help="where the figures go")
    commands = parser.add_subparsers(dest="what", required=True)
    kill = commands.add_parser("kill", help="SIGKILL anywhere, on both databases, by both channels")
    kill.add_argument("--kills", type=int, default=1000)
    kill.add_argument("--mornings", type=int, default=12)
    kill.add_argument("--connections", type=int, default=1, help="to the mail server at once")
    kill.add_argument("--on", choices=DATABASES, action="append")
    kill.add_argument("--by", choices=CHANNELS, action="append")
    chats = commands.add_parser("chat", help="the same, with a chat that units are told by")
    chats.add_argument("--kills", type=int, default=200)
    chats.add_argument("--mornings", type=int, default=12)
    chats.add_argument("--on", choices=DATABASES, action="append")
    chats.set_defaults(by=["chat"])
    power = commands.add_parser(
        "power", help="the power goes: databases and the outbox lose what was not synced"
    )
    power.add_argument("--kills", type=int, default=400)
    power.add_argument("--mornings", type=int, default=12)
    power.add_argument("--by", choices=CHANNELS, action="append")
    power.add_argument("--on", choices=DATABASES, action="append")
    at_once = commands.add_parser("many", help="8 processes at once on PostgreSQL, 2 on SQLite")
    at_once.add_argument("--minutes", type=float, default=10)
    at_once.add_argument("--units", type=int, default=500)
    at_once.add_argument("--duties", type=int, default=20)
    at_once.add_argument("--morning", type=float, default=60, help="seconds that a working day lasts")
    at_once.add_argument("--on", choices=DATABASES, action="append")
    under = commands.add_parser("served", help="`dondoc up`: runs that Prefect started, ended as they send")
    under.add_argument("--on", choices=DATABASES, action="append")
    commands.add_parser("page", help="write docs/reliability.md from the figures")
    given = parser.parse_args()
    if given.what == "page":
        page.PAGE.write_text(page.written(figures.read(given.note)))
        return 0
    print(f"seed {given.seed}", flush=True)
    with _a_place() as folder:
        return {"many": _many, "served": _served}.get(given.what, _kill)(given, folder)


def _kill(given: argparse.Namespace, folder: Path) -> int:
    databases = given.on or DATABASES
    if given.what == "power" and "postgresql" in databases and (why := machine.missing()):
        print(f"postgresql is left out: {why}", flush=True)
        databases = [on for on in databases if on != "postgresql"]
    pairs = [(on, by) for on in databases for by in given.by or CHANNELS]
    (folder / "twin").mkdir()
    with _chat(folder) if given.what == "chat" else contextlib.nullcontext() as room:
        more = room.settings() if room else {}
        twin = script.written(folder / "twin", given.mornings, given.seed, _told("twin"), more)
        return _campaigns(given, folder, pairs, twin, room)


def _campaigns(
    given: argparse.Namespace,
    folder: Path,
    pairs: list[tuple[str, str]],
    twin: list[script.Morning],
    room: chat.Both | None,
) -> int:
    wrong = 0
    noted_as = "power" if given.what == "power" else "kill"
    for number, (on, by) in enumerate(pairs):
        kills = given.kills * (number + 1) // len(pairs) - given.kills * number // len(pairs)
        connections = getattr(given, "connections", 1)
        name = f"{on}, {by}" + (f", {connections} connections" if connections > 1 else "")
        began = time.monotonic()
        (here := folder / f"{on}-{by}").mkdir()
        with _sink(by, room) as sink, _ground(noted_as, on, here, f"{given.seed} {name}") as (new, power):
            tried = killing.Campaign(
                twin, sink, by, new, here, f"{given.seed} {name}", _told(name), power=power
            )
            tried.connections = connections

            def save(
                found: killing.Figures, name: str = name, began: float = began, power: Power | None = power
            ) -> None:
                seconds = time.monotonic() - began
                more = {**(power.counted() if power else {}), **({"short": room.short} if room else {})}
                figures.note(given.note, noted_as, name, found, seed=given.seed, seconds=seconds, **more)

            if room:
                room.short = 0
            found = tried.run(kills, save)
        wrong += len(found.violations)
    return 1 if wrong else 0


def _many(given: argparse.Namespace, folder: Path) -> int:
    wrong = 0
    for on in given.on or DATABASES:
        (home := folder / on).mkdir()
        began = time.monotonic()
        found = many.tried(
            _databases(on)(home),
            home,
            many.EIGHT if on == "postgresql" else many.TWO,
            many.Size(given.units, given.duties, given.minutes * 60, given.morning),
            given.seed,
            _told(on),
        )
        figures.note(given.note, "many", on, found, seed=given.seed, seconds=time.monotonic() - began)
        print(on, vars(found), flush=True)
        wrong += len(found.violations)
    return 1 if wrong else 0


def _served(given: argparse.Namespace, folder: Path) -> int:
    wrong = 0
    for on in given.on or DATABASES:
        (place := folder / on).mkdir()
        url = _databases(on)(place / "home")
        found = served.Trial(url, place, _told(on)).run()
        figures.note(given.note, "served", on, found, seed=given.seed)
        print(on, vars(found), flush=True)
        wrong += len(found.violations)
    return 1 if wrong else 0


@contextlib.contextmanager
def _ground(
    what: str, on: str, here: Path, seed: str
) -> Iterator[tuple[Callable[[Path], str], Power | None]]:
    """How an office gets its database, and whose power goes with its processes."""
    if what == "kill":
        yield _databases(on), None
    elif on == "sqlite":
        yield _databases(on), Recorded(here, random.Random(seed))
    else:
        computer = Machine(here, random.Random(seed))
        try:
            yield lambda home: computer.url, computer
        finally:
            computer.close()


def _told(of: str) -> Callable[[str], None]:
    return lambda what: print(f"{of}: {what}", flush=True)


@contextlib.contextmanager
def _chat(folder: Path) -> Iterator[chat.Both]:
    """The office with a chat, whose registry all processes share."""
    server = chat.Server()
    os.environ["CHAOS_REGISTRY"] = str(registry := chat.office(folder / "office", server.port))
    try:
        yield chat.Both(server, registry)
    finally:
        server.close()


@contextlib.contextmanager
def _sink(channel: str, room: chat.Both | None) -> Iterator[sinks.Sink]:
    if room:
        yield room
        return
    if channel == "folder":
        yield sinks.Folder()
        return
    server = sinks.Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _databases(kind: str) -> Callable[[Path], str]:
    if kind == "sqlite":
        return lambda home: f"sqlite:///{home / 'dondoc.db'}"
    programs = postgres.programs()
    if programs is None:
        raise SystemExit("PostgreSQL's server programs are not installed (initdb, postgres)")
    server = postgres.of_this_run(programs)
    return lambda home: server.new_database()


@contextlib.contextmanager
def _a_place() -> Iterator[Path]:
    multiprocessing.util.get_temp_dir()  # of its own, which it removes itself
    one_run.begin()
    try:
        (place := one_run.folder() / "chaos").mkdir()
        yield place
    finally:
        postgres.stop_that_of_this_run()
        one_run.end()


if __name__ == "__main__":
    sys.exit(main())
