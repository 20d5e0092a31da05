"""Postfix's smtp-sink in a process of its own: a mail server that takes everything at once."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager


def program() -> str | None:
    """Where it is; None where it is not installed."""
    return shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin:/usr/lib/postfix/sbin")


@contextmanager
def running(*options: str) -> Iterator[int]:
    """Its port on loopback. OSError when it does not start."""
    found = program()
    if found is None:
        raise OSError("Postfix's smtp-sink is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Started by root it gives its rights up.
    rights = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [found, *rights, *options, f"127.0.0.1:{port}", "50"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if process.poll() is not None:
            assert process.stderr is not None
            raise OSError(f"smtp-sink ended: {process.stderr.read().decode()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise OSError("smtp-sink does not answer")
