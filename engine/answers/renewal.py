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
from engine.tasks.days import local_day
from engine.tasks.lookup import By
from engine.texts import one_line, shortened
from models import queries

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Renewed:
    """What an answer did. `changed` is False when the same had been said before."""

    document: Document
    year: int
    answer: str
    changed: bool


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
    key = f"{ANSWERED}{year} {document}"
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
    for (number, ended), said in sorted(answers_given(s).items()):
        document = registry.documents.get(number)
        if said == ENDED and document is not None and carries_on(document, ended):
            yield Finding(
                "renewal-ended",
                Severity.WARNING,
                f"{number} đã được báo là kết thúc trước năm {ended} nhưng danh mục vẫn tiếp tục: "
                f"ghi horizon: {ended - 1} và renewal: none vào {document.file}, rồi dondoc plan",
                f"{number} was said to end before {ended}, and the registry carries on: "
                + how_to_end(document, ended),
            )
