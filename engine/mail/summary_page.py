"""A summary laid out in one language, as plain values: what a template prints without knowing a word."""

from __future__ import annotations

from dataclasses import dataclass

from engine.mail import paragraphs
from engine.mail.language import Words
from engine.mail.letter import Letter
from engine.mail.summary import Summary
from engine.texts import one_line, shortened

SUBJECT_LIMIT = 120


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """One language of a summary, from its heading to the small print."""

    language: str
    brand: str
    greeting: str
    recipient: str
    rerouted: str
    title: str
    about: str
    facts: tuple[tuple[str, str], ...]
    worst_heading: str
    """'' where nobody is behind."""
    worst: tuple[tuple[str, str], ...]
    all_well: str
    footer: tuple[str, ...]


def page_of(letter: Letter, summary: Summary, words: Words) -> SummaryPage:
    """The summary of that letter in that language."""
    t, own = words.t, words.code == letter.native
    office = letter.office if own else letter.office_en or letter.office
    attached = tuple(words.said(each.name) for each in summary.files)
    return SummaryPage(
        language=words.code,
        brand=t("mail.brand", office=office),
        greeting=t("mail.greeting"),
        recipient=paragraphs.named(letter.recipient, words, own),
        rerouted=t("mail.rerouted", unit=letter.rerouted_from) if letter.rerouted_from else "",
        title=_title(summary, words),
        about=t("summary.mail-own") if summary.own else "",
        facts=tuple((words.said(each.figure), words.said(each.label)) for each in summary.facts),
        worst_heading=t(f"summary.mail-worst-{summary.kind}") if summary.worst else "",
        worst=tuple((words.said(unit), words.said(how)) for unit, how in summary.worst),
        all_well="" if summary.worst else t(f"summary.mail-well-{summary.kind}"),
        footer=(
            t("summary.mail-as-of", at=summary.as_of),
            *((t("summary.mail-attached", files=attached),) if attached else ()),
        ),
    )


def subject_of(summary: Summary, words: Words) -> str:
    """'Tuần 16/11–22/11/2026: 38/41 báo cáo đúng hạn, 12 đang quá hạn'."""
    first, second = (words.said(each.figure) for each in summary.facts[:2])
    said = words.t(
        f"summary.mail-subject-{summary.kind}", title=_title(summary, words), first=first, second=second
    )
    return shortened(one_line(said), SUBJECT_LIMIT)


def _title(summary: Summary, words: Words) -> str:
    return words.t(
        f"summary.mail-title-{summary.kind}",
        first=words.short_day(summary.first), last=summary.last, year=str(summary.last.year),
    )  # fmt: skip
