"""`python -m tests.support.bad_world`: tries every bad mail server and every bad world, and prints the table
of what came of each. `--write` writes it to `docs/bad-world.md`. Exit code 1: one did not end as stated.
"""

from __future__ import annotations

import logging
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from models import db
from tests.support import bad_others, bad_servers, bad_worlds

TOLD = Path(__file__).resolve().parents[2] / "docs" / "bad-world.md"
_LONGEST = 160


def main() -> int:
    """Everything once."""
    logging.disable(logging.CRITICAL)  # the table says what came of each
    servers, others, worlds = list(_servers()), list(_others()), list(_worlds())
    text = _page(servers, others, worlds)
    if "--write" in sys.argv:
        TOLD.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    missed = [row for row in (*servers, *others, *worlds) if row[-1] != "as stated"]
    for row in missed:
        sys.stderr.write(f"NOT AS STATED: {row[0]}: {row[-1]}\n")
    all_of_them = len(servers) + len(others) + len(worlds)
    sys.stderr.write(f"{all_of_them - len(missed)} of {all_of_them} ended as stated\n")
    return 1 if missed else 0


def _servers() -> Iterator[tuple[str, ...]]:
    for case in bad_servers.CASES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/dondoc.db"
            db.upgrade(url)
            found = bad_servers.tried(case, url, Path(folder))
        sent, later, dead = found.sent, found.postponed, found.dead
        waits = 4 - sent - later - dead
        as_stated = (sent, later, dead, found.stopped) == (case.sent, case.postponed, case.dead, case.stopped)
        as_stated = as_stated and (found.arrived, found.doubled, found.lost) == (4 - dead, case.twice, 0)
        as_stated = as_stated and (not case.told or any(case.told in each for each in found.told))
        told = (
            found.told[0].split(": ", 1)[-1] if found.told and not found.stopped else "".join(found.told[:1])
        )
        shown = _cell(told)
        figures = (f"{sent}", f"{later}", f"{waits}", f"{dead}")
        after = (f"{found.arrived}", f"{found.doubled}", f"{found.lost}")
        yield (case.seen, *figures, shown, *after, "as stated" if as_stated else "otherwise")


def _others() -> Iterator[tuple[str, ...]]:
    for case in bad_others.CASES:
        said = "as stated"
        try:
            with tempfile.TemporaryDirectory() as folder:
                case.try_it(Path(folder))
        except Exception as error:
            said = _cell(f"{type(error).__name__}: {error}")
        yield case.who, case.seen, case.outcome, said


def _worlds() -> Iterator[tuple[str, ...]]:
    for world in bad_worlds.WORLDS:
        said = "as stated"
        try:
            with tempfile.TemporaryDirectory() as folder, bad_worlds.place(Path(folder)) as here:
                world.try_it(here)
        except Exception as error:
            said = _cell(f"{type(error).__name__}: {error}")
        yield world.seen, world.outcome, said


def _cell(text: str) -> str:
    line = re.sub(r" 127\.0\.0\.1:\d+", "", " ".join(text.split())).replace("|", "¦")
    return line if len(line) <= _LONGEST else line[:_LONGEST] + " …"


def _page(
    servers: list[tuple[str, ...]], others: list[tuple[str, ...]], worlds: list[tuple[str, ...]]
) -> str:
    rows = (*servers, *others, *worlds)
    ended = sum(row[-1] == "as stated" for row in rows)
    lines = [
        "# Bad mail servers, and a bad world",
        "",
        f"{len(servers)} mail servers that misbehave, {len(others)} ways in which the others misbehave whom",
        f"dondoc calls, and {len(worlds)} things that happen to an",
        "installation, each tried against a real server on loopback or a real home;",
        f"{ended} of {len(rows)} ended as stated.",
        "This page is written by `python -m tests.support.bad_world --write` (`make bad-world`);",
        "`tests/mail/test_bad_servers.py`, `tests/desk/test_bad_others.py` and",
        "`tests/desk/test_bad_worlds.py` hold every line of it.",
        "",
        "## Mail servers",
        "",
        "Four letters wait for each. In the first run some are taken (sent), some have a next try of their",
        "own (later), some wait untouched because the run stopped with one message (waiting), some are set",
        "aside for a person (dead). Hours later the server is well: how many have arrived then, how many",
        "twice (under their own Message-ID), how many never. A letter, and the connecting, have a limit of",
        "time each: 0.4 of the lease of a claim, here 0.6 seconds, however the answers drip.",
        "",
        "| server | sent | later | waiting | dead | what is told | arrived | twice | lost | |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in servers]
    lines += [
        "",
        "## Everybody else who is called",
        "",
        "Whom dondoc calls beside mail servers. Each of these calls has a limit of time as a whole, however",
        "the answer drips, and one of bytes, however long it is: a minute for each question to the mailbox",
        "and the bytes that were asked for, a megabyte beside; 5 seconds for the heartbeat, of which the",
        "status alone is read; `channel_timeout` and a megabyte for a chat service; 10 seconds for",
        "connecting to the database (`connect_timeout` in its URL); 2 to 15 seconds for our Prefect server.",
        f"Here each has {bad_others.PATIENCE} seconds and a few kilobytes. What an answer without end said",
        f"before it was given up was less than {bad_others.HEARD / 1e6:.0f} MB, what lay in the sockets",
        "included. Nobody else is called: feeds and pages are fetched from us, and links that come in with",
        "files and mails are never followed.",
        "",
        "| who | what he does | what must come of it | |",
        "|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in others]
    lines += ["", "## A bad world", "", "| what happens | what must come of it | |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in worlds]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
