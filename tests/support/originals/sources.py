"""Where the texts of the five documents are: beside the checkout, never in it.

Sentences of the documents do not belong to the project, so the tests read them where they lie and know only
numbers, unit codes and short phrases by heart.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.required import require

FOLDER = Path(os.environ.get("DONDOC_TEST_SOURCES") or Path(__file__).parents[4] / "shared" / "seeds")

FILES = {
    "3035/KH-BHXH": "000_*.txt",
    "24/QĐ-BHXH": "001_*.txt",
    "1177/QĐ-BHXH": "002_*.txt",
    "490/KH-BHXH": "003_*.txt",
    "188/QĐ-BHXH": "004_*.txt",
}


def path(number: str) -> Path:
    """The file of the document with that number; the test is skipped, or fails, where it is missing."""
    found = sorted(FOLDER.glob(FILES[number]))
    require(
        "sources",
        len(found) == 1,
        f"the text of {number} is not beside the checkout (DONDOC_TEST_SOURCES names another folder)",
    )
    return found[0]


def lines(number: str) -> list[str]:
    """The lines of its text, as they stand."""
    return path(number).read_text(encoding="utf-8-sig").split("\n")
