"""Mails a second: our plugin, which keeps its connection, against Apprise's own e-mail plugin, in one run.

Both send mails of about the same size to the same server, a process of its own on loopback, with STARTTLS
as unit mail does by default. The ratio matters, not the figures: `python benchmarks/mail.py [number]`.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import apprise  # noqa: E402

from benchmarks.measuring import size  # noqa: E402
from engine.mail.channels import Envelope  # noqa: E402
from engine.mail.channels.apprise_smtp import SmtpChannel  # noqa: E402
from engine.mail.channels.smtp import SmtpServer  # noqa: E402
from engine.mail.message import build  # noqa: E402
from engine.mail.render import html_of  # noqa: E402
from tests.support import mailserver  # noqa: E402
from tests.support.letters import NOW, SENDER, TST, item, letter  # noqa: E402


def stock(port: int, number: int) -> float:
    """Seconds Apprise's own plugin takes; a mail is HTML, with the text part it makes of it."""
    service = apprise.Apprise()
    # mailto: with TLS switched on by mode; verification off, since it takes no authority's file.
    url = f"mailtos://127.0.0.1:{port}/?mode=starttls&verify=no&from=dondoc@bhxh.example&to=tst@bhxh.example"
    if not service.add(url):
        sys.exit("Apprise did not take the URL of its own plugin")
    # Out of the box it also waits 5.5 s between two mails of one service; measure it at its best.
    service[0].request_rate_per_sec = 0
    body = html_of(letter(item()))
    start = time.perf_counter()
    for n in range(number):
        if not service.notify(body, title=f"[Đôn đốc] {n}", body_format=apprise.NotifyFormat.HTML):
            sys.exit("Apprise's own plugin could not send")
    return time.perf_counter() - start


def ours(port: int, number: int, ca_file: Path, *, built: bool) -> float:
    """Seconds our plugin takes; `built`: with rendering text, HTML and calendar of every mail."""
    mail = build(letter(item()), SENDER, (TST,), "<x@bhxh.example>", NOW)
    server = SmtpServer("127.0.0.1", port, "starttls", ca_file=ca_file)
    start = time.perf_counter()
    with SmtpChannel(server) as channel:
        for n in range(number):
            if built:
                mail = build(letter(item()), SENDER, (TST,), f"<{n}@bhxh.example>", NOW)
            channel.send(Envelope(mail, ("tst@bhxh.example",), str(n)))
    return time.perf_counter() - start


def serve(folder: str, pipe: Connection) -> None:
    """The server's process: says its port, and in the end how many mails it got."""
    certificate = mailserver.Certificate(Path(folder) / "server.pem", Path(folder) / "server.key")
    with mailserver.running(certificate=certificate) as received:
        pipe.send(received.port)
        pipe.recv()
        pipe.send(len(received.letters))


def main() -> None:
    """Print the three speeds and the ratios."""
    number = size(200, 5)
    few = max(number // 5, 1)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        certificate = mailserver.self_made(Path(folder))
        near, far = context.Pipe()
        server = context.Process(target=serve, args=(folder, far))
        server.start()
        port = near.recv()
        slow = few / stock(port, few)
        sent = number / ours(port, number, certificate.cert, built=False)
        whole = number / ours(port, number, certificate.cert, built=True)
        near.send("done")
        if (arrived := near.recv()) != few + 2 * number:
            sys.exit(f"the server got {arrived} mails, not {few + 2 * number}")
        server.join()
    print(f"stock Apprise, a connection a mail       {slow:8.0f} mails/s")
    print(f"ours, one connection                     {sent:8.0f} mails/s   {sent / slow:5.1f} times")
    print(f"ours, text, HTML and calendar rendered   {whole:8.0f} mails/s   {whole / slow:5.1f} times")


if __name__ == "__main__":
    main()
