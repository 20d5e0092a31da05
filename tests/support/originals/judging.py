"""How well an import read a plan: its answer held against what a person read, row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from config.registry import Registry
from config.registry.assignments import Assignment, AssignmentKind
from tests.support.originals.expected import Expected
from tests.support.originals.shape import Task

_OUTER = re.compile(r"(mục tiêu|nhiệm vụ|hoạt động)( \d+)? ?")
_UNDATED = {"recurring", "continuous", "range"}


@dataclass(slots=True)
class Score:
    """The figures of one file. `wrong` and `odd` say what was wrong and where."""

    rows: int = 0
    found: int = 0
    sure: int = 0
    leads: int = 0
    """Rows whose units are exactly the expected ones, sure or not."""
    timing: int = 0
    """Sure rows whose timing is the expected one."""
    wrong_timing: list[str] = field(default_factory=list)
    wrong_leads: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One line of the table that `pytest -s` shows."""
        return (
            f"{name:34} rows {self.found:3}/{self.rows:<3} units {self.leads:3}"
            f"  timing sure and right {self.timing:3}  to review {self.found - self.sure:3}"
            f"  timing wrong {len(self.wrong_timing)}  leads wrong {len(self.wrong_leads)}"
        )


HEAD = f"{'document and file':34} (sure: nothing left for a person to look at)"


def judge(answer: Mapping[str, Any], tasks: Sequence[Task], expected: Sequence[Expected]) -> Score:
    """The score of what `dondoc import --json` answers. Rows are taken in order, each as the same task."""
    score = Score(rows=len(expected))
    rows = answer["rows"]
    if len(rows) != len(tasks):
        score.odd.append(f"{len(rows)} rows instead of {len(tasks)}")
    at = 0
    for task, wanted in zip(tasks, expected, strict=True):
        place = next(
            (n for n in range(at, min(at + 4, len(rows))) if _same(rows[n]["title"], task.words)), None
        )
        if place is None:
            score.odd.append(f"{wanted.no}: not found")
            continue
        score.odd += [f"{rows[n]['no']}: no task of the document" for n in range(at, place)]
        at = place + 1
        score.found += 1
        _row(score, rows[place], wanted)
    score.odd += [f"{row['no']}: no task of the document" for row in rows[at:]]
    return score


def _row(score: Score, row: Mapping[str, Any], wanted: Expected) -> None:
    sure = row["status"] == "sure"
    score.sure += sure
    right = set(row["leads"]) == wanted.leads
    score.leads += right
    if sure and (not right or wanted.doubtful):
        score.wrong_leads.append(f"{wanted.no}: {row['leads']}, not {sorted(wanted.leads)}")
    agrees = timing_agrees(row["timing"], wanted)
    score.timing += sure and agrees
    if sure and not agrees:
        days = [each["nominal"] for each in row["timing"]["deadlines"]][:4]
        score.wrong_timing.append(f"{wanted.no}: {row['timing']['kind']} {days}, not {wanted.time}")


def timing_agrees(timing: Mapping[str, Any], wanted: Expected) -> bool:
    """Whether the timing answered is the expected one, to the day and to the boundary."""
    days = [date.fromisoformat(each["nominal"]) for each in timing["deadlines"]]
    boundaries = {each["boundary"] for each in timing["deadlines"]}
    if not wanted.dated:
        event = timing["kind"] in ("event", "offset")
        blank = not str(timing["phrase"] or "").strip()
        silent = timing["kind"] in _UNDATED
        return not days and {"!": event, "~!": event or silent, "~": silent, "?": blank}[wanted.time]
    if boundaries != ({"before"} if "<" in wanted.time else {"by"}):
        return False
    # What comes every year is answered for some years only.
    return wanted.days_allow(days) if "-" in (wanted.time.lstrip("<")[0]) else wanted.days_agree(days)


def _same(title: str, words: str) -> bool:
    """Whether a title is that task's: its words begin alike, without the label in front of them."""
    said, meant = _plain(title), _plain(words)
    return not meant or said[:40].startswith(meant[:30]) or meant[:30] in said


def _plain(text: str) -> str:
    folded = " ".join(re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", text).casefold()).split())
    return _OUTER.sub("", folded, count=1) if _OUTER.match(folded) else folded


def differing_number(row: Assignment, expected: Expected) -> list[str]:
    """The same for the row's number; a second row under one number may say so after it."""
    told = row.no.endswith(expected.no) or row.no.startswith(f"{expected.no} ")
    return [] if told else [f"is number {row.no}, not {expected.no}"]


def differences(registry: Registry, row: Assignment, expected: Expected) -> list[str]:
    """What a registry says otherwise than expected, without telling that it decided so."""
    said = []
    if expected.doubtful:
        if not (expected.leads <= set(row.leads) and row.assumption):
            said.append(f"leads {row.leads} and no word on what was decided")
    elif set(row.leads) - _successors(registry, expected.leads) != expected.leads:
        said.append(f"leads {row.leads}, not {sorted(expected.leads)}")
    if expected.time in ("!", "~!"):
        if row.kind is not AssignmentKind.EVENT:
            said.append(f"{row.kind}, not an event")
    elif expected.time in ("~", "?"):
        if row.kind is not AssignmentKind.CYCLE and not row.assumption:
            said.append(f"{row.kind}, but the document gives no day")
    else:
        days = _days(registry, row)
        if not (days and expected.days_agree(days)):
            said.append(f"due {sorted(days)[:6]}, not {expected.time}")
    return said


def _days(registry: Registry, row: Assignment) -> set[date]:
    """The nominal days within the document's horizon of the deadlines that the row's obligations have."""
    last = date(min(row.document.horizon or 2026, 2026), 12, 31)
    days = {
        registry.deadline(code, period).nominal
        for code in row.obligations
        for period in registry.periods(code, date(2021, 1, 1), last + timedelta(days=20))
    }
    return {day for day in days if day <= last}


def _successors(registry: Registry, leads: frozenset[str]) -> set[str | None]:
    """Who takes over from units that the document names and that have ended since."""
    return {registry.unit(code).successor for code in leads if not code.startswith("@")} - leads
