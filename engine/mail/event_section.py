"""The events that a letter asks for, in one language: a card for each occurrence."""

from __future__ import annotations

from engine.mail import paragraphs
from engine.mail.detail import Detail
from engine.mail.language import Words
from engine.mail.letter import EventAsk
from engine.mail.paragraphs import Card, Row
from language import Message


def event_line(ask: EventAsk, words: Words, own: bool) -> str:
    """The same in one line: what is waited for, how many duties wait, and by which code it is told."""
    n = len(ask.duties) + len(ask.others)
    return words.t("mail.event-line", event=_called(ask, words, own), n=n, code=ask.code)


def event_card(ask: EventAsk, words: Words, own: bool, detail: Detail) -> Card:
    """What the occurrence is, which duties wait for it, and how to say that it has happened."""
    t = words.t

    def some(named: tuple[str, ...]) -> tuple[str, ...]:
        shown = named if detail.listed is None else named[: detail.listed]
        more = len(named) - len(shown)
        return (*shown, t("mail.event-more", n=more)) if more else shown

    where = t(
        "mail.source",
        document=ask.document,
        dated=Message("mail.document-day", day=ask.document_date),
        cite=f", {ask.cite}" if own and ask.cite else "",
    )
    mine = tuple(
        t("mail.event-duty", code=code, title=title if own else title_en or title)
        for code, title, title_en in ask.duties
    )
    rows = [Row(t("mail.row-event-duties", n=len(mine)), lists=(("", some(mine)),))]
    if ask.others:
        others = tuple(
            t(
                "mail.event-duty-of",
                code=code,
                title=title if own else title_en or title,
                owner=paragraphs.named(owner, words, own),
            )
            for code, title, title_en, owner in ask.others
        )
        rows.append(Row(t("mail.row-event-others", n=len(others)), lists=(("", some(others)),)))
    if ask.last is not None:
        rows.append(Row(t("mail.row-event-last"), t("mail.event-last", day=ask.last)))
    to = t("mail.question-to", address=ask.answer_to.address) if ask.answer_to.address else ""
    n = len(ask.duties) + len(ask.others)
    all_ = Message("mail.event-opens-all", n=n) if n > 1 else ""
    rows.append(
        Row(
            t("mail.row-question-answer"), t("mail.event-answer", to=to, code=ask.code, all=all_), strong=True
        )
    )
    return Card(
        title=_called(ask, words, own),
        lead=t("mail.event-question" if ask.last is None else "mail.event-question-again"),
        rows=(Row(t("mail.row-source"), where), *rows),
        small=t("mail.event-record-alike" if ask.alike else "mail.event-record", code=ask.code),
    )


def _called(ask: EventAsk, words: Words, own: bool) -> str:
    return ask.worded if own else words.t("mail.event-of", document=ask.document, code=ask.code)
