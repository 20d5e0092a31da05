"""The subject of a letter: how urgent, what, by when."""

from __future__ import annotations

from engine.mail import paragraphs
from engine.mail.language import Words
from engine.mail.letter import Audience, Duty, Group, Item, Letter, Watch
from engine.texts import one_line, shortened

SUBJECT_LIMIT = 120
"""Characters of a subject: what a phone shows in two lines."""


def subject(letter: Letter, words: Words) -> str:
    """One line of at most `SUBJECT_LIMIT` characters; a title that is too long is shortened, the period and
    the date are never lost.

    '[Đôn đốc] Còn 5 ngày làm việc: Báo cáo kiểm soát TTHC quý III/2026 (hạn 18/09)'
    '[Đôn đốc] 1 việc quá hạn, 2 việc khác: Báo cáo kiểm soát TTHC quý III/2026 (hạn 18/09)'
    """
    t = words.t
    own = words.code == letter.native
    if not letter.items and not letter.watches:
        return _other_subject(letter, words, own)
    what, first, others = _gist(letter, words)
    if letter.audience is Audience.HEAD:
        what = t("subject.head", what=what)
    duty = first.duty
    # A plan for 2027 is due in 2026: without its year the day would be read as one of the period's.
    short = first.until.year == duty.period.last.year
    day = words.short_day(first.until) if short else words.figures(first.until)
    more = t("subject.and-others", n=others) if others else ""
    frame = {"what": what[:1].upper() + what[1:], "day": day, "more": more}
    room = SUBJECT_LIMIT - len(t("subject.due", title="", **frame))
    title = one_line(_title(duty, own))
    whole = words.titled(title, duty.period)
    if len(whole) > room:
        period = len(words.titled("", duty.period))
        whole = words.titled(shortened(words.bare(title, duty.period), max(room - period, 10)), duty.period)
    return one_line(t("subject.due", title=whole, **frame))[:SUBJECT_LIMIT]


def _title(duty: Duty, own: bool) -> str:
    return duty.title if own else duty.title_en or duty.title


def _other_subject(letter: Letter, words: Words, own: bool) -> str:
    """Of a letter that asks for nothing to be sent.

    '[Đôn đốc] Đề nghị xác nhận: 490/KH-BHXH có tiếp tục năm 2027 không'
    """
    t = words.t
    if letter.questions:
        first = letter.questions[0]
        others = len(letter.questions) + len(letter.over) + len(letter.events) - 1
        text = t("subject.question", document=first.document, year=str(first.year))
    elif letter.events:
        others = len(letter.over)
        text = t("subject.events", n=len(letter.events), what=_awaited(letter, own))
    else:
        duty, others = letter.over[0].duty, len(letter.over) - 1
        text = t("subject.over", title=words.titled(one_line(_title(duty, own)), duty.period))
    more = t("subject.and-others", n=others) if others else ""
    room = SUBJECT_LIMIT - len(t("subject.other", text="", more=more))
    return one_line(t("subject.other", text=shortened(text, room), more=more))


def _awaited(letter: Letter, own: bool) -> str:
    """What is waited for, in the document's words; by its documents where these are in another language."""
    if own and len(letter.events) == 1:
        return letter.events[0].worded
    return ", ".join(dict.fromkeys(ask.document for ask in letter.events))


def _gist(letter: Letter, words: Words) -> tuple[str, Item | Watch, int]:
    """How urgent it is in a few words, the entry to name, and how many others there are to mention."""
    t = words.t
    if letter.audience is Audience.LEADERSHIP:
        what = t("subject.leadership", n=len(letter.late_units))
        return what, letter.watches[0], len(letter.watches) - 1
    if not letter.items:
        first = letter.watches[0]
        what = t("subject.watch", behind=len(first.behind), total=first.total)
        if first.unopened:
            what = t("subject.watch-opened", sent=first.sent, total=first.total, opened=first.opened)
        return what, first, len(letter.watches) - 1
    item = letter.items[0]
    if len(letter.items) + len(letter.watches) == 1:
        if item.group is Group.NEW:
            return t("subject.new"), item, 0
        return paragraphs.left(item, words), item, 0
    top, items = letter.groups[0]
    rest = len(letter.items) + len(letter.watches) - len(items)
    tally = words.tally([(top.value, len(items))])
    return t("subject.tally-others", tally=tally, n=rest) if rest else tally, item, 0
