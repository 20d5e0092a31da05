"""The yearly question: a document for one year that carries on until it is ended is asked about in January.

From the first round of a year on, the owners of what it still asks for find the question in their morning's
mail, again every ten working days until somebody answers, six times at most. Meanwhile everything opens and
is reminded of as before: silence ends no duty. An answer is an event and a fact of the database; the registry
alone says who owes what, so an end takes effect by editing the document's file, and an audit says so until
that is done.

Level-triggered, like the rounds: what is compared is which questions stand recorded and which should. Each
stands under a key of its own (year, owner, number, document), and the database takes a key once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.registry import Registry, RegistryError
from config.registry.objects import Cycle, Document, Obligation
from config.settings import Settings
from engine.mail import routing
from engine.mail.letter import Party, Question
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.opening import GO_LIVE
from models import queries

EVERY = 10
"""Working days from one question to the next."""
MOST = 6
GOES_ON, ENDED = "goes-on", "ended"
ASKED, ANSWERED = "renewal-asked ", "renewal "


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that is due: to `recipient` (a unit's code), for the n-th time."""

    document: str
    year: int
    recipient: str
    times: int

    @property
    def key(self) -> str:
        """What it is recorded under, once."""
        return f"{ASKED}{self.year} {self.recipient} {self.times} {self.document}"


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a document stands for a year. `answer` is 'goes-on', 'ended' or '' (nobody has answered)."""

    document: Document
    year: int
    owners: tuple[str, ...]
    answer: str
    asked: tuple[date, ...]
    """The days of the mails that asked, in order; of several owners each day once."""


def renewals(s: Session, registry: Registry, now: datetime) -> tuple[Renewal, ...]:
    """The documents that carry on past their year as of `now`, each for the year of `now`."""
    year = local_day(registry, now).year
    answers, asked = answers_given(s), defaultdict(set)
    for ask, day in _asked(s):
        asked[ask.document, ask.year].add(day)
    return tuple(
        Renewal(
            document,
            year,
            tuple(in_force(registry, document.number, year)),
            answers.get((document.number, year), ""),
            tuple(sorted(asked[document.number, year])),
        )
        for document in _carrying_on(registry, year)
    )


def due(s: Session, registry: Registry, now: datetime) -> list[Ask]:
    """The questions to be put into this morning's mails.

    Asked about is the year of `now`, when the database was in use in its January: who sets dondoc up later in
    a year has just chosen its documents, and is first asked in the next.
    """
    today = local_day(registry, now)
    stored = queries.fact(s, GO_LIVE)
    documents = list(_carrying_on(registry, today.year))
    if not documents or stored is None or date.fromisoformat(stored) > min(today, date(today.year, 1, 31)):
        return []
    answers = answers_given(s)
    last: dict[tuple[str, str], tuple[int, date]] = {}
    for ask, day in _asked(s, today.year):
        key = ask.document, ask.recipient
        last[key] = max(last.get(key, (0, day)), (ask.times, day))
    found = []
    for document in documents:
        if (document.number, today.year) in answers:
            continue
        for owner in in_force(registry, document.number, today.year):
            recipient = in_place_of(registry, owner, today)
            times, day = last.get((document.number, recipient), (0, today))
            if times == 0 or (times < MOST and _passed(registry, day, today)):
                found.append(Ask(document.number, today.year, recipient, times + 1))
    return list(dict.fromkeys(found))


def record(s: Session, asks: Iterable[Ask], *, round_key: str, now: datetime) -> set[str]:
    """Records questions as asked in the mails of that round, each once; answers the recipients that are new.

    `round_key` is the digest's: a local date.
    """
    fresh = set()
    for ask in asks:
        if queries.put_new(s, ask.key, round_key):
            data = {"document": ask.document, "year": ask.year, "owner": ask.recipient, "times": ask.times}
            queries.record(s, queries.Happening(now, "renewal-asked", "dondoc", "engine", data=data))
            fresh.add(ask.recipient)
    return fresh


# --- in letters and audits ---


def questions(
    s: Session, registry: Registry, settings: Settings, round_keys: Collection[str], now: datetime
) -> dict[tuple[str, str], tuple[Question, ...]]:
    """By (recipient, round key): what those mails ask and nobody has answered yet."""
    asked = [(ask, day) for ask, day in _asked(s) if day.isoformat() in round_keys]
    answers = answers_given(s) if asked else {}
    found: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    sender = routing.sender_of(registry, settings)
    today = local_day(registry, now)
    for ask, day in asked:
        document = registry.documents.get(ask.document)
        if document is None or document.horizon is None or (ask.document, ask.year) in answers:
            continue
        duties = [
            (duty.title, duty.title_en)
            for owner, owned in in_force(registry, ask.document, ask.year).items()
            if in_place_of(registry, owner, today) == ask.recipient
            for duty in owned
        ]
        question = Question(
            document=document.number,
            document_date=document.date,
            title=document.title,
            horizon=document.horizon,
            year=ask.year,
            duties=tuple(duties),
            times=ask.times,
            answer_to=Party(sender.name, sender.address, registry.office.name_en),
        )
        found[ask.recipient, day.isoformat()].append(question)
    return {key: tuple(asks) for key, asks in found.items()}


@lru_cache(maxsize=256)
def in_force(registry: Registry, document: str, year: int) -> Mapping[str, tuple[Obligation, ...]]:
    """What a document still asks for in a year, by owner: duties with a day in it, and those of events."""
    owned: defaultdict[str, list[Obligation]] = defaultdict(list)
    for duty in registry.obligations.values():
        if duty.document.number == document and _falls_in(registry, duty, year):
            owned[duty.owner].append(duty)
    return {owner: tuple(duties) for owner, duties in owned.items()}


def _falls_in(registry: Registry, duty: Obligation, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if duty.cycle is Cycle.EVENT:
        return (duty.to is None or duty.to > first) and (duty.from_ is None or duty.from_ <= last)
    try:
        return bool(registry.periods(duty, first, last))
    except RegistryError:
        return False  # beyond the working calendar


def _carrying_on(registry: Registry, year: int) -> Iterator[Document]:
    return (
        document
        for document in registry.documents.values()
        if carries_on(document, year) and in_force(registry, document.number, year)
    )


def carries_on(document: Document, year: int) -> bool:
    return document.renewal == "yearly" and document.horizon is not None and document.horizon < year


def _passed(registry: Registry, day: date, today: date) -> bool:
    try:
        return registry.calendar.shift(day, EVERY) <= today
    except WhenError:
        return today >= day + timedelta(days=14)


def _asked(s: Session, year: int | None = None) -> Iterator[tuple[Ask, date]]:
    """The questions that stand recorded, with the day of the mail that asked; of one year or of all."""
    prefix = ASKED if year is None else f"{ASKED}{year} "
    for key, day in queries.facts(s, prefix).items():
        of, recipient, times, document = key.removeprefix(ASKED).split(" ", 3)
        yield Ask(document, int(of), recipient, int(times)), date.fromisoformat(day)


def answers_given(s: Session) -> dict[tuple[str, int], str]:
    """(document, year) -> what was said."""
    found = {}
    for key, said in queries.facts(s, ANSWERED).items():
        year, _, document = key.removeprefix(ANSWERED).partition(" ")
        found[document, int(year)] = said
    return found
