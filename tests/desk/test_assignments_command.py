"""`dondoc assignments`: what the appendices hand out, as a person and as a script sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Ask = Callable[..., Any]


def test_one_unit_s_rows_of_one_document(ask: Ask) -> None:
    found = ask("assignments", "--document", "1177", "--unit", "TDKT", "--json").json
    row = next(each for each in found["assignments"] if each["appendix"] == "pl")
    assert (row["document"], row["no"], row["leads"]) == ("1177/QĐ-BHXH", "3.3", ["TDKT"])
    assert (row["kind"], row["obligations"]) == ("cycle", ["da06-thang"])
    assert row["worded"].startswith("Năm 2023 và các năm tiếp theo")


def test_a_successor_leads_what_the_offices_before_it_led(ask: Ask) -> None:
    def rows(unit: str, day: str) -> set[str]:
        found = ask("assignments", "--unit", unit, "--as-of", day, "--json").json["assignments"]
        return {f"{each['document']} {each['no']}" for each in found}

    assert rows("tinh-15-2025", "2025-06-30") == set()
    assert rows("tinh-15-2025", "2025-07-01") == rows("tinh-01", "2025-07-01") - {"188/QĐ-BHXH 3.3"}


def test_rows_out_of_force_are_shown_only_on_demand(ask: Ask) -> None:
    def numbers(*words: str) -> int:
        return len(ask("assignments", "--document", "1177/QĐ-BHXH", *words, "--json").json["assignments"])

    assert numbers("--as-of", "2023-08-10") == 0
    assert numbers("--as-of", "2023-08-10", "--all") > numbers("--as-of", "2023-12-01") >= 20


def test_the_counts_of_every_appendix_add_up(ask: Ask) -> None:
    for each in ask("assignments", "--counts", "--json").json["counts"]:
        assert each["rows"] == each["dated"] + each["event"] + each["cycle"]
        assert each["stated"] in (None, each["rows"])


def test_the_table_names_the_report_in_which_a_row_is_told(ask: Ask) -> None:
    lines = ask("assignments", "--document", "1177", "--kind", "cycle").out.splitlines()
    row = next(line for line in lines if line.startswith("3.3 "))
    assert "TDKT" in row
    assert row.endswith("cycle: da06-thang")
    assert lines[-1].endswith("(--all shows the others too).")


def test_an_unknown_document_or_unit_is_told(ask: Ask) -> None:
    answer = ask("assignments", "--document", "999")
    assert answer.code == 2
    assert "no document '999'" in answer.err
    assert "1177/QĐ-BHXH" in answer.err
    assert ask("assignments", "--unit", "TSTT").code == 2
