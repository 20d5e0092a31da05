"""Who of a roster is meant on a day: made out anew only where somebody comes or goes, right on every day."""

from __future__ import annotations

import random
from datetime import date, timedelta

from config.registry.objects import within
from config.registry.rosters import Meant, RosterRow
from tests.support.cast import unit

FIRST = date(2026, 1, 1)


def test_on_every_day_in_any_order() -> None:
    drawn = random.Random(19)
    units = {code: unit(code, code) for code in map(str, range(30))}
    ends = [FIRST + timedelta(drawn.randrange(40)) for _ in range(60)]
    rows: list[RosterRow] = [
        (code, drawn.choice([None, min(a, b)]), drawn.choice([None, max(a, b)]))
        for code, a, b in zip(units, ends[:30], ends[30:], strict=True)
    ]
    meant = Meant(rows, units)
    days = [FIRST + timedelta(n) for n in range(-2, 42)]
    for day in days + drawn.sample(days, len(days)):
        assert [each.code for each in meant.on(day)] == [
            code for code, from_, to in rows if within(day, from_, to)
        ]


def test_between_two_of_its_days_it_is_the_same_answer() -> None:
    units = {code: unit(code, code) for code in ("A", "B")}
    meant = Meant([("A", None, None), ("B", FIRST, None)], units)
    before = meant.on(FIRST - timedelta(400))
    assert meant.on(FIRST - timedelta(1)) is before
    assert meant.on(FIRST) is meant.on(FIRST + timedelta(400))
    assert [each.code for each in meant.on(FIRST)] == ["A", "B"]
