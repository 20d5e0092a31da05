"""Replies out of a folder of an IMAP server.

The folder is opened read-only and mails are fetched with PEEK, so no flag of theirs changes. A mail's place
is `UIDVALIDITY/UID`, which a server never gives twice. Whatever the server does, each question to it has its
limits of time and of bytes: see `engine.replies.imap_line`.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Collection, Iterator
from datetime import date
from types import TracebackType
from typing import Any, Self

from imap_tools import BaseMailBox, MailboxLoginError
from imap_tools.errors import ImapToolsError
from imap_tools.query import AND

from config.mail_servers import ReplyMailbox
from engine.replies.imap_line import ImapLine, TooMuch
from engine.replies.mailbox import BEGINNING, WHOLE, Arrived, MailboxError
from language import system

SECONDS = 60.0
"""For connecting with the login, for the list of what has arrived, and for a small mail."""
LEAST = 50_000
"""Bytes a second that a server hands out at least: a larger mail may take longer by that."""
LIST, TALK = 20_000_000, 1_000_000
"""Bytes of an answer at most: of the list of what has arrived (two million mails), and of what is said beside
mails."""
GOODBYE = 5.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Imap:
    """A connection to the server, open from `__enter__` to `__exit__`. Not for two threads at once."""

    def __init__(self, where: ReplyMailbox) -> None:
        self._where = where
        self.name = f"imap:{where.user}@{where.host}:{where.port}/{where.folder}"
        self._line: ImapLine | None = None
        self._box: BaseMailBox | None = None
        self._validity = ""

    def __enter__(self) -> Self:
        """Connects, logs in and opens the folder. MailboxError saying what to check."""
        with self._explained():
            self._line = line = ImapLine(self._where)
            try:
                with line.within(SECONDS, TALK):
                    self._box = box = _Box(line)
                    self._log_in(box)
                    box.folder.set(self._where.folder, readonly=True)
                    found = box.folder.status(self._where.folder, ["UIDVALIDITY"])
            except BaseException:
                line.close()
                raise
        self._validity = str(found["UIDVALIDITY"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Says goodbye; a server that no longer listens does not matter."""
        line, box = self._line, self._box
        self._line = self._box = None
        if line is not None and box is not None:
            with contextlib.suppress(Exception), line.within(GOODBYE, TALK):
                box.logout()
            line.close()

    def places(self, since: date, known: Collection[str]) -> list[str]:
        """By UID, which grows with each mail."""
        with self._explained(), self._opened.within(SECONDS, LIST):
            assert self._box is not None
            uids = sorted(self._box.uids(AND(date_gte=since)), key=int)
        places = (f"{self._validity}/{uid}" for uid in uids)
        return [place for place in places if place not in known]

    def fetch(self, place: str) -> Arrived | None:
        """The mail, or of a large one the beginning; the server is asked for no more than that."""
        uid = place.rpartition("/")[2]
        with self._explained():
            told = self._fetched(uid, "(RFC822.SIZE)", 0)
            found = _SIZE.search(b" ".join(each for each in told if isinstance(each, bytes)))
            if found is None:
                return None
            size = int(found[1])
            cut = size > WHOLE
            part, asked = (f"<0.{BEGINNING}>", BEGINNING) if cut else ("", size)
            answer = self._fetched(uid, f"(BODY.PEEK[]{part})", asked)
        raw = next((each[1] for each in answer if isinstance(each, tuple)), None)
        return None if raw is None else Arrived(place, raw, size, cut)

    @property
    def _opened(self) -> ImapLine:
        assert self._line is not None, "opened by `with`"
        return self._line

    def _fetched(self, uid: str, parts: str, size: int) -> list[Any]:
        """`size`: how many bytes of the mail are asked for."""
        with self._opened.within(SECONDS + size / LEAST, size + TALK):
            status, answer = self._opened.client.uid("FETCH", uid, parts)
        if status != "OK":
            raise imaplib.IMAP4.error(str(answer))
        return list(answer)

    def _log_in(self, box: BaseMailBox) -> None:
        where = self._where
        if (where.user + where.password).isascii():
            box.login(where.user, where.password, None)
        else:
            box.login_utf8(where.user, where.password, None)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Whatever goes wrong, as one sentence that says what to check."""
        where = self._where
        server = f"{where.host}:{where.port}"
        try:
            yield
        except Exception as error:
            raise self._why(server, error) from error

    def _why(self, server: str, error: Exception) -> MailboxError:
        where, line = self._where, self._line
        why = " ".join(f"{error}".split())[:300]
        if line is not None and line.too_slow:
            return MailboxError("replies.server-slow", server=server)
        if isinstance(error, TooMuch):
            return MailboxError("replies.server-endless", server=server)
        if isinstance(error, MailboxLoginError):
            return MailboxError("replies.login-refused", server=server, user=where.user)
        if isinstance(error, ssl.SSLCertVerificationError):
            return MailboxError("replies.certificate", server=server, why=error.verify_message)
        if isinstance(error, imaplib.IMAP4.abort):
            return MailboxError("replies.server-unreachable", server=server, why=why)
        if isinstance(error, ImapToolsError | imaplib.IMAP4.error):
            return MailboxError("replies.server-refuses", server=server, folder=where.folder, why=why)
        if isinstance(error, OSError):
            return MailboxError("replies.server-unreachable", server=server, why=system.why(error))
        # What stands in no rule of the protocol falls over the libraries in many ways.
        return MailboxError("replies.server-nonsense", server=server, why=f"{type(error).__name__}: {why}")


class _Box(BaseMailBox):
    """The library's mailbox over our connection."""

    def __init__(self, line: ImapLine) -> None:
        self._line = line
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._line.connect()
