"""The parts of a letter in one language: a task in full, a task in one line, names and rows.

What the registry says only in the office's own language (`own` is whether that is this one) is left out of
the other: half a sentence in a foreign language helps nobody. What a person told the unit (why a report was
returned, what has happened) stands as it was told. Titles and names of units always stand, in
English where they have it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from engine.mail import row_lines
from engine.mail.language import Words
from engine.mail.letter import Duty, Group, Item, Missing, Party, Unreachable, Watch
from engine.texts import one_line
from language import Either, Message


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of a card: `Nơi nhận: Văn phòng`. Its `lists` stand below it: a heading or '', and lines."""

    label: str
    text: str = ""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    strong: bool = False
    in_table: bool = False
    """The same is told by the card's table, where there is room for one."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One task, duty or question of a letter. `shared` is the same card without what is one unit's own (what
    stands in `small`): one object for all units that are told the same.
    """

    title: str
    group: str = ""
    instead: Row | None = None
    due_label: str = ""
    day: str = ""
    left: str = ""
    lead: str = ""
    rows: tuple[Row, ...] = ()
    heads: tuple[str, str] = ("", "")
    table: tuple[tuple[str, str], ...] = ()
    small: str = ""
    shared: Card | None = None


ANYBODY = Party("")
_NOBODYS: dict[str, Any] = {"ref": "", "uid": "", "form": None, "sequence": 0}
_same = attrgetter(*(each.name for each in fields(Item) if each.name not in {"unit", *_NOBODYS}))
"""What two units are told alike of a task, as far as it is not about the unit: read at once."""
_CARDS: dict[tuple[object, ...], Card] = {}
_MOST_CARDS = 1024
_LOOKS = {
    Group.RETURNED: Group.TODAY,
    Group.REOPENED: Group.TODAY,
    Group.UNDONE: Group.TODAY,
    Group.REASSIGNED: Group.SOON,
    Group.REFUSED: Group.SOON,
    Group.FORWARDED: Group.SOON,
    Group.MOVED: Group.SOON,
    Group.EXTENDED: Group.NEW,
}
"""Groups that look like another: an office's own template knows the colours of these."""


def look(group: Group) -> str:
    """The name by which a template colours a group."""
    return _LOOKS.get(group, group).value


def named(party: Party, words: Words, own: bool) -> str:
    """A unit's name in this language: 'BHXH tỉnh Lào Cai (cũ)'."""
    name = one_line(party.name if own else party.name_en or party.name)
    if party.former:
        name = words.said(Message("unit.former", name=name))
    if party.stands_for is not None:
        name = words.t("mail.for-unit", unit=name, owed_by=named(party.stands_for, words, own))
    return name


def with_address(party: Party, words: Words, own: bool) -> str:
    """The name, and its address where there is one."""
    name = named(party, words, own)
    return f"{name}, {party.address}" if party.address else name


def titled(duty: Duty, words: Words, own: bool) -> str:
    """The duty's title with its period."""
    title = duty.title if own else duty.title_en or duty.title
    return one_line(words.titled(title, duty.period))


def task_card(item: Item, words: Words, own: bool, *, full: bool, listing: bool = True) -> Card:
    """A task with all that a unit needs to do it; not `full`: what it is, by when, what comes of it, to whom.

    `listing`: the rows of its report are listed here, and not only counted.
    """
    t, why = words.t, words.why(item.told)
    small = t("mail.ref-why", ref=item.ref, why=why) if why else t("mail.ref", ref=item.ref)
    if item.to_itself:  # what is to be recorded names the task
        return replace(_card(item, words, own, full=full, listing=listing), small=small)
    shared = _shared_card(item, words, own, full, listing)
    return replace(shared, small=small, shared=shared)


def _shared_card(item: Item, words: Words, own: bool, *how: bool) -> Card:
    """The card of this task for whichever unit that does not own the duty, made once for all of them."""
    key = _same(item), item.unit == item.duty.owner and item.unit, words.code, own, how
    if (card := _CARDS.get(key)) is None:
        if len(_CARDS) >= _MOST_CARDS:
            _CARDS.clear()
        full, listing = how
        card = _CARDS[key] = _card(_of_anybody(item), words, own, full=full, listing=listing)
    return card


def _of_anybody(item: Item) -> Item:
    """The same task without what is a unit's own, so that nothing of one gets into another's card."""
    unit = item.unit if item.unit == item.duty.owner else ANYBODY
    return replace(item, **_NOBODYS, unit=unit)


