"""Whether the office's own mail server found a mail to come from whom it says: Authentication-Results (RFC
8601).

Anybody can write such a header into his mail; ours is the one on top, which our server put there when the
mail came in. Only an unbroken run of headers of that name from the top on, all of our server, is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import NamedTuple

NAME = "authentication-results"
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_RESULT = re.compile(r"\s*([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)(.*)", re.S | re.I)
_PROPERTY = re.compile(r"([a-z-]+\.[a-z-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.I)


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
        return domain in {_domain(said.get("header.d", "")), _domain(said.get("header.i", ""))}
    if each.method == "spf":
        return _domain(said.get("smtp.mailfrom", "")) == domain
    return each.method == "auth" and said.get("smtp.auth", "").lower() == sender


def _results(mail: EmailMessage, server: str) -> Iterator[Result]:
    for text in _own(mail, server):
        for part in text.split(";")[1:]:
            found = _RESULT.match(part)
            if found:
                properties = {
                    name.lower(): value.strip('"').lower() for name, value in _PROPERTY.findall(found[3])
                }
                yield Result(found[1].lower(), found[2].lower(), properties)


def _own(mail: EmailMessage, server: str) -> Iterator[str]:
    """The headers that our server put on top; the first of another server ends them."""
    for name, value in mail.raw_items():
        if name.lower() != NAME:
            continue
        text = _without_comments(" ".join(str(value).split()))
        words = text.partition(";")[0].split()
        if not words or words[0].strip('"').lower() != server:
            return
        yield text


def _without_comments(text: str) -> str:
    while (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text


def _domain(text: str) -> str:
    return text.rpartition("@")[2].lower().rstrip(".")
