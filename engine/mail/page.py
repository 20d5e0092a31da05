"""A letter laid out in one language, as plain values: what a template prints without knowing a word.

`engine.mail.paragraphs` fills the cards, this puts them into sections. `**...**` marks what is to be seen at
a glance: bold in HTML, plain in text.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.mail import paragraphs
from engine.mail.detail import MOST_IN_FULL, WHOLE, Detail, needs_table
from engine.mail.event_section import event_card, event_line
from engine.mail.language import Words, words_of
from engine.mail.letter import Audience, Behind, Letter, Question, Watch
from engine.mail.paragraphs import Card, Row
from engine.tasks.progress import how_far

MOST_OF_A_NOTE = 60
"""Characters of what a unit says of how far it is, in a list of many units."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with cards, and one line for each entry that has none. `group` gives the colour."""

    group: str
    heading: str
    count: int
    note: str = ""
    cards: tuple[Card, ...] = ()
    lines: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Where what each line tells is decided, '' of one without; none at all where no line has one."""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One language of a letter, from the greeting to the small print."""

    language: str
    brand: str
    greeting: str
    recipient: str
    below: str
    rerouted: str
    intro: str
    sections: tuple[Section, ...]
    link: str
    """The address of the recipient's page, and `link_text` what it is for; both '' where there is none."""
    link_text: str
    todo: tuple[str, ...]
    """What the unit is asked to do: the heading, then a line for each step; empty when nothing is asked."""
    closing: str
    watched: tuple[Section, ...]
    footer: tuple[str, ...]


def page_of(letter: Letter, words: Words, detail: Detail = WHOLE) -> Page:
    """The letter in that language, with so much of it as `detail` says."""
    t = words.t
    own = words.code == letter.native
    office = letter.office if own else letter.office_en or letter.office
    others = len(letter.languages) > 1 and words.code == letter.languages[0]
    rerouted = [t("mail.rerouted", unit=letter.rerouted_from)] if letter.rerouted_from else []
    asks = bool(letter.items) and letter.audience is Audience.UNIT
    return Page(
        language=words.code,
        brand=t("mail.brand", office=office),
        greeting=t("mail.greeting"),
        recipient=paragraphs.named(letter.recipient, words, own),
        below=t("mail.english-below") if others else "",
        rerouted=" ".join([*rerouted, *map(words.said, letter.ways_failing)]),
        intro=_intro(letter, words, own) + _in_short(letter, words, detail),
        sections=(*_tasks(letter, words, own, detail), *_also(letter, words, own, detail),
                  *_over(letter, words, own, detail), *_questions(letter, words, own, detail),
                  *_events(letter, words, own, detail), *_unreachable(letter, words, own, detail),
                  *_notes(letter, words, detail)),
        link=letter.link,
        link_text=t("mail.page-answer" if asks else "mail.page-look") if letter.link else "",
        todo=_todo(letter, words) if asks else (),
        closing=t("mail.closing") if letter.items and not asks else "",
        watched=tuple(_watched(letter, words, own, detail)),
        footer=tuple(_footer(letter, words, own, office, detail)),
    )  # fmt: skip


def _intro(letter: Letter, words: Words, own: bool) -> str:
    t, today = words.t, letter.today
    if letter.audience is Audience.LEADERSHIP and (letter.watches or not letter.unreachable):
        late = len(letter.late_units)
        if late:
            return t("mail.intro-leadership-late", today=today, units=late, duties=len(letter.watches))
        return t("mail.intro-leadership", today=today, n=len(letter.watches))
    tally = words.tally(letter.counts)
    if letter.audience is Audience.HEAD:
        said = t("mail.intro-head", today=today, tally=tally)
    elif letter.also:
        said = t("mail.intro-unit-also", today=today, tally=tally, also=len(letter.also))
    else:
        said = t("mail.intro-unit", today=today, tally=tally)
    if letter.taken_over:
        units = tuple(paragraphs.named(party, words, own) for party in letter.taken_over)
        said = f"{said} {t('mail.taken-over', units=words.names(units))}"
    return said


def _in_short(letter: Letter, words: Words, detail: Detail) -> str:
    if not detail.short:
        return ""
    every = len(letter.items) + len(letter.also) + len(letter.over) + len(letter.watches)
    every += len(letter.questions) + len(letter.events) + len(letter.unreachable)
    return f" {words.t('mail.in-short', tasks=every, file=_table_name(letter))}"


def _table_name(letter: Letter) -> str:
    return words_of(letter.languages[0]).t("mail.table-file")


