"""Several clauses in one phrase, each with the day of a class of reporters: `cấp xã: 15/6; cấp tỉnh: 30/6`.

A clause is read as a phrase of its own, with the words that stand before them all. Only where every clause
names its class and has a day that is sure by itself does the phrase have a rule of each; a note says whose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from calendars.phrases.meaning import Meaning, MeaningKind, Rule
from calendars.phrases.text.lexicon import listed, words
from language import Message

_PARTS = re.compile(
    r"\s*(?:;|\n(?!\s*(?:ngày|tháng|quý|năm|\d{1,2}(?:/\d|\s+(?:tháng|hằng|hàng|năm)|\s*(?:[;\n]|$))))"
    r"|[,.](?=\s+(?:riêng\s+|còn\s+)?(?:đối\s+với|for\s+(?:the\s+)?[a-z])))\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[-+•*·–]|\(?(?:\d{1,2}|[a-hđ])[.)])\s+", re.IGNORECASE)
_NOUN = (
    r"(?:các\s+)?(?:cấp\s+(?:xã|phường|huyện|quận|tỉnh|trung\s+ương|cơ\s+sở|thành\s+phố|thị\s+xã|bộ|sở|\d)"
    r"|ubnd|hđnd|ủy\s+ban|uỷ\s+ban|hội\s+đồng|khối|nhóm|đơn\s+vị|cơ\s+quan|bộ\s+phận|bộ,?\s+ngành|sở|ngành|vụ"
    r"|phòng(?!,?\s+(?:chống|ngừa))|ban(?!\s+(?:hành|bố|đầu))|cục|chi\s+cục|tổng\s+cục|văn\s+phòng|trung\s+tâm"
    r"|bệnh\s+viện|trường(?!\s+hợp)|trạm|nhà\s+văn\s+hóa|đồn|xã|phường|huyện|quận|thị\s+xã|thành\s+phố|tỉnh|địa\s+phương|khu\s+vực"
    r"|doanh\s+nghiệp|cá\s+nhân|công\s+ty|hợp\s+tác\s+xã|bhxh|bảo\s+hiểm\s+xã\s+hội|kho\s+bạc|công\s+an|tòa\s+án"
    r"|viện\s+kiểm\s+sát)"
)
_ENGLISH = (
    r"(?:the\s+|all\s+|other\s+)*(?:[a-z]+\s+){0,2}(?:communes?|wards?|districts?|provinces?|cit(?:y|ies)|units?"
    r"|departments?|divisions?|offices?|branch(?:es)?|agenc(?:y|ies)|authorit(?:y|ies)|schools?|hospitals?"
    r"|cent(?:re|er)s?|ministr(?:y|ies)|regions?|stations?|bodies|headquarters|companies|enterprises)"
)
_UNTIL = (
    r"(?=(?:gửi|nộp|báo\s+cáo|trước|chậm|muộn|không|hoàn\s+thành|xong|ngày|vào|hạn|là|by|before|no\s+later"
    r"|not\s+later|on\s+or|within|due|submit|report|send|monthly|quarterly|annually|yearly)\b)"
)
_HEADED = re.compile(
    r"^(?P<head>[^\d;:]{4,60}?)\s*[,:-]\s*(?P<rest>(?:đối\s+với|for)\s.+|[^\d;:,]{2,60}:.+)$", re.DOTALL
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"^(?:riêng\s+|còn\s+)?(?:đối\s+với|for)\s+(?P<whom>[^:;()\d]{1,80}?(?:\s\d)?)\s*[:,-]\s*(?P<body>.+)$",
        rf"^(?:riêng\s+|còn\s+)?(?:đối\s+với|for)\s+(?P<bare>[^:;,()\d]{{1,80}}?)\s+{_UNTIL}(?P<body>.+)$",
        rf"^(?P<whom>(?:{_NOUN}|{_ENGLISH})\b[^:;()\d]{{0,60}}?(?:\s\d)?)\s*[:-]\s+(?P<body>.+)$",
        rf"^(?P<bare>(?:{_NOUN}|{_ENGLISH})\b[^:;,()\d]{{0,60}}?)\s+{_UNTIL}(?P<body>.+)$",
        rf"^(?P<body>.+?)\s*\(\s*(?:đối\s+với\s+|for\s+)?"
        rf"(?P<whom>(?:{_NOUN}|{_ENGLISH})\b[^:;()\d]{{0,60}})\)$",
        r"^(?P<body>.*?\d.*?)\s+(?:đối\s+với|for)\s+(?P<whom>[^:;,()\d]{2,80})$",
    )
)
_AFTER_BRACKET = re.compile(r"(?<=\))\s*(?:,|;|và|hoặc|and|or)\s+", re.IGNORECASE)
_DAY_OF = re.compile(
    r"^(?P<head>[^()\d]*?)(?P<day>(?:ngày\s+)?\d[^()]*?)\s*\(\s*(?:(?:đối\s+với|áp\s+dụng\s+cho|for)\s+"
    rf"(?P<whom>[^()\d;:]{{2,60}})|(?P<named>(?:{_NOUN}|{_ENGLISH})\b[^()\d;:]{{0,60}}))\)\s*(?P<tail>[^()]*)$",
    re.IGNORECASE,
)
_NEVER = words(listed("classes.never"))
_NEVER_PAIRS = re.compile(
    r"\b(?:báo cáo|hồ sơ|trường hợp|văn bản|công văn|quyết (?:định|toán)|nghị (?:quyết|định)"
    r"|thông (?:tư|báo)|hiệu lực|thành lập|ban hành|thay thế)\b"
)
"""No class of reporters is named with these: they turn the duty, or tell of periods and papers."""
_PLAIN = words(listed("classes.plain"))
"""The words of classes that stand before a day without a sign between."""
_MOST = 4


def per_class(phrase: str, whole: Meaning, read: Callable[[str], Meaning]) -> Meaning:
    """What the phrase means, given what it means when it is read as one (`whole`): that, unless every clause
    of it has a class and a day.
    """
    found = _clauses(phrase)
    if not found or any(note.id == "phrase.turns-date" for note in whole.notes):
        return whole
    rules: list[Rule] = []
    notes: dict[Message, None] = {}
    parts: list[Meaning] = []
    for whom, text in found:
        meaning = read(text)
        if not _dated(meaning):
            return whole
        parts.append(meaning)
        rules += [replace(rule, whom=whom) for rule in meaning.rules]
        notes |= dict.fromkeys(meaning.notes)
    if len({(part.roll, part.window, part.role) for part in parts}) > 1:
        return whole
    if whole.rules and {replace(rule, whom="") for rule in rules} != set(whole.rules):
        # Read as one it says other days: neither is believed.
        return replace(whole, kind=MeaningKind.UNKNOWN, rules=(), notes=(Message("phrase.classes-differ"),))
    once = all(part.kind is MeaningKind.ONCE for part in parts)
    whose = Message("phrase.per-class", names=[whom for whom, _ in found])
    return replace(
        parts[0],
        phrase=whole.phrase,
        kind=MeaningKind.ONCE if once else MeaningKind.RECURRING,
        rules=tuple(rules),
        span=None,
        notes=(whose, *notes),
    )


def _dated(meaning: Meaning) -> bool:
    """Whether a clause has days that are its own, and nothing that is not a rule."""
    kinds = (MeaningKind.ONCE, MeaningKind.RECURRING)
    return (
        meaning.kind in kinds
        and meaning.role is None
        and bool(meaning.rules)
        and all(rule.due is not None for rule in meaning.rules)
        and not meaning.exceptions
    )


def _clauses(phrase: str) -> list[tuple[str, str]]:
    """(class, text of its clause with the words before them all); nothing where a clause has no class."""
    text = unicodedata.normalize("NFC", phrase).replace("–", "-").strip(" .;\n")
    if said := _bracketed(text):
        return said
    pieces = [_BULLET.sub("", piece).strip() for piece in _PARTS.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not 2 <= len(pieces) <= _MOST:
        return []
    head = ""
    if _parted(pieces[0]) is None and (match := _HEADED.match(pieces[0])):
        head, pieces[0] = match["head"].strip(), match["rest"].strip()
    found: list[tuple[str, str]] = []
    for piece in pieces:
        parted = _parted(piece)
        if parted is None:
            return []
        found.append((parted[0], f"{head} {parted[1]}".strip()))
    return found if len({whom.casefold() for whom, _ in found}) == len(found) else []


def _bracketed(text: str) -> list[tuple[str, str]]:
    """`chậm nhất ngày 15/6 (đối với cấp xã) và ngày 20/6 (đối với cấp tỉnh) hằng năm`: with the limit of
    the first and the tail of the last, each day is a clause.
    """
    parts = [_DAY_OF.match(part) for part in _AFTER_BRACKET.split(text)]
    if not 2 <= len(parts) <= _MOST or any(
        part is None or (part["tail"] and part is not parts[-1]) for part in parts
    ):
        return []
    said = [part for part in parts if part is not None]
    whom = [" ".join((part["whom"] or part["named"]).split()) for part in said]
    if not all(_classlike(each.casefold()) for each in whom):
        return []
    head, tail = said[0]["head"], said[-1]["tail"]
    days = [f"{part['head'] or head}{part['day']} {tail}".strip() for part in said]
    return list(zip(whom, days, strict=True))


def _parted(piece: str) -> tuple[str, str] | None:
    for form in _FORMS:
        match = form.match(piece)
        if match is None:
            continue
        said = match.groupdict()
        bare = " ".join(said.get("bare", "").split())
        whom, body = bare or " ".join(said.get("whom", "").split()).strip(" ,:-"), said["body"].strip(" ,:-")
        if whom and body and _classlike(whom.casefold()) and (not bare or _plain(bare)):
            return whom, body
    return None


def _classlike(whom: str) -> bool:
    return not set(re.findall(r"[^\W\d_]+", whom)) & _NEVER and not _NEVER_PAIRS.search(whom)


def _plain(whom: str) -> bool:
    """Whether a class that no sign parts from its day is nothing but a class: no word of the day is in it."""
    return all(word.casefold() in _PLAIN or word == word.upper() for word in whom.split())
