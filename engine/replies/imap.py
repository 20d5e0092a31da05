"""Replies out of a folder of an IMAP server.

The folder is opened read-only and mails are fetched with PEEK, so no flag of theirs changes. A mail's place
is `UIDVALIDITY/UID`, which a server never gives twice.
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

from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from imap_tools.query import AND

from config.servers import ReplyMailbox
from engine.replies.mailbox import BEGINNING, WHOLE, Arrived, MailboxError
from language import system

TIMEOUT = 30.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Imap:
    """A connection to the server, open from `__enter__` to `__exit__`. Not for two threads at once."""

    def __init__(self, where: ReplyMailbox) -> None:
        self._where = where
        self.name = f"imap:{where.user}@{where.host}:{where.port}/{where.folder}"
        self._box: BaseMailBox | None = None
        self._validity = ""

    def __enter__(self) -> Self:
        """Connects, logs in and opens the folder. MailboxError saying what to check."""
        with self._explained():
            self._box = box = self._connect()
            try:
                self._log_in(box)
                box.folder.set(self._where.folder, readonly=True)
                found = box.folder.status(self._where.folder, ["UIDVALIDITY"])
            except BaseException:
                self._hang_up()
                raise
        self._validity = str(found["UIDVALIDITY"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Says goodbye; a server that no longer listens does not matter."""
        self._hang_up()

    def places(self, since: date, known: Collection[str]) -> list[str]:
        """By UID, which grows with each mail."""
        with self._explained():
            uids = self._open.uids(AND(date_gte=since))
        places = (f"{self._validity}/{uid}" for uid in sorted(uids, key=int))
        return [place for place in places if place not in known]

    def fetch(self, place: str) -> Arrived | None:
        """The mail, or of a large one the beginning; the server is asked for no more than that."""
        uid = place.rpartition("/")[2]
        with self._explained():
            told = self._fetched(uid, "(RFC822.SIZE)")
            found = _SIZE.search(b" ".join(each for each in told if isinstance(each, bytes)))
            if found is None:
                return None
            size = int(found[1])
            cut = size > WHOLE
            answer = self._fetched(uid, f"(BODY.PEEK[]<0.{BEGINNING}>)" if cut else "(BODY.PEEK[])")
        raw = next((each[1] for each in answer if isinstance(each, tuple)), None)
        return None if raw is None else Arrived(place, raw, size, cut)

    @property
    def _open(self) -> BaseMailBox:
        assert self._box is not None, "opened by `with`"
        return self._box

    def _fetched(self, uid: str, parts: str) -> list[Any]:
        status, answer = self._open.client.uid("FETCH", uid, parts)
        if status != "OK":
            raise imaplib.IMAP4.error(str(answer))
        return list(answer)

    def _connect(self) -> BaseMailBox:
        where = self._where
        if where.security == "none":
            return MailBoxUnencrypted(where.host, where.port, timeout=TIMEOUT)
        context = ssl.create_default_context()
        if where.ca_file:
            context.load_verify_locations(where.ca_file)
        if where.security == "ssl":
            return MailBox(where.host, where.port, timeout=TIMEOUT, ssl_context=context)
        return MailBoxStartTls(where.host, where.port, timeout=TIMEOUT, ssl_context=context)

    def _log_in(self, box: BaseMailBox) -> None:
        where = self._where
        if (where.user + where.password).isascii():
            box.login(where.user, where.password, None)
        else:
            box.login_utf8(where.user, where.password, None)

    def _hang_up(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                box.logout()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Whatever goes wrong, as one sentence that says what to check."""
        where = self._where
        server = f"{where.host}:{where.port}"
        try:
            yield
        except MailboxLoginError as error:
            raise MailboxError("replies.login-refused", server=server, user=where.user) from error
        except ssl.SSLCertVerificationError as error:
            raise MailboxError("replies.certificate", server=server, why=error.verify_message) from error
        except (ImapToolsError, imaplib.IMAP4.error) as error:
            why = " ".join(str(error).split())[:300]
            raise MailboxError(
                "replies.server-refuses", server=server, folder=where.folder, why=why
            ) from error
        except OSError as error:
            raise MailboxError("replies.server-unreachable", server=server, why=system.why(error)) from error
