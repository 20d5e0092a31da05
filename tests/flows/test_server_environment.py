"""The environment of the Prefect server, and what refuses to start, without a server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from config.settings import Settings
from flows.supervisor import server
from flows.supervisor.children import Child
from flows.supervisor.server import AUTH, ServerError
from flows.supervisor.up import Lock, UpError
from tests.flows.test_parts import of_part


def made(settings: Settings | None = None, **env: str) -> dict[str, str]:
    return server.environment(settings or Settings(home=Path("/srv/dondoc")), env)


def test_everything_lies_in_our_home_and_listens_on_loopback() -> None:
    env = made()
    assert env["PREFECT_HOME"] == "/srv/dondoc/prefect"
    assert env["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert env["PREFECT_API_URL"] == env["PREFECT_UI_API_URL"] == "http://127.0.0.1:4200/api"
    assert env["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_another_port_reaches_the_ui_and_the_mails_links_too() -> None:
    env = made(Settings(home=Path("/x"), prefect_port=4300))
    assert env["PREFECT_SERVER_API_PORT"] == "4300"
    assert env["PREFECT_UI_API_URL"] == "http://127.0.0.1:4300/api"
    assert env["DONDOC_WEB_BASE_URL"] == "http://127.0.0.1:4300"
    behind_proxy = made(Settings(home=Path("/x"), web_base_url="https://dondoc.bhxh.example/"))
    assert behind_proxy["PREFECT_UI_API_URL"] == "https://dondoc.bhxh.example/api"
    assert behind_proxy["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"


@pytest.mark.long
@pytest.mark.slow
def test_prefect_knows_every_setting_under_the_name_that_we_use(tmp_path: Path) -> None:
    """A name that Prefect does not know is passed over without a word, and its default holds."""
    ours = {
        **made(Settings(home=tmp_path), **{AUTH: "admin:secret"}),
        **dict.fromkeys(server.PASSED_ON.values(), "7"),
    }
    ours |= {name: value for part in ("api", "worker") for name, value in of_part(part).items()}
    ours = {name: value for name, value in ours.items() if name.startswith("PREFECT_")}
    inner, own = {"PREFECT__SERVER_WEBSERVER_ONLY"}, {"PREFECT_REDIS_MESSAGING_URL"}
    own |= {"PREFECT_REDIS_WORKER_CLEANUP_QUEUE_URL"}  # prefect-redis reads these two itself
    code = """
