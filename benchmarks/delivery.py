"""Delivering a morning's digests, beside one bare connection: `python benchmarks/delivery.py [DIGESTS]`.

The limit is Python's own smtplib sending the finished bytes of the same mails over one connection, and
nothing else. A whole delivery claims, reads, writes, sends and records each. By the clock on the wall, since
a delivery waits for its server: Postfix's smtp-sink, which answers at once, and one that takes a while over
each letter, as a server does that writes it to its disk and looks at it.
"""

from __future__ import annotations

import smtplib
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import apprise  # noqa: E402
from sqlalchemy import text  # noqa: E402

from benchmarks.measuring import in_turn, size  # noqa: E402
from config.settings import Settings  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.mail import outbox  # noqa: E402
from engine.mail.channels import Envelope  # noqa: E402
from engine.mail.channels.choose import channel_for  # noqa: E402
from engine.rounds.rounds import Steps, run_round  # noqa: E402
from models import db  # noqa: E402
from tests.support import cast, sink  # noqa: E402

MORNING = cast.at("2026-09-15")
DUTIES, FEW = 3, 4
TAKES = 0.02
"""Seconds that the slower server takes over a letter."""
RESET = (
    "DELETE FROM sent_mail",
    "UPDATE message SET state = 'pending', attempts = 0, sent_at = NULL, answers = NULL, subject = NULL",
)


@contextmanager
def morning(digests: int) -> Iterator[Installation]:
    """An office of so many units, to each of which a digest of three tasks is queued this morning."""
    provinces = tuple(cast.unit(f"tinh-{n:05d}", f"BHXH số {n}", "province") for n in range(digests))
    duties = tuple(
        replace(cast.QUARTERLY, code=f"bao-cao-{n}", title=f"Báo cáo số {n}", owed_by=("@tinh",))
        for n in range(DUTIES)
    )
    registry = cast.registry(*duties, units=(*cast.UNITS[:4], *provinces))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/dondoc.db"
        db.upgrade(url)
        settings = Settings(home=Path(folder), smtp="smtp://127.0.0.1:1?starttls=no", mail_language="vi")
        here = Installation(settings, registry, db.engine_for(url))
        assert run_round(here, MORNING, steps=Steps.QUEUE).messages == digests
        yield here
        here.engine.dispose()


class Kept:
    """A channel that keeps what it is given: the finished mails, for those who only send."""

    disturbs = True

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def send(self, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 kept"


def bare(port: int, letters: list[tuple[str, bytes]]) -> int:
    with smtplib.SMTP("127.0.0.1", port) as line:
        line.ehlo()
        for to, content in letters:
            line.sendmail("dondoc@bhxh.example", [to], content)
    return len(letters)


def stock(port: int, envelopes: list[Envelope], *, threads: bool) -> int:
    """Apprise's own plugin, a connection for each mail; in threads as it does it by itself, for several
    services at a time."""
    for first in range(0, len(envelopes), FEW):
        some = envelopes[first : first + FEW]
        service = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=threads))
        for each in some:
            to = each.to[0]
            service.add(f"mailto://127.0.0.1:{port}/?mode=insecure&from=dondoc@bhxh.example&to={to}")
        for each in service:
            each.request_rate_per_sec = 0  # out of the box it waits 5.5 s between two mails
        body = some[0].message.get_body(("html",))
        if not service.notify(body.get_content(), title="Đôn đốc", body_format=apprise.NotifyFormat.HTML):
            sys.exit("Apprise's own plugin could not send")
    return len(envelopes)


def sent_by(here: Installation, port: int, envelopes: list[Envelope]) -> int:
    """Our channel alone."""
    with channel_for(_through(here, port).settings) as channel:
        for each in envelopes:
            channel.send(each)
    return len(envelopes)


def delivered(here: Installation, port: int, **settings: int) -> int:
    """A whole delivery of all that is queued."""
    with db.session(here.engine) as s:
        for statement in RESET:
            s.execute(text(statement))
    return outbox.deliver(_through(here, port, **settings), MORNING).sent


def _through(here: Installation, port: int, **settings: int) -> Installation:
    address = f"smtp://127.0.0.1:{port}?starttls=no"
    return replace(here, settings=replace(here.settings, smtp=address, **settings))


def main() -> None:
    digests = size(1000, 20)
    with morning(digests) as here, sink.running() as port:
        kept = Kept()
        outbox.deliver(here, MORNING, channel=kept)
        envelopes = kept.envelopes
        letters = [(each.to[0], each.message.as_bytes()) for each in envelopes]
        few = envelopes[: max(digests // 10, 20)]
        cases = {
            "smtplib": lambda: bare(port, letters),
            "channel": lambda: sent_by(here, port, envelopes),
            "delivery": lambda: delivered(here, port),
            "apprise": lambda: stock(port, few, threads=False),
            "apprise threads": lambda: stock(port, few, threads=True),
        }
        print(len(letters[0][1]))
        for n, r in in_turn(cases, 3, spent=time.perf_counter).items():
            print(n, round(r))


if __name__ == "__main__":
    main()
