"""`python -m flows.supervisor.up`, as an operator runs it: first start, second start, ends of every kind."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ports import free_port
from tests.support.supervised import Up, ours
from tests.support.trial_office import office_folder

# One worker runs the whole file: its tests share a port.
pytestmark = [pytest.mark.server]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Path, Path, int]]:
    """A home, a small registry and a port; whatever a failing test leaves running there is ended."""
    home, config, port = tmp_path / "home", office_folder(tmp_path / "office"), free_port()
    for document in ("qd-24", "qd-1177", "kh-3035"):
        (config / f"{document}.yaml").unlink()
    home.mkdir()
    yield home, config, port
    for process in ours(home):
        os.kill(process, signal.SIGKILL)


def mails(home: Path) -> set[str]:
    return {file.name for file in (home / "outbox").glob("*.eml")}


@pytest.mark.long
def test_first_start_second_start_and_what_is_killed_between(place: tuple[Path, Path, int]) -> None:
    home, config, port = place
    first = Up(home, config, port)
    first.until("Ctrl-C stops everything")
    assert f"UI:    http://127.0.0.1:{port}\n" in first.printed
    assert str(home / "outbox") in first.printed
    assert "First round: " in first.printed
    sent = mails(home)
    # The trial duties' three units, and their owner, who is asked for the events that duties wait for; on
    # some days of the year shipped duties are so near that their units are told as well.
    assert {file.split("-")[3] for file in sent} >= {"TST", "PC", "CNTT", "VP"}
    # The administrators' home comes first, unless another program has its port.
    before = first.printed.partition("UI:    ")[0]
    assert "What waits: http://127.0.0.1:4201/\nNobody can log in there yet" in before or "4201" in before
    first.until("Coming runs: ")

    # Somebody starts it again: told, and nothing happens to the first one.
    second = Up(home, config, port)
    assert second.ended() == 1
    assert (
        f"already running in {home} (process {first.process.pid}, http://127.0.0.1:{port})" in second.printed
    )

    # The runner is killed: a new one takes its place.
    runner = next(pid for pid in ours(home) if b"flows.serve" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(runner, signal.SIGKILL)
    first.until("starting it again")
    log = home / "logs" / "serve.log"
    limit = time.monotonic() + 90
    while log.read_text(encoding="utf-8").count("deployments registered") < 2:
        assert time.monotonic() < limit
        time.sleep(0.3)

    # A terminal that is closed is no reason to stop; Ctrl-C is.
    first.process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert first.process.poll() is None
    first.process.send_signal(signal.SIGINT)
    assert first.ended() == 0
    assert first.printed.rstrip().endswith("stopped.")
    assert ours(home) == []

    # The second start goes on with the same data, this time behind a password.
    again = Up(home, config, port, PREFECT_SERVER_API_AUTH_STRING="admin:secret")
    again.until("Ctrl-C stops everything")
    assert mails(home) == sent, "a second start sent something twice"
    assert "secret" not in again.printed
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/admin/version")
    assert refused.value.code == 401
    # Not even a supervisor that is killed leaves anything behind that would be in the next one's way.
    again.process.kill()
    limit = time.monotonic() + 120
    while ours(home):
        assert time.monotonic() < limit, f"left running: {ours(home)}"
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "dondoc: port {port} is taken by another program: "
            "stop it, or choose another port with DONDOC_PREFECT_PORT.\n",
        ),
        (
            "",  # the office's first
            "dondoc: cổng {port} đang bị một chương trình khác chiếm: "
            "hãy dừng chương trình đó, hoặc chọn cổng khác bằng DONDOC_PREFECT_PORT.\n",
        ),
    ],
)
@pytest.mark.sampled(1)
def test_a_port_that_is_taken_is_one_sentence(
    place: tuple[Path, Path, int], language: str, told: str
) -> None:
    home, config, port = place
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = Up(home, config, port, DONDOC_LANGUAGE=language)
        assert refused.ended() == 1
    assert refused.printed == told.format(port=port)
    assert ours(home) == []


def test_a_broken_registry_stops_the_start_with_its_place(place: tuple[Path, Path, int]) -> None:
    home, config, port = place
    (config / "thu-nghiem.yaml").write_text("obligations: 7\n", encoding="utf-8")
    refused = Up(home, config, port)
    assert refused.ended() == 1
    assert refused.printed.startswith("dondoc: ")
    assert "thu-nghiem.yaml:1" in refused.printed
    assert "Traceback" not in refused.printed
    assert "starting" not in refused.printed
    assert ours(home) == []
