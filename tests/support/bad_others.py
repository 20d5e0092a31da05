"""Everybody else whom dondoc calls, and how each may misbehave: the mailbox of replies, the watchdog of the
heartbeat, chat services, a PostgreSQL server, and whatever sits at Prefect's port. The third table of
`docs/bad-world.md`, held case by case by `tests/desk/test_bad_others.py`.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest import mock

from engine.mail.channels import TryLater, apprise_url
from engine.replies import imap, imap_line
from engine.rounds import heartbeat
from flows.supervisor import server
from language import say
from models import db
from models.states import ReplyState
from tests.support import badimap
from tests.support.bad_worlds import place
from tests.support.badline import FLOOD, Bad, Line, called
from tests.support.replying import correspondence, reply_to, sent

PATIENCE = 0.6
"""Seconds that each of them has, instead of a minute or some seconds; a byte of a drip comes twelve times
in them."""
WORDS = 100_000
"""Bytes that the mailbox's server may say, instead of millions."""
LONGEST = 60.0
"""Seconds: nobody waited without end, on a machine that does much else."""
HEARD = FLOOD / 2
"""Bytes of an answer without end that were listened to, and what lies in between."""


@dataclass(frozen=True)
class Case:
    """Who is called, what he does, what must come of it, and doing it."""

    who: str
    seen: str
    outcome: str
    try_it: Callable[[Path], None]


