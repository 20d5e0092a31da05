# ruff: noqa: E501 - the errors are compared whole, and some are long
"""One row of a document that asks for more than one thing, and duties that are only kept ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from config.loading import loader
from config.registry import AssignmentKind, Registry, RegistryErrors, reporting
from config.registry.difference import What, difference
from config.registry.remarks import remarks
from language import message_of, say
from tests.config.conftest import DUTIES, settle

Town = Callable[..., Registry]
D = date.fromisoformat

# 1: a time in its own column, half in 2024 and all in 2025, a yearly report besides; 2: a date of its own and a
# stage; 3: an event; 4: nothing but the report.
ROWS = """\
document: {number: 2/KH, date: 2024-01-10, title: Rows}
appendices:
  - code: pl
    title: Annex
    rows: 4
    owner: CLERK
    ladder: plain
    reported_in: [summary]
    assignments:
      - no: 1
        cite: "1"
        title: Scan the files
        leads: [CLERK]
        product: 50 % in 2024, all in 2025; a report each year
        worded: 2024 and the years after
        assumption: The reports name no day
        from: 2024-02-01
        milestones:
          - {code: half, title: Half, title_en: Half, worded: 50 % in 2024, cycle: once, period: 2024,
             figure: {unit: "%", targets: {2024: 50}}}
          - {code: whole, title: All, title_en: All, worded: all in 2025, cycle: once, period: 2025-Q4, ladder: plain,
             figure: {unit: "%", targets: {2025: 100}}, to: 2026-01-01, cite: "1, below", product: A count}
          - {code: year, title: Report, title_en: Report, cycle: annual, due: {month: 12, day: 20, boundary: by},
             tentative: true, owed_by: [NORTH], owner: NORTH}
      - {no: 2, cite: "2", title: Survey, leads: [CLERK], worded: yearly and every 3 years, code: survey, title_en: Survey,
         cycle: annual, due: {month: 12, day: 10, boundary: by}, milestones: [{code: stage, title: Stage, title_en: Stage,
         worded: yearly and every 3 years, cycle: every_n_years, period: 2024..2026, due: {month: 12, day: 15, boundary: by}}]}
      - {no: 3, cite: "3", title: Post, leads: [CLERK], milestones: [{code: post, title: Post, title_en: Post,
         worded: once it is signed, cycle: event, due: {after: {of: event, term: prompt}, boundary: by}}]}
      - {no: 4, cite: "4", title: Hold on, leads: [CLERK]}
"""
OFF = DUTIES.replace("    needs: [figures]\n", "    off: true\n")
LATER = """\
  - {code: later, title: Sau, title_en: Later, cite: "9", worded: each quarter, owed_by: [CLERK], owner: CLERK,
     cycle: quarterly, due: {month: last, day: 28, boundary: by}, ladder: plain}