def _card(item: Item, words: Words, own: bool, *, full: bool, listing: bool) -> Card:
    instead = None
    if item.instead_of:
        instead = Row(words.t("mail.row-instead"), named(item.instead_of, words, own), strong=True)
    return Card(
        title=titled(item.duty, words, own),
        group=look(item.group),
        instead=instead,
        due_label=due_label(item, words),
        day=words.day(item.until),
        left=left(item, words),
        rows=tuple(_rows(item, words, own, listing) if full else _brief(item, words, own)),
    )


def task_line(item: Item, words: Words, own: bool, answered_to: Collection[Party] = ()) -> str:
    """What is owed beside what a letter reminds of: one line, with who is in charge where a reply to the
    letter does not reach that (`answered_to`).
    """
    owner = item.duty.owner
    other = bool(answered_to) and owner not in (*answered_to, item.unit)
    return words.t(
        "mail.also-line",
        title=titled(item.duty, words, own),
        instead=_instead(item, words, own),
        day=item.until,
        left=left(item, words),
        ref=item.ref,
        owner=Message("mail.also-owner", owner=with_address(owner, words, own)) if other else "",
    )


def due_label(each: Item | Watch, words: Words) -> str:
    """What the day is called that a card names: the last day, or the one by which it is asked for."""
    asked = each.spared and not each.late and not each.passed
    return words.t("mail.asked-day" if asked else "mail.last-day")


def left(each: Item | Watch, words: Words) -> str:
    """How much time there is until the day asked for; when that has gone by, that it is not late yet."""
    if each.passed:
        return words.t("mail.spared-today" if each.due_today else "mail.asked-passed")
    if each.due_today and each.spared:
        return words.t("mail.asked-today")
    if isinstance(each, Item) and each.group is Group.RUNNING:
        return words.t("mail.days-running", n=each.workdays)
    return words.left(each.workdays, late=each.late, today=each.due_today)


def spared(each: Item | Watch, words: Words) -> Iterator[Row]:
    """Until when it is not late, where that is another day than the one asked for."""
    t = words.t
    if each.passed:
        said = t("mail.not-late-yet", asked=each.asked, day=each.last_day)
        yield Row(t("mail.row-note"), said, strong=True)
    elif each.spared and not each.late:
        yield Row(t("mail.row-spared"), t("mail.spared", day=each.last_day))


def over_line(item: Item, words: Words, own: bool) -> str:
    """A task that is over for the unit: one line, with the reason, or with what was recorded as sent."""
    number = Message("mail.over-number", number=item.document_no) if item.document_no else ""
    return words.t(
        "mail.over-sent" if item.news == "submitted" else "mail.over-line",
        title=titled(item.duty, words, own),
        instead=_instead(item, words, own),
        day=item.asked,
        ref=item.ref,
        because=_because(item),
        number=number,
        sent=item.answered,
        late=Message("mail.over-late" if item.late else "mail.over-on-time"),
    )


def _instead(item: Item, words: Words, own: bool) -> Message | str:
    """For whom it is done; of what was given to another by whom: the reader may be the one for whom."""
    if item.news == "passed-on":
        return Message("mail.done-by", unit=named(item.unit, words, own))
    if item.instead_of is None:
        return ""
    return Message("mail.in-place-of", unit=named(item.instead_of, words, own))


def _because(item: Item) -> Message | str:
    return Message("mail.because", why=item.why_again) if item.why_again else ""


def _brief(item: Item, words: Words, own: bool) -> Iterator[Row]:
    yield from spared(item, words)
    if item.duty.spans:  # a year's work: its title and last day alone would not say what it is
        if own and item.duty.worded:
            yield Row(words.t("mail.row-worded"), words.t("mail.worded-alone", worded=item.duty.worded))
        if product := item.duty.product if own else item.duty.product_en:
            yield Row(words.t("mail.row-product"), product)
    yield _send_to(item, words, own)


