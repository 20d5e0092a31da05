"""The subject of a letter: what it is about, by when, and how it stands.

A list of mails on a phone shows 40 to 60 characters: the duty and its day come first, or, of a letter about
several, how many there are of the gravest. Who it is from stands beside it, so it does not say that again.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.mail import paragraphs
from engine.mail.language import Words
from engine.mail.letter import Audience, Duty, Group, Item, Letter, Watch
from engine.texts import one_line, shortened
from language import Message

SUBJECT_LIMIT = 120
"""Characters of a subject: what a phone shows in two lines."""
SEEN = 60
"""Characters that are seen of it: in so many the duty and the day are named."""
_SHORTEST_TITLE = 12
_GENERAL = re.compile(
    r"Báo cáo( (công tác|tình hình|kết quả|tiến độ))?( (thực hiện|về))? "
    r"|((Weekly|Monthly|Quarterly|Half-yearly|Yearly|Annual) )?(report|summary|review) (on|of) ((the|an?) )?"
    r"|(Weekly|Monthly|Quarterly|Half-yearly|Yearly|Annual) ",
    re.IGNORECASE,
)
"""How titles begin that say what kind of paper it is: left out where there is no room."""


def subject(letter: Letter, words: Words) -> str:
    """One line of at most `SUBJECT_LIMIT` characters. Within the first `SEEN` it names the duty, shortened
    where it must be, with its period and day; what is counted comes before it, what else there is after it.

    'Báo cáo kiểm soát TTHC quý III/2026, hạn 18/09: còn 5 ngày làm việc'
    '2 việc quá hạn: Kiểm soát TTHC quý III/2026, hạn 18/09; 3 việc khác'
    """
    own = words.code == letter.native
    asks = letter.questions or letter.events
    if asks and not letter.items and not letter.watches:
        return _asking(letter, words, own)
    if not (letter.items or letter.watches or letter.over):
        return _unreached(letter, words, own) if letter.unreachable else _noted(letter, words)
    before, first, after, others = gist(letter, words)
    day = _day(first, words)
    room = SEEN - len(words.t("subject.due", what=before, title="", day=day))
    title = _titled(first.duty, words, own, room)
    said = words.t("subject.due", what=before, title=title, day=day)
    said += words.t("subject.state", state=after) if after else ""
    said += words.t("subject.and-others", n=others) if others else ""
    if letter.audience is not Audience.UNIT:
        said += words.t(f"subject.to-{letter.audience.value}")
    said = one_line(said)
    return shortened(said[:1].upper() + said[1:], SUBJECT_LIMIT)


def _day(each: Item | Watch, words: Words) -> str:
    day = each.until
    # A plan for 2027 is due in 2026: without its year the day would be read as one of the period's.
    same = day.year == each.duty.period.last.year
    said = words.short_day(day) if same else words.figures(day)
    # What is counted behind it is not all due on that day.
    return words.t("subject.from-day", day=said) if isinstance(each, Watch) and each.spread else said


@lru_cache(maxsize=2048)
def _titled(duty: Duty, words: Words, own: bool, room: int) -> str:
    """Title and period in `room` characters: without the general words at its start, then cut, the period
    never."""
    title = words.bare(one_line(duty.title if own else duty.title_en or duty.title), duty.period)
    whole = words.titled(title, duty.period)
    if len(whole) <= room:
        return whole
    general = _GENERAL.match(title)
    short = title[general.end() :] if general else title
    short = short[:1].upper() + short[1:]
    left = room - len(words.titled("", duty.period))
    return words.titled(shortened(short, max(left, _SHORTEST_TITLE)), duty.period)


def _asking(letter: Letter, words: Words, own: bool) -> str:
    """Of a letter that only asks: how many, and of what.

    '1 văn bản cần xác nhận: 490/KH-BHXH có tiếp tục năm 2027 không'
    """
    t = words.t
    others = len(letter.over) + len(letter.unreachable) + len(letter.notes)
    if letter.questions:
        first = letter.questions[0]
        others += len(letter.questions) - 1 + len(letter.events)
        tally = words.tally([("question", len(letter.questions))])
        text = t("subject.question", what=tally, document=first.document, year=str(first.year))
    else:
        text = t("subject.events", n=len(letter.events), what=_awaited(letter, own))
    more = t("subject.and-others", n=others) if others else ""
    return one_line(shortened(one_line(text), SUBJECT_LIMIT - len(more)) + more)


def _unreached(letter: Letter, words: Words, own: bool) -> str:
    """Of a letter that only tells whom no mail reaches: '1 đơn vị không nhận được thư: Ban Quản lý thu'."""
    units = words.names(paragraphs.named(each.unit, words, own) for each in letter.unreachable)
    what = words.tally([("unreachable", len(letter.unreachable))])
    return shortened(one_line(words.t("subject.unreachable", what=what, units=units)), SUBJECT_LIMIT)


def _noted(letter: Letter, words: Words) -> str:
    """Of a letter that only tells of requests or silences: how many of each."""
    return shortened(one_line(words.tally(letter.counts)), SUBJECT_LIMIT)


def _awaited(letter: Letter, own: bool) -> str:
    """What is waited for, in the document's words; by its documents where these are in another language."""
    if own and len(letter.events) == 1:
        return letter.events[0].worded
    return ", ".join(dict.fromkeys(ask.document for ask in letter.events))


def gist(letter: Letter, words: Words) -> tuple[str | Message, Item | Watch, str, int]:
    """What is said before the duty that is named, the duty, what after its day, and how many others there
    are."""
    t = words.t
    asked = len(letter.questions) + len(letter.events) + len(letter.unreachable) + len(letter.notes)
    every = len(letter.items) + len(letter.watches) + len(letter.over)
    if letter.audience is Audience.LEADERSHIP and letter.watches:
        late = len(letter.late_units)
        return _counted(t("subject.late-units", n=late)), letter.watches[0], "", every - 1 + asked
    if letter.items:
        top, items = letter.groups[0]
        if len(items) > 1:
            return _counted(words.tally([(top.value, len(items))])), items[0], "", every - len(items) + asked
        told = t(f"subject.{top.value}") if top.value == items[0].news else ""
        before = Message("subject.said", what=told) if told else ""
        return before, items[0], _state(items[0], top, words), every - 1 + asked
    if letter.watches:
        first = letter.watches[0]
        if len(letter.watches) > 1:
            tally = words.tally([("watch", len(letter.watches))])
            return _counted(tally), first, "", len(letter.over) + asked
        state = t("subject.watch", behind=len(first.behind), total=first.total)
        if first.unopened:
            state = t("subject.watch-opened", sent=first.sent, total=first.total, opened=first.opened)
        return "", first, state, len(letter.over) + asked
    name, over = letter.endings[0]
    rest = len(letter.over) - len(over) + asked
    if len(over) > 1:
        return _counted(words.tally([(name, len(over))])), over[0], "", rest
    return Message("subject.said", what=t(f"subject.{name}")), over[0], "", rest


def _counted(tally: str) -> Message:
    return Message("subject.said", what=tally)


def _state(item: Item, group: Group, words: Words) -> str:
    return words.t("subject.new") if group is Group.NEW else paragraphs.left(item, words)
