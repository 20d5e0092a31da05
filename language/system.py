"""Why the operating system refuses, in the reader's language: it speaks English, whatever it is set to."""

from __future__ import annotations

import errno
import socket

from language.messages import Message

_KNOWN: dict[int, str] = {
    errno.ENOENT: "system.missing",
    errno.EACCES: "system.no-access",
    errno.EPERM: "system.not-permitted",
    errno.EEXIST: "system.exists",
    errno.EISDIR: "system.is-folder",
    errno.ENOTDIR: "system.no-folder",
    errno.ENOTEMPTY: "system.not-empty",
    errno.ENOSPC: "system.disk-full",
    errno.EDQUOT: "system.disk-full",
    errno.EROFS: "system.read-only",
    errno.EIO: "system.disk-broken",
    errno.ENAMETOOLONG: "system.name-too-long",
    errno.EMFILE: "system.too-many-files",
    errno.ENFILE: "system.too-many-files",
    errno.EADDRINUSE: "system.port-taken",
    errno.ECONNREFUSED: "system.refused",
    errno.ECONNRESET: "system.hung-up",
    errno.ECONNABORTED: "system.hung-up",
    errno.EPIPE: "system.hung-up",
    errno.ETIMEDOUT: "system.timeout",
    errno.ENETUNREACH: "system.no-network",
    errno.EHOSTUNREACH: "system.no-network",
}


def why(error: Exception) -> Message | str:
    """Why something failed: what the system says, in the reader's language where it is one of the usual
    reasons and in its own words where not; of an error that is not the system's, its text."""
    if isinstance(error, socket.gaierror):
        return Message("system.no-name")
    if not isinstance(error, OSError):
        return str(error)
    known = _KNOWN.get(error.errno or 0)
    if known is None and isinstance(error, TimeoutError):
        known = "system.timeout"
    return Message(known) if known else error.strerror or str(error)


def of_file(error: OSError) -> Message | str:
    """Why, after the name of the file if the system says one."""
    said = why(error)
    return Message("system.of-file", file=str(error.filename), why=said) if error.filename else said
