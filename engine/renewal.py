"""Renewal: a document written for one year, that carries on until it is ended, is asked about each January.

From the first round of a year on, the owners of what it still asks for find the question in their morning's
mail, again every ten working days until somebody answers, six times at most. Meanwhile everything opens and
is reminded of as before: silence ends no duty. An answer is an event and a fact of the database; the registry
alone says who owes what, so an end takes effect by editing the document's file, and an audit says so until
that is done.

Level-triggered, like the rounds: what is compared is which questions stand recorded and which should. Each
stands under a key of its own (year, owner, number, document), and the database takes a key once.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.objects import Cycle, Document, Obligation
from config.registry import Registry, RegistryError
from config.settings import Settings
from engine import post
from engine.errors import AnswerError, UnknownName
from engine.letter import Party, Question
from engine.lookup import By
from engine.opening import GO_LIVE, local_day
from engine.report import Finding, Severity
from engine.wording import one_line, shortened
from models import queries

EVERY = 10
"""Working days from one question to the next."""
MOST = 6
GOES_ON, ENDED = "goes-on", "ended"
_ASKED, _ANSWERED = "renewal-asked ", "renewal "
_LONGEST_REASON = 500


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
        return f"{_ASKED}{self.year} {self.recipient} {self.times} {self.document}"


@dataclass(frozen=True, slots=True)
class Renewal:
    """How a document stands for a year. `answer` is 'goes-on', 'ended' or '' (nobody has answered)."""

    document: Document
    year: int
    owners: tuple[str, ...]
    answer: str
    asked: tuple[date, ...]
    """The days of the mails that asked, in order; of several owners each day once."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What an answer did. `changed` is False when the same had been said before."""

    document: Document
    year: int
    answer: str
    changed: bool


def renewals(s: Session, registry: Registry, now: datetime) -> tuple[Renewal, ...]:
    """The documents that carry on past their year as of `now`, each for the year of `now`."""
    year = local_day(registry, now).year
    answers, asked = _answers(s), defaultdict(set)
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
    answers = _answers(s)
    last: dict[tuple[str, str], tuple[int, date]] = {}
    for ask, day in _asked(s, today.year):
        key = ask.document, ask.recipient
        last[key] = max(last.get(key, (0, day)), (ask.times, day))
    found = []
    for document in documents:
        if (document.number, today.year) in answers:
            continue
        for owner in in_force(registry, document.number, today.year):
            recipient = registry.successor(owner, today).code
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


def answer(
    s: Session,
    registry: Registry,
    document: str,
    year: int,
    *,
    ends: bool,
    by: By,
    now: datetime,
    reason: str = "",
) -> Renewed:
    """Records whether a document goes on in a year, or has ended before it. Another answer replaces it.

    UnknownName for no such document; AnswerError for one that does not carry on by itself, for the year that
    it was written for, and for years beyond the next.
    """
    found = registry.documents.get(document)
    if found is None:
        near = difflib.get_close_matches(document, registry.documents, n=3, cutoff=0.3)
        hint = ", ".join(near or registry.documents)
        raise UnknownName(f"no document {document[:60]!r}: did you mean {hint}?")
    if found.renewal != "yearly" or found.horizon is None:
        raise AnswerError(f"{document} is not renewed from year to year: its duties end as its file says")
    if year <= found.horizon:
        raise AnswerError(f"{document} was written for {found.horizon}: only later years are asked about")
    if year > (this_year := local_day(registry, now).year) + 1:
        raise AnswerError(f"{year} is too far ahead: say it for {this_year} or {this_year + 1}")
    said = ENDED if ends else GOES_ON
    key = f"{_ANSWERED}{year} {document}"
    before = queries.fact(s, key)
    if before == said:
        return Renewed(found, year, said, changed=False)
    queries.put(s, key, said)
    data = {"document": document, "year": year} | ({"before": before} if before else {})
    reason = shortened(one_line(reason), _LONGEST_REASON)
    queries.record(s, by.did(now, f"renewal-{said}", reason, data))
    return Renewed(found, year, said, changed=True)


def how_to_end(document: Document, year: int) -> str:
    """What to edit so that a document ends with the year before."""
    return (
        f"in {document.file or 'its file'} write `horizon: {year - 1}` and `renewal: none`; then "
        "`dondoc plan` shows what that closes, and `dondoc apply` does it"
    )


# --- in letters and audits ---


def questions(
    s: Session, registry: Registry, settings: Settings, round_keys: Collection[str], now: datetime
) -> dict[tuple[str, str], tuple[Question, ...]]:
    """By (recipient, round key): what those mails ask and nobody has answered yet."""
    asked = [(ask, day) for ask, day in _asked(s) if day.isoformat() in round_keys]
    answers = _answers(s) if asked else {}
    found: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    sender = post.sender_of(registry, settings)
    today = local_day(registry, now)
    for ask, day in asked:
        document = registry.documents.get(ask.document)
        if document is None or document.horizon is None or (ask.document, ask.year) in answers:
            continue
        duties = [
            (duty.title, duty.title_en)
            for owner, owned in in_force(registry, ask.document, ask.year).items()
            if registry.successor(owner, today).code == ask.recipient
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


def findings(s: Session, registry: Registry, now: datetime) -> Iterator[Finding]:
    """What an audit says: questions nobody answers, and ends that are not in the registry yet."""
    year = local_day(registry, now).year
    waiting = [each for each in renewals(s, registry, now) if each.asked and not each.answer]
    if waiting:
        told = ", ".join(f"{each.document.number} ({len(each.asked)})" for each in waiting)
        yield Finding(
            "renewal-unanswered",
            Severity.WARNING,
            f"chưa rõ năm {year} có tiếp tục không (số lần đã hỏi): {told}; ghi nhận bằng dondoc renew",
            f"nobody has said whether these go on in {year} (times asked): {told}; record it: dondoc renew",
            len(waiting),
        )
    for (number, ended), said in sorted(_answers(s).items()):
        document = registry.documents.get(number)
        if said == ENDED and document is not None and _carries_on(document, ended):
            yield Finding(
                "renewal-ended",
                Severity.WARNING,
                f"{number} đã được báo là kết thúc trước năm {ended} nhưng danh mục vẫn tiếp tục: "
                f"ghi horizon: {ended - 1} và renewal: none vào {document.file}, rồi dondoc plan",
                f"{number} was said to end before {ended}, and the registry carries on: "
                + how_to_end(document, ended),
            )


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
        if _carries_on(document, year) and in_force(registry, document.number, year)
    )


def _carries_on(document: Document, year: int) -> bool:
    return document.renewal == "yearly" and document.horizon is not None and document.horizon < year


def _passed(registry: Registry, day: date, today: date) -> bool:
    try:
        return registry.calendar.shift(day, EVERY) <= today
    except WhenError:
        return today >= day + timedelta(days=14)


def _asked(s: Session, year: int | None = None) -> Iterator[tuple[Ask, date]]:
    """The questions that stand recorded, with the day of the mail that asked; of one year or of all."""
    prefix = _ASKED if year is None else f"{_ASKED}{year} "
    for key, day in queries.facts(s, prefix).items():
        of, recipient, times, document = key.removeprefix(_ASKED).split(" ", 3)
        yield Ask(document, int(of), recipient, int(times)), date.fromisoformat(day)


def _answers(s: Session) -> dict[tuple[str, int], str]:
    """(document, year) -> what was said."""
    found = {}
    for key, said in queries.facts(s, _ANSWERED).items():
        year, _, document = key.removeprefix(_ANSWERED).partition(" ")
        found[document, int(year)] = said
    return found
