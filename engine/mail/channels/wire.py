"""A mail's bytes as they leave: 7-bit headers and bodies with CRLF, which every server takes, whatever
extensions it offers.

The package looks at every line of a mail that is to be written, which takes as long as to send it. A mail
whose parts are encoded already, as ours are, has nothing to be looked for; any other is left to the package.
"""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any


class _Otherwise(Exception):
    """Something that the package has to encode, or to look at."""


def wire(mail: EmailMessage) -> bytes:
    """The bytes that `as_bytes` would write."""
    policy = mail.policy.clone(linesep="\r\n", cte_type="7bit")
    written: list[bytes] = []
    try:
        _write(mail, policy, written)
    except _Otherwise:
        return mail.as_bytes(policy=policy)
    return b"".join(written)


def _write(part: Any, policy: Any, written: list[bytes]) -> None:
    written += [policy.fold_binary(name, value) for name, value in part.raw_items()]
    written.append(b"\r\n")
    payload, kind = part.get_payload(), part.get_content_maintype()
    if kind not in ("multipart", "message"):
        if not (isinstance(payload, str) and payload.isascii()) or "\r" in payload:
            raise _Otherwise
        written.append(payload.replace("\n", "\r\n").encode("ascii"))
        return
    between = part.get_boundary()
    whole = part.preamble is None and part.epilogue is None
    if kind == "message" or not isinstance(payload, list) or not payload or between is None or not whole:
        raise _Otherwise
    lead = b""
    for each in payload:
        written.append(lead + f"--{between}\r\n".encode())
        _write(each, policy, written)
        lead = b"\r\n"
    written.append(f"\r\n--{between}--\r\n".encode())
