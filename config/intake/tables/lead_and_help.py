"""Who leads and who helps, where one cell says both: `Chủ trì: A - Phối hợp: B`, `A (chủ trì), B (phối hợp)`.

Only a text whose every part says its role is parted; `told` tells of one that says it in some other way.
"""

from __future__ import annotations

import re
import unicodedata

from config.intake.comparable import folded, one_line, plain

_AHEAD = re.compile(
    r"(?:đơn vị\s+|cơ quan\s+)?(chủ\s+trì|phối\s+hợp)(?:\s+thực\s+hiện)?\s*[:：]", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s*(?P<whom>[^;,\n]*?[^;,\n\s(:–-])\s*(?:\(\s*|[:：–-]\s*|\s)\s*(?P<role>chủ\s+trì|phối\s+hợp)"
    r"(?:\s+thực\s+hiện)?\s*\)?\s*",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\s*(?P<lead>[^;\n]+?)\s*[,(:–-]?\s*(?:chủ\s+trì\s*[,;)]*\s*)?(?:và\s+)?phối\s+hợp\s+(?:với|cùng)\s+(?P<help>.+)",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = re.compile(r"[;,\n]+|\bvà\b", re.IGNORECASE)
_HELPS = re.compile(r"\bphoi hop\b")
_LEADS = re.compile(r"\bchu tri\b")


def split(text: str) -> tuple[str, str] | None:
    """The texts of who leads and of who helps; None where the text does not say it of each."""
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return _ahead(text) or _behind(text)


def helps(text: str) -> bool:
    """Whether a text speaks of helping."""
    return bool(_HELPS.search(plain(text)))


def told(text: str) -> bool:
    """Whether a text says of somebody that they lead or help."""
    return helps(text) or bool(_LEADS.search(plain(text)))


def _ahead(text: str) -> tuple[str, str] | None:
    marks = list(_AHEAD.finditer(text))
    before = text[: marks[0].start()].strip(" -–—;,\n") if marks else ""
    if not marks:
        return None
    halves = {"chu tri": [""], "phoi hop": [""]}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        said = text[mark.end() : after.start() if after else len(text)].strip().rstrip("-–—;, \n")
        halves[" ".join(folded(mark[1]).split())].append(said)
    halves["chu tri" if folded(marks[0][1]).startswith("phoi") else "phoi hop"].append(before)
    first, second = ("; ".join(filter(None, halves[key])) for key in ("chu tri", "phoi hop"))
    return first, second


def _behind(text: str) -> tuple[str, str] | None:
    """`A (chủ trì), B (phối hợp)`, `A: chủ trì; B: phối hợp`, `A chủ trì, phối hợp với B`."""
    halves: dict[str, list[str]] = {"chu tri": [], "phoi hop": []}
    for piece in _PARTS.split(text):
        if not piece.strip(" .-+"):
            continue
        if (match := _BEHIND.fullmatch(piece.strip(" .-+"))) is None:
            break
        halves[" ".join(folded(match["role"]).split())].append(one_line(match["whom"]))
    else:
        if halves["chu tri"]:
            return "; ".join(halves["chu tri"]), "; ".join(halves["phoi hop"])
    if (
        _LEADS.search(plain(text))
        and (match := _WITH.fullmatch(text))
        and not told(match["lead"] + match["help"])
    ):
        return one_line(match["lead"]), one_line(match["help"])
    return None
