"""The placeholders of a report form: `{{unit}}`, `{{row.title}}`, and regions `{{#rows}} ... {{/rows}}`.

Each has an ASCII name and a Vietnamese one, since whoever edits a form in Word writes Vietnamese:
`{{tên đơn vị}}` is `{{unit}}`. Case and blanks do not count.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from language import MessageError

MARK = re.compile(r"\{\{([^{}]*)\}\}")

FIELDS: Mapping[str, str] = {
    "office": "tên cơ quan",
    "unit": "tên đơn vị",
    "kind": "tên loại",
    "symbol": "ký hiệu",
    "about": "trích yếu",
    "title": "tên nhiệm vụ",
    "period": "kỳ báo cáo",
    "to": "kính gửi",
    "basis": "căn cứ",
    "document": "số văn bản",
    "data": "số liệu",
    "due": "hạn gửi",
    "signer": "chức vụ",
    "ref": "mã việc",
    "heading.sections": "tiêu đề nội dung",
    "note.sections": "ghi chú nội dung",
    "heading.rows": "tiêu đề nhiệm vụ",
    "rows": "số nhiệm vụ",
    "heading.figure": "tiêu đề chỉ tiêu",
    "figure": "chỉ tiêu",
}
"""What stands once in a form; in its page headers and footers too."""

SECTION = {"section": "mục"}
"""What stands in the region `sections`, which is repeated for each section."""

ROW: Mapping[str, str] = {
    "row.no": "nhiệm vụ.số",
    "row.title": "nhiệm vụ.nội dung",
    "row.product": "nhiệm vụ.sản phẩm",
    "row.when": "nhiệm vụ.thời hạn",
    "group": "nhóm nhiệm vụ",
}
"""What stands in a row of a table: one with `row.` is repeated for each task, one with `group` for each
group."""

REGIONS: Mapping[str, str] = {"sections": "các mục", "rows": "các nhiệm vụ", "figure": "có chỉ tiêu"}
"""What is left out when there is none of it."""


class TemplateError(MessageError):
    """An office's own form that cannot be used: the text says what to mend in it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One placeholder. `turn` is '#' where a region begins, '/' where it ends, '' for a value."""

    name: str
    turn: str = ""


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _known(*tables: Mapping[str, str]) -> dict[str, str]:
    return {_folded(said): name for table in tables for name, own in table.items() for said in (name, own)}


_VALUES = _known(FIELDS, SECTION, ROW)
_REGIONS = _known(REGIONS)


def mark_of(inside: str) -> Mark:
    """The placeholder between the braces. TemplateError for one that there is not, with the nearest."""
    turn = inside.strip()[:1]
    turn = turn if turn in ("#", "/") else ""
    known = _REGIONS if turn else _VALUES
    name = _folded(inside.strip().removeprefix(turn))
    if name in known:
        return Mark(known[name], turn)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    found = f"{{{{{inside.strip()[:60]}}}}}"
    if near:
        raise TemplateError("template.unknown-near", found=found, near=f"{{{{{turn}{near[0]}}}}}")
    raise TemplateError("template.unknown", found=found)


def marks(text: str) -> list[Mark]:
    """All placeholders of a text."""
    return [mark_of(found[1]) for found in MARK.finditer(text)]
