"""Loopback ports for servers that the tests start."""

from __future__ import annotations

import socket


def free_port() -> int:
    """One on which nobody listens just now."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many, each another."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports
