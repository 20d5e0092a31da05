"""What is read off counts: the rate, the median, the places. Every number is worked out by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from engine.report.figures import Figures, median, percent
from engine.report.paper import shade
from engine.report.ranking import ranked, worst


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, None), (0, 7, "0.0"), (7, 7, "100.0"), (2, 3, "66.7"), (1, 8, "12.5"), (9999, 10000, "99.9"),
        (1, 10000, "0.1"),
    ],
)  # fmt: skip
def test_a_rate_has_one_place_and_is_whole_only_where_nothing_is_missing(
    part: int, whole: int, said: str | None
) -> None:
    assert percent(part, whole) == (None if said is None else Decimal(said))


@pytest.mark.parametrize(
    ("days", "said"),
    [([], None), ([-3], "-3"), ([-3, 4], "0.5"), ([-5, -5, 0, 2], "-2.5"), ([9, 1, 1], "1")],
)
def test_the_median_of_days_early_and_late(days: list[int], said: str | None) -> None:
    assert median(Counter(days)) == (None if said is None else Decimal(said))


def test_open_and_overdue_and_not_asked_for_all_count_as_not_on_time() -> None:
    each = Figures(on_time=4, late=1, open=2, overdue=2, unopened=1, waived=5, withdrawn=3)
    assert (each.expected, each.received, each.outstanding, each.missed) == (10, 5, 5, 3)
    assert each.rate == Decimal("40.0")


def test_places_are_shared_by_who_is_alike_and_those_after_them_stay_empty() -> None:
    units = {
        "a": Figures(on_time=3, overdue=1),  # 75 %, one overdue
        "b": Figures(on_time=6, late=2),  # 75 %, none overdue
        "c": Figures(on_time=1),
        "d": Figures(on_time=2),
        "e": Figures(waived=4),  # nothing is expected of it
        "f": Figures(open=1),  # not due yet: not on time all the same
    }
    assert [(each.place, each.unit) for each in ranked(units)] == [
        (1, "c"), (1, "d"), (3, "b"), (4, "a"), (5, "f"),
    ]  # fmt: skip
    # Who missed nothing is not among the worst, however low its rate is by now.
    assert [each.unit for each in worst(units, 5)] == ["a", "b"]


def test_a_third_is_not_three_tenths() -> None:
    """Rates are compared as fractions, not as they are rounded: 1999/2999 is above 2/3, and both say 66.7."""
    units = {"x": Figures(on_time=2, open=1), "y": Figures(on_time=2000, open=999)}
    assert [each.rate for each in units.values()] == [Decimal("66.7")] * 2
    assert [each.unit for each in ranked(units)] == ["y", "x"]


@pytest.mark.parametrize(
    ("missed", "expected", "not_due", "is_"),
    [(0, 0, 0, -1), (0, 2, 2, -1), (0, 2, 1, 0), (1, 4, 0, 1), (1, 3, 0, 2), (3, 4, 0, 3), (4, 5, 0, 4)],
)
def test_a_square_is_the_darker_the_more_was_missed(
    missed: int, expected: int, not_due: int, is_: int
) -> None:
    assert shade(missed, expected, not_due) == is_
