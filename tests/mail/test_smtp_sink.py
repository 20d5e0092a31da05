"""The same delivery to a server of another make: Postfix's smtp-sink."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from pathlib import Path

import pytest

from engine.mail.channels import ChannelDown, Envelope, Refused, TryLater
from engine.mail.channels.apprise_smtp import SmtpChannel
from engine.mail.channels.smtp import SmtpServer
from engine.mail.message import build
from tests.support.letters import NOW, SENDER, TST, item, letter
from tests.support.required import require


@pytest.fixture
def sink(request: pytest.FixtureRequest) -> Iterator[tuple[int, Path]]:
    """Its port, and the file it writes what it takes to; the test's parameter is its options."""
    program = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin:/usr/lib/postfix/sbin")
    require("smtp-sink", program, "Postfix's smtp-sink is not installed")
    assert program is not None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Started by root it gives its rights up, and pytest's own folder is root's alone.
    rights = ["-u", "nobody"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        dump = Path(folder) / "taken"
        command = [program, *rights, *request.param, "-D", str(dump), f"127.0.0.1:{port}", "50"]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            try:
                _wait_for(port, process)
                yield port, dump
            finally:
                process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if process.poll() is not None:
            assert process.stderr is not None
            pytest.fail(f"smtp-sink ended: {process.stderr.read().decode()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("smtp-sink does not answer")


def envelope(n: int) -> Envelope:
    mail = build(letter(item()), SENDER, (TST,), f"<{n}@dondoc.bhxh.example>", NOW)
    return Envelope(mail, ("tst@bhxh.example",), str(n))


def channel(port: int) -> SmtpChannel:
    return SmtpChannel(SmtpServer("127.0.0.1", port, "none", timeout=5))


@pytest.mark.parametrize("sink", [[]], indirect=True)
def test_letters_arrive_whole(sink: tuple[int, Path]) -> None:
    port, dump = sink
    with channel(port) as open_channel:
        for n in range(5):
            open_channel.send(envelope(n))
    taken = dump.read_bytes()
    assert taken.count(b"\nMessage-ID: <") == 5
    first = taken[taken.index(b"From:") : taken.index(b"Message-ID: <1@")]
    mail = message_from_bytes(first, policy=default)
    assert mail["Message-ID"] == "<0@dondoc.bhxh.example>"
    assert mail["Subject"].startswith("Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09")
    # And by the older decoder, which shares no code with the one above.
    old = message_from_bytes(first, policy=compat32)
    assert str(make_header(decode_header(old["Subject"]))) == mail["Subject"]
    assert str(make_header(decode_header(old["To"]))) == "Ban Quản lý Thu - Sổ, Thẻ <tst@bhxh.example>"


# -f: commands that are refused for good, -r: for now, -q: the connection is dropped at this command.
@pytest.mark.parametrize(
    ("sink", "error"),
    [
        (["-f", "rcpt"], Refused),
        (["-r", "rcpt"], TryLater),
        (["-f", "."], Refused),
        (["-r", "data"], TryLater),
        (["-q", "rcpt"], TryLater),
        (["-q", "."], TryLater),
        (["-f", "mail"], ChannelDown),
        (["-r", "mail"], TryLater),
    ],
    indirect=["sink"],
)
def test_refusals(sink: tuple[int, Path], error: type[Exception]) -> None:
    port, _ = sink
    with channel(port) as open_channel, pytest.raises(error):
        open_channel.send(envelope(1))


@pytest.mark.parametrize("sink", [["-q", "connect"], ["-r", "connect"], ["-f", "connect"]], indirect=True)
def test_a_server_that_takes_nobody(sink: tuple[int, Path]) -> None:
    port, _ = sink
    with pytest.raises(ChannelDown):
        channel(port).__enter__()
