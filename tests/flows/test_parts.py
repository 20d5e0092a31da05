"""The parts of a dondoc on several machines: what each needs, what it becomes, and who gets past its gate."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from config import settings as settings_room
from config.settings import Settings
from desk import cli
from engine.links import keys
from engine.persons import sessions, stored
from engine.persons.roles import Role
from engine.persons.stored import Person, new_stamp
from flows.supervisor import gate, parts
from flows.supervisor.server import ServerError

HOME = Path("/srv/dondoc")
OURS = Settings(home=HOME, database_url="postgresql://dondoc@db/dondoc")
GIVEN = {
    parts.DATABASE: "postgresql+asyncpg://dondoc@db/prefect",
    parts.REDIS: "redis://redis:6379/0",
    "PREFECT_SERVER_API_HOST": "10.0.0.11",
}
API = "https://dondoc.office.example:8443/api"
UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"


def of_part(part: str, settings: Settings = OURS, **env: str) -> dict[str, str]:
    """Its environment, without a key of the home, which is not there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "with_key", lambda made, _: made)
        return parts.environment(settings, part, API, {**GIVEN, **env})


@pytest.mark.parametrize("part", parts.PARTS)
def test_every_part_reaches_the_servers_by_the_balancer_and_none_through_a_profile(part: str) -> None:
    env = of_part(part, PREFECT_PROFILE="mine", PREFECT_API_URL="https://elsewhere.example/api")
    assert env["PREFECT_API_URL"] == API
    assert "PREFECT_PROFILE" not in env


def test_servers_share_through_redis_what_one_keeps_in_memory() -> None:
    env = of_part("api")
    shared = [name for name, value in env.items() if value.startswith("prefect_redis.")]
    assert len(shared) == 5
    assert env["PREFECT_SERVER_DOCKET_URL"] == GIVEN[parts.REDIS]
    assert env["PREFECT_SERVER_DATABASE_MIGRATE_ON_START"] == "false"
    assert env["PREFECT_SERVER_REGISTER_BLOCKS_ON_START"] == "false"
    assert env["PREFECT__SERVER_WEBSERVER_ONLY"] == "1"
    assert "PREFECT__SERVER_WEBSERVER_ONLY" not in of_part("services")


def test_what_several_machines_cannot_share_is_refused() -> None:
    with pytest.raises(ServerError, match="DONDOC_DATABASE_URL"):
        of_part("worker", Settings(home=HOME))
    with pytest.raises(ServerError, match=parts.DATABASE):
        of_part("api", **{parts.DATABASE: "sqlite+aiosqlite:////tmp/prefect.db"})
    with pytest.raises(ServerError, match=parts.REDIS):
        of_part("services", **{parts.REDIS: ""})
    assert of_part("worker", **{parts.REDIS: ""})["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] == "30"


def test_a_part_that_lacks_something_says_so_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_LANGUAGE", "en")
    assert parts.main(["api"]) == 1
    said = capsys.readouterr().err
    assert "set DONDOC_DATABASE_URL to its address" in said
    assert len(said.splitlines()) == 1


def test_a_part_becomes_the_program_that_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(parts.os, "execve", lambda _program, words, _env: became.append(words))
    given = {"DONDOC_HOME": str(tmp_path), "DONDOC_DATABASE_URL": "postgresql://dondoc@db/dondoc", **GIVEN}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    for words in (["database"], ["api"], ["services"], ["worker", "--pool", "p"], ["deploy", "--pool", "p"]):
        parts.main(words)
    assert [words[:2] for words in became] == [[sys.executable, "-P"]] * 5
    database, api, services, worker, deploy = (words[3:] for words in became)
    assert (database, services) == (["flows.prefect_tables"], ["prefect", "server", "services", "start"])
    assert (api[0], "flows.supervisor.gate:served_to_others" in api) == ("uvicorn", True)
    assert worker[:5] == ["prefect", "worker", "start", "--pool", "p"]
    assert deploy == ["flows.pool", "--pool", "p"]
    assert keys.read(tmp_path)  # made once, with the tables, and carried to the other hosts


# --- the gate of a server that other machines reach ---


async def asked(
    home: Path, *, asks: bool, path: str = "/api/deployments/filter", **headers: str
) -> tuple[int, dict[str, str]]:
    """The status and headers of an answer; 299 where Prefect itself would answer."""
    said: list[dict[str, Any]] = []

    async def prefect(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})

    async def send(message: Any) -> None:
        said.append(message)

    env = {"PREFECT_API_URL": API, "PREFECT_UI_API_URL": API}
    ours = Settings(home=home, page_url="https://dondoc.office.example")
    sent = {"host": "dondoc.office.example:8443", **headers}
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "client": ("10.0.0.10", 1),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
    }  # fmt: skip
    await gate.Gate(prefect, ours, env, asks=asks)(scope, None, send)  # type: ignore[arg-type]
    found = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return said[0]["status"], found


