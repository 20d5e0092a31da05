"""What a person wrote in a reply: quoted text, forwarded mails and signatures fall away.

`quotequail` finds where the quoted part begins; it knows no Vietnamese, so the heads that Vietnamese programs
write are first put into the English ones that it knows. Answers that stand under quoted lines are kept, each
with the task that the quoted lines name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import quotequail

from engine.replies.lexicon import LOOSE
from engine.replies.marks import marks
from engine.replies.spelling import plain, prepared

LONGEST = 20_000
"""Characters that a person writes: what is longer is cut."""
_MOST_LINES = 600
_WIDEST = 1_000
_LONGEST_HEAD = 250
_MOST_SIGNS = 3
_HEADS = (
    ("tu", "From"), ("nguoi gui", "From"), ("from", "From"), ("da gui", "Sent"), ("ngay gui", "Sent"),
    ("gui luc", "Sent"), ("thoi gian", "Sent"), ("ngay", "Date"), ("sent", "Sent"), ("date", "Date"),
    ("den", "To"), ("toi", "To"), ("gui den", "To"), ("gui toi", "To"), ("nguoi nhan", "To"), ("to", "To"),
    ("kinh gui", "To"), ("cc", "Cc"), ("dong gui", "Cc"), ("chu de", "Subject"), ("tieu de", "Subject"),
    ("subject", "Subject"), ("v/v", "Subject"),
)  # fmt: skip
_HEAD = re.compile(
    r"^[*\s]*(" + "|".join(sorted((name for name, _ in _HEADS), key=len, reverse=True)) + r")\s*:\*?\s*(.*)$"
)
_ENGLISH = dict(_HEADS)
_WROTE = re.compile(r"^(?:vao|vao luc|luc|on|ngay)\s.{4,}")
_WROTE_END = re.compile(r"(?:da viet|da ghi|viet|wrote|da gui)\s*:\s*$")
_FORWARDED = re.compile(
    r"^[-_=\s]*(?:(?:thu|tin nhan|email) (?:duoc )?(?:chuyen tiep|goc)|(?:bat dau )?(?:thu"
    r"|tin nhan) (?:da )?chuyen tiep"
    r"|noi dung thu goc|tin goc|thu goc|forwarded message|original message|begin forwarded message)[-_=:\s]*$"
)
_DEVICE = re.compile(
    r"^(?:(?:da |duoc )*gui tu (?:iphone|ipad|dien thoai|thiet bi|may tinh bang|samsung|galaxy|oppo"
    r"|xiaomi|vivo|outlook"
    r"|yahoo|zimbra|mail|hop thu|my|ung dung)|sent from (?:my|mail|outlook|yahoo|samsung|iphone)"
    r"|get outlook for|tai outlook"
    r"|lay outlook|sent via)"
)
_SIGN_OFF = re.compile(
    r"^(?:tran trong(?: (?:cam on|kinh chao|kinh bao|cam on va kinh chao))?|kinh thu|kinh chao|than ai"
    r"|cam on va tran trong"
    r"|(?:xin )?(?:tran trong )?cam on(?: va tran trong)?|best regards|kind regards|warm regards|regards"
    r"|sincerely|yours sincerely"
    r"|yours faithfully|thanks and regards|thanks & regards|best|thanks|many thanks|thank you|br|tt"
    r"|tk)[\s!.,/]*$"
)
_DASHES = re.compile(r"^(?:--\s?|_{5,}|-{5,}|={5,}|\*{5,})$")
_CONTACT = re.compile(
    r"^(?:\W*(?:dt|sdt|tel|phone|mobile|fax|email|e-mail|mail|dia chi|address|website|web|hotline|zalo"
    r"|di dong|dien thoai|m|t|e|f|a)"
    r"\s?[:.]|https?://|www\.|\+?[0-9][0-9 .()-]{7,}$|\S+@\S+\.\S+$)"
)
_OFFICE = re.compile(
    r"^(?:pho |quyen )?(?:truong|chanh|giam doc|pho|chuyen vien|can bo|van thu|ke toan|thu ky|nhan vien"
    r"|phong|ban|vu|van phong"
    r"|trung tam|bhxh|bao hiem xa hoi|tp\.|head of|deputy|director|officer|department|office|division"
    r"|provincial|social security)\b"
)
_DISCLAIMER = re.compile(
    r"^(?:\W*(?:disclaimer|caution|confidential|luu y bao mat|thong bao bao mat)\b|(?:email|thu"
    r"|thu dien tu|this (?:e-?mail|message)) (?:nay )?"
    r"(?:.{0,40})(?:bao mat|confidential|mat\b|intended))"
)
_NAME = re.compile(r"^(?:[^\W\d_a-z][^\W\d_]*\.?)(?:[ .]+[^\W\d_][^\W\d_]*\.?){1,5}$")
_SIGNATURE_LINES = 14


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together, with the tasks named in the quoted lines above them."""

    text: str
    asked: tuple[str, ...] = ()