def _rows(item: Item, words: Words, own: bool, listing: bool) -> Iterator[Row]:
    t, duty = words.t, item.duty
    yield from spared(item, words)
    yield from _source(item, words, own)
    if duty.event is not None:
        said = "mail.event-named" if duty.event else "mail.event-day"
        yield Row(t("mail.row-event"), t(said, day=duty.period.first, event=duty.event))
    yield from _set_again(item, words)
    if duty.data:
        yield Row(t("mail.row-data"), t("mail.data", first=duty.data[0], last=duty.data[1]))
    product = duty.product if own else duty.product_en
    if product:
        yield Row(t("mail.row-product"), product)
    if duty.figure:
        said = "mail.figure-target" if duty.target is not None else "mail.figure"
        yield Row(t("mail.row-figure"), t(said, unit=duty.figure, target=duty.target))
    helpers = [named(party, words, own) for party in duty.helpers if own or not party.group]
    helpers += [duty.helpers_text] if duty.helpers_text and own else []
    if helpers:
        yield Row(t("mail.row-helpers"), ", ".join(helpers))
    if item.sections and own:
        yield Row(t("mail.row-sections"), "; ".join(item.sections))
    if item.rows:
        # What the registry says in its own language only is told once, where the letter has that.
        listed = tuple(row_lines.lists(item, words, own)) if listing else ()
        yield Row(t("mail.row-rows"), f"**{row_lines.tally(item.rows, words)}**", lists=listed)
    yield _send_to(item, words, own)
    if duty.how and own:
        yield Row(t("mail.row-how-own" if item.to_itself else "mail.row-how"), duty.how)
    for miss in item.missing:
        yield _missing(miss, words, own)
    if duty.tentative:
        said = duty.assumption if own and duty.assumption else t("mail.tentative")
        yield Row(t("mail.row-tentative"), said)
    elif duty.assumption and own:
        yield Row(t("mail.row-assumption"), duty.assumption)
    if duty.assumed:
        yield Row(t("mail.row-note"), words.said(duty.assumed))
    if not item.confirmed:
        yield Row(t("mail.row-note"), t("mail.unconfirmed"))


def _source(item: Item, words: Words, own: bool) -> Iterator[Row]:
    """The day in the document's own words, and where they stand."""
    t, duty = words.t, item.duty
    rolled = Message("mail.rolled", day=item.asked) if item.rolled and not item.spared else ""
    dated = Message("mail.document-day", day=duty.document_date) if duty.document_date else ""
    cite = f", {duty.cite}" if duty.cite and own else ""
    where = Message("mail.source", document=duty.document, dated=dated, cite=cite)
    if own and duty.worded:
        yield Row(t("mail.row-worded"), t("mail.worded", worded=duty.worded, where=where, rolled=rolled))
    elif duty.document:
        # What the document does not say is never quoted as if it did.
        said = "mail.source-rolled" if duty.worded else "mail.source-own"
        yield Row(t("mail.row-source"), t(said, where=where, rolled=rolled))


def _set_again(item: Item, words: Words) -> Iterator[Row]:
    t, because = words.t, _because(item)
    if item.returned:
        first = Message("mail.first-day", day=item.original_last_day) if item.extended else ""
        why = Message("mail.returned-why", why=item.why_again) if item.why_again else ""
        yield Row(t("mail.row-returned"), t("mail.returned", why=why, first=first))
    elif item.moved_from:
        yield Row(t("mail.row-moved"), t("mail.moved", day=item.moved_from, because=because))
    elif item.extended:
        yield Row(t("mail.row-extended"), t("mail.extended", day=item.original_last_day, because=because))
    if item.news in ("reassigned", "reopened", "undone", "refused", "forwarded"):
        yield Row(t(f"mail.row-{item.news}"), words.said(item.news_why))
    if item.waits:
        yield Row(t("mail.row-waits"), words.said(item.waits))


def _send_to(item: Item, words: Words, own: bool) -> Row:
    duty, label = item.duty, words.t("mail.row-send-to")
    owner = with_address(duty.owner, words, own)
    if item.to_itself:
        code, period, unit = item.ref.split("/")
        said = words.t("mail.record", obligation=code, period=period, unit=unit)
        return Row(words.t("mail.row-record"), said)
    if not duty.deliver_to:
        return Row(label, owner)
    if duty.owner == item.unit:
        return Row(label, duty.deliver_to if own else words.t("mail.send-outside"))
    if not own:
        return Row(label, owner)
    return Row(label, words.t("mail.send-through", to=duty.deliver_to, owner=owner))


def _missing(miss: Missing, words: Words, own: bool) -> Row:
    title = words.titled(Either(vi=miss.title, en=miss.title if own else miss.title_en), miss.period)
    if not miss.units:
        return Row(words.t("mail.row-all-received"), words.t("mail.all-received", title=title, n=miss.total))
    units = words.names([named(party, words, own) for party in miss.units])
    fields = {"title": title, "behind": len(miss.units), "total": miss.total, "units": units}
    return Row(words.t("mail.row-missing"), words.t("mail.missing", **fields))


def unreachable_line(each: Unreachable, words: Words, own: bool) -> str:
    """A unit that no mail reaches, and why: '**Ban Quản lý thu**: chưa có địa chỉ thư điện tử dùng được'."""
    unit = named(each.unit, words, own)
    if not each.address:
        return words.t("mail.unreachable-address", unit=unit)
    told = {"address": each.address, "since": each.since, "said": each.said}
    return words.t("mail.unreachable-refused", unit=unit, **told)
