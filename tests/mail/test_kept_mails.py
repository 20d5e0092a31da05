"""What leaves is what left before, byte for byte; how a wanted change is kept: `tests.support.kept_mails`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import kept_mails

STORIES = list(kept_mails.STORIES)


def changed(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """By mail: the parts that are not what they were, with how they were and are."""
    kept = kept_mails.kept(name)
    assert found.keys() == kept.keys()
    return {
        mail: {part: (kept[mail].get(part), parts.get(part)) for part in parts | kept[mail]}
        for mail, parts in found.items()
        if parts != kept[mail]
    }


@pytest.mark.slow
def test_letters_of_every_kind_are_what_they_were() -> None:
    assert changed("by-hand", kept_mails.told(kept_mails.by_hand)) == {}


def test_short_messages_are_what_they_were() -> None:
    assert kept_mails.short_ones() == kept_mails.kept("short")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [STORIES[0], *(pytest.param(each, marks=pytest.mark.long) for each in STORIES[1:])]
)
def test_the_mails_of_real_mornings_are_what_they_were(name: str) -> None:
    assert changed(name, kept_mails.told(kept_mails.STORIES[name].mails)) == {}
