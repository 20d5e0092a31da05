"""The mailbox on a real IMAP server: both kinds of TLS, a wrong password, 30 MB, nothing altered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.replies.choose import mailbox_of
from engine.replies.mailbox import MailboxError
from models.states import ReplyState
from tests.support import imapserver
from tests.support.imapserver import PASSWORD, ImapServer
from tests.support.mailserver import Certificate, self_made
from tests.support.replying import READ, Correspondence, reply_to, sent
from tests.support.required import require

pytestmark = [pytest.mark.long]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_made(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def running(certificate: Certificate) -> Iterator[ImapServer]:
    require("imap", imapserver.program(), "Dovecot is not installed (Debian: dovecot-imapd)")
    with imapserver.running(certificate) as server:
        yield server


@pytest.fixture
def server(running: ImapServer) -> ImapServer:
    """With an empty mailbox."""
    running.clear()
    return running


def at(office: Correspondence, server: ImapServer, certificate: Certificate, kind: str) -> Correspondence:
    where = {
        "imaps": f"imaps://dondoc%40bhxh.example@127.0.0.1:{server.tls}/INBOX",
        "starttls": f"imap://dondoc%40bhxh.example@127.0.0.1:{server.plain}/INBOX",
        "plain": f"imap://dondoc%40bhxh.example@127.0.0.1:{server.plain}/INBOX?starttls=no",
    }[kind]
    office.room.settings = replace(
        office.room.settings, replies=where, replies_password=PASSWORD, replies_ca_file=certificate.cert
    )
    return office


@pytest.mark.parametrize("kind", ["imaps", "starttls", "plain"])
def test_a_reply_is_read_once_and_the_mailbox_stays_as_it_was(
    office: Correspondence, server: ImapServer, certificate: Certificate, kind: str
) -> None:
    here = at(office, server, certificate, kind)
    server.put(reply_to(office.message()), reply_to(None, sender="a@elsewhere.example"))
    before = server.flags()
    assert here.read(sent()).counts == {ReplyState.RECORDED: 1, ReplyState.IGNORED: 1}
    assert server.flags() == before
    assert all(b"\\Seen" not in each for each in before)
    assert here.read(sent()).counts == {}
    server.put(reply_to(office.message("CSXH"), sender="csxh@bhxh.example"))
    assert here.read(sent()).counts == {ReplyState.RECORDED: 1}


def test_a_mailbox_that_was_made_anew_is_read_again_and_nothing_recorded_twice(
    office: Correspondence, server: ImapServer, certificate: Certificate
) -> None:
    here = at(office, server, certificate, "plain")
    mail = reply_to(office.message())
    server.put(mail)
    here.read(sent())
    with server.client() as client:
        client.create("other")
        client.delete("other")
        client.create("other")  # another UIDVALIDITY, the same UIDs
        client.append("other", "", "", mail.as_bytes())
    office.room.settings = replace(
        office.room.settings, replies=(office.room.settings.replies or "").replace("INBOX", "other")
    )
    assert here.read(sent()).counts == {ReplyState.IGNORED: 1}
    assert len(here.answers()) == 1


def test_of_a_mail_of_30_mb_the_text_is_read_and_the_file_is_not_kept(
    office: Correspondence, server: ImapServer, certificate: Certificate
) -> None:
    here = at(office, server, certificate, "imaps")
    mail = reply_to(office.message())
    mail.add_attachment(os.urandom(30_000_000), maintype="application", subtype="pdf", filename="scan.pdf")
    server.put(mail)
    with mailbox_of(office.room.settings) as box:
        (place,) = box.places(READ.date().replace(year=2020), ())
        arrived = box.fetch(place)
    assert arrived is not None
    assert arrived.cut
    assert (arrived.size > 40_000_000, len(arrived.raw)) == (True, 1024 * 1024)
    assert here.read(sent()).counts == {ReplyState.RECORDED: 1}
    assert here.task().document_no == "123/BC"
    assert here.reply().heard["files"] == []


def test_what_is_wrong_with_the_server_is_told_with_what_to_do(
    office: Correspondence, server: ImapServer, certificate: Certificate
) -> None:
    good = at(office, server, certificate, "imaps").room.settings

    def said(**wrong: object) -> str:
        with pytest.raises(MailboxError) as error, mailbox_of(replace(good, **wrong)):  # type: ignore[arg-type]
            pass
        return str(error.value)

    assert "refuses the login of dondoc@bhxh.example: check replies_password" in said(replies_password="no")
    assert "Set replies_ca_file" in said(replies_ca_file=None)
    where = good.replies or ""
    assert "does not let the folder Nix be read" in said(replies=where.replace("INBOX", "Nix"))
    assert "cannot be reached" in said(replies=where.replace(f":{server.tls}/", ":1/"))
    for each in (said(replies_password="no"), said(replies=where.replace("INBOX", "Nix"))):
        assert PASSWORD not in each


def test_nothing_listens(office: Correspondence, tmp_path: Path) -> None:
    office.room.settings = replace(office.room.settings, replies="imap://a@127.0.0.1:1/INBOX?starttls=no")
    report = office.read(sent())
    assert report.problem is not None
    assert report.counts == {}
