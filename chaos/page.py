"""docs/reliability.md, written from the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"

PROMISE = """\
# What dondoc survives

Written by `python -m chaos page` from the figures of the last trials (`chaos/figures.json`). `make chaos` tries
everything anew and writes it; nobody edits it by hand.

## The promise
- **Nothing lost.** What was committed is there, and every letter that was queued leaves, whoever is killed and
  however often. A letter that is recorded as sent has been accepted by the mail server, or lies in the outbox.
- **Nothing strayed.** A letter goes to whom it would have gone without any accident, and to nobody else.
- **Nothing doubled.** One task per unit, duty and period; one notice per rung and recipient; one digest per
  recipient and morning.
- **A second mail** can arrive only when a process dies between the server's acceptance and our record of it. It
  is then that one letter, whole, under the same Message-ID.
- **Nobody is in anybody's way.** However many processes work at once: no deadlock, no update that is lost, no
  lock that a person is shown.
"""

METHOD = """\
## How it is tried
The office is the one that is shipped (`config/offices/bhxh`), its units, duties and letters as they are. A twin
lives through the same mornings and answers and is never touched: it says what should have left, to whom, and how
everything should stand.

- **Killed anywhere** (`python -m chaos kill`). Real `dondoc round` and `dondoc submit` processes die by SIGKILL:
  half of them at a named step (below), a quarter before their n-th SQL statement or commit, a quarter by a clock.
  The next round begins six minutes later, when the lease of what was claimed has run out. After every death the
  database is held against what the mail server took; after every morning everything (tasks, events, notices,
  messages) is compared with the twin. The mail server is a real one on loopback (aiosmtpd). The first life of an
  office may die while its database is made.
- **The power goes** (`python -m chaos power`). With the process everything goes that was not synced. A VFS beneath
  Python's own `sqlite3` notes each write, sync and deletion, and so are the outbox's; afterwards the files are put
  back as a disk may hold them: contents that were not synced are kept or lost write by write, also in part, and
  names up to some point in their order. A command that ended well is followed by a power cut as well.
- **Many at once** (`python -m chaos many`). Processes of every kind over the same tasks, for mornings that begin
  for all of them at once, while the registry is edited each day; people answer about the same few tasks. Each
  process writes down what it was told was done: all of that must be there once, every task must stand as its
  events say, and every mail must have arrived once.

A seed is printed, and the same seed tries the same: `python -m chaos --seed SEED kill --on sqlite --by smtp`. What
dies by the clock dies near the same place, not at it.
"""

LIMITS = """\
## Where a promise cannot be kept, and what holds instead
- **Between acceptance and record.** No protocol lets a mail server and a database commit together. Whoever dies
  there leaves one letter that arrives again under its Message-ID; mail programs and servers that know the
  Message-ID show it once. It is one letter for each death, never a batch.
- **Channels beside mail** (chat, SMS) know no Message-ID: a message whose sender dies right after the service took
  it is sent again, and looks like a second one. It is again one for each death.
- **PostgreSQL without power** is not tried here: that would need a disk beneath the server that loses writes (a
  device mapper, which needs rights over the machine's kernel). What holds is what PostgreSQL promises while its
  `fsync` and `synchronous_commit` are on; dondoc asks for nothing less and switches neither off.
- **A disk that says it has synced and has not**, and a file system that loses what it had synced, take what they
  take; a backup (`dondoc backup`) is what helps.
- **What left, beside the database** (`left/` in the home folder) is written without a sync. What a power cut takes
  of it costs, after a backup of before it was restored, a letter that arrives twice under its Message-ID.

## Tried elsewhere
- Laws that hold whatever the order of rounds, kills, answers, edits and clock steps: the stateful tests that
  `make test-long` runs.
- Mail servers that misbehave and a world that does: `docs/bad-world.md`.
- Who may do what, and what happens to those who try more: `docs/security.md`.
"""

FOUND = (
    (
        "The outbox folder was not synced after a letter was written: a power cut took letters that were"
        " recorded as sent",
        "tests/chaos/test_power_cut.py",
    ),
)
"""Faults of the product that these trials found, each with the test that was red."""


def written(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The page."""
    return "\n".join([PROMISE, METHOD, *_figures(figures), *_found(), LIMITS])


def _figures(figures: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    yield "## Figures"
    killed, cut, many = (figures.get(name, {}) for name in ("kill", "power", "many"))
    yield from _lives("Killed anywhere", "killed", killed)
    yield from _lives("The power goes", "power cuts", cut)
    if many:
        yield "### Many at once\n"
        rows = {
            "processes": "workers", "tasks": "tasks", "mornings": "mornings", "rounds": "rounds",
            "plans applied": "plans", "answers recorded": "answers", "answers refused": "refused",
            "replies read": "replies", "mails arrived": "mails", "mails doubled": "mails_doubled",
            "rows doubled": "duplicates", "deadlocks": "deadlocks", "updates lost": "lost_updates",
            "errors shown to a person": "errors_shown", "longest piece of work, s": "longest_wait",
        }  # fmt: skip
        yield from _table(many, {name: (lambda one, key=key: one[key]) for name, key in rows.items()})
    steps: Counter[str] = Counter()
    for one in [*killed.values(), *cut.values()]:
        steps.update(one["by_step"])
    if steps:
        yield "### The named steps\n"
        yield "| what is true when the process dies | deaths |\n|---|---:|"
        yield "\n".join(f"| {name} | {n:,} |" for name, n in sorted(steps.items())) + "\n"


def _lives(title: str, deaths: str, of: Mapping[str, Any]) -> Iterable[str]:
    if not of:
        return
    yield f"### {title}\n"
    ways = sorted({way for one in of.values() for way in one["by_way"]})
    told = {"step": "at a named step", "statement": "before a statement", "clock": "by the clock",
            "disk": "after a write, sync or deletion", "none": "after its end"}  # fmt: skip
    yield from _table(
        of,
        {
            deaths: lambda one: one["kills"],
            **{f"… {told[way]}": (lambda one, way=way: one["by_way"].get(way, 0)) for way in ways},
            "lives": lambda one: one["lives"],
            "mornings": lambda one: one["mornings"],
            "answers": lambda one: one["answers"],
            "mails expected": lambda one: one["expected"],
            "mails arrived": lambda one: one["arrived"],
            "mails lost": lambda one: one["lost"],
            "mails strayed": lambda one: one["strayed"],
            "tasks doubled": lambda one: one["tasks_doubled"],
            "mails that arrived again, accepted and not recorded": lambda one: one["doubled"],
            "broken promises": lambda one: len(one["violations"]),
        },
    )


def _table(of: Mapping[str, Any], rows: Mapping[str, Any]) -> Iterable[str]:
    names = sorted(of)
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "---:|" * len(names)
    for title, read in rows.items():
        yield f"| {title} | " + " | ".join(_said(read(of[name])) for name in names) + " |"
    yield "| seed | " + " | ".join(str(of[name]["seed"]) for name in names) + " |\n"
    for machine in sorted({f"{of[name]['on']}: {of[name]['machine']}" for name in names}):
        yield f"Tried on {machine}.\n"
    for name in names:
        yield from (f"- {name}: {each}" for each in of[name]["violations"][:20])


def _said(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}"


def _found() -> Iterable[str]:
    yield "## What these trials found\n"
    yield "| fault, mended | the test that was red |\n|---|---|"
    yield "\n".join(f"| {fault} | `{test}` |" for fault, test in FOUND) + "\n"
