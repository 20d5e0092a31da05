"""Whether a text of a unit column names the office itself or those who lead it: neither is a unit of it."""

from __future__ import annotations

import re

from config.intake.comparable import AND, folded, one_line, words
from config.intake.meaning.names import Names
from config.registry import Registry

_LEADERS = re.compile(
    r"(?:(?:đ/c|đồng chí|các|ông|bà|toàn thể)\s+){0,2}(?:(?:tập thể|ban)\s+)?"
    r"(?:lãnh đạo|lđ|thường trực|thủ trưởng|người đứng đầu"
    r"|(?:phó\s+)?(?:tổng\s+)?(?:giám đốc|cục trưởng|bộ trưởng|thứ trưởng|chủ tịch))"
    r"(?:\s+(?:sở|cục|bộ|ngành|cơ quan|(?<!các )đơn vị|thường trực|phụ trách|được phân công|lĩnh vực|khối|các"
    r"|và|phó))*",
    re.IGNORECASE,
)


def is_office(names: Names, text: str) -> bool:
    """Whether a text is the office's name."""
    said = tuple(word.key for word in words(text) if word.key != AND)
    return any(name.keys == said for name in names.office)


def leads_office(registry: Registry, text: str) -> bool:
    """Whether a text names those who lead the office: `Lãnh đạo Sở`, `Phó Giám đốc phụ trách`."""
    said, office = one_line(text).strip(" ."), registry.office
    if folded(said) == folded(office.leadership_name):
        return True
    if folded(said).endswith(folded(office.name)):
        said = said[: -len(office.name)].strip()
    return bool(_LEADERS.fullmatch(said))
