"""The events that a letter asks for, in one language: a card for each occurrence."""

from __future__ import annotations

from engine.mail import paragraphs
from engine.mail.language import Words
from engine.mail.letter import EventAsk, Letter
from engine.mail.paragraphs import Card, Row
from language import Message


def event_cards(letter: Letter, words: Words, own: bool) -> tuple[Card, ...]:
    """What each occurrence is, which duties wait for it, and how to say that it has happened."""
    return tuple(_card(ask, words, own) for ask in letter.events)


def _card(ask: EventAsk, words: Words, own: bool) -> Card:
    t = words.t
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
    rows = [Row(t("mail.row-event-duties", n=len(mine)), lists=(("", mine),))]
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
        rows.append(Row(t("mail.row-event-others", n=len(others)), lists=(("", others),)))
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
        title=ask.worded if own else t("mail.event-of", document=ask.document, code=ask.code),
        lead=t("mail.event-question" if ask.last is None else "mail.event-question-again"),
        rows=(Row(t("mail.row-source"), where), *rows),
        small=t("mail.event-record-alike" if ask.alike else "mail.event-record", code=ask.code),
    )
