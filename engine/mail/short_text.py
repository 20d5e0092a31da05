"""What a short message says: what is gravest, how late it is, what else there is, and where to look.

At most `MOST` characters with the link, in the first language of the office's mails: a phone shows no more.
"""

from __future__ import annotations

from engine.mail.language import Words, words_of
from engine.mail.letter import Audience, Item, Letter, Watch
from engine.mail.paragraphs import left
from engine.mail.subject import gist
from engine.texts import one_line, shortened

MOST = 300
_SHORTEST = 60


def short_text(letter: Letter) -> tuple[str, str]:
    """The text without its link, to be kept, and the whole, to be sent.

    'BHXH Việt Nam: Báo cáo kiểm soát TTHC quý III/2026, hạn 18/09/2026: quá hạn 3 ngày làm việc'
    'BHXH Việt Nam: 3 việc quá hạn, gấp nhất: ..., hạn 18/09/2026: quá hạn 3 ngày làm việc; 1 việc khác'
    """
    words = words_of(letter.languages[0])
    own = words.code == letter.native
    before, first, state, others = gist(letter, words)
    duty = first.duty
    title = one_line(duty.title if own else duty.title_en or duty.title)
    fields = {
        "title": words.titled(words.bare(title, duty.period), duty.period),
        "day": words.figures(first.until),
        "state": _state(first, state, words),
    }
    what = words.said(before).strip(" :,;") if before else ""
    said = words.t("short.one", **fields)
    if what:
        said = words.t("short.several" if _several(letter) else "short.news", what=what, said=said)
    if others:
        said += words.t("short.others", n=others)
    office = letter.office if own else letter.office_en or letter.office
    said = words.t("short.from", office=office, said=one_line(said))
    room = MOST - (len(letter.link) + 1 if letter.link else 0)
    text = shortened(one_line(said), max(room, _SHORTEST))
    return text, f"{text} {letter.link}" if letter.link else text


def _state(first: Item | Watch, state: str, words: Words) -> str:
    """How it stands: of a duty that is followed up, how many have not sent, and how late it is."""
    if not state:
        return left(first, words)
    if isinstance(first, Watch) and first.late:
        return words.t("short.both", state=state, left=left(first, words))
    return state


def _several(letter: Letter) -> bool:
    """Whether what comes before the first duty counts several of its kind."""
    if letter.items and letter.audience is not Audience.LEADERSHIP:
        return len(letter.groups[0][1]) > 1
    return bool(letter.watches)
