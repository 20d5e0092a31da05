"""An outsider who keeps the server busy without asking anything keeps nobody out."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from urllib.request import urlopen

import pytest

from tests.security.conftest import served
from tests.web.conftest import Room

pytestmark = pytest.mark.slow
HEAD = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
DRIP = HEAD + b"Content-Length: 50000\r\n\r\n"
WHOLE = b"GET /static/page.css HTTP/1.1\r\nHost: x\r\n\r\n"


def connect(port: int, said: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port))
    made.settimeout(10)
    made.sendall(said)
    return made


def is_closed(made: socket.socket) -> bool:
    """Whether the other side ends it (waits for that)."""
    try:
        while made.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    "said",
    [b"", b"GET / HTTP/1.1\r\nHo", DRIP, WHOLE + DRIP],
    ids=["nothing", "half a head", "half a body", "one and half a body"],
)
def test_who_does_not_finish_is_shown_out(room: Room, said: bytes) -> None:
    with served(room.office, ask=0.4) as port:
        made = connect(port, said)
        assert is_closed(made)


def test_who_drips_gains_no_time_by_it(room: Room) -> None:
    with served(room.office, ask=0.4) as port:
        made = connect(port, DRIP)
        for _ in range(100):
            try:
                made.sendall(b"a")
            except OSError:
                break
            time.sleep(0.05)
        else:
            pytest.fail("held for five seconds")


def test_one_address_has_so_many_connections_and_others_come_in(room: Room) -> None:
    with served(room.office, of_one=8) as port:
        held = [connect(port) for _ in range(8)]
        with suppress(ConnectionResetError):
            assert connect(port, WHOLE).recv(65536) == b""
        for each in held:
            each.close()
        for _ in range(50):
            try:
                with urlopen(f"http://127.0.0.1:{port}/static/page.css", timeout=5) as answer:
                    assert answer.read()
                break
            except OSError:
                time.sleep(0.05)
        else:
            pytest.fail("nobody came in any more")


def test_a_request_that_says_its_length_twice_is_refused(room: Room) -> None:
    """What a proxy and a server may read in two ways smuggles a second request past the proxy."""
    with served(room.office) as port:
        both = (
            HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
        )
        twice = HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde"
        for said in (both, twice):
            made = connect(port, said)
            answer = made.recv(65536)
            assert answer.startswith(b"HTTP/1.1 400"), answer
            assert answer.count(b"HTTP/1.1 ") == 1
            made.close()