import json
from prefect.settings import get_current_settings
print(json.dumps(get_current_settings().to_environment_variables(exclude_unset=True)))
"""
    told = subprocess.run(
        [sys.executable, "-c", code], env=ours, capture_output=True, check=True, text=True, cwd=tmp_path
    )
    renamed = {
        "PREFECT_UI_API_URL": "PREFECT_SERVER_UI_API_URL",
        "PREFECT_MESSAGING_BROKER": "PREFECT_SERVER_EVENTS_MESSAGING_BROKER",
        "PREFECT_MESSAGING_CACHE": "PREFECT_SERVER_EVENTS_MESSAGING_CACHE",
    }
    known = {*json.loads(told.stdout), *inner, *own}
    assert {renamed.get(name, name) for name in ours} - known == set()


def test_a_persons_own_prefect_does_not_leak_in() -> None:
    env = made(PREFECT_PROFILE="mine", PREFECT_API_KEY="k", PREFECT_API_URL="https://elsewhere.example/api")
    assert "PREFECT_PROFILE" not in env
    assert "PREFECT_API_KEY" not in env
    assert env["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"


def test_an_open_address_needs_an_auth_string() -> None:
    with pytest.raises(ServerError, match="PREFECT_SERVER_API_AUTH_STRING"):
        made(PREFECT_SERVER_API_HOST="0.0.0.0")
    env = made(PREFECT_SERVER_API_HOST="0.0.0.0", PREFECT_SERVER_API_AUTH_STRING="admin:secret")
    assert env["PREFECT_SERVER_API_HOST"] == "0.0.0.0"
    assert env["PREFECT_API_AUTH_STRING"] == "admin:secret"
    assert env["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"  # we ourselves reach it through loopback


def sources(env: dict[str, str], directive: str) -> list[str]:
    policy = dict(
        each.strip().split(" ", 1) for each in server.headers(env)["Content-Security-Policy"].split(";")
    )
    return policy[directive].split()


def test_pages_may_ask_the_office_alone() -> None:
    env = made()
    assert sources(env, "default-src") == ["'self'"]
    assert sources(env, "connect-src") == ["'self'", "http://127.0.0.1:4200", "ws://127.0.0.1:4200"]
    assert server.headers(env)["X-DNS-Prefetch-Control"] == "off"
    behind_proxy = made(Settings(home=Path("/x"), web_base_url="https://dondoc.bhxh.example:8443/"))
    assert sources(behind_proxy, "connect-src") == [
        "'self'",
        "https://dondoc.bhxh.example:8443",
        "wss://dondoc.bhxh.example:8443",
    ]
    # A header has no letters but ASCII, and a password has no business in it.
    vietnamese = made(Settings(home=Path("/x"), web_base_url="https://a:b@đônđốc.example"))
    assert sources(vietnamese, "connect-src")[1] == "https://xn--nc-7ja9ic0186b.example"


def test_the_server_is_started_as_prefect_itself_would() -> None:
    words = server.command(made(Settings(home=Path("/x"), prefect_port=4300)))
    assert words[words.index("--host") + 1] == "127.0.0.1"
    assert words[words.index("--port") + 1] == "4300"
    assert words[words.index("--log-level") + 1] == "warning"
    assert "--timeout-keep-alive" not in words
    tuned = server.command(
        made(PREFECT_SERVER_API_KEEPALIVE_TIMEOUT="75", PREFECT_SERVER_LOGGING_LEVEL="DEBUG")
    )
    assert tuned[tuned.index("--timeout-keep-alive") + 1] == "75"
    assert tuned[tuned.index("--log-level") + 1] == "debug"


def test_a_taken_port_is_seen() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not server.is_free("127.0.0.1", port)
    assert server.is_free("127.0.0.1", port)


def test_nobody_there_is_one_sentence() -> None:
    env = {"PREFECT_API_URL": "http://127.0.0.1:9/api"}
    assert not server.is_healthy(env)
    with pytest.raises(ServerError, match="does not answer"):
        server.call(env, "/flow_runs/filter", {})


def test_one_supervisor_per_home(tmp_path: Path) -> None:
    lock, second = Lock(tmp_path / "up.lock"), Lock(tmp_path / "up.lock")
    lock.take("http://127.0.0.1:4200")
    with pytest.raises(UpError, match=rf"already running .*process {os.getpid()}, http://127.0.0.1:4200"):
        second.take("http://127.0.0.1:4300")
    lock.release()
    second.take("http://127.0.0.1:4300")
    second.release()


def test_a_child_is_ended_with_all_it_started(tmp_path: Path) -> None:
    code = """
import subprocess, time
print(subprocess.Popen(['sleep', '300']).pid, flush=True)
time.sleep(300)
"""
    child = Child("a child", [sys.executable, "-c", code], dict(os.environ), tmp_path / "logs" / "child.log")
    child.start()
    grandchild = int(_first_line(child.log))
    child.ask_to_end()
    child.end()
    assert not child.running
    assert _within(5, lambda: not _alive(grandchild))


def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    code = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('up', flush=True)
time.sleep(300)
"""
    child = Child("stubborn", [sys.executable, "-c", code], dict(os.environ), tmp_path / "child.log")
    child.start()
    _first_line(child.log)
    child.ask_to_end()
    child.end(grace=0.3)
    assert not child.running


def test_a_child_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    # A supervisor holds a guarded child and is killed without a chance to clean up.
    code = """
import subprocess, sys, time
guarded = [sys.executable, '-m', 'flows.supervisor.guard', 'http.server', '0']
quiet = subprocess.DEVNULL
print(subprocess.Popen(guarded, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet).pid, flush=True)
time.sleep(300)
"""
    root = Path(__file__).resolve().parents[2]
    supervisor = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root)
    assert supervisor.stdout
    child = int(supervisor.stdout.readline())
    assert _alive(child)
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    assert _within(10, lambda: not _alive(child))


def test_its_last_words_are_the_error(tmp_path: Path) -> None:
    child = Child(
        "x", [sys.executable, "-c", "raise ValueError('no such thing')"], dict(os.environ), tmp_path / "l"
    )
    child.start()
    child.end()
    assert child.last_words() == "ValueError: no such thing"


def _first_line(log: Path) -> str:
    assert _within(10, lambda: log.read_text().strip() != "")
    return log.read_text().splitlines()[0]


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _within(seconds: float, true: Callable[[], bool]) -> bool:
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def test_a_busy_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_PAUSES", (0.0, 0.0))
    answers = [503, 503, 200]

    class Busy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers.pop(0) if answers else 503)
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Busy) as busy:
        threading.Thread(target=busy.serve_forever, daemon=True).start()
        env = {"PREFECT_API_URL": f"http://127.0.0.1:{busy.server_port}"}
        assert server.call(env, "/version") is True
        with pytest.raises(server.ServerError, match="answers 503 to /version"):
            server.call(env, "/version")
        busy.shutdown()