def passages(text: str) -> tuple[Passage, ...]:
    """What the person wrote, in order. Never raises; its cost is linear in the text's size."""
    whole = prepared(text)
    cut = len(whole) > LONGEST * 3
    lines = [line[:_WIDEST].strip() for line in whole[: LONGEST * 3].split("\n")[:_MOST_LINES]]
    if whole.count("\n") > _MOST_LINES:
        cut = True
    own, inline = _split(lines)
    top = _unsigned(own)
    found = [Passage("\n".join(top))] if any(top) else []
    found += inline
    if cut and not any(_quotes(line) for line in lines) and len(own) == len(lines) and found:
        found[-1] = Passage(found[-1].text + "…", found[-1].asked)
    return tuple(found)


def _split(lines: list[str]) -> tuple[list[str], list[Passage]]:
    """The lines above what is quoted, and the answers that stand between quoted lines."""
    english = _in_english(lines)
    quoted_at = next((i for i, line in enumerate(lines) if _quotes(line)), None)
    below: list[Passage] = []
    if quoted_at is not None and not _forwards(english[:quoted_at]):
        below = _answers(lines[quoted_at:])
    top = english[: _begins(english)]
    if quoted_at is not None:
        top = top[:quoted_at]
    return lines[: len(top)], below


def _begins(english: list[str]) -> int:
    """The first line that is quoted, or heads what is."""
    found = quotequail.unwrap("\n".join(short(line) for line in english))
    if found is None:
        return len(english)
    above = found.get("text_top")
    if above is None:
        return _first(english, 0)
    n = above.count("\n") + 1 if above else 0
    return _first(english, 0) + n if above else 0


def short(line: str) -> str:
    """What is looked at of a line for the head of a quoted mail: `quotequail`'s patterns try every way to
    share out a line among its signs, the cube of their number."""
    line = line[:_LONGEST_HEAD]
    for sign in "<@":
        line = sign.join(line.split(sign)[: _MOST_SIGNS + 1])
    return line


def _first(lines: list[str], default: int) -> int:
    return next((i for i, line in enumerate(lines) if line.strip()), default)


def _quotes(line: str) -> bool:
    return line.startswith((">", "|>"))


def _forwards(lines: list[str]) -> bool:
    return any("forwarded message" in line.lower() for line in lines)


def _in_english(lines: list[str]) -> list[str]:
    """The lines with the heads of quoted mails in the words that `quotequail` knows, line for line."""
    folded = [plain(line.lstrip("> ")) for line in lines]
    english = list(lines)
    for i, line in enumerate(folded):
        if _FORWARDED.match(line):
            english[i] = "---------- Forwarded message ----------"
        elif _WROTE.match(line):
            end = next((j for j in range(i, min(i + 3, len(lines))) if _WROTE_END.search(folded[j])), None)
            if end is not None and any(_WROTE.match(later) for later in folded[i + 1 : end + 1]):
                end = None  # the head begins further down: "ngày 25/11/2026" above it is the person's
            if end is not None and _heads_a_mail(" ".join(folded[i : end + 1])):
                mark = "> " if lines[i].startswith(">") else ""
                english[i : end + 1] = [f"{mark}On a day somebody wrote:", *[""] * (end - i)]
        elif (head := _HEAD.match(line)) and _near(folded, i):
            english[i] = f"{_ENGLISH[head[1]]}: {head[2]}"
    return english


