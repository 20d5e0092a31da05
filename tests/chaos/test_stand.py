"""dondoc on several machines, in short: two Prefect servers behind a balancer and a worker; a server dies,
then the worker while it sends. Nothing is lost, and what is registered is what `dondoc up` would serve.
"""

from __future__ import annotations

import http.client
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chaos import stand_office
from chaos.mornings import Morning, Office, Sink
from chaos.stand import POOL, NotThere, Stand, programs
from config import settings as settings_room
from config.loading import loader
from engine.installation import Installation
from flows import serve
from models import db
from tests.support import one_run
from tests.support.required import require

pytestmark = [pytest.mark.long, pytest.mark.server, pytest.mark.postgres]
UNITS = 60
LEASE = 10


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that needs a moment for each mail, so that somebody can die meanwhile."""
    server = Sink(0.05)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def stand(sink: Sink) -> Iterator[Stand]:
    """Two servers, a worker; without background services, which nothing of this asks for."""
    try:
        programs()
    except NotThere as missing:
        require("stand", False, f"not installed: {missing}")
    folder = one_run.folder() / "stand"  # through which PostgreSQL's user may pass
    folder.mkdir(mode=0o755)
    office = stand_office.made(folder / "office", UNITS)
    made = Stand(folder, office, sink.settings()["DONDOC_SMTP"], workers=1, limit=1,
                 more={"DONDOC_LEASE_SECONDS": str(LEASE)})  # fmt: skip
    try:
        made.start(whole=False)
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_server_dies_then_the_worker_and_nothing_is_lost(stand: Stand, sink: Sink) -> None:
    _registered_as_served(stand)
    _asks_for_a_login(stand)
    office, dead = Office(stand, sink, UNITS, senders=1), dict[str, float]()
    office.begin()

    def at(came: int) -> None:
        if "api-1" not in dead:
            dead["api-1"] = time.monotonic()
            stand.kill("api-1")
        elif came > UNITS / 4 and "worker-1" not in dead:
            dead["worker-1"] = time.monotonic()
            stand.kill("worker-1")
            stand.again("worker-1")

    assert office.through(150, at)
    assert len(dead) == 2
    found = Morning()
    office.count(found, dead["worker-1"])
    assert found.violations == []
    assert (found.tasks % UNITS, found.mails, found.lost) == (0, UNITS, 0)
    assert found.doubled <= 1  # the one that was accepted and not recorded


def _registered_as_served(stand: Stand) -> None:
    env = stand.env(1)
    here = settings_room.load(env)
    registry, engine = loader.load(here.config), db.engine_for(here.database)
    wanted = serve.deployments(Installation(here, registry, engine), datetime.now(UTC))
    engine.dispose()
    found: dict[str, Any] = {each["name"]: each for each in stand.call("/deployments/filter", {"limit": 200})}
    assert set(found) == {each.name for each in wanted}
    for each in wanted:
        there = found[each.name]
        assert (there["work_pool_name"], there["description"]) == (POOL, each.description), each.name
        assert (there["tags"], there["parameters"]) == (each.tags, each.parameters or {}), each.name
        assert there["entrypoint"] == each.entrypoint
        crons = [one["schedule"]["cron"] for one in there["schedules"]]
        assert crons == [one.schedule.cron for one in each.schedules or []], each.name
    (automation,) = stand.call("/automations/filter", {})
    assert automation["trigger"]["posture"] == "Proactive"


def _asks_for_a_login(stand: Stand) -> None:
    """Nobody was let in yet; neither by the balancer nor by a server itself does anybody get an answer."""
    for name in ("balancer", "api-1", "api-2"):
        connection = http.client.HTTPConnection("127.0.0.1", stand.ports[name], timeout=10)
        connection.request("POST", "/api/deployments/filter", "{}", {"Content-Type": "application/json"})
        assert connection.getresponse().status == 401, name
        connection.close()


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("chaos.stand.shutil.which", lambda *_args, **_more: None)
    with pytest.raises(NotThere, match="redis-server, nginx"):
        programs()
