"""The SMTP channel against a real server: one connection, TLS, log-in, and what every refusal means."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import apprise
import pytest

from engine.mail.channels import ChannelDown, End, Envelope, Refused, TryLater, Withheld
from engine.mail.channels.apprise_smtp import SmtpChannel, UnitMail, register
from engine.mail.channels.smtp import SmtpServer
from engine.mail.message import build
from tests.support.letters import NOW, SENDER, TST, item, letter
from tests.support.mailserver import Behaviour, Certificate, Received, running, self_made


def envelope(n: int = 1, *to: str) -> Envelope:
    """The n-th letter, to TST unless told otherwise."""
    mail = build(letter(item()), SENDER, (TST,), f"<{n}@dondoc.bhxh.example>", NOW)
    return Envelope(mail, to or ("tst@bhxh.example",), f"letter-{n}")


def plain(server: Received, **more: object) -> SmtpChannel:
    return SmtpChannel(SmtpServer("127.0.0.1", server.port, "none", timeout=5, **more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_made(tmp_path_factory.mktemp("tls"))


@pytest.mark.slow
def test_one_connection_for_the_run() -> None:
    with running() as server:
        with plain(server) as channel:
            answers = [channel.send(envelope(n)) for n in range(30)]
        assert server.connections == 1
        assert server.ids == [f"<{n}@dondoc.bhxh.example>" for n in range(30)]
        assert answers[0] == "250 taken"
        sender, to, mail = server.letters[0]
        assert (sender, to) == ("dondoc@bhxh.example", ["tst@bhxh.example"])
        assert mail["Subject"].startswith("Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09")


def test_lines_that_begin_with_a_dot_arrive_as_they_are() -> None:
    text = ".\n..\na line\n.and one more\n"
    mail = envelope().message
    mail.get_body(("plain",)).set_content(text, cte="7bit")
    with running() as server, plain(server) as channel:
        channel.send(Envelope(mail, ("tst@bhxh.example",), "dots"))
    assert server.letters[0][2].get_body(("plain",)).get_content().replace("\r\n", "\n") == text


def test_a_letter_is_the_servers_with_its_end_alone() -> None:
    with running() as server:
        with plain(server) as channel:

            def keep(_: End) -> None:
                time.sleep(0.2)  # the whole text is there by then
                assert server.letters == []
                raise Withheld

            channel.at_end = keep
            with pytest.raises(Withheld):
                channel.send(envelope(1))
            channel.at_end = lambda end: end(True)
            channel.send(envelope(2))
        assert server.ids == ["<2@dondoc.bhxh.example>"]
        assert server.connections == 2


def test_starttls_and_login(certificate: Certificate) -> None:
    with running(Behaviour(login=("dondoc", "s3cret:@/")), certificate) as server:
        line = SmtpServer(
            "127.0.0.1", server.port, "starttls", "dondoc", "s3cret:@/", 5, ca_file=certificate.cert
        )
        with SmtpChannel(line) as channel:
            channel.send(envelope())
        assert server.tls == [True]


def test_a_wrong_password_is_said_without_being_shown(certificate: Certificate) -> None:
    with running(Behaviour(login=("dondoc", "right")), certificate) as server:
        line = SmtpServer(
            "127.0.0.1", server.port, "starttls", "dondoc", "wr0ng", 5, ca_file=certificate.cert
        )
        with pytest.raises(
            ChannelDown, match=r"refused the log-in of dondoc: 535 .*user name and the pass"
        ) as caught:
            SmtpChannel(line).__enter__()
        assert "wr0ng" not in str(caught.value) + repr(line)


def test_an_unknown_certificate_is_not_trusted(certificate: Certificate) -> None:
    with running(certificate=certificate) as server:
        line = SmtpServer("127.0.0.1", server.port, "starttls", timeout=5)
        with pytest.raises(ChannelDown, match=r"certificate .* is not trusted.*smtp_ca_file"):
            SmtpChannel(line).__enter__()
        assert server.letters == []


def test_no_encryption_where_it_was_asked_for_sends_nothing() -> None:
    with running() as server:
        with pytest.raises(ChannelDown, match=r"does not speak as expected \(starttls\).*Check the port"):
            SmtpChannel(SmtpServer("127.0.0.1", server.port, "starttls", timeout=5)).__enter__()
        with pytest.raises(ChannelDown, match=r"\(ssl\)"):
            SmtpChannel(SmtpServer("127.0.0.1", server.port, "ssl", timeout=5)).__enter__()
        assert server.letters == []


def test_nobody_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        with pytest.raises(
            ChannelDown, match=f"cannot reach the mail server 127.0.0.1:{port}: Connection refused"
        ):
            SmtpChannel(SmtpServer("127.0.0.1", port, "none", timeout=2)).__enter__()


def test_a_server_that_says_nothing_times_out() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        line = SmtpServer("127.0.0.1", mute.getsockname()[1], "none", timeout=0.3)
        with pytest.raises(ChannelDown, match=r"did not answer in time: .*timed out"):
            SmtpChannel(line).__enter__()


def test_one_recipient_refused_does_not_stop_the_others() -> None:
    rcpt = {
        "gone@x.example": "550 5.1.1 no such user",
        "full@x.example": "452 4.2.2 mailbox full",
        "grey@x.example": "450 4.7.1 greylisted",
    }
    with running(Behaviour(rcpt=rcpt)) as server, plain(server) as channel:
        with pytest.raises(Refused, match=r"^gone@x.example: 550 5.1.1 no such user$"):
            channel.send(envelope(1, "gone@x.example"))
        with pytest.raises(TryLater, match=r"452 4.2.2 mailbox full"):
            channel.send(envelope(2, "full@x.example"))
        channel.send(envelope(3))
        # Of several, one that may be accepted later keeps the letter alive; one that is accepted is enough.
        with pytest.raises(TryLater, match=r"greylisted"):
            channel.send(envelope(4, "gone@x.example", "grey@x.example"))
        answer = channel.send(envelope(5, "gone@x.example", "tst@bhxh.example"))
        assert answer == "250 taken; gone@x.example: 550 5.1.1 no such user"
        assert server.ids == ["<3@dondoc.bhxh.example>", "<5@dondoc.bhxh.example>"]
        assert server.connections == 1


def test_a_letter_refused_after_its_text() -> None:
    with (
        running(Behaviour(data=["554 5.7.1 spam", "451 4.3.0 try again"])) as server,
        plain(server) as channel,
    ):
        with pytest.raises(Refused, match=r"554 5.7.1 spam"):
            channel.send(envelope(1))
        with pytest.raises(TryLater, match=r"451 4.3.0 try again"):
            channel.send(envelope(2))
        channel.send(envelope(3))
        assert server.ids == ["<3@dondoc.bhxh.example>"]


def test_a_refused_sender_is_a_wrong_setting_not_a_wrong_letter() -> None:
    with (
        running(Behaviour(mail=["550 5.7.1 not your address"])) as server,
        plain(server) as channel,
        pytest.raises(ChannelDown, match=r"does not accept our sender address: 550 .*Check mail_from"),
    ):
        channel.send(envelope(1))
    with (
        running(Behaviour(mail=["552 5.3.4 too big", "451 4.7.1 later"])) as server,
        plain(server) as channel,
    ):
        with pytest.raises(Refused, match=r"552 5.3.4 too big"):
            channel.send(envelope(1))
        with pytest.raises(TryLater, match=r"451"):
            channel.send(envelope(1))
        channel.send(envelope(1))


@pytest.mark.slow
def test_a_connection_dropped_between_letters_is_renewed() -> None:
    with running(Behaviour(drop_after=4)) as server:
        with plain(server) as channel:
            for n in range(10):
                channel.send(envelope(n))
                # The server hangs up 50 ms after each fourth letter.
                if n % 4 == 3:
                    _until_closed(channel)
        assert server.connections == 3
        assert len(server.letters) == len(set(server.ids)) == 10


def _until_closed(channel: SmtpChannel) -> None:
    smtp = channel._line._smtp
    assert smtp is not None
    assert smtp.sock is not None
    smtp.sock.settimeout(5)
    assert smtp.sock.recv(1, socket.MSG_PEEK) == b""


def test_a_connection_lost_half_way_leaves_the_letter_for_later() -> None:
    with running(Behaviour(data=["drop"])) as server, plain(server) as channel:
        with pytest.raises(TryLater, match=r"while the letter was on its way"):
            channel.send(envelope(1))
        channel.send(envelope(1))
        assert server.ids == ["<1@dondoc.bhxh.example>"]
        assert server.connections == 2


def test_a_server_that_keeps_dropping_is_left_alone() -> None:
    with running(Behaviour(data=["drop"] * 9)) as server, plain(server) as channel:
        for n in range(2):
            with pytest.raises(TryLater):
                channel.send(envelope(n))
        with pytest.raises(ChannelDown, match=r"dropped the connection 3 times in a row"):
            channel.send(envelope(3))


@pytest.mark.slow
def test_a_slow_server_is_given_the_timeout_and_no_more() -> None:
    with running(Behaviour(delay=1.0)) as server:
        with SmtpChannel(SmtpServer("127.0.0.1", server.port, "none", timeout=5)) as channel:
            channel.send(envelope(1))
        impatient = SmtpServer("127.0.0.1", server.port, "none", timeout=0.2)
        with SmtpChannel(impatient) as channel, pytest.raises(TryLater, match=r"timed out"):
            channel.send(envelope(2))


def test_it_is_an_apprise_url_too() -> None:
    register()
    register()
    with running() as server:
        service = apprise.Apprise()
        url = f"unitmail://127.0.0.1:{server.port}/?mode=none&from=dondoc@bhxh.example&to=vp@bhxh.example"
        assert service.add(url)
        assert service.notify("Thử gửi thư", title="Thử\r\nBcc: x@y.example")
        sender, to, mail = server.letters[0]
        assert (sender, to) == ("dondoc@bhxh.example", ["vp@bhxh.example"])
        assert mail["Subject"] == "Thử Bcc: x@y.example"
        assert "Thử gửi thư" in mail.get_content()
        server.behaviour.data.append("550 no")
        assert not service.notify("Thử")


def test_its_url_keeps_every_part_and_hides_the_password(tmp_path: Path) -> None:
    url = "unitmails://vp%40x:p%3As@mail.example:465/?mode=ssl&from=a@b.example&to=c@d.example&timeout=7&ca=/x/ca.pem"
    register()
    service = apprise.Apprise.instantiate(url)
    assert isinstance(service, UnitMail)
    again = apprise.Apprise.instantiate(service.url())
    assert again.smtp_server == service.smtp_server
    assert service.smtp_server == SmtpServer(
        "mail.example", 465, "ssl", "vp@x", "p:s", 7.0, ca_file=Path("/x/ca.pem")
    )
    assert "p%3As" not in service.url(privacy=True)
    assert apprise.Apprise.instantiate("unitmail://h/?mode=perhaps") is None