def _tasks(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    # Where a letter has two languages, that of the registry lists what only it can say.
    listing = own or letter.native not in letter.languages
    return [
        Section(
            paragraphs.look(group),
            words.t(f"mail.heading-{group.value}"),
            len(cards) + len(others),
            cards=tuple(
                paragraphs.task_card(item, words, own, full=n < MOST_IN_FULL, listing=listing)
                for n, item in enumerate(cards)
            ),
            lines=tuple(paragraphs.task_line(item, words, own) for item in detail.kept(others)),
        )
        for group, cards, others in detail.placed(letter)
    ]


def _also(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    if not letter.also:
        return []
    kept = detail.kept(letter.also)
    answered_to = () if letter.replies_read else letter.reply_to
    lines = tuple(paragraphs.task_line(item, words, own, answered_to) for item in kept)
    heading = words.t("mail.heading-also")
    return [Section("watch", heading, len(letter.also), lines=lines)]


def _over(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    return [
        Section(
            "new" if name == "submitted" else "watch",
            words.t(f"mail.heading-{name}"),
            len(items),
            note=words.t(f"mail.over-note-{name}"),
            lines=tuple(paragraphs.over_line(item, words, own) for item in detail.kept(items)),
        )
        for name, items in letter.endings
    ]


def _questions(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    if not letter.questions:
        return []
    full, others = detail.split(letter.questions)
    cards = tuple(_question(ask, words, own) for ask in full)
    lines = tuple(_question_line(ask, words, own) for ask in others)
    heading = words.t("mail.heading-questions")
    return [Section("soon", heading, len(letter.questions), cards=cards, lines=lines)]


def _question_line(ask: Question, words: Words, own: bool) -> str:
    document = f"{ask.document}: {ask.title}" if own else ask.document
    return words.t("mail.question-line", document=document, year=str(ask.year), n=len(ask.duties))


def _events(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    if not letter.events:
        return []
    heading, note = words.t("mail.heading-events"), words.t("mail.events-note")
    full, others = detail.split(letter.events)
    cards = tuple(event_card(ask, words, own, detail) for ask in full)
    lines = tuple(event_line(ask, words, own) for ask in others)
    return [Section("watch", heading, len(letter.events), note=note, cards=cards, lines=lines)]


def _unreachable(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    if not letter.unreachable:
        return []
    kept = detail.kept(letter.unreachable)
    lines = tuple(paragraphs.unreachable_line(each, words, own) for each in kept)
    heading, note = words.t("mail.heading-unreachable"), words.t("mail.unreachable-note")
    return [Section("watch", heading, len(letter.unreachable), note=note, lines=lines)]


def _notes(letter: Letter, words: Words, detail: Detail) -> list[Section]:
    found = []
    for kind, said in letter.noted:
        kept = detail.kept(said)
        lines = tuple(words.said(each.said) for each in kept)
        links = tuple(each.link for each in kept) if any(each.link for each in kept) else ()
        heading, note = words.t(f"mail.heading-note-{kind}"), words.t(f"mail.note-{kind}")
        found.append(Section("watch", heading, len(said), note=note, lines=lines, links=links,
                             link_text=words.t("mail.note-link") if links else ""))  # fmt: skip
    return found


def _question(ask: Question, words: Words, own: bool) -> Card:
    t = words.t
    duties = [title if own else title_en or title for title, title_en in ask.duties]
    years = {"document": ask.document, "day": ask.document_date, "year": str(ask.year)}
    title = f"{ask.document}: {ask.title}" if own else ask.document
    some = "; ".join(duties[:5]) + ("; …" if duties[5:] else "")
    asked = t("mail.question-times", n=ask.times) if ask.times > 1 else ""
    to = t("mail.question-to", address=ask.answer_to.address) if ask.answer_to.address else ""
    return Card(
        title=title,
        lead=t("mail.question", horizon=str(ask.horizon), **years),
        rows=(
            Row(t("mail.row-question-duties", n=len(duties)), some),
            Row(t("mail.row-question-answer"), t("mail.question-answer", to=to, asked=asked, **years)),
        ),
    )  # fmt: skip


def _todo(letter: Letter, words: Words) -> tuple[str, ...]:
    t = words.t
    example = t("mail.todo-example", ref=letter.items[0].ref, day=letter.today)
    own = sum(item.to_itself for item in letter.items)
    sent = [t("mail.todo-send")] if own < len(letter.items) else []
    sent += [t("mail.todo-record")] if own else []
    if letter.replies_read:
        ref = letter.items[0].ref
        reply = t("mail.todo-reply-read", n=len(letter.items), example=example)
        return t("mail.todo"), *sent, reply, t("mail.todo-else-read", ref=ref)
    return t("mail.todo"), *sent, t("mail.todo-reply", example=example), t("mail.todo-else")


def _watched(letter: Letter, words: Words, own: bool, detail: Detail) -> list[Section]:
    if not letter.watches:
        return []
    leadership = letter.audience is Audience.LEADERSHIP
    heading = words.t("mail.heading-late-duties" if leadership else "mail.heading-watch")
    most = len(letter.watches) if detail.full is None else detail.full
    cards = tuple(_watch(each, words, own, leadership=leadership) for each in letter.watches[:most])
    lines = tuple(_watch_line(each, words, own) for each in detail.kept(letter.watches[most:]))
    return [Section("watch", heading, len(letter.watches), cards=cards, lines=lines)]


def _watch_line(watch: Watch, words: Words, own: bool) -> str:
    return words.t(
        "mail.watch-line",
        title=paragraphs.titled(watch.duty, words, own),
        day=watch.until,
        left=paragraphs.left(watch, words),
        missing=_not_sent(watch, words),
    )


def _watch(watch: Watch, words: Words, own: bool, *, leadership: bool) -> Card:
    t = words.t
    rows = []
    if leadership:
        owner = paragraphs.with_address(watch.duty.owner, words, own)
        rows.append(Row(t("mail.row-in-charge"), owner))
    names = [(_behind(each, words, own), each) for each in watch.behind]
    missing = _not_sent(watch, words)
    table: tuple[tuple[str, str], ...] = ()
    if leadership and not watch.alike:
        table = tuple((name, str(each.workdays) if each.late else "–") for name, each in names)
    said = [
        name if watch.alike else words.delay(name, each.workdays, each.late, each.until)
        for name, each in names
    ]
    rows.append(Row(missing, "; ".join(said), strong=True, in_table=bool(table)))
    if not watch.confirmed:
        rows.append(Row(t("mail.row-note"), t("mail.watch-unconfirmed")))
    heads = (t("mail.head-unit"), t("mail.head-delay")) if table else ("", "")
    return Card(
        title=paragraphs.titled(watch.duty, words, own),
        group="overdue" if watch.late else "soon",
        day=words.day(watch.until),
        left=paragraphs.left(watch, words),
        due_label=paragraphs.due_label(watch, words),
        rows=(*paragraphs.spared(watch, words), *rows),
        heads=heads,
        table=table,
    )


def _not_sent(watch: Watch, words: Words) -> str:
    """'3/4 chưa nộp'; of the late alone '3/4 quá hạn, chưa nộp'; 'đã nộp 0/41, mở 2' where some who owe it
    were not asked yet.
    """
    if watch.unopened:
        return words.t("mail.row-not-sent-opened", sent=watch.sent, total=watch.total, opened=watch.opened)
    how = "mail.row-late" if watch.late_only else "mail.row-not-sent"
    return words.t(how, behind=len(watch.behind), total=watch.total)


def _behind(each: Behind, words: Words, own: bool) -> str:
    """Who has not sent it, and how far that unit is: 'Ban Quản lý thu [40%, đang trình ký]'."""
    name = paragraphs.named(each.unit, words, own)
    far = how_far(each.percent, each.note if own else "", most=MOST_OF_A_NOTE)
    return words.t("mail.unit-progress", name=name, progress=far) if far else name


def _footer(letter: Letter, words: Words, own: bool, office: str, detail: Detail) -> list[str]:
    lines = [words.t("mail.footer", office=office)]
    if needs_table(letter, detail):
        lines.append(words.t("mail.footer-table", file=_table_name(letter)))
    if letter.reply_to:
        to = tuple(paragraphs.named(party, words, own) for party in letter.reply_to)
        lines.append(words.t("mail.footer-replies", parties=to))
        others = (each.duty.owner not in (*letter.reply_to, letter.recipient) for each in letter.items)
        if not letter.replies_read and any(others):
            lines.append(words.t("mail.footer-other-owners"))
    if letter.items and letter.audience is Audience.UNIT:
        # The file is called as the letter's first language calls it, in all of them.
        file = words_of(letter.languages[0]).t("calendar.file-name")
        lines.append(words.t("mail.footer-calendar", file=file))
    if letter.over and letter.audience is Audience.UNIT:
        file = words_of(letter.languages[0]).t("calendar.file-name-cancel")
        lines.append(words.t("mail.footer-cancel", file=file))
    if letter.audience is Audience.UNIT:
        forms = sum(item.form is not None for item in detail.with_forms(letter))
        if forms:
            lines.append(words.t("mail.footer-forms", n=forms))
        elif any(item.form is not None for item in letter.items):
            lines.append(words.t("mail.footer-no-forms"))
    return lines