def _heads_a_mail(line: str) -> bool:
    """Whether "vào ... đã viết:" names a day or an address, as a program's line does."""
    return "@" in line or "<" in line or bool(re.search(r"[0-9]{1,2}[:h][0-9]{2}|20[0-9]{2}", line))


def _near(folded: list[str], i: int) -> bool:
    """Whether a line of a mail's head has others of them beside it, the sender's or the day's among them."""
    names = set()
    for j in range(max(0, i - 5), min(len(folded), i + 6)):
        between = folded[min(i, j) : max(i, j)]
        if (found := _HEAD.match(folded[j])) and all(line for line in between):
            names.add(_ENGLISH[found[1]])
    return "From" in names and len(names) >= 3


def _answers(lines: list[str]) -> list[Passage]:
    """What stands under quoted lines, each with the tasks that those name."""
    found: list[Passage] = []
    quoted: list[str] = []
    own: list[str] = []

    def ends() -> None:
        kept = _unsigned(own)
        if any(line.strip() for line in kept):
            asked = {
                str(mark.value): None for line in quoted for mark in marks(line, 2000) if mark.kind == "ref"
            }
            found.append(Passage("\n".join(kept), tuple(asked)))

    for line in lines:
        if _quotes(line):
            if any(each.strip() for each in own):
                ends()
                quoted, own = [], []
            quoted.append(line.lstrip("> "))
        else:
            own.append(line)
    ends()
    return found


def _unsigned(lines: list[str]) -> list[str]:
    """The lines without a signature at their end. What says something is no signature, wherever it stands."""
    lines = list(lines)
    while lines and not lines[-1].strip():
        lines.pop()
    for i in range(max(0, len(lines) - _SIGNATURE_LINES), len(lines)):
        folded = plain(lines[i].strip())
        signs = _SIGN_OFF.match(folded) or _DASHES.match(lines[i]) or _DEVICE.match(folded)
        if signs and _silent(lines[i + 1 :]):
            lines = lines[:i]
            break
    while lines and (not lines[-1].strip() or (_signs(lines[-1]) and _silent(lines[-1:]))):
        lines.pop()
    return lines


def _silent(lines: list[str]) -> bool:
    """Whether lines say nothing of a task: no document's number, no day, no word that turns anything."""
    for i, line in enumerate(lines):
        folded = plain(line.strip())
        if _DISCLAIMER.match(folded):
            return _silent_but_words(lines[i + 1 :])
        if not folded or _DEVICE.match(folded) or _SIGN_OFF.match(folded):
            continue
        if any(
            mark.kind in ("ref", "pct") or (mark.kind == "no" and mark.whole) for mark in marks(line, 2000)
        ):
            return False
        if any(
            pattern.search(" ".join(re.findall(r"[\w']+|\?", line.lower()))) for pattern in LOOSE.values()
        ):
            return False
        if re.search(r"\b(?:gui|nop|gia han|sent|submitted|extension)\b", folded):
            return False
    return True


def _silent_but_words(lines: list[str]) -> bool:
    """A disclaimer is full of words that turn something; it names no document and no task."""
    return not any(
        mark.kind in ("ref", "pct", "no") for line in lines for mark in marks(line, 2000) if mark.whole
    )


def _signs(line: str) -> bool:
    text = line.strip()
    folded = plain(text)
    if _DEVICE.match(folded) or _CONTACT.match(folded) or _DASHES.match(text) or _SIGN_OFF.match(folded):
        return True
    if _OFFICE.match(folded) and len(text) <= 80 and not text.endswith((":", ",")):
        return True
    words = text.split()
    return bool(_NAME.match(text)) and 2 <= len(words) <= 6 and all(word[:1].isupper() for word in words)
