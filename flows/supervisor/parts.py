"""`python -m flows.supervisor.parts PART`: one part of a dondoc that stands on several machines, in the
foreground, for a unit file of its own. docs/growing.md says what each needs.

- `database`: brings Prefect's tables up to date, makes the keys that all hosts share, and ends; once, first;
- `api`: a Prefect server behind its gate, without background services, as many as are wanted;
- `services`: Prefect's background services;
- `deploy`: registers everything in the work pool (`dondoc deploy` starts it);
- `worker`: runs what comes due in the pool; as many as are wanted.

Each replaces this process by the program that does it, in the environment that `dondoc up` would give it, so
signals reach it without an intermediary.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from config import settings as settings_room
from config.settings import Settings
from engine.errors import EngineError
from engine.links import keys
from flows.speaking import terminal_language
from flows.supervisor import gate, server
from flows.supervisor.server import ServerError
from language import message_of, say

PARTS = ("database", "api", "services", "deploy", "worker")
OF_PREFECT = frozenset({"database", "api", "services"})
REDIS, DATABASE = "PREFECT_REDIS_MESSAGING_URL", "PREFECT_SERVER_DATABASE_CONNECTION_URL"
LIMIT = 2
"""Runs of a worker at once, as in `flows.serve`."""
_THROUGH_REDIS = {
    "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging",
    "PREFECT_MESSAGING_CACHE": "prefect_redis.messaging",
    "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
    "PREFECT_SERVER_WORKER_CHANNEL_CLEANUP_QUEUE_STORAGE": "prefect_redis.cleanup_queue",
}
"""What several servers share, in place of one process's memory."""
HEARTBEAT = 30
"""Seconds between the signs of life of a run, so that one whose machine died is told; Prefect's least."""


def environment(
    settings: Settings, part: str, api: str = "", env: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment of a part; `api` is where all parts reach the servers ('': the one of this machine).

    ServerError where something is missing that parts on several machines need.
    """
    given = os.environ if env is None else env
    made = server.environment(settings, given, asks=True)
    if settings.database.startswith("sqlite"):
        raise ServerError("up.parts-need-postgresql", variable="DONDOC_DATABASE_URL")
    if api:
        made["PREFECT_API_URL"] = api.rstrip("/")
    if part not in OF_PREFECT:
        made["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] = str(HEARTBEAT)
        # "Run now" begins within seconds; Prefect's own is 10.
        made.setdefault("PREFECT_WORKER_QUERY_SECONDS", "2")
        return gate.with_key(made, settings.home.absolute())
    if not made.get(DATABASE, "").startswith("postgresql"):
        raise ServerError("up.parts-need-postgresql", variable=DATABASE)
    if not (redis := made.get(REDIS)):
        raise ServerError("up.parts-need-redis", variable=REDIS)
    if importlib.util.find_spec("prefect_redis") is None:
        raise ServerError("up.parts-need-package")
    made.update(_THROUGH_REDIS)
    made.setdefault("PREFECT_SERVER_DOCKET_URL", redis)
    made.setdefault("PREFECT_REDIS_WORKER_CLEANUP_QUEUE_URL", redis)
    # `database` has done both; two servers that start at once would be in each other's way.
    made["PREFECT_SERVER_DATABASE_MIGRATE_ON_START"] = "false"
    made["PREFECT_SERVER_REGISTER_BLOCKS_ON_START"] = "false"
    if part == "api":
        made["PREFECT__SERVER_WEBSERVER_ONLY"] = "1"
    return made


def command(part: str, env: Mapping[str, str], pool: str = "", limit: int = LIMIT) -> list[str]:
    """The module that does it, with its arguments."""
    if part == "api":
        return ["uvicorn", *server.words(env, "served_to_others")]
    if part == "worker":
        name = f"{socket.gethostname()} {os.getpid()}"
        return ["prefect", "worker", "start", "--pool", pool, "--type", "process", "--limit", str(limit),
                "--name", name, "--install-policy", "never"]  # fmt: skip
    return {
        "database": ["flows.prefect_tables"],
        "services": ["prefect", "server", "services", "start"],
        "deploy": ["flows.pool", "--pool", pool],
    }[part]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 and one message when something foreseen is wrong; else another program stands here."""
    parser = argparse.ArgumentParser(
        prog="python -m flows.supervisor.parts", description="One part of several."
    )
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--pool", default="", help="the work pool, for deploy and worker")
    parser.add_argument("--api", default="", metavar="URL", help="where the servers are reached")
    parser.add_argument("--limit", type=int, default=LIMIT, help="runs of a worker at once")
    parser.add_argument("--guarded", action="store_true", help="end when standard input is closed")
    chosen = parser.parse_args(arguments)
    if chosen.part in ("deploy", "worker") and not chosen.pool:
        parser.error(f"{chosen.part} needs --pool")
    try:
        settings = settings_room.load()
        env = environment(settings, chosen.part, chosen.api)
        (settings.home / "prefect").mkdir(parents=True, exist_ok=True)
        if chosen.part == "database":
            gate.key_of(settings.home)
            keys.ensure(settings.home)
    except (settings_room.SettingsError, ServerError, EngineError, OSError) as error:
        with suppress(OSError):
            sys.stderr.write(f"dondoc: {say(message_of(error), terminal_language(), 'cli')}\n")
        return 1
    guard = ["-m", "flows.supervisor.guard"] if chosen.guarded else ["-m"]
    words = command(chosen.part, env, chosen.pool, chosen.limit)
    sys.stdout.flush()
    return os.execve(sys.executable, [sys.executable, "-P", *guard, *words], env)  # noqa: S606


if __name__ == "__main__":
    raise SystemExit(main())
