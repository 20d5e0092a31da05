"""Every byte of every kind of mail, kept as digests: of letters written out by hand, and of real mornings.

`tests/mail/test_kept_mails.py` holds what leaves against `tests/mail/kept/*.json`. To look at the mails
themselves, once on each side of a change: `python -m tests.support.kept_mails FOLDER`. What was meant to
change is kept by `python -m tests.support.kept_mails --keep`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import update

from config.registry import Registry
from config.settings import Settings
from engine.installation import Installation
from engine.mail import outbox
from engine.mail.channels import Envelope, TooLarge
from engine.mail.letter import Letter
from engine.mail.message import build, size_of
from engine.mail.short_text import short_text
from engine.mail.smaller import hand_over
from engine.rounds.rounds import Steps, run_round
from models import db
from models.scratch import scratch_engine
from models.states import TaskState
from models.tables import task as t
from tests.support import registries
from tests.support.kept_letters import cases
from tests.support.letters import ID, NOW, SENDER, TST

KEPT = Path(__file__).resolve().parents[1] / "mail" / "kept"
KEY = "a-key-of-the-tests-that-signs-the-links-of-kept-mails"
ZIPPED = ("spreadsheetml.sheet", "wordprocessingml.document")
_STAMPED = "docProps/core.xml"
"""The part of a workbook in which stands when it was made."""


@dataclass
class Sink:
    """A channel that keeps the mails; what is larger than `most` bytes it refuses, as a server does."""

    most: int = 10**9
    refused: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    disturbs: bool = False

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> str:
        if size_of(envelope.message) > self.most:
            self.refused += 1
            error = TooLarge("channel.said", said="552 5.3.4 message too big")
            error.said = "552 5.3.4 message too big"
            raise error
        self.mails.append(envelope.message)
        return "250 kept"


@dataclass(frozen=True)
class Mornings:
    """Mornings of the shipped office from its first day on; a third of the units answer in time."""

    first: date
    days: int
    settings: Mapping[str, Any] = field(default_factory=dict)

    def mails(self) -> Iterator[tuple[str, EmailMessage]]:
        """The mails of these mornings, by who gets which when."""
        registry, sink = registries.shipped(), Sink()
        with tempfile.TemporaryDirectory() as home:
            (Path(home) / "keys").mkdir()
            (Path(home) / "keys" / "links").write_text(f"{KEY}\n", encoding="ascii")
            settings = replace(Settings(home=Path(home), go_live=self.first), **self.settings)
            here = Installation(settings, registry, scratch_engine())
            for now in _mornings(registry, self.first, self.days):
                run_round(here, now, steps=Steps.QUEUE)
                report = outbox.deliver(here, now, channel=sink, timer=lambda: 0.0)
                assert (report.problem, report.failed) == (None, 0)
                _answer(here, now)
        for mail in sink.mails:
            yield f"{mail['Message-ID']}", mail


WEBSITE = {"page_url": "https://baocao.bhxh.example", "mail_language": "vi+en"}
STORIES = {
    "a-morning": Mornings(date(2026, 9, 14), 1, WEBSITE),
    "november": Mornings(date(2026, 11, 24), 3),
    "new-year": Mornings(date(2025, 12, 29), 3),
    "half-year": Mornings(date(2026, 6, 22), 4, {**WEBSITE, "replies": "maildir:/var/mail/dondoc"}),
}
"""The first is looked at in every run of the tests."""


def by_hand() -> Iterator[tuple[str, EmailMessage]]:
    """The mails of the letters that were written out."""
    for name, case in cases().items():
        sender = replace(SENDER, most_bytes=case.most_bytes)
        yield name, build(case.letter, sender, case.to, ID, NOW)
    for name in ("report forms", "thirteen tasks"):
        yield f"{name}, refused for its size", _taken(cases()[name].letter)


def _taken(letter: Letter) -> EmailMessage:
    """The mail that a server takes in the end which refuses the first."""

    def write(size: int) -> Envelope:
        return Envelope(build(letter, replace(SENDER, most_bytes=size), (TST,), ID, NOW), (TST.address,), "x")

    whole = write(SENDER.most_bytes)
    sink = Sink(size_of(whole.message) - 1)
    hand_over(sink, whole, write)
    (taken,) = sink.mails
    assert sink.refused
    return taken


def short_ones() -> dict[str, str]:
    """What a phone is told of those letters that it may be told."""
    told = {}
    for name, case in cases().items():
        letter = case.letter
        if letter.items or letter.watches or letter.over:
            told[name] = short_text(letter)[1]
    return told


def digest_of(mail: EmailMessage) -> dict[str, Any]:
    """The mail as it is kept: a digest of its headers and of each part, and what a reader knows it by."""
    whole = mail.as_bytes()
    found: dict[str, Any] = {"subject": str(mail["Subject"]).replace("\r\n", ""), "headers": _headers(mail)}
    for part in mail.walk():
        if not part.is_multipart():
            name = str(part.get_filename() or part.get_content_type())
            found[name] = _of_part(part)
    if not any(part.get_content_type().endswith(ZIPPED) for part in mail.walk()):
        found["bytes"] = f"{len(whole)} {_short(whole)}"
    return found


def _headers(mail: EmailMessage) -> str:
    lines = [f"{name}: {value}" for part in mail.walk() for name, value in part.raw_items()]
    return _short("\n".join(lines).encode())


def _of_part(part: Any) -> str:
    content = part.get_payload(decode=True)
    if part.get_content_type().endswith(ZIPPED):
        # The bytes of a zip are its program's; what is in it is ours.
        with zipfile.ZipFile(BytesIO(content)) as packed:
            said = b"".join(packed.read(each) for each in sorted(packed.namelist()) if each != _STAMPED)
        return _short(said)
    return _short(content)


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _mornings(registry: Registry, first: date, days: int) -> Iterator[datetime]:
    day = first
    while days:
        if registry.calendar.is_workday(day):
            yield datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
            days -= 1
        day += timedelta(days=1)


def _answer(here: Installation, now: datetime) -> None:
    sent = {"state": TaskState.SUBMITTED, "submitted_at": now, "next_action_at": None}
    with db.session(here.engine) as s:
        s.execute(update(t).where(t.c.state == TaskState.OPEN, t.c.id % 3 == 0).values(**sent))


def told(mails: Callable[[], Iterator[tuple[str, EmailMessage]]]) -> dict[str, Any]:
    """The digests by the mails' names."""
    return {name: digest_of(mail) for name, mail in mails()}


def kept(name: str) -> Any:
    """What is kept under that name."""
    return json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))


def everything() -> dict[str, Callable[[], Iterator[tuple[str, EmailMessage]]]]:
    """Whatever is kept, by the name of its file."""
    return {"by-hand": by_hand} | {name: each.mails for name, each in STORIES.items()}


def main() -> None:
    """Keeps the digests, or writes the mails into a folder."""
    for name, mails in everything().items():
        if sys.argv[1:] == ["--keep"]:
            _write(name, told(mails))
            continue
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        for n, (_, mail) in enumerate(mails()):
            (folder / f"{n:04}.eml").write_bytes(mail.as_bytes())
    if sys.argv[1:] == ["--keep"]:
        _write("short", short_ones())


def _write(name: str, found: Mapping[str, Any]) -> None:
    KEPT.mkdir(exist_ok=True)
    lines = ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(each, ensure_ascii=False)}"
        for key, each in found.items()
    )
    (KEPT / f"{name}.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
