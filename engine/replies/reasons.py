"""Why a unit asks for something: which words of a line are its reason"
", and whether they take the request back."""

from __future__ import annotations

import re

from engine.replies.acts import WHY
from engine.replies.lexicon import ENDS_REASON, IN_REASON
from engine.replies.line import Line
from language import Message

_SUBJECT = re.compile(
    r"(?:[\s,]|(?<!\w)(?:nên|vậy|nay|đơn vị|chúng tôi|chúng em|tôi|em|phòng|ban|we|i|nen|don vi))+$",
    re.IGNORECASE,
)


def reason_of(line: Line, act: range) -> tuple[str | None, range]:
    """The reason of a request and the words it takes: behind it, before it, or a sentence of its own."""
    nothing = range(0)
    sentence = line.sentence(act[0])
    said = [word.text for word in line.words]

    def first(within: range) -> range | None:
        for i in within:
            text = " ".join(said[i : within.stop])
            if found := WHY.match(text):
                return range(i, i + found[0].count(" ") + 1)
        return None

    if lead := first(range(act[-1] + 1, sentence.stop)):
        return _worded(line.shown(range(lead.stop, sentence.stop))), range(lead.start, sentence.stop)
    if (lead := first(range(sentence.start, act.start))) and lead.start - sentence.start <= 1:
        told = _SUBJECT.sub("", line.shown(range(lead.stop, act.start)))
        return _worded(told), range(lead.start, act.start)
    after = sentence.stop + 1
    while after < len(said) and said[after] in ("|", "-", "."):
        after += 1
    if after < len(said):
        later = line.sentence(after)
        if (lead := first(later)) is not None and lead.start == after:
            return _worded(line.shown(range(lead.stop, later.stop))), range(lead.start, later.stop)
    return None, nothing


def _worded(text: str) -> str | None:
    """The text, unless no word is in it: our mails show how to ask with three dots for the reason."""
    return text if any(each.isalnum() for each in text) else None


def doubts_of(line: Line, why: range) -> list[Message]:
    told = " ".join(line.words[i].text for i in why)
    found = IN_REASON.search(told)
    if found is None:
        ends = (match for match in ENDS_REASON.finditer(told) if not told[match.end() :].strip(" .!|"))
        found = next(ends, None)
    if found:
        return [Message("said.in-reason", text=found[0])]
    return [Message("said.question", text="?")] if "?" in told else []
