"""Debian's Dovecot as a process of the test, on loopback, with one mailbox; mails are put in by IMAP."""

from __future__ import annotations

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.support.mailserver import Certificate
from tests.support.ports import free_ports

USER, PASSWORD = "dondoc@bhxh.example", "mật khẩu"
_CONFIG = """\
protocols = imap
base_dir = {run}
state_dir = {run}
log_path = {folder}/dovecot.log
listen = 127.0.0.1
default_internal_user = {system}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_home = {folder}/home
mail_location = maildir:{folder}/home/Maildir
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service auth {{
  user = {me}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class ImapServer:
    """Its two ports and its mailbox."""

    plain: int
    tls: int
    folder: Path

    def put(self, *mails: EmailMessage | bytes) -> None:
        """Delivers mails into INBOX, in order."""
        with self.client() as client:
            for mail in mails:
                raw = mail if isinstance(mail, bytes) else mail.as_bytes()
                status, said = client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)
                assert status == "OK", said

    def clear(self) -> None:
        """Empties INBOX."""
        with self.client() as client:
            _, (count, *_) = client.select("INBOX")
            if int(count or b"0"):
                client.store("1:*", "+FLAGS", "\\Deleted")
                client.expunge()

    def flags(self) -> list[bytes]:
        """The flags of every mail, as the server tells them."""
        with self.client() as client:
            client.select("INBOX", readonly=True)
            _, found = client.fetch("1:*", "(FLAGS)")
            return [each for each in found if isinstance(each, bytes)]

    @contextlib.contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.plain)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        try:
            yield client
        finally:
            client.logout()


def program() -> str | None:
    """Where Dovecot is; None where it is not installed."""
    return shutil.which("dovecot") or next(
        (each for each in ("/usr/sbin/dovecot",) if Path(each).exists()), None
    )


@contextlib.contextmanager
def running(certificate: Certificate) -> Iterator[ImapServer]:
    """Dovecot in the foreground, stopped at the end; its folder is one that other users may enter."""
    dovecot = program()
    assert dovecot is not None
    plain, tls = free_ports(2)
    # As root Dovecot wants users without rights for its own parts and for the mails; else all of it runs as
    # whoever tests.
    me = getpass.getuser()
    system, login, owner = ("dovecot", "dovenull", "nobody") if os.getuid() == 0 else (me, me, me)
    with tempfile.TemporaryDirectory(prefix="dondoc-dovecot-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "home").mkdir()
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", encoding="utf-8")
        mails = pwd.getpwnam(owner)
        if owner != me:
            os.chown(folder / "home", mails.pw_uid, mails.pw_gid)
        config = folder / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                folder=folder, run=folder / "run", plain=plain, tls=tls, uid=mails.pw_uid, gid=mails.pw_gid,
                me=me, system=system, login=login, group=grp.getgrgid(pwd.getpwnam(system).pw_gid).gr_name,
                cert=certificate.cert, key=certificate.key,
            ),
            encoding="utf-8",
        )  # fmt: skip
        with _serving([dovecot, "-F", "-c", str(config)], plain, folder):
            yield ImapServer(plain, tls, folder)


@contextlib.contextmanager
def _serving(command: list[str], port: int, folder: Path) -> Iterator[None]:
    process = subprocess.Popen(command, start_new_session=True)
    try:
        _wait(port, process, folder)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as opened:
            if opened.recv(100).startswith(b"* OK"):
                return
        time.sleep(0.1)
    log = folder / "dovecot.log"
    raise AssertionError(f"Dovecot does not answer: {log.read_text() if log.exists() else 'no log'}")
