"""Short lives written out: what each law is about happens in one of them, so that a fault that breaks the law
is seen at once (`.ci/red.toml` brings such faults back); and what the drawn lives found.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.laws.machine import Life

Step = tuple[str, dict[str, Any]]


def step(name: str, **said: Any) -> Step:
    return name, said


MORNING, NIGHT = step("morning", skipped=0), step("time_passes", hours=9)
STORIES = {
    "outage": (MORNING, step("long_outage", days=8), MORNING, MORNING),
    "server-away": (
        step("bad_server", replies=["451 later"] * 4),
        *[MORNING] * 3,
    ),
    "sent-while-waiting": (
        *[step("own_run", code=code, later=1) for code in ("tuan", "nua-thang", "thang")],
        *[step("submit", at=at, back=0) for at in (0, 3, 4)],
        MORNING,
    ),
    "taken-back": (
        step("submit", at=0, back=0),
        step("undo", at=0, what=None),
        step("extend", at=1, days=20),
        step("undo", at=0, what="extended"),
        step("reassign", at=2, to="VP"),
        MORNING,
    ),
    "asking": (
        *[step("ask", at=at, days=20, what="extension") for at in range(5)],
        *[MORNING] * 4,
    ),
    "merger": (
        step("merge_units", which=("tinh-1", "tinh-2"), days=1, applied=True),
        *[MORNING] * 2,
    ),
    "evening": (
        NIGHT,
        step("rerun", code="tuan", at=0, resend=True, one=False),
        step("delivery", later=20),
        MORNING,
    ),
    "dying": (
        MORNING,
        step("killed_round", after=90, later=1500),
        step("delivery", later=20),
        step("killed_round", after=60, later=1500),
        step("killed_round", after=75, later=1500),
    ),
    "silence": (step("silence", unit="TST", code="", days=9), *[MORNING] * 3),
    "clock-back": (
        MORNING,
        step("clock_back", back=30, what="round"),
        step("clock_back", back=7200, what="join"),
        step("clock_back", back=7200, what="mail"),
    ),
    "lost-letters": (
        step("bad_server", replies=["lost", "drop", "lost"]),
        MORNING,
    ),
    "edited": (
        step("edit_files", weekday=2, day=12, tst=False, applied=True),
        MORNING,
        step("edit_files", weekday=4, day=28, tst=True, applied=False),
        MORNING,
    ),
}
USUAL = "taken-back"


@pytest.mark.slow
@pytest.mark.parametrize(
    "story", [pytest.param(each, marks=() if each == USUAL else pytest.mark.long) for each in STORIES]
)
def test_the_laws_hold_in_a_story(story: str) -> None:
    life = Life()
    try:
        life.first_morning()
        life.laws_hold()
        for name, said in STORIES[story]:
            getattr(life, name)(**said)
            life.laws_hold()
    finally:
        life.teardown()
