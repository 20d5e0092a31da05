"""Lists of abbreviations in a document: `Chữ viết tắt: KT: Phòng Kế toán; TTr: Thanh tra Sở`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from config.intake.comparable import one_line, plain

_SAYS = re.compile(r"\b(?:viet tat|chu thich|ghi chu|ky hieu|chu giai)\b")
_PAIR = re.compile(
    r"(?:^|[;,.\n(:：]|\s[-–+*])\s*[“\"']?(?P<short>[A-ZĐ][\w.&-]{0,9}?)[”\"']?"
    r"\s*(?:[:：=]|\s(?:là|[-–])\s)\s*(?P<name>[^\W\d_][^;\n:：=]{5,79}?)(?=[;.]?\s*(?:$|\n)|;|[,.]\s+[A-ZĐ][\w.&-]{0,9}\s*[:：=])"
)
_LONGEST = 4_000


def explained(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation of a legend with what it is said to mean; nothing where the text is no legend."""
    if len(text) > _LONGEST or not _SAYS.search(plain(text[:60])):
        return
    for match in _PAIR.finditer(text):
        short = match["short"].rstrip(".-")
        if sum(map(str.isupper, short)) * 2 >= len(short):
            yield short, one_line(match["name"]).rstrip(" .")
