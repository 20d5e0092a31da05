"""An IMAP server with one mail in its folder, which misbehaves at one word of the talk alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.message import EmailMessage

from tests.support.badline import Line

At = Callable[[Line, bytes], None]
"""What it does instead of its answer, to the command with that tag."""


def keeping(mail: EmailMessage, instead: Mapping[str, At]) -> Callable[[Line], None]:
    """How it treats a call: `instead` by the command's name, `GREETING`, `SIZE` and `BODY` (of `FETCH`)."""
    raw = mail.as_bytes().replace(b"\n", b"\r\n")
    answers = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
        "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] here\r\n",
        "STATUS": b'* STATUS "INBOX" (UIDVALIDITY 7)\r\n',
        "SEARCH": b"* SEARCH 3\r\n",
        "SIZE": b"* 1 FETCH (UID 3 RFC822.SIZE %d)\r\n" % len(raw),
        "BODY": b"* 1 FETCH (UID 3 BODY[] {%d}\r\n%b)\r\n" % (len(raw), raw),
        "LOGOUT": b"* BYE\r\n",
    }

    def behave(line: Line) -> None:
        if "GREETING" in instead:
            instead["GREETING"](line, b"*")
            return
        line.say(b"* OK here\r\n")
        for said in line.heard():
            tag, word, *rest = said.split()
            name = (rest[0] if word == b"UID" else word).decode().upper()
            if name == "FETCH":
                name = "SIZE" if b"RFC822.SIZE" in said else "BODY"
            if name in instead:
                instead[name](line, tag)
                if name not in ("CAPABILITY", "SEARCH", "SIZE", "STATUS"):
                    return
                continue
            line.say(answers.get(name, b"") + tag + b" OK done\r\n")

    return behave
