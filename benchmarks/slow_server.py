"""No benchmark by itself: a mail server in a process of its own that takes a while over each letter, as one
does that writes it to its disk and looks at it.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection


@contextmanager
def running(seconds: float) -> Iterator[int]:
    """Its port on loopback; so many seconds pass between a letter's end and the answer to it."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_serve, args=(seconds, far), daemon=True)
    process.start()
    try:
        yield near.recv()
    finally:
        process.terminate()
        process.join()


def _serve(seconds: float, pipe: Connection) -> None:
    asyncio.run(_served(seconds, pipe))


async def _served(seconds: float, pipe: Connection) -> None:
    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            command = line[:4].upper()
            if command == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(seconds)
            writer.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
            if command == b"QUIT":
                break
        writer.close()

    server = await asyncio.start_server(session, "127.0.0.1", 0, limit=2**22)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()
