"""Whether the office's own mail server found a mail to come from whom it says: Authentication-Results (RFC
8601).

Anybody can write such a header into his mail; ours is the one on top, which our server put there when the
mail came in. Nothing below it is looked at, in whose name ever. What our server quotes of the sender's own
words (before the @ of an address, in a comment) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import NamedTuple

from engine.replies.arrived import LONGEST_HEADER

NAME = "authentication-results"
_NAME = re.compile(r"\s*([a-z0-9_./-]+)\s*=\s*", re.I)
_VALUE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_QUOTED = re.compile(r'"[^"]*"\Z')


class Result(NamedTuple):
    """What one method found: `dkim`, `pass`, {'header.d': 'office.example'}."""

    method: str
    result: str
    properties: dict[str, str]


def passes(mail: EmailMessage, server: str, sender: str) -> bool:
    """Whether `server` says that the mail comes from the address `sender` (small letters), or from its
    domain.

    DMARC decides where it was asked; else a DKIM signature or an SPF sender of the very domain is enough,
    or a login with that address.
    """
    found = list(_results(mail, server.strip().lower()))
    domain = sender.rpartition("@")[2]
    dmarc = {each.result for each in found if each.method == "dmarc"}
    if dmarc & {"pass", "fail"}:
        return dmarc == {"pass"} and _same(found, "dmarc", domain)
    return any(_vouches(each, sender, domain) for each in found)


def _same(found: list[Result], method: str, domain: str) -> bool:
    """A DMARC result speaks of the domain in From; one that names another is of another mail."""
    named = {_domain(each.properties.get("header.from", domain)) for each in found if each.method == method}
    return named == {domain}


def _vouches(each: Result, sender: str, domain: str) -> bool:
    if each.result != "pass":
        return False
    said = each.properties
    if each.method == "dkim":
        return domain == _domain(said.get("header.d") or said.get("header.i", ""))
    if each.method == "spf":
        return _domain(said.get("smtp.mailfrom", "").strip("<>")) == domain
    return each.method == "auth" and said.get("smtp.auth", "").lower() == sender


def _results(mail: EmailMessage, server: str) -> Iterator[Result]:
    """What the header on top says, if it is our server's and can be read to its end."""
    value = next((str(value) for name, value in mail.raw_items() if name.lower() == NAME), "")
    first, *parts = _parts(value) if len(value) < LONGEST_HEADER else [""]
    if _unquoted(first.partition(" ")[0]) != server:
        return
    said = [_pairs(part) for part in parts if part and part.lower() != "none"]
    if any(not pairs for pairs in said):
        return
    for (method, result), *properties in said:
        found = dict(properties)
        if len(found) == len(properties):  # nothing is said twice
            yield Result(method.partition("/")[0], result, found)


def _pairs(part: str) -> list[tuple[str, str]]:
    """`dkim=pass header.d=office.example` as pairs in small letters; none where it is anything else."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(part):
        name = _NAME.match(part, at)
        value = _VALUE.match(part, name.end()) if name else None
        if name is None or value is None:
            return []
        found.append((name[1].lower(), _unquoted(value[0])))
        at = value.end()
    return found


def _unquoted(text: str) -> str:
    return (text[1:-1] if _QUOTED.match(text) else text).lower()


def _parts(text: str) -> list[str]:
    """What stands between semicolons, without comments; a sign in quotes or comments is none. Nothing of a
    header in which they do not end."""
    parts, at = [""], 0
    while at < len(text):
        quoted = _STRING.match(text, at)
        end = at + 1
        if text[at] == "(":
            end = _behind(text, at)
            parts[-1] += " "
        elif text[at] == '"':
            end = quoted.end() if quoted else -1
            parts[-1] += " ".join(quoted[0].split()) if quoted else ""
        elif text[at] == ";":
            parts.append("")
        else:
            parts[-1] += " " if text[at].isspace() else text[at]
        if end < 0:
            return [""]
        at = end
    return [part.strip() for part in parts]


def _behind(text: str, at: int) -> int:
    """Where the comment that begins there is over; -1 where it never is."""
    depth, escaped = 0, False
    for i in range(at, len(text)):
        if escaped:
            escaped = False
        elif text[i] == "\\":
            escaped = True
        elif text[i] in "()":
            depth += 1 if text[i] == "(" else -1
            if not depth:
                return i + 1
    return -1


def _domain(text: str) -> str:
    return text.rpartition("@")[2].lower().rstrip(".")
