"""What pages and lists cost with years behind an office: `python benchmarks/reading.py [TASKS]`.

Offices of 10 thousand, 100 thousand and a million tasks (`long_history.py`), on SQLite in a file. Pages
through the ASGI application, commands up to their first lines; beside a page of forty the limit, the bare
statement that fetches the same forty rows.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from benchmarks.long_history import BUSY, NOW, Place, filled  # noqa: E402
from benchmarks.measuring import QUICK, Growth, grown, keep, profiled, seconds, sizes  # noqa: E402
from desk.web.app import app_of  # noqa: E402
from desk.web.office import Office  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.links.addresses import Links  # noqa: E402
from engine.persons import changing  # noqa: E402
from engine.persons.roles import Role  # noqa: E402
from engine.report.counting import count  # noqa: E402
from engine.report.scope import of_year  # noqa: E402
from engine.tasks.acts import By, acting  # noqa: E402
from models import db  # noqa: E402

SIZES, SMOKE = (10_000, 100_000, 1_000_000), (1_000,)
UNIT = "DV-00007"
PAGES = {
    "the worklist's home": "/",
    "a list of forty, the first": "/list/overdue",
    "a list of forty, the twentieth": "/list/due?at=20",
    "what units ask": "/list/asked",
    "what was given up": "/list/undelivered",
    "a task's history": f"/task/thang-7/2026-10/{UNIT}",
    "what the next morning will send": "/coming",
    "a unit's page": f"/u/{UNIT}/",
    "what a unit has behind it": f"/u/{UNIT}/done",
    "a unit's page with 1,000 open tasks": f"/u/{BUSY}/",
}
COMMANDS = tuple(
    tuple(each.split())
    for each in (
        "tasks", "tasks --json", "tasks --state all --json", f"tasks --unit {UNIT} --state all",
        "tasks --due-within 5", "board", "board --json", "board --all", "board thang-7 2026-10",
        "report --year 2026", f"report --unit {UNIT}", "report --obligation thang-7 --period 2026-10",
        "plan", "trace", "requests", "outbox", "outbox --state sent", "rounds", "renewals", "replies list",
        "silence", f"history thang-7 2026-10 {UNIT}", "due thang-7 2026-10", "agenda", "units", "duties",
        "contacts", "assignments", "calendar 2026", "check", f"link {UNIT}", f"ics {UNIT}", "archive",
        "db status", "doctor",
    )
)[:: 6 if QUICK else 1]  # fmt: skip
"""Each command that reads, but for `simulate`, which lives through weeks before its first mail."""
PASSWORD = "a long enough password"
LIMIT = "bare statement: forty overdue tasks by their days"
FORTY = text(
    "SELECT * FROM task WHERE state = 'open' AND late_from <= '2026-11-20 03:00:00.000000'"
    " ORDER BY last_day, obligation, period, unit LIMIT 40"
)
REPEATS = 1 if QUICK else 3


LATE = (
    "a ranking or a unit's year is known when all of that year is counted, `board --all` counts all of"
    " history, `plan` holds every open task against the registry; 0.7 s of each, and of a plain board, are"
    " libraries and the registry of 10,000 units"
)


class Visitor:
    """An administrator and two units at their pages."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.office = Office(place.settings, place.engine, clock=lambda: NOW)
        app = app_of(self.office)
        self.client = TestClient(app, base_url="http://127.0.0.1:4201")
        links = Links(self.office.link_keys, {}, "", self.office.today)
        self._units = {unit: TestClient(app, base_url="http://127.0.0.1:4201") for unit in (UNIT, BUSY)}
        for unit, client in self._units.items():
            assert client.get(links.of(unit, acts=True)).status_code == 200

    def look(self, path: str) -> int:
        """Opens a page."""
        client = next((each for unit, each in self._units.items() if f"/u/{unit}/" in path), self.client)
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return 1


def administrator(visitor: Visitor) -> None:
    """Lets the visitor in by the form, as a person does."""
    place = visitor.place
    here = Installation(place.settings, place.registry, place.engine)
    with acting(here, NOW, By("bench", "cli")) as act:
        changing.add(act, "bench", Role.ADMINISTER, password=PASSWORD)
    page = visitor.client.get("/login").text
    proof = re.search(r'name="proof" value="([0-9a-f]+)"', page)
    assert proof is not None
    told = {"name": "bench", "password": PASSWORD, "proof": proof[1]}
    assert visitor.client.post("/login", data=told, follow_redirects=False).status_code == 303


def first_line(place: Place, *words: str) -> float:
    """The processor's seconds until a command has printed its first line; then it is ended."""
    command = [sys.executable, "-m", "desk.cli", *words]
    kept = {"DONDOC_HOME": str(place.settings.home), "DONDOC_CONFIG": str(place.settings.config)}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | kept, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        times = Path(f"/proc/{running.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        running.kill()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def several(place: Place, *words: str) -> float:
    """The median of some first lines."""
    return middle(lambda: first_line(place, *words))


def warm(work: Callable[[], float]) -> float:
    """The same, but for the first, which fills caches."""
    work()
    return middle(work)


def middle(work: Callable[[], float]) -> float:
    """The median of some."""
    return statistics.median(work() for _ in range(REPEATS))


def main() -> None:
    """Measures, and keeps what was found."""
    at = sizes(SIZES, SMOKE)
    with ExitStack() as open_:
        places = {size: open_.enter_context(office(size)) for size in at}
        visitors = {size: Visitor(place) for size, place in places.items()}
        for visitor in visitors.values():
            administrator(visitor)

        def opening(path: str) -> Callable[[int], float]:
            return lambda size: warm(lambda: seconds(lambda: visitors[size].look(path)))

        def bare(size: int) -> float:
            def fetch() -> None:
                with db.reading(places[size].engine) as s:
                    assert len(s.execute(FORTY).all()) == 40 or QUICK

            return warm(lambda: seconds(fetch))

        def printing(*words: str) -> Callable[[int], float]:
            # The smaller offices show how it grows, the largest is held against the aim.
            return lambda size: (several if size == at[-1] else first_line)(places[size], *words)

        pages = grown(at, {**{name: opening(path) for name, path in PAGES.items()}, LIMIT: bare})
        lines = grown(at, {f"dondoc {' '.join(words)}": printing(*words) for words in COMMANDS})
        worst = max(PAGES, key=lambda name: pages[name][-1])
        slow = [name for name in PAGES if pages[name][-1] >= 0.1]
        late = [name for name, costs in lines.items() if costs[-1] >= 1]
        keep(
            "reading",
            [
                Growth(
                    "Pages with years of tasks behind the office", "tasks in all", "seconds of the processor",
                    at, pages, "every page in under 0.1 s", not slow,
                    f"over it: {', '.join(slow)}" if slow else "",
                    profiled(lambda: visitors[at[-1]].look(PAGES[worst])) if slow else [],
                ),
                Growth(
                    "Commands until their first line", "tasks in all", "seconds of the processor", at, lines,
                    "every first line in under 1 s", not late, LATE if late else "",
                    profiled(lambda: _ranking(visitors[at[-1]])) if late else [],
                ),
            ],
            ("sqlalchemy", "fastapi", "jinja2"),
        )  # fmt: skip


def _ranking(visitor: Visitor) -> None:
    with db.reading(visitor.place.engine) as s:
        count(s, visitor.place.registry, NOW, of_year(visitor.office.today.year), units_alone=True)


@contextmanager
def office(size: int) -> Iterator[Place]:
    """An office of that size, for as long as it is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        place = filled(Path(folder), size)
        yield place
        place.engine.dispose()


if __name__ == "__main__":
    main()
