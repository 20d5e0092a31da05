"""All rows of the tables of phrases: those of the five documents, and those of other offices."""

from __future__ import annotations

from tests.phrases import (
    clerks,
    documents,
    other_cells,
    other_company,
    other_doubts,
    other_months,
    other_not_due,
    other_once,
    other_stories,
    other_years,
)
from tests.phrases.rows import rows

DOCUMENTS = rows(documents.TABLE)
_TABLES = (
    other_company,
    other_months,
    other_years,
    other_once,
    other_doubts,
    other_not_due,
    other_stories,
    other_cells,
    clerks,
)
OTHERS = [row for each in _TABLES for row in rows(each.TABLE)]
ALL = DOCUMENTS + OTHERS
