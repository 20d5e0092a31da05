"""A morning on several machines (`chaos.stand`) while one part after the other is killed, and with more or
fewer workers.

`python -m chaos.machines kill`: for each part a morning of so many units in a fresh database
(`chaos.mornings`). `morning`: one in which every part dies once (`chaos.in_turn`). `work`: how many mails
leave in a second with 1, 2 and 4 workers, and whose processor time they take (`chaos.working`). `page`
writes docs/growing.md.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaos import figures, in_turn, stand_office
from chaos.growing import PAGE, written
from chaos.mornings import LEASE, PARTS, Sink, killed
from chaos.stand import Stand
from chaos.working import worked

WORKERS = (1, 2, 4)


def main() -> int:
    """Exit code 1 for a broken promise."""
    parser = argparse.ArgumentParser(prog="python -m chaos.machines", description=__doc__)
    parser.add_argument("--note", type=Path, default=figures.FILE, help="where the figures go")
    commands = parser.add_subparsers(dest="what", required=True)
    kill = commands.add_parser("kill", help="each part in turn, each in a morning of its own")
    kill.add_argument("--units", type=int, default=600)
    kill.add_argument("--part", choices=PARTS, action="append")
    morning = commands.add_parser("morning", help="every part in one morning")
    morning.add_argument("--units", type=int, default=10_000)
    work = commands.add_parser("work", help="1, 2 and 4 workers")
    work.add_argument("--units", type=int, default=10_000)
    work.add_argument("--workers", type=int, action="append", choices=WORKERS)
    work.add_argument(
        "--pause", type=float, action="append", help="seconds that the mail server takes for a mail"
    )
    commands.add_parser("page", help="write docs/growing.md from the figures")
    given = parser.parse_args()
    if given.what == "page":
        PAGE.write_text(written(figures.read(given.note)), encoding="utf-8")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of what ends the parts
    folder = Path(tempfile.mkdtemp(prefix="dondoc-stand-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    wrong = {"kill": _kills, "morning": _morning, "work": _works}[given.what](given, folder)
    if wrong:
        print(f"the parts' logs are in {folder}", flush=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


@contextmanager
def _standing(
    given: argparse.Namespace, folder: Path, workers: int, *, whole: bool
) -> Iterator[tuple[Stand, Sink]]:
    sink = Sink()
    sink.start()
    office = stand_office.made(folder / "office", given.units)
    more = {"DONDOC_LEASE_SECONDS": str(LEASE)} if whole else {}
    stand = Stand(folder, office, sink.settings()["DONDOC_SMTP"], workers=workers, limit=1, more=more)
    try:
        stand.start(whole=whole)
        yield stand, sink
    finally:
        stand.stop()
        sink.stop()


def _kills(given: argparse.Namespace, folder: Path) -> int:
    wrong = 0
    with _standing(given, folder, 2, whole=True) as (stand, sink):
        for part in given.part or PARTS:
            found = killed(stand, sink, part, given.units)
            figures.note(given.note, "machines", part, found)
            print(part, vars(found), flush=True)
            wrong += len(found.violations)
    return wrong


def _morning(given: argparse.Namespace, folder: Path) -> int:
    with _standing(given, folder, 2, whole=True) as (stand, sink):
        found = in_turn.morning(stand, sink, given.units)
    figures.note(given.note, "machines in turn", "every part", found)
    print(vars(found), flush=True)
    return len(found.violations)


def _works(given: argparse.Namespace, folder: Path) -> int:
    wrong, there = 0, 1
    with _standing(given, folder, there, whole=False) as (stand, sink):
        for workers in given.workers or WORKERS:
            while there < workers:
                there += 1
                stand.add_worker(there)
            for pause in given.pause or (0.0, 0.05):
                sink.pause = pause
                found = worked(stand, sink, given.units, workers)
                figures.note(given.note, "workers", f"{workers}, {pause:g} s a mail", found)
                print(vars(found), flush=True)
                wrong += len(found.violations)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
