"""A file taken through the import as `dondoc import --json` does it, once, with an office that knows nothing
of the document: its units, ladders and calendar, and one report that everybody sends every quarter.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from calendars import phrases
from config.intake import plan
from config.intake.files import open_file
from config.registry import Registry
from language import say

CONFIG = Path(__file__).parents[3] / "config" / "offices" / "bhxh"
KNOWN = ("office.yaml", "calendar.yaml", "ladders.yaml", "units.yaml")
TODAY = date(2026, 1, 5)
_REPORT = """\
document: {number: 1/MAU, date: 2021-01-01, title: Chế độ báo cáo chung}
obligations:
  - code: bao-cao-mau
    title: Báo cáo quý
    title_en: Quarterly report
    cite: mục 1
    worded: Hằng quý
    owed_by: ["@trung-uong", "@tinh"]
    owner: VP
    cycle: quarterly
    due: {month: last, day: last, boundary: by}
    ladder: standard
"""
_FIRST, _LAST = date(2019, 1, 1), date(2032, 12, 31)


def blind_config(folder: Path) -> Path:
    """A registry folder without any of the five documents, in `folder`."""
    folder.mkdir()
    (folder / "mau.yaml").write_text(_REPORT, encoding="utf-8")
    for name in KNOWN:
        shutil.copyfile(CONFIG / name, folder / name)
    return folder


def answer(path: Path, registry: Registry) -> dict[str, Any]:
    """What `--json` answers of the rows, as far as it is judged here; all days between 2019 and 2032."""
    found = plan.read(open_file.read(path), registry, TODAY)
    return {
        "rows": [
            {
                "no": entry.no,
                "title": entry.title,
                "leads": list(entry.leads),
                "status": "sure" if entry.sure else "review",
                "timing": _timing(entry.timing.meaning, registry),
            }
            for entry in found.entries
        ],
        "left_out": [{"text": each.text, "why": say(each.why, "vi")} for each in found.left_out],
    }


def _timing(meaning: phrases.Meaning, registry: Registry) -> dict[str, Any]:
    return {
        "phrase": meaning.phrase,
        "kind": meaning.kind.value,
        "deadlines": [
            {"nominal": each.nominal.isoformat(), "boundary": each.boundary.value}
            for each in phrases.deadlines(meaning, _FIRST, _LAST, registry.calendar)
        ],
    }
