"""Delivering a morning's digests, beside one bare connection: `python benchmarks/delivery.py [DIGESTS]`.

The limit is Python's own smtplib, which sends the finished bytes of the same mails over one connection and
does nothing else. A whole delivery claims, reads, writes, sends and records each. By the clock on the wall,
since a delivery waits for its server: Postfix's smtp-sink, which answers at once, and one that takes 2.3 ms
or 20 ms over each letter: a connection to the former takes some 400 letters a second. On SQLite, in a file.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import smtplib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import apprise  # noqa: E402
from sqlalchemy import Engine, text  # noqa: E402

from benchmarks import slow_server  # noqa: E402
from benchmarks.measuring import Comparison, Figures, Found, in_turn, keep, profiled, size  # noqa: E402
from config.registry import Registry  # noqa: E402
from config.settings import Settings  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.mail import outbox  # noqa: E402
from engine.mail.channels import ChannelDown, Envelope  # noqa: E402
from engine.mail.channels.choose import channel_for  # noqa: E402
from engine.rounds.rounds import Stage, Steps, run_round  # noqa: E402
from models import db, queries  # noqa: E402
from tests.support import cast, sink  # noqa: E402

MORNING, OPENING, REMINDING = cast.at("2026-09-15"), cast.at("2026-08-27"), cast.at("2026-09-11")
DUTIES, FEW, TURNS = 3, 4, 3
QUICK_SERVER, SLOW_SERVER = 0.0023, 0.02
"""Seconds that a server takes over a letter."""
RESET = (
    "DELETE FROM sent_mail",
    "UPDATE message SET state = 'pending', attempts = 0, sent_at = NULL, answers = NULL, subject = NULL",
)
LIMIT = "smtplib, one connection, the finished bytes"
CHANNEL = "dondoc's channel, one connection"
ONE = "dondoc, a whole delivery, one connection"
SEVERAL = f"dondoc, a whole delivery, {FEW} connections"
WORKERS = "dondoc, two processes, a connection each"
STOCK = "Apprise, as it comes"
THREADS = f"Apprise in threads, {FEW} at a time"
Cases = Mapping[str, Callable[[], int]]
Letters = list[tuple[str, bytes]]


def office(units: int) -> Registry:
    """An office of so many units that owe three reports each."""
    provinces = tuple(cast.unit(f"tinh-{n:05d}", f"BHXH số {n}", "province") for n in range(units))
    duties = tuple(
        replace(cast.QUARTERLY, code=f"bao-cao-{n}", title=f"Báo cáo số {n}", owed_by=("@tinh",))
        for n in range(DUTIES)
    )
    return cast.registry(*duties, units=(*cast.UNITS[:4], *provinces))


@contextmanager
def morning(digests: int) -> Iterator[Installation]:
    """That office, with a digest of three tasks for each unit that waits."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/dondoc.db"
        db.upgrade(url)
        settings = Settings(home=Path(folder), smtp="smtp://127.0.0.1:1?starttls=no", mail_language="vi",
                            delivery_minutes=600)  # fmt: skip
        here = Installation(settings, office(digests), db.engine_for(url))
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


def bare(port: int, letters: Letters) -> int:
    """The limit."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        for to, content in letters:
            line.sendmail("dondoc@bhxh.example", [to], content)
    return len(letters)


def stock(port: int, envelopes: list[Envelope], *, at_once: int) -> int:
    """Apprise's own plugin, a connection for each mail; several services at a time it serves in threads."""
    for first in range(0, len(envelopes), at_once):
        some = envelopes[first : first + at_once]
        service = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=at_once > 1))
        for each in some:
            url = f"mailto://127.0.0.1:{port}/?mode=insecure&from=dondoc@bhxh.example&to={each.to[0]}"
            service.add(url)
        for each in service:
            each.request_rate_per_sec = 0  # out of the box it waits 5.5 s between two mails
        body = some[0].message.get_body(("html",)).get_content()
        if not service.notify(body, title="Đôn đốc", body_format=apprise.NotifyFormat.HTML):
            sys.exit("Apprise's own plugin could not send")
    return len(envelopes)


