"""Every row's rule as a sentence; a term without a number has the office's."""

from __future__ import annotations

import pytest

from config.registry import Registry, in_words
from language import say


def test_every_row_of_the_five_documents_has_its_rule_in_words(shipped: Registry) -> None:
    for language in ("vi", "en"):
        for ref, row in shipped.assignments.items():
            told = say(in_words.chase_of(shipped, row), language)
            assert told, ref
            assert "{" not in told, ref


@pytest.mark.parametrize(
    ("row", "language", "told"),
    [
        ("490/KH-BHXH pl1 3.4", "en", "10 working days"),
        ("490/KH-BHXH pl1 3.4", "vi", "10 ngày làm việc"),
        ("3035/KH-BHXH pl 52", "en", "60 months"),
        ("24/QĐ-BHXH loi-van III.2 (TH)", "en", "5 working days"),
    ],
)
def test_a_distance_is_said_with_its_number(shipped: Registry, row: str, language: str, told: str) -> None:
    assert told in say(in_words.chase_of(shipped, shipped.assignments[row]), language)
