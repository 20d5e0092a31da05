"""The mail servers that misbehave, and what becomes of four letters with each: the table that
`docs/bad-world.md` shows and `tests/mail/test_bad_servers.py` holds, case by case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from engine.mail.channels.apprise_smtp import SmtpChannel
from engine.mail.channels.smtp import SmtpServer
from language import from_text, say
from models.states import MessageState
from tests.support import badserver, mailroom
from tests.support.badserver import DRIP, DROP, FLOOD, STALL, TOOK, Reply
from tests.support.cast import at

NOW = at("2026-09-11", 9)
ANSWER, LETTER = 0.3, 0.6
"""Seconds for a single answer, and for a letter as a whole."""


@dataclass(frozen=True)
class Case:
    """A server, and what it does to the four letters: how many it takes at once, how many wait for their next
    try, how many are set aside for a person, and what is told.
    """

    seen: str
    says: Mapping[str, Reply]
    told: str
    sent: int = 0
    postponed: int = 0
    dead: int = 0
    stopped: bool = False
    """The run ends with one message for all; nothing was tried in vain and everything waits as it was."""
    twice: int = 0
    """Letters that the server took without our hearing of it: they go again, under their own Message-ID."""
    security: str = "none"
    user: str = ""


def down(seen: str, says: Mapping[str, Reply], told: str, **more: object) -> Case:
    """A server with which nothing leaves, and nothing happens to any letter."""
    return Case(seen, says, told, stopped=True, **more)  # type: ignore[arg-type]


LATER, NEVER = {"postponed": 4}, {"dead": 4}
CASES = (
    down("greets with 421", {"greeting": "421 4.3.2 come back later"}, "is not serving for the moment"),
    down("greets with 554", {"greeting": "554 5.7.1 your address is listed"}, "turns this machine away"),
    down("says nothing at all", {"greeting": STALL}, "timed out"),
    down("closes the connection at once", {"greeting": DROP}, "closed the connection"),
    down("speaks another protocol", {"greeting": "SSH-2.0-OpenSSH_9.6"}, "Check the port and the kind"),
    down("drips its greeting byte by byte", {"greeting": DRIP + "220-still here "}, "drop by drop"),
    down("drips an endless reply to EHLO", {"EHLO": DRIP + "250-more "}, "drop by drop"),
    down("offers no STARTTLS where it is asked for", {}, "kind of encryption", security="starttls"),
    down("greets without end", {"greeting": FLOOD + "220-here"}, "a reply without end"),
    down("answers EHLO without end", {"EHLO": FLOOD + "250-here"}, "a reply without end"),
    down(
        "answers MAIL without end", {"MAIL": FLOOD + "250-taken"}, "a reply without end", postponed=2,
    ),
    down("answers the text without end", {"end": FLOOD + "250-taken"}, "a reply without end", postponed=2),
    down(
        "answers STARTTLS with 454",
        {"EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "454 4.7.0 TLS not available"},
        "No setting or password needs changing", security="starttls",
    ),
    down(
        "takes STARTTLS and then talks nonsense",
        {"EHLO": "250-here\r\n250 STARTTLS", "STARTTLS": "220 go\r\nnonsense"},
        "does not speak as expected", security="starttls",
    ),
    down(
        "refuses the password with 535", {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 no"},
        "Check the user name and the password", user="dondoc",
    ),
    down(
        "answers the log-in with 454", {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "454 4.7.0 later"},
        "No setting or password needs changing", user="dondoc",
    ),
    down("wants a log-in (530 to MAIL)", {"MAIL": "530 5.7.0 authenticate first"}, "wants a log-in"),
    down("refuses our sender for good (550 to MAIL)", {"MAIL": "550 5.1.8 bad sender"}, "Check mail_from"),
    Case("answers every MAIL with 451", {"MAIL": "451 4.3.0 greylisted"}, "451 4.3.0 greylisted", **LATER),
    Case("answers every MAIL with 452, disk full", {"MAIL": "452 4.3.1 no space"}, "452 4.3.1", **LATER),
    down("answers every MAIL with 421", {"MAIL": "421 4.3.2 shutting down"}, "3 times in a row", postponed=2),
    Case("answers MAIL with 421 once", {"MAIL": ("421 4.3.2 idle", "250 ok")}, "", postponed=1, sent=3),
    Case("greylists every mailbox (450 to RCPT)", {"RCPT": "450 4.2.0 later"}, "450 4.2.0 later", **LATER),
    Case(
        "knows none of the mailboxes (550 to RCPT)", {"RCPT": "550 5.1.1 no such user"},
        "550 5.1.1 no such user", **NEVER,
    ),
    Case("has full mailboxes (552 5.2.2)", {"RCPT": "552 5.2.2 mailbox full"}, "552 5.2.2", **NEVER),
    Case(
        "finds the smallest letter too large (552 5.3.4)", {"end": "552 5.3.4 too big"},
        "the mailbox is full, or the server's limit is too low", **NEVER,
    ),
    Case("refuses the text for good (554)", {"end": "554 5.6.0 spam"}, "554 5.6.0 spam", **NEVER),
    Case("puts the text off (451)", {"end": "451 4.7.1 try later"}, "451 4.7.1 try later", **LATER),
    Case("refuses DATA (503)", {"DATA": "503 5.5.1 bad sequence"}, "503 5.5.1 bad sequence", **NEVER),
    down("drops the connection at every DATA", {"DATA": DROP}, "3 times in a row", postponed=2),
    down("takes the text and drops before it answers", {"end": DROP}, "3 times in a row", postponed=2),
    Case(
        "drops one letter before it answers", {"end": (DROP, "250 taken")}, "connection was lost", sent=3,
        postponed=1,
    ),
    Case(
        "takes one letter, and its answer is lost", {"end": (TOOK, "250 taken")}, "connection was lost",
        sent=3, postponed=1, twice=1,
    ),
    down("drips its reply to MAIL", {"MAIL": DRIP + "250-ok "}, "drop by drop", postponed=2),
    down("drips its answer to the text", {"end": DRIP + "250-taken "}, "drop by drop", postponed=2),
    down("stalls after the text", {"end": STALL}, "timed out", postponed=2),
    Case(
        "answers in no known charset", {"end": "451 4.0.0 \udcff\udcfe"}, "451 4.0.0", **LATER,
    ),
)  # fmt: skip


@dataclass
class Outcome:
    """What became of the letters, and of those that waited once the server was well again."""

    sent: int = 0
    postponed: int = 0
    dead: int = 0
    stopped: bool = False
    told: list[str] = field(default_factory=list)
    claimed: int = 0
    arrived: int = 0
    doubled: int = 0
    lost: int = 0


def tried(case: Case, url: str, home: Path) -> Outcome:
    """Delivers four letters to such a server, and what is left once more, hours later, when it is well."""
    with badserver.running(case.says) as server:
        room = mailroom.four_waiting(url, home, server.port, NOW)
        channel = SmtpChannel(
            SmtpServer(
                "127.0.0.1", server.port, case.security, case.user, "secret",  # type: ignore[arg-type]
                timeout=ANSWER, letter_timeout=LETTER,
            )
        )  # fmt: skip
        done = room.deliver(NOW, channel=channel)
        after = room.messages()
        found = Outcome(done.sent, done.failed, done.dead, done.problem is not None)
        found.told = [say(done.problem, "en")] if done.problem else []
        found.told += [say(from_text(each.last_error), "en") for each in after if each.last_error]
        found.claimed = sum(each.claimed_by is not None for each in after)
        server.be({})
        for hours in (1, 5):
            room.deliver(NOW + timedelta(hours=hours))
        wanted = {each.message_id_header for each in after if each.state is not MessageState.DEAD}
        found.arrived = len(set(server.letters))
        found.doubled = len(server.letters) - len(set(server.letters))
        found.lost = len(wanted - set(server.letters))
    return found