async def test_before_the_first_person_only_our_own_processes_are_answered(tmp_path: Path) -> None:
    key = gate.key_of(tmp_path)
    assert (await asked(tmp_path, asks=False))[0] == 299  # on loopback: whoever works on this machine
    assert (await asked(tmp_path, asks=True))[0] == 401
    assert (await asked(tmp_path, asks=True, x_dondoc_key=key))[0] == 299
    assert (await asked(tmp_path, asks=True, x_dondoc_key=f"{key}x"))[0] == 401
    assert (await asked(tmp_path, asks=True, path="/api/health"))[0] == 299
    status, told = await asked(tmp_path, asks=True, path="/v2/runs", accept="text/html")
    assert (status, told["location"].startswith("https://dondoc.office.example/prefect?")) == (303, True)


async def test_a_session_of_one_host_opens_the_server_of_another(tmp_path: Path) -> None:
    """What docs/growing.md says to carry: the folder of keys, and nothing else."""
    here, there = tmp_path / "here", tmp_path / "there"
    known = keys.ensure(here)
    with stored.changing(here) as persons:
        persons["Lan"] = lan = Person("Lan", Role.READ, "$a-hash", new_stamp())
    cookie = f"{sessions.COOKIE}={sessions.begun(known, lan, datetime.now(UTC))}"
    assert (await asked(there, asks=True, cookie=cookie))[0] == 401
    there.mkdir(exist_ok=True)
    for file in (here / keys.FOLDER).iterdir():
        (there / keys.FOLDER / file.name).write_bytes(file.read_bytes())
    assert (await asked(there, asks=True, cookie=cookie))[0] == 299
    assert (await asked(there, asks=True, cookie=cookie, host="elsewhere.example"))[0] == 403


# --- the files that an operator copies ---


def commands() -> Iterator[tuple[str, list[str]]]:
    for file in sorted(UNITS.glob("*.service")):
        for line in re.findall(r"^ExecStart=(.*)$", file.read_text(), re.M):
            yield file.name, shlex.split(line)


def test_the_unit_files_start_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    for _, words in commands():
        program, rest = words[0], words[1:]
        if program.endswith("/dondoc"):
            command: click.Command = cli.cli
            while isinstance(command, click.Group):
                found = command.get_command(click.Context(command), rest.pop(0))
                assert found is not None
                command = found
            command.make_context("dondoc", rest, resilient_parsing=True)
            started.append(command.name)
        else:
            assert rest[:3] == ["-P", "-m", "flows.supervisor.parts"]
            assert _understood(rest[3:], monkeypatch)
            started.append(rest[3])
    assert set(started) == {"upgrade", "web", "deploy", "database", "api", "services", "worker"}


def test_the_environment_that_is_shown_is_known() -> None:
    text = (UNITS.parent / "environment.example").read_text()
    env = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    env.pop("DONDOC_SMTP_PASSWORD_FILE")
    found = settings_room.load(env)
    assert found.unknown_variables == ()
    assert found.page_proxies == ("10.0.0.10",)
    assert parts.environment(found, "api", API, env)["PREFECT_SERVER_API_HOST"] == "10.0.0.11"


def test_the_image_copies_what_there_is_and_compose_starts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = UNITS.parents[1]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (root / "Dockerfile").read_text(), re.M)
    allowed = (root / ".dockerignore").read_text().splitlines()
    for name in (each for line in copied for each in line.split()):
        assert (root / name).exists(), name
        assert f"!{name}" in allowed
    text = re.sub(
        r"\$\{\w+:(?:\?|-([^}]*))\}",
        lambda found: "x" if found[1] is None else found[1],
        (root / "compose.yaml").read_text(),
    )
    compose = yaml.safe_load(text)
    for service in compose["services"].values():
        for name, wanted in service.get("depends_on", {}).items():
            # What is waited for until it is healthy says whether it is.
            healthy = wanted["condition"] == "service_healthy"
            assert "healthcheck" in compose["services"][name] or not healthy, name
    for service in compose["services"].values():
        env = service.get("environment", {})
        given = {name: str(value or "") for name, value in env.items() if name.startswith("DONDOC_")}
        assert settings_room.load({"DONDOC_HOME": "/x"} | given).unknown_variables == ()
        for volume in service.get("volumes", ()):
            if volume.startswith("./deploy"):
                assert (root / volume.split(":")[0]).is_file(), volume
        if (words := service.get("entrypoint")) is not None:
            assert words[:4] == ["python", "-P", "-m", "flows.supervisor.parts"]
            assert _understood(words[4:], monkeypatch)
        elif service.get("image") == "dondoc":
            command = cli.cli.get_command(click.Context(cli.cli), service["command"][0])
            assert command is not None


def _understood(words: list[str], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a part takes these arguments: what it needs is not here, so it says so and ends."""
    lacking = ServerError("up.parts-need-package")
    with monkeypatch.context() as patch:
        patch.setattr(parts, "environment", lambda *_: (_ for _ in ()).throw(lacking))
        patch.setattr(settings_room, "load", Settings)
        return parts.main(words) == 1
