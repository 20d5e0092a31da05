"""What the page for units (`docs/don-vi.md`) tells them to write is understood so, and for sure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from engine.replies.hearing import hear
from tests.replies.test_said_fuzz import cut_mail

PAGE = Path(__file__).resolve().parents[2] / "docs" / "don-vi.md"


def test_what_units_are_told_to_write_is_understood() -> None:
    written = re.findall(r"^ *\| `(.+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    heard = [said for text in written for said in hear(cut_mail(text + "\n"), date(2026, 9, 16)).said]
    assert [(each.kind, each.sure) for each in heard] == [
        ("submitted", True),
        ("progress", True),
        ("extension", True),
        ("not_ours", True),
    ]
    first, progress, more, _ = heard
    assert (first.number, first.dated) == ("123/BC-TST", date(2026, 9, 15))
    assert (progress.percent, more.until) == (60, date(2026, 9, 25))
