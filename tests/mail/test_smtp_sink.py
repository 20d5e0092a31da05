"""The same delivery to a server of another make: Postfix's smtp-sink."""

from __future__ import annotations

import tempfile
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
from tests.support import sink
from tests.support.letters import NOW, SENDER, TST, item, letter
from tests.support.required import require


@pytest.fixture
def taking(request: pytest.FixtureRequest) -> Iterator[tuple[int, Path]]:
    """Its port, and the file it writes what it takes to; the test's parameter is its options."""
    require("smtp-sink", sink.program(), "Postfix's smtp-sink is not installed")
    # pytest's own folder is root's alone, whose rights it gives up.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        dump = Path(folder) / "taken"
        with sink.running(*request.param, "-D", str(dump)) as port:
            yield port, dump


def envelope(n: int) -> Envelope:
    mail = build(letter(item()), SENDER, (TST,), f"<{n}@dondoc.bhxh.example>", NOW)
    return Envelope(mail, ("tst@bhxh.example",), str(n))


def channel(port: int) -> SmtpChannel:
    return SmtpChannel(SmtpServer("127.0.0.1", port, "none", timeout=5))


@pytest.mark.parametrize("taking", [[]], indirect=True)
def test_letters_arrive_whole(taking: tuple[int, Path]) -> None:
    port, dump = taking
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
    ("taking", "error"),
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
    indirect=["taking"],
)
def test_refusals(taking: tuple[int, Path], error: type[Exception]) -> None:
    port, _ = taking
    with channel(port) as open_channel, pytest.raises(error):
        open_channel.send(envelope(1))


@pytest.mark.parametrize("taking", [["-q", "connect"], ["-r", "connect"], ["-f", "connect"]], indirect=True)
def test_a_server_that_takes_nobody(taking: tuple[int, Path]) -> None:
    port, _ = taking
    with pytest.raises(ChannelDown):
        channel(port).__enter__()
