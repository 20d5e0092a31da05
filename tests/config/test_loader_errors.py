# ruff: noqa: E501 - the errors are compared whole, and some are long
"""Each class of mistake in what a document's file says, with its line, key and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Mistakes = Callable[..., list[str]]

DUE = "obligations.figures.due"
NUMBER = "a whole number from"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        # values
        ("day: 19,", "day: 32,", f"22: {DUE}.day: expected {NUMBER} 1 to 31, or last, found '32'"),
        ("day: 19,", "day: ,", f"22: {DUE}: expected one of day, workday, weekday, days, after, with, found none"),
        (
            "boundary: before}",
            "boundary: befor}",
            f"22: {DUE}.boundary: expected before or by (did you mean before?), found 'befor'",
        ),
        (
            "day: 19, boundary: before",
            "day: 19",
            f"22: {DUE}.boundary: expected before or by, found nothing",
        ),
        (
            "date: 2024-01-10",
            "date: 10/01/2024",
            "3: document.date: expected a date such as 2026-01-05, found '10/01/2024'",
        ),
        (
            "date: 2024-01-10",
            "date: 2024-02-30",
            "3: document.date: expected a date such as 2026-01-05, found '2024-02-30'",
        ),
        (
            "title_en: Summary",
            'title_en: "a\\nb"',
            "28: obligations.summary.title_en: expected text, found 'a\\nb'",
        ),
        (
            "title_en: Summary",
            "title_en: [a]",
            "28: obligations.summary.title_en: expected text, found a list",
        ),
        ('    cite: "2"\n', "", "26: obligations.summary.cite: expected text, found nothing"),
        # rules that do not fit the cycle
        (
            "day: 19, boundary",
            "day: 19, workday: 3, boundary",
            f"22: {DUE}: expected one of day, workday, weekday, days, after, with, found day and workday",
        ),
        (
            "month: last, day: 19",
            "month: 3, day: 19",
            f"22: {DUE}.month: expected first, second, last or next, counted from the quarter, found '3'",
        ),
        (
            "month: last, day: 19",
            "weekday: monday",
            f"22: {DUE}.weekday: expected it with `nth` (or day, workday): a quarter has that weekday more than "
            "once, found 'monday'",
        ),
        (
            "    title_en: Summary\n",
            "    title_en: Summary\n    recurs: true\n",
            "29: obligations.summary.recurs: expected it only with cycle: event, found it in a duty that is quarterly",
        ),
        (
            "month: last, day: 19",
            "after: {of: event, days: 3}",
            f"22: {DUE}.after.of: expected event only with cycle: event, found it in a duty that is quarterly",
        ),
        (
            "month: last, day: 19",
            "after: {of: period_end, days: 3, months: 1}",
            f"22: {DUE}.after: expected one of days, workdays, months, term, found days and months",
        ),
        (
            "in: [Q1, Q2, Q3]",
            "in: [Q1, M2, Q3]",
            "21: obligations.figures.in: expected Q1 to Q4, found 'M2'",
        ),
        (
            "in: [Q1, Q2, Q3]",
            "period: 2024",
            "21: obligations.figures.period: expected no period for a duty that is quarterly, found '2024'",
        ),
        (
            "in: [Q1, Q2, Q3]",
            "checked: monthly",
            "21: obligations.figures.checked: expected it only with cycle: continuous, and this duty is quarterly, "
            "found 'monthly'",
        ),
        (
            "boundary: before}",
            "boundary: before, overrides: {2025-Q5: {date: 2025-03-01}}}",
            f"22: {DUE}.overrides.2025-Q5: expected a period such as 2026-Q3, found '2025-Q5'",
        ),
        (
            "boundary: before}",
            "boundary: before, overrides: {2025-Q1: {date: 2052-03-01}}}",
            f"22: {DUE}.overrides.2025-Q1.date: expected a date within two years of 2025-Q1, found '2052-03-01'",
        ),
        (
            "from: {month: 0, day: 15}",
            "from: {month: 5, day: 15}",
            "23: obligations.figures.data: expected days of the period, in order, found data: 2026-Q1 has 3 months, "
            "so no month 5",
        ),
        # references
        (
            'owed_by: ["@all"]',
            'owed_by: ["@al"]',
            "18: obligations.figures.owed_by: expected a group of units.yaml (did you mean @all?), found '@al'",
        ),
        (
            'owed_by: ["@all"]',
            "owed_by: [CLERC]",
            "18: obligations.figures.owed_by: expected a unit of units.yaml (did you mean CLERK?), found 'CLERC'",
        ),
        (
            'owed_by: ["@all"]',
            "owed_by: [CLERK, CLERK]",
            "18: obligations.figures.owed_by: expected each entry once, found 'CLERK' again",
        ),
        (
            "outline: form",
            "outline: from",
            "24: obligations.figures.outline: expected an outline of the registry (did you mean form?), found 'from'",
        ),
        (
            "outline: form\n    ladder: plain",
            "outline: form\n    ladder: plane",
            "25: obligations.figures.ladder: expected a ladder of ladders.yaml (did you mean plain?), found 'plane'",
        ),
        (
            "needs: [figures]",
            "needs: [figure]",
            "35: obligations.summary.needs: expected an obligation of the registry (did you mean figures?), "
            "found 'figure'",
        ),
        (
            "needs: [figures]",
            "needs: [summary]",
            "35: obligations.summary.needs: expected needs that do not go in a circle, found summary -> summary",
        ),
        (
            "cycle: quarterly\n    due: {month: last, day: 25",
            "cycle: monthly\n    due: {month: last, day: 25",
            "35: obligations.summary.needs: expected an obligation whose periods are each a month or shorter, "
            "found 'figures', each a quarter",
        ),
        (
            "day: 25, boundary: by}",
            "day: 25, boundary: by}\n    from: 2025-01-01\n    to: 2025-01-01",
            "36: obligations.summary.to: expected a date after 2025-01-01, found '2025-01-01'",
        ),
        (
            "{month: last, day: 25, boundary: by}",
            "{after: {of: figures, days: 3}, boundary: by}",
            "34: obligations.summary.due.after.of: expected an obligation that has all the same periods, "
            "found 'figures', which has fewer",
        ),
        # names and shapes
        (
            "code: summary",
            "code: figures",
            "26: obligations.figures.code: expected each code once, found 'figures' again (first in duties.yaml:13)",
        ),
        (
            "worded: by the 25th",
            "wordet: by the 25th",
            "30: obligations.summary.wordet: expected a known key (did you mean worded?), found 'wordet', unknown",
        ),
        ('cite: "2"', 'cite: "2"\n    cite: "3"', "30: cite: expected each key once, found it again (first in line 29)"),
        ("no: 2", "no: 1", "11: outlines.form.sections.1.no: expected each section once, found '1' again"),
        (
            "by: [office], in",
            "by: [ofice], in",
            "11: outlines.form.sections.2.by: expected a kind of units (did you mean office?), found 'ofice'",
        ),
        (
            "date: 2024-01-10",
            "date: 2024-01-10\n  renewal: yearly",
            "4: document.renewal: expected yearly only with a horizon, the year that the document was written for, "
            "found 'yearly'",
        ),
        (
            "document:\n",
            "document: plan\nextra:\n",
            "1: document: expected keys with values, found 'plan'",
        ),
    ],
)  # fmt: skip
def test_mistakes_in_a_document(swapped: Mistakes, old: str, new: str, error: str) -> None:
    assert f"duties.yaml:{error}" in swapped("duties", old, new)