"""


def test_each_milestone_is_an_obligation_of_the_row(town: Town) -> None:
    registry = town(rows=ROWS)
    row = registry.assignments["2/KH pl 1"]
    codes = ("half", "whole", "year")
    assert (row.kind, row.obligations, row.milestones) == (AssignmentKind.DATED, codes, codes)
    assert {registry.obligation(code).assignment for code in codes} == {row.ref}
    assert registry.deadline("half", "2024").last_day == D("2024-12-31")
    assert registry.deadline("whole", "2025-Q4").last_day == D("2025-12-31")
    assert registry.deadline("year", "2026").last_day == D("2026-12-21")  # the 20th is a Sunday


def test_what_a_milestone_does_not_say_is_what_the_row_says_but_never_its_words(town: Town) -> None:
    registry = town(rows=ROWS)
    half, whole, year = (registry.obligation(code) for code in ("half", "whole", "year"))
    assert (half.owed_by, half.owner, half.ladder, half.cite) == (("CLERK",), "CLERK", "plain", "1")
    assert half.product == "50 % in 2024, all in 2025; a report each year"
    assert (half.from_, half.to, half.assumption) == (D("2024-02-01"), None, "The reports name no day")
    assert (whole.product, whole.cite, whole.to) == ("A count", "1, below", D("2026-01-01"))
    assert (year.worded, year.tentative, year.owed_by, year.owner) == ("", True, ("NORTH",), "NORTH")


def test_figures_are_held_against_the_year_in_which_the_period_ends(town: Town) -> None:
    registry = town(rows=ROWS)
    half, whole, year = (registry.obligation(code).figure for code in ("half", "whole", "year"))
    assert half is not None
    assert whole is not None
    assert (half.target(2024), whole.target(2025), year) == (Decimal(50), Decimal(100), None)


def test_a_row_with_a_date_of_its_own_may_have_milestones_too(town: Town) -> None:
    row = town(rows=ROWS).assignments["2/KH pl 2"]
    assert (row.kind, row.obligations) == (AssignmentKind.DATED, ("survey", "stage"))
    assert row.milestones == ("stage",)


def test_a_row_whose_milestones_all_wait_for_events_waits_for_one(town: Town) -> None:
    row = town(rows=ROWS).assignments["2/KH pl 3"]
    assert (row.kind, row.obligations) == (AssignmentKind.EVENT, ("post",))


def test_such_rows_are_told_in_the_reports_too_and_counted_once(town: Town) -> None:
    registry = town(rows=ROWS)
    told = reporting.told(registry, "summary", "CLERK", "2024-Q4")
    assert [each.no for each in told] == ["1", "2", "3", "4"]
    assert [each.no for each in reporting.reported(registry, "summary", "CLERK", "2024-Q4")] == ["4"]
    (count,) = reporting.counts(registry)
    assert (count.rows, count.dated, count.event, count.cycle, count.agrees) == (4, 2, 1, 1, True)


def test_a_row_is_told_of_as_a_change_with_its_milestones(town: Town) -> None:
    gone = ROWS.replace("milestones: [{code: post", "milestones: [{code: sent")
    changes = difference(town(rows=ROWS), town(rows=gone), D("2026-01-01"), D("2026-12-31")).changes
    assert [(each.section, each.code, each.what) for each in changes] == [
        ("obligations", "sent", What.ADDED),
        ("obligations", "post", What.REMOVED),
        ("assignments", "2/KH pl 3", What.CHANGED),
    ]
    (key,) = changes[2].keys
    assert (key.key, key.came, key.went) == ("milestones", ("sent",), ("post",))


def test_where_a_row_with_a_date_is_told_is_a_key_of_its_obligation(town: Town) -> None:
    elsewhere = ROWS.replace("title: Survey, leads", "title: Survey, reported_in: [figures], leads")
    changes = difference(town(rows=ROWS), town(rows=elsewhere), D("2026-01-01"), D("2026-12-31")).changes
    assert [(each.code, key.key, key.before, key.after) for each in changes for key in each.keys] == [
        ("survey", "reported_in", "[summary]", "[figures]")
    ]


# --- switched off ---


def test_a_duty_that_is_off_is_owed_by_nobody_and_kept_ready(town: Town) -> None:
    registry = town(duties=OFF)
    assert list(registry.obligations) == ["figures"]
    assert [each.code for each in registry.off] == ["summary"]
    said = [say(each, "vi") for each in remarks(registry)]
    assert "summary: đã viết sẵn và đang tắt (off: true): Tổng hợp" in said


def test_it_feeds_nobody_and_no_row_is_told_in_it(town: Town) -> None:
    needy = OFF + LATER.replace("ladder: plain", "ladder: plain, needs: [figures, summary]")
    rows = ROWS.replace("reported_in: [summary]", "reported_in: [summary, later]")
    registry = town(duties=needy, rows=rows)
    assert registry.obligation("later").needs == ("figures",)
    row = registry.assignments["2/KH pl 4"]
    assert (row.obligations, row.told_in) == (("later",), ("later",))


def test_a_milestone_may_be_off(town: Town) -> None:
    registry = town(rows=ROWS.replace("milestones: [{code: post,", "milestones: [{off: true, code: post,"))
    row = registry.assignments["2/KH pl 3"]
    assert (row.kind, row.obligations, row.milestones) == (AssignmentKind.CYCLE, ("summary",), ())


def test_switching_it_on_and_off_is_a_change(town: Town) -> None:
    on, off = town(duties=OFF.replace("    off: true\n", "")), town(duties=OFF)

    def changed(old: Registry, new: Registry) -> list[tuple[str, What]]:
        changes = difference(old, new, D("2026-01-01"), D("2026-03-31")).changes
        return [(each.code, each.what) for each in changes]

    assert changed(off, on) == [("summary", What.ADDED)]
    assert changed(on, off) == [("summary", What.REMOVED)]


@pytest.mark.parametrize(
    ("files", "english", "vietnamese"),
    [
        (
            {"duties": OFF, "rows": ROWS},
            "rows.yaml:30: appendices.pl.assignments.4: expected cycle, milestones, same_as or reported_in: how is it chased?, found summary, all switched off",
            "rows.yaml:30: appendices.pl.assignments.4: cần cycle, milestones, same_as hoặc reported_in: dòng này được đôn đốc thế nào?, thấy summary, đều đang tắt",
        ),
        (
            {"duties": OFF + LATER.replace("{month: last, day: 28,", "{after: {of: summary, days: 3},")},
            "duties.yaml:38: obligations.later.due.after.of: expected an obligation that is switched on, found 'summary', which is `off: true`",
            "duties.yaml:38: obligations.later.due.after.of: cần nhiệm vụ đang bật, thấy 'summary', có `off: true`",
        ),
        (
            {"rows": ROWS.replace("title: Hold on,", "title: Hold on, listed: true,")},
            "rows.yaml:30: appendices.pl.assignments.4.assumption: expected the assumption that says why what the row names founds nothing, since it is `listed: true`, found nothing",
            "rows.yaml:30: appendices.pl.assignments.4.assumption: cần giả định nói vì sao điều dòng này nêu không thành nhiệm vụ, vì có `listed: true`, thấy chỗ trống",
        ),
        (
            {"rows": ROWS.replace("title: Post, leads", "title: Post, same_as: [figures], leads")},
            "rows.yaml:28: appendices.pl.assignments.3: expected cycle and milestones, or same_as, not both, found more than one",
            "rows.yaml:28: appendices.pl.assignments.3: cần cycle và milestones, hoặc same_as, không cả hai, thấy nhiều hơn một",
        ),
        (
            {"rows": ROWS.replace("worded: 50 % in 2024, cycle", "cycle")},
            "rows.yaml:19: appendices.pl.assignments.1.milestones.half.worded: expected the document's words about the time; where it has none, `assumption` and `tentative: true` instead, found nothing",
            "rows.yaml:19: appendices.pl.assignments.1.milestones.half.worded: cần lời của văn bản về thời gian; văn bản không nói thì để trống, thêm `assumption` và `tentative: true`, thấy chỗ trống",
        ),
        (
            {"rows": ROWS.replace("code: half", "code: figures")},
            "rows.yaml:19: appendices.pl.assignments.1.milestones.figures.code: expected each code once, found 'figures' again (first in duties.yaml:13)",
            "rows.yaml:19: appendices.pl.assignments.1.milestones.figures.code: cần mỗi mã một lần, thấy 'figures' lặp lại (lần đầu ở duties.yaml:13)",
        ),
    ],
)
def test_mistakes(tmp_path: Path, files: dict[str, str], english: str, vietnamese: str) -> None:
    with pytest.raises(RegistryErrors) as wrong:
        loader.load(settle(tmp_path, **files))
    assert english in str(wrong.value).splitlines()
    assert vietnamese in say(message_of(wrong.value), "vi", "cli").splitlines()
