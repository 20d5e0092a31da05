"""What the registry quotes stands in the document that it names, word for word: held against the texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest

from config.loading.loader import load
from config.settings import SHIPPED_REGISTRY
from tests.support.originals import sources

_WORD = re.compile(r"\w+")
REGISTRY = load(SHIPPED_REGISTRY)


def quotations(number: str) -> Iterator[tuple[str, str]]:
    """What is said to be the document's words, with the name of what says so."""
    for duty in REGISTRY.obligations.values():
        if duty.document.number == number:
            yield duty.code, duty.worded
            yield from ((f"{duty.code} {code}", each.worded) for code, each in duty.due.overrides.items())
    for row in REGISTRY.assignments.values():
        if row.document.number == number:
            yield row.ref, row.worded or ""


def words(text: str) -> str:
    """Its letters and digits: how lines are broken, and punctuation, is not quoted."""
    plain = re.sub(r"</?\w+>", "", unicodedata.normalize("NFC", text))
    return f" {' '.join(_WORD.findall(plain.lower()))} "


@cache
def document(number: str) -> str:
    return words(sources.path(number).read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize("number", sources.FILES)
def test_every_quotation_stands_in_its_own_document(number: str) -> None:
    """What is left out in between is marked by "…"."""
    quoted = [(name, said) for name, said in quotations(number) if said]
    assert len(quoted) >= 10
    wrong = [
        (name, said)
        for name, said in quoted
        for part in said.split("…")
        if words(part) not in document(number)
    ]
    assert wrong == []