@contextlib.contextmanager
def bounded(bad: Bad, heard: float = HEARD) -> Iterator[None]:
    """What happens inside takes an end, and so does what is listened to."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < LONGEST
    assert bad.calls
    assert bad.told[0] < heard, bad.told


# --- the mailbox of replies ---


def _mailbox(instead: dict[str, badimap.At], told: str, folder: Path) -> None:
    url = f"sqlite:///{folder}/dondoc.db"
    db.upgrade(url)
    office = correspondence(url, folder)
    mail = reply_to(office.message())

    def at(bad: Bad) -> None:
        where = f"imap://dondoc@127.0.0.1:{bad.port}/INBOX?starttls=no"
        office.room.settings = replace(office.room.settings, replies=where, replies_password="secret")

    short = mock.patch.multiple(imap, SECONDS=PATIENCE, LIST=WORDS, TALK=WORDS)
    soon = mock.patch.object(imap_line, "ANSWER", PATIENCE / 2)
    with called(badimap.keeping(mail, instead)) as bad, bounded(bad), short, soon:
        at(bad)
        done = office.read(sent())
        assert done.problem is not None, done
        said = say(done.problem, "en")
        assert told in said, said
        assert "secret" not in said
        assert done.read == 0
        assert office.untouched()
    with called(badimap.keeping(mail, {})) as well:
        at(well)
        assert office.read(sent()).counts == {ReplyState.RECORDED: 1}


def _silent(line: Line, _: bytes) -> None:
    line.wait()


def _hangs_up(_: Line, __: bytes) -> None:
    raise ConnectionAbortedError


def _drips(first: bytes) -> badimap.At:
    return lambda line, tag: line.drip(first, b"x")


def _floods(again: bytes, first: bytes = b"") -> badimap.At:
    def at(line: Line, tag: bytes) -> None:
        line.say(first)
        line.flood(again)

    return at


def _says(text: bytes) -> badimap.At:
    return lambda line, tag: line.say(text.replace(b"TAG", tag))


def _cut_mail(line: Line, _: bytes) -> None:
    line.say(b"* 1 FETCH (UID 3 BODY[] {5000}\r\nFrom: tst@bhxh.example\r\n")
    raise ConnectionAbortedError


SLOW, ENDLESS, AWAY, ODD = (
    "did not finish its answer",
    "answers without end",
    "cannot be reached",
    "IMAP server",
)
MAILBOX: tuple[tuple[str, str, badimap.At, str], ...] = (
    ("accepts and says nothing", "GREETING", _silent, AWAY),
    ("hangs up at once", "GREETING", _hangs_up, AWAY),
    ("drips its greeting", "GREETING", _drips(b"* OK "), SLOW),
    ("greets without end", "GREETING", _floods(b"* OK "), ENDLESS),
    ("speaks another protocol", "GREETING", _says(b"SSH-2.0-OpenSSH_9.6\r\n"), AWAY),
    ("says nothing to the login", "LOGIN", _silent, AWAY),
    (
        "says of itself without end before the login", "CAPABILITY",
        _floods(b"* CAPABILITY IMAP4rev1\r\n"), ENDLESS,
    ),
    ("refuses the login", "LOGIN", _says(b"TAG NO [AUTHENTICATIONFAILED] no\r\n"), "check replies_password"),
    ("drips the list of mails", "SEARCH", _drips(b"* SEARCH 1"), SLOW),
    ("lists mails without end", "SEARCH", _floods(b"* SEARCH 3 4 5 6 7 8 9\r\n"), ENDLESS),
    ("lists what are no mails", "SEARCH", _says(b"* SEARCH a b c\r\nTAG OK done\r\n"), ODD),
    ("numbers its folder with nothing", "STATUS", _says(b"* STATUS nothing\r\nTAG OK done\r\n"), ODD),
    ("drips a mail", "BODY", _drips(b"* 1 FETCH (UID 3 BODY[] {500}\r\n"), SLOW),
    ("stops in the middle of a mail", "BODY", _says(b"* 1 FETCH (UID 3 BODY[] {500}\r\nFrom: a"), AWAY),
    ("hangs up in the middle of a mail", "BODY", _cut_mail, AWAY),
    (
        "announces four gigabytes instead of a mail", "BODY",
        _says(b"* 1 FETCH (UID 3 BODY[] {4000000000}\r\n"), ENDLESS,
    ),
    (
        "sends mails without end for the one asked for", "BODY",
        _floods(b"* 1 FETCH (UID 3 FLAGS ())\r\n"), ENDLESS,
    ),
)  # fmt: skip


# --- what is asked by HTTP ---


def _asked(then: Callable[[Line], None]) -> Callable[[Line], None]:
    """Hears the request, then does that."""

    def behave(line: Line) -> None:
        for said in line.heard():
            if said == b"\r\n":
                break
        then(line)

    return behave


_OK = b"HTTP/1.1 200 OK\r\n"


def _in_the_middle(line: Line) -> None:
    line.say(_OK + b"Content-Le")


def _endless_body(line: Line) -> None:
    line.say(_OK + b"\r\n")
    line.flood(b"and on ")


WEB: tuple[tuple[str, Callable[[Line], None]], ...] = (
    ("accepts and says nothing", lambda line: line.wait()),
    ("hangs up at once", lambda line: None),
    ("drips its status", _asked(lambda line: line.drip(b"HTTP/1.1 200 ", b"o"))),
    ("drips its headers", _asked(lambda line: line.drip(_OK, b"X-A: b\r\n"))),
    ("speaks another protocol", _asked(lambda line: line.say(b"SSH-2.0-OpenSSH_9.6\r\n"))),
    ("says a status without end", _asked(lambda line: line.flood(b"HTTP/1.1 200 o"))),
    ("says headers without end", _asked(lambda line: (line.say(_OK), line.flood(b"X-A: b\r\n"))[0])),
    ("leads to itself without end", _asked(lambda line: line.say(_elsewhere(line)))),
    ("refuses with 500", _asked(lambda line: line.say(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n"))),
)  # fmt: skip


def _elsewhere(line: Line) -> bytes:
    port = line.socket.getsockname()[1]
    return f"HTTP/1.1 302 go\r\nLocation: http://127.0.0.1:{port}/\r\nContent-Length: 0\r\n\r\n".encode()


def _watchdog(behave: Callable[[Line], None], folder: Path) -> None:
    with place(folder) as p, called(behave) as bad, mock.patch.object(heartbeat, "TIMEOUT_SECONDS", PATIENCE):
        os.environ["DONDOC_HEARTBEAT_URL"] = f"http://127.0.0.1:{bad.port}/ping-secret"
        p.sql("UPDATE message SET state = 'pending', sent_at = NULL")
        waiting = p.count("message WHERE state = 'pending'")
        with bounded(bad):
            said = p.well("round", "--json")
        assert p.count("message WHERE state = 'sent'") == waiting
        assert '"heartbeat": false' in said, said
        assert "ping-secret" not in said


def _chat(behave: Callable[[Line], None], folder: Path) -> None:
    with called(behave) as bad, bounded(bad):
        apprise_url.send(f"json://127.0.0.1:{bad.port}/hook", "text", timeout=PATIENCE)


def _chat_later(behave: Callable[[Line], None], folder: Path) -> None:
    with contextlib.suppress(TryLater):
        _chat(behave, folder)
        raise AssertionError("taken")


def _database(behave: Callable[[Line], None], command: str, folder: Path) -> None:
    with place(folder) as p, called(behave) as bad:
        where = f"127.0.0.1:{bad.port}/dondoc"
        os.environ["DONDOC_DATABASE_URL"] = f"postgresql://dondoc:secret@{where}?connect_timeout=2"
        with bounded(bad, FLOOD * 9):  # what it says is not kept
            got, said = p.type(command)
        assert got == 1, said
        assert f"127.0.0.1:{bad.port}" in said, said
        assert "Traceback" not in said, said
        assert "secret" not in said, said


def _port(behave: Callable[[Line], None], folder: Path) -> None:
    """`dondoc doctor` looks at who sits there; the supervisor asks whether its server is well."""
    with place(folder) as p, called(behave) as bad:
        os.environ["DONDOC_PREFECT_PORT"] = f"{bad.port}"
        with bounded(bad), mock.patch("desk.health.machine.PATIENCE", PATIENCE):
            got, said = p.type("doctor")
        assert got == 1, said
        assert f"another program uses port {bad.port}" in said, said
        with bounded(bad), mock.patch.object(server, "HEALTH_SECONDS", PATIENCE):
            assert not server.is_healthy({"PREFECT_API_URL": f"http://127.0.0.1:{bad.port}/api"})


_LETS_IN = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
_SAYS = b"S\x00\x00\x00\x08a\x00b\x00"


def _startup(then: Callable[[Line], None]) -> Callable[[Line], None]:
    """Without TLS, as a server of a house may be; then it hears who comes, and does that."""

    def behave(line: Line) -> None:
        line.socket.recv(8)
        line.say(b"N")
        line.socket.recv(1000)
        then(line)

    return behave


DATABASE: tuple[tuple[str, Callable[[Line], None], str], ...] = (
    ("accepts and says nothing", lambda line: line.wait(), "doctor"),
    ("hangs up at once", lambda line: None, "doctor"),
    ("speaks another protocol", _startup(lambda line: line.say(b"HTTP/1.1 400 no\r\n\r\n")), "round"),
    ("drips its welcome", _startup(lambda line: line.drip(_LETS_IN, _SAYS)), "round"),
    ("welcomes without end", _startup(lambda line: (line.say(_LETS_IN), line.flood(_SAYS))[0]), "round"),
    ("hangs up in the middle of its welcome", _startup(lambda line: line.say(_LETS_IN + b"S\x00")), "round"),
)


CHAT, CHAT_ENDLESS = WEB[:-2] + WEB[-1:], _asked(_endless_body)
CASES = (
    *(
        Case(
            "the mailbox of replies", seen, f"told: {told}; afterwards the mail is read",
            partial(_mailbox, {at: do}, told),
        )
        for seen, at, do, told in MAILBOX
    ),
    *(
        Case(
            "the watchdog of the heartbeat", seen, "the mails have left; the round says so",
            partial(_watchdog, do),
        )
        for seen, do in WEB
    ),
    *(Case("a chat service", seen, "asked again later", partial(_chat_later, do)) for seen, do in CHAT),
    Case("a chat service", "takes it, and answers without end", "taken", partial(_chat, CHAT_ENDLESS)),
    *(
        Case("the database server", seen, f"`dondoc {command}` says so", partial(_database, do, command))
        for seen, do, command in DATABASE
    ),
    *(
        Case("who sits at Prefect's port", seen, "doctor names the port", partial(_port, do))
        for seen, do in WEB
    ),
)  # fmt: skip
