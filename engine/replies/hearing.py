"""From a mail to what the person says in it. Pure: no clock, no database, no network.

Whether the mail may be believed, and of which task a line speaks that names none, is asked elsewhere.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage

from engine.replies import text as texts
from engine.replies.automatic import automatic
from engine.replies.line import Line
from engine.replies.marks import marks
from engine.replies.quoted import Passage, passages
from engine.replies.said import Heard, Said
from engine.replies.spelling import plain, prepared
from engine.replies.wording import understood
from language import Message

MOST = 40
"""So many statements of one mail are told."""
_WIDE = 55
_BULLET = re.compile(r"^\s*(?:[-+*•]|[0-9]{1,2}[.)]|\([0-9a-z]\))\s+")
_GREETING = re.compile(
    r"^(?:kinh gui|kinh chao|xin chao|chao|thua|kinh thua|dear|hi|hello|good (?:morning"
    r"|afternoon))\b(?!.*(?:bao cao|van ban|cong van) so)"
)
_YES = re.compile(
    r"(?:(?:dạ(?: vâng| ok| rõ)?|da (?:vang|ok|ro)|vâng|vang|ok|okay|oke|okê|okie|rõ|ro|noted|yes)(?: |$))+"
    r"(?:(?:rồi|roi|ạ|a|anh|chị|chi|em|đồng chí|dong chi|nhé|nhe)(?: |$))*\Z"
)
"""Words that say yes and nothing else. "Đã" is none of them."""
_SHORT_THANKS = re.compile(
    r"(?:(?:xin|trân trọng|tran trong|rất|rat) )*(?:cảm ơn|cám ơn|cam on|thanks|thank you)"
    r"(?: [^\W\d_]+){0,4}\Z"
)
_SHORT_GREETING = re.compile(
    r"(?:(?:kính gửi|kinh gui|dear)(?: [^\W\d_]+){0,10}"
    r"|(?:kính chào|kinh chao|xin chào|xin chao|chào|chao|hi|hello)(?: [^\W\d_]+){0,2}"
    r"|trân trọng|tran trong)\Z"
)
_THANKS = re.compile(
    r"^(?:(?:xin |tran trong |rat )*cam on[^.?]{0,60}|tran trong[^.?]{0,30}|thanks?[^.?]{0,40}"
    r"|many thanks|thank you[^.?]{0,60})[.!,\s]*$"
)


def hear(mail: EmailMessage, received: date) -> Heard:
    """What a mail says. `received` is the day on which it was written or came, in the office's zone, from
    which "hôm qua" counts. Never raises for a mail, however broken; a mail of 1 MB takes less than a second.
    """
    plain_text, html_text = texts.bodies(mail)
    first, second = (plain_text, html_text) if plain_text.strip() else (html_text, "")
    found = passages(first)
    text = "\n\n".join(passage.text for passage in found).strip()
    if automatic(mail, text or first):
        return Heard(True, text)
    same_day = _written_on(mail, received)
    said = _said(found, received, same_day)
    if second.strip() and any(each.sure for each in said):
        said = _compared(said, _said(passages(second), received, same_day))
    if not said and _only_yes(text):
        # Nobody could do more with it, and the task goes on being reminded of: it need not wait.
        said = (Said("acknowledged", line=" ".join(text.split())),)
    return Heard(False, text, said)


def _said(found: tuple[Passage, ...], received: date, same_day: bool) -> tuple[Said, ...]:
    said: list[Said] = []
    for passage in found:
        said += _of_passage(passage, received, same_day)
    if len(found) > 1:
        said = _one_each(said)
    return tuple(said[:MOST])


def _of_passage(passage: Passage, received: date, same_day: bool) -> list[Said]:
    """Statements with their tasks; what names none stands for the passage, and its doubts for all of it."""
    items, rest = _parted(passage.text)
    shared = _read(rest, received, same_day) if rest else []
    if not items:
        return [_for_asked(each, passage.asked) for each in shared]
    said: list[Said] = []
    for item in items:
        said += _read(item, received, same_day)
    said = _shared(items, said)
    if rest and (why := _against(rest, received)):
        said = [_less(each, why) for each in said]
    # What is said beside them and names no task is looked at by somebody; thanks and "noted" are not.
    return said + [_less(each, Message("said.which")) for each in shared if each.kind != "acknowledged"]


def _read(text: str, received: date, same_day: bool) -> list[Said]:
    return list(understood(text, received=received, same_day=same_day))


def _parted(text: str) -> tuple[list[str], str]:
    """(statements that name a task, what stands beside them)."""
    items: list[str] = []
    rest: list[str] = []
    open_item = False
    for line in _joined(text):
        where = [mark for mark in marks(line, 2000) if mark.kind == "ref"]
        if not line.strip():
            open_item = False
        elif not where:
            if open_item:
                items[-1] += "\n" + line
            elif not _polite(line):
                rest.append(_BULLET.sub("", line))
        else:
            head = _BULLET.sub("", line[: where[0].start]).strip(" -+*•([:")
            if len(where) == 1 or head:
                items.append(_BULLET.sub("", line))
            else:
                starts = [mark.start for mark in where]
                ends = [*starts[1:], len(line)]
                items += [line[a:b].strip(" ;,\n") for a, b in zip(starts, ends, strict=True)]
            open_item = True
    return items, "\n".join(rest).strip()


def _joined(text: str) -> list[str]:
    """Lines, those put together that a program broke because they were long."""
    lines: list[str] = []
    wide = 0
    for line in text.split("\n"):
        goes_on = line[:1].islower() or line[:1].isdigit() or line[:1] in "({"
        if lines and wide >= _WIDE and goes_on and not _BULLET.match(line) and lines[-1][-1:] not in ".!?:;":
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
        wide = len(line)
    return lines


def _polite(line: str) -> bool:
    """Whether a line is a greeting or thanks, and says nothing else."""
    folded = plain(line.strip())
    if not (_GREETING.match(folded) or _THANKS.match(folded)) or len(folded) > 120:
        return False
    read = Line(line, 2000)
    return not read.marks and not read.dangers()


def _only_yes(text: str) -> bool:
    """Whether a text is "Ok", "dạ vâng ạ", "trân trọng cảm ơn", and not a word more."""
    if len(text) > 200 or Line(text, 2000).dangers():
        return False
    clauses = [" ".join(each.split()) for each in re.split(r"[,.;!\n]", prepared(text).lower())]
    said = [each for each in clauses if each and not _SHORT_GREETING.match(each)]
    return bool(said) and all(_YES.match(each) or _SHORT_THANKS.match(each) for each in said)


def _against(rest: str, received: date) -> Message | None:
    """What stands beside the statements and turns them all: "chưa gửi các báo cáo sau:"."""
    read = Line(rest, received.year)
    for name, words in read.dangers().items():
        return Message(name, text=words)
    return None


def _shared(items: list[str], said: list[Said]) -> list[Said]:
    """Tasks that are named without a word of their own: somebody has to say what of them."""
    spoken = {each.reference for each in said}
    silent = [
        str(mark.value)
        for item in items
        for mark in marks(item, 2000)
        if mark.kind == "ref" and str(mark.value) not in spoken
    ]
    if not silent:
        return _one_each(said)
    why = Message("said.several-tasks", names=silent)
    return [_less(each, why) for each in _one_each(said)]


def _one_each(said: list[Said]) -> list[Said]:
    """Of a task that is spoken of twice nothing is sure, unless it is the same."""
    kinds: dict[str | None, set[object]] = {}
    for each in said:
        kinds.setdefault((each.reference or "").lower() or None, set()).add(
            (each.kind, each.number, each.dated, each.until, each.days, each.percent)
        )
    twice = {reference for reference, found in kinds.items() if len(found) > 1}
    return [
        _less(each, Message("said.several-acts"))
        if ((each.reference or "").lower() or None) in twice
        else each
        for each in said
    ]


def _for_asked(said: Said, asked: tuple[str, ...]) -> Said:
    """An answer under quoted lines is for the task that they name."""
    if said.reference or not asked:
        return said
    if len(asked) > 1:
        return _less(said, Message("said.several-tasks", names=list(asked)))
    doubts = tuple(each for each in said.doubts if each.id != "said.period")
    return replace(said, reference=asked[0], sure=not doubts, doubts=doubts)


def _compared(said: tuple[Said, ...], other: tuple[Said, ...]) -> tuple[Said, ...]:
    """What the text says is sure where the HTML of the same mail says it too."""
    there = {(each.kind, each.reference, each.number, each.dated, each.until, each.days) for each in other}
    return tuple(
        _less(each, Message("said.versions-differ"))
        if each.sure
        and (each.kind, each.reference, each.number, each.dated, each.until, each.days) not in there
        else each
        for each in said
    )


def _less(said: Said, why: Message) -> Said:
    return replace(said, sure=False, doubts=tuple(dict.fromkeys((*said.doubts, why))))


def _written_on(mail: EmailMessage, received: date) -> bool:
    """Whether the mail was written on that day, as it says itself."""
    with contextlib.suppress(Exception):  # whatever stands in Date
        written = mail["Date"].datetime
        if written is None:
            return True
        day = written.date()
        ahead = not written.utcoffset() and received - day == timedelta(1)
        return bool(day == received or ahead)
    return True
