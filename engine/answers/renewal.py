"""Whether a document written for one year goes on: recording what its owner says, and what an audit adds.

An answer is an event and a fact of the database; the registry alone says who owes what, so an end takes
effect by editing the document's file, and an audit says so until that is done.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from config.registry.objects import Document
from engine.errors import AnswerError, UnknownName
from engine.mail.yearly_question import ANSWERED, ENDED, GOES_ON, answers_given, carries_on, renewals
from engine.overview.findings import Finding, Severity
from engine.tasks.acts import Act
from engine.tasks.days import local_day
from engine.texts import one_line, shortened
from language import Message
from models import queries

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Renewed:
    """What an answer did. `changed` is False when the same had been said before."""

    document: Document
    year: int
    answer: str
    changed: bool


def answer(act: Act, document: str, year: int, *, ends: bool, reason: str = "") -> Renewed:
    """Records whether a document goes on in a year, or has ended before it. Another answer replaces it.

    UnknownName for no such document; AnswerError for one that does not carry on by itself, for the year that
    it was written for, and for years beyond the next.
    """
    documents = act.registry.documents
    found = documents.get(document)
    if found is None:
        near = difflib.get_close_matches(document, documents, n=3, cutoff=0.3)
        raise UnknownName("renewal.no-document", document=document[:60], near=near or list(documents))
    if found.renewal != "yearly" or found.horizon is None:
        raise AnswerError("renewal.not-yearly", document=document)
    if year <= found.horizon:
        raise AnswerError("renewal.own-year", document=document, horizon=str(found.horizon))
    if year > (this_year := act.today.year) + 1:
        raise AnswerError(
            "renewal.too-far", year=str(year), this_year=str(this_year), next_year=str(this_year + 1)
        )
    said = ENDED if ends else GOES_ON
    key = f"{ANSWERED}{year} {document}"
    before = queries.fact(act.s, key)
    if before == said:
        return Renewed(found, year, said, changed=False)
    queries.put(act.s, key, said)
    data = {"document": document, "year": year} | ({"before": before} if before else {})
    reason = shortened(one_line(reason), _LONGEST_REASON)
    queries.record(act.s, act.event(f"renewal-{said}", reason, data))
    return Renewed(found, year, said, changed=True)


def how_to_end(document: Document, year: int) -> Message:
    """What to edit so that a document ends with the year before."""
    file = document.file or Message("renewal.its-file")
    return Message("renewal.how-to-end", file=file, last=str(year - 1))


def findings(s: Session, registry: Registry, now: datetime) -> Iterator[Finding]:
    """What an audit says: questions nobody answers, and ends that are not in the registry yet."""
    year = local_day(registry, now).year
    waiting = [each for each in renewals(s, registry, now) if each.asked and not each.answer]
    if waiting:
        told = tuple(f"{each.document.number} ({len(each.asked)})" for each in waiting)
        message = Message("audit.renewal-unanswered", year=str(year), documents=told)
        yield Finding("renewal-unanswered", Severity.WARNING, message, len(waiting))
    for (number, ended), said in sorted(answers_given(s).items()):
        document = registry.documents.get(number)
        if said == ENDED and document is not None and carries_on(document, ended):
            how = how_to_end(document, ended)
            message = Message("audit.renewal-ended", document=number, year=str(ended), how=how)
            yield Finding("renewal-ended", Severity.WARNING, message)
