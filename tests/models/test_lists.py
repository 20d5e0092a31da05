"""Lists that travel to PostgreSQL arrive as they were, however they are written on the way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import ARRAY, BigInteger, Boolean, Engine, String, bindparam, select

from models import db
from tests.support.databases import on_postgresql

TEXTS = [
    "",
    "NULL",
    "null",
    "a b",
    "a,b",
    '"',
    "{}",
    "\\",
    "\\n",
    "x\ny\t\x01",
    "Đơn vị 7",
    "\u00a0\u2003",
    "'; -",
]


LISTS: list[tuple[list[Any], Any]] = [
    ([], String()),
    ([], BigInteger()),
    (["U1", "U2"], String()),
    (["U1", None, "NULL"], String()),
    ([None, None], String()),
    (TEXTS, String()),
    *(([each], String()) for each in TEXTS),
    ([1, 40_000, -3, 2**62], BigInteger()),
    ([7, None], BigInteger()),
    ([True, False, None], Boolean()),
]


@on_postgresql
def test_a_list_arrives_as_it_was(database: Engine) -> None:
    with db.reading(database) as s:
        for given, of in LISTS:
            asked = select(bindparam("given", type_=ARRAY(of)))
            assert s.scalar(asked, {"given": given}) == given


@on_postgresql
def test_a_text_that_no_database_can_hold_is_refused(database: Engine) -> None:
    with db.reading(database) as s, pytest.raises(Exception, match="NUL"):
        s.scalar(select(bindparam("given", type_=ARRAY(String()))), {"given": ["a\x00b"]})
