"""`renamed_from`: which codes a duty had before, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.registry import Registry
from tests.config.conftest import DUTIES

Town = Callable[..., Registry]
Mistakes = Callable[..., list[str]]


def _with(said: str, after: str = "  - code: summary\n") -> str:
    return DUTIES.replace(after, f"{after}    renamed_from: {said}\n")


@pytest.mark.parametrize(
    ("said", "codes"), [("sum", ("sum",)), ("[sum, total]", ("sum", "total"))], ids=["one", "several"]
)
def test_one_code_or_several(town: Town, said: str, codes: tuple[str, ...]) -> None:
    registry = town(duties=_with(said))
    assert registry.obligations["summary"].renamed_from == codes
    assert [registry.obligation(code).code for code in codes] == ["summary"] * len(codes)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (
            "summary",  # itself
            "duties.yaml:27: obligations.summary.renamed_from: expected a code that no duty has any more, "
            "found 'summary' again (first in duties.yaml:26)",
        ),
        (
            "figures",
            "duties.yaml:27: obligations.summary.renamed_from: expected a code that no duty has any more, "
            "found 'figures' again (first in duties.yaml:13)",
        ),
        ("'a code'", "duties.yaml:27: obligations.summary.renamed_from: expected a code"),
        ("[ok, 'not ok']", "duties.yaml:27: obligations.summary.renamed_from: expected a code"),
    ],
    ids=["itself", "in use", "no code", "no code in a list"],
)
def test_a_code_in_use_is_no_earlier_one(mistakes: Mistakes, said: str, error: str) -> None:
    (found,) = mistakes(duties=_with(said))
    assert found.startswith(error)


def test_two_duties_cannot_have_had_the_same_code(mistakes: Mistakes) -> None:
    both = _with("sum").replace("  - code: figures\n", "  - code: figures\n    renamed_from: sum\n")
    (found,) = mistakes(duties=both)
    assert found == (
        "duties.yaml:28: obligations.summary.renamed_from: expected each earlier code in one duty only, "
        "found 'sum' again (first in duties.yaml:14)"
    )