def sent_by_channel(here: Installation, port: int, envelopes: list[Envelope]) -> int:
    """Our channel alone."""
    with channel_for(through(here, port).settings) as channel:
        for each in envelopes:
            channel.send(each)
    return len(envelopes)


def delivered(here: Installation, port: int, connections: int = 1, limit: int | None = None) -> int:
    """A whole delivery of what is queued."""
    return outbox.deliver(through(here, port, smtp_connections=connections), MORNING, limit=limit).sent


def reset(engine: Engine) -> None:
    """All mails wait again."""
    with db.session(engine) as s:
        for statement in RESET:
            s.execute(text(statement))


def through(here: Installation, port: int, **settings: int) -> Installation:
    """The office with that server."""
    address = f"smtp://127.0.0.1:{port}?starttls=no"
    return replace(here, settings=replace(here.settings, smtp=address, **settings))


class Worker:
    """A process that delivers when it is told to."""

    def __init__(self, here: Installation, digests: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far = context.Pipe()
        given = (here.settings, digests, far)
        self.process = context.Process(target=_work, args=given, daemon=True)
        self.process.start()
        self.pipe.recv()


def _work(settings: Settings, digests: int, pipe: Connection) -> None:
    here = Installation(settings, office(digests), db.engine_for(settings.database))
    pipe.send("ready")
    with contextlib.suppress(EOFError):
        while True:
            port = pipe.recv()
            pipe.send(outbox.deliver(through(here, port), MORNING).sent)


def shared(here: Installation, port: int, workers: list[Worker]) -> int:
    """A delivery that several processes share."""
    for each in workers:
        each.pipe.send(port)
    return sum(each.pipe.recv() for each in workers)


def compared(
    here: Installation, what: str, sizes: str, aim: str, cases: Cases, ours: str, above: str = LIMIT
) -> Comparison:
    """The cases by the clock, each of mails that all wait; the aim is 0.9 of the limit, and that another case
    is no less than it."""

    def before() -> None:
        reset(here.engine)

    rates = in_turn(cases, TURNS, before=before, spent=time.perf_counter)
    met = rates[ours] >= 0.9 * rates[LIMIT] and rates[above] >= rates[LIMIT]
    found = Comparison(what, f"{sizes}; by the clock on the wall", aim, ours, rates, met)
    if not met:
        found.because = (
            "each mail is also read, written, and recorded before the next one may leave, and this process"
            " shares its processors with whatever else runs"
        )
        before()
        found.profile = profiled(cases[ours])
    return found


class First(Kept):
    """A channel that notes when the first mail comes, and takes no more."""

    def __init__(self, came: Callable[[], None]) -> None:
        super().__init__()
        self.came = came

    def send(self, envelope: Envelope) -> str:
        if self.envelopes:
            raise ChannelDown("channel.busy", server="here", said="421 enough")
        self.came()
        return super().send(envelope)


def first_mail(here: Installation, digests: int) -> Figures:
    """An ordinary morning's round, on which a reminder of three tasks is due to every unit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/dondoc.db"
        db.upgrade(url)
        settings = replace(here.settings, home=Path(folder))
        office = replace(here, settings=settings, engine=db.engine_for(url))
        run_round(office, OPENING, steps=Steps.QUEUE)
        with db.session(office.engine) as s:
            queries.take_waiting(s, OPENING)
        seen: dict[str, float] = {}
        began = time.perf_counter()

        def now(what: str) -> None:
            seen.setdefault(what, time.perf_counter() - began)

        first = First(lambda: now("the first mail is with the server"))
        outbox.channel_for = lambda _: first  # type: ignore
        try:
            done = run_round(office, REMINDING, progress=lambda stage, _: now(stage))
        finally:
            outbox.channel_for = channel_for
        assert (done.messages, done.sent) == (digests, 1)
        office.engine.dispose()
    came = seen["the first mail is with the server"]
    return Figures(
        "A morning's first mail",
        f"{digests:,} units, three tasks in each mail, SQLite; seconds of the clock on the wall from the"
        " beginning of the round",
        {
            "the first mail is with the server": came,
            "everything is decided and queued": seen[Stage.CHASED],
        },
        "a second from the beginning of the round",
        came <= 1,
        "" if came <= 1 else "the units whose tasks press most must be decided and queued first",
        reached=f"{came:.2f} s",
    )


def to_a_server(here: Installation, takes: float, letters: Letters, envelopes: list[Envelope]) -> Comparison:
    """Whole deliveries of so many letters to one that takes so many seconds over each, and by stock Apprise
    of some of them."""
    most, few = len(letters), len(envelopes)
    with slow_server.running(takes) as port:
        cases = {
            LIMIT: lambda: bare(port, letters),
            ONE: lambda: delivered(here, port, limit=most),
            SEVERAL: lambda: delivered(here, port, FEW, limit=most),
            STOCK: lambda: stock(port, envelopes, at_once=1),
            THREADS: lambda: stock(port, envelopes, at_once=FEW),
        }
        return compared(
            here,
            f"A whole delivery to a server that takes {takes * 1000:g} ms over each mail",
            f"{most:,} digests of {DUTIES} tasks, {each_is(letters)}; {few:,} by Apprise",
            "0.9 of the limit with one connection, above it with a few",
            cases,
            ONE,
            SEVERAL,
        )


def each_is(letters: Letters) -> str:
    """How large they are."""
    return f"{sum(len(content) for _, content in letters) // len(letters) // 1000} KB each"


def main() -> None:
    """Measures, and keeps what was found."""
    digests = size(10_000, 24)
    slower = max(digests // 10, 12)
    with ExitStack() as opened:
        here = opened.enter_context(morning(digests))
        fast = opened.enter_context(sink.running())
        kept = Kept()
        outbox.deliver(here, MORNING, channel=kept)
        envelopes = kept.envelopes
        letters = [(each.to[0], each.wire) for each in envelopes]
        some, few = letters[:slower], envelopes[: max(digests // 50, 8)]
        workers = [Worker(here, digests) for _ in range(2)]
        found: list[Found] = [
            compared(
                here,
                "Handing finished mails to a server that answers at once",
                f"{digests:,} digests of {DUTIES} tasks, {each_is(letters)}; {len(few):,} by Apprise",
                "0.9 of the limit with one connection",
                {
                    LIMIT: lambda: bare(fast, letters),
                    CHANNEL: lambda: sent_by_channel(here, fast, envelopes),
                    STOCK: lambda: stock(fast, few, at_once=1),
                    THREADS: lambda: stock(fast, few, at_once=FEW),
                },
                CHANNEL,
            ),
            to_a_server(here, SLOW_SERVER, some, few[:slower]),
            to_a_server(here, QUICK_SERVER, letters[: max(digests // 2, 12)], few[:slower]),
            compared(
                here,
                "A whole delivery to a server that answers at once",
                f"{digests:,} digests of {DUTIES} tasks, {each_is(letters)}",
                "0.9 of the limit with one connection",
                {
                    LIMIT: lambda: bare(fast, letters),
                    ONE: lambda: delivered(here, fast),
                    SEVERAL: lambda: delivered(here, fast, FEW),
                    WORKERS: lambda: shared(here, fast, workers),
                },
                ONE,
            ),
            Comparison(
                "The same by the processor's time",
                f"{slower:,} digests, a server that answers at once; without the server's own time",
                "",
                ONE,
                in_turn(
                    {
                        LIMIT: lambda: bare(fast, some),
                        CHANNEL: lambda: sent_by_channel(here, fast, envelopes[:slower]),
                        ONE: lambda: delivered(here, fast, limit=slower),
                        SEVERAL: lambda: delivered(here, fast, FEW, limit=slower),
                    },
                    TURNS,
                    before=lambda: reset(here.engine),
                ),
            ),
            first_mail(here, digests),
        ]
    keep("delivery", found, ("apprise", "sqlalchemy"))


if __name__ == "__main__":
    main()
