"""`dondoc report`: the same numbers as `dondoc board`, asked for by the names that people type."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.desk.conftest import after_commands

pytestmark = pytest.mark.slow  # a home after a first round of the shipped registry is made for it
DUTY = ("kstthc-quy", "2026-Q3")
THEN = ("--as-of", "2026-09-24")


@pytest.fixture
def asked(ask, home: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The home of `test_board_command`: of forty-one units PC has sent its report in time and CNTT late, TST
    has until 30 September, TT is let off."""
    then = ("--as-of", "2026-09-14")
    made = after_commands(
        "home-of-boards",
        ("round", "--as-of", "2026-09-11"),
        ("submit", *DUTY, "PC", "--document", "1/BC", *then),
        ("extend", *DUTY, "TST", "--to", "2026-09-30", "--reason", "x", *then),
        ("waive", *DUTY, "TT", "--reason", "x", *then),
        ("submit", *DUTY, "CNTT", "--document", "2/BC", "--as-of", "2026-09-21"),
        go_live="2026-09-01",
    )
    shutil.copytree(made, home)
    monkeypatch.setenv("DONDOC_GO_LIVE", "2026-09-01")
    return ask


def test_a_period_is_what_the_board_says(asked) -> None:  # type: ignore[no-untyped-def]
    board = asked("board", *DUTY, *THEN, "--json").json
    said = asked("report", "--obligation", "kstthc-quy", "--period", "2026-Q3", *THEN, "--json").json
    keys = ("expected", "received", "on_time", "late", "open", "overdue", "waived", "withdrawn")
    assert {key: said["total"][key] for key in keys} == {key: board[key] for key in keys}
    assert [said["total"][key] for key in keys] == [40, 2, 1, 1, 1, 37, 1, 0]
    # One of forty on time; PC four working days early, CNTT one late: the middle is a day and a half early.
    assert (said["total"]["rate"], said["total"]["median_days"], said["total"]["extensions"]) == (
        2.5,
        -1.5,
        1,
    )
    places = {each["unit"]: each["place"] for each in said["units"]}
    assert (places["PC"], places["TST"], places["CNTT"], places["TT"]) == (1, 2, 3, None)
    assert said["matrix"]["columns"] == ["2026-Q3"]


def test_every_line_of_the_board_is_a_line_of_the_year(asked) -> None:  # type: ignore[no-untyped-def]
    boards = asked("board", "--all", *THEN, "--json").json["boards"]
    lines = {(x["obligation"], x["period"]): x for x in asked("report", *THEN, "--json").json["periods"]}
    year = [each for each in boards if each["last_days"] and each["last_days"][0]["day"] <= "2026-12-31"]
    assert len(year) > 3
    for each in year:
        line = lines[each["obligation"], each["period"]]
        for key in ("expected", "received", "on_time", "late", "open", "overdue", "waived", "withdrawn"):
            assert line[key] == each[key], (each["obligation"], each["period"], key)
        assert line["not_opened"] == len(each["not_opened"])


def test_units_and_documents_are_named_as_people_name_them(asked) -> None:  # type: ignore[no-untyped-def]
    said = asked("report", "--unit", "ha noi; pháp chế", "--document", "490", *THEN, "--json").json
    assert said["units_asked"] == ["tinh-01", "PC"]
    assert said["document"] == "490/KH-BHXH"
    assert {each["unit"] for each in said["units"]} == {"tinh-01", "PC"}
    assert {each["document"] for each in said["documents"]} == {"490/KH-BHXH"}


def test_a_period_is_typed_in_any_case_with_and_without_its_duty(asked) -> None:  # type: ignore[no-untyped-def]
    with_it = asked("report", "--obligation", "KSTTHC-QUY", "--period", "2026-q3", *THEN, "--json").json
    without = asked("report", "--period", "2026-q3", *THEN, "--json").json
    assert (with_it["period"], without["period"]) == ("2026-Q3", "2026-Q3")
    assert with_it["total"]["expected"] == 40
    assert (without["from"], without["to"]) == (None, None)
    assert "kstthc-quy" in {each["obligation"] for each in without["obligations"]}


def test_on_the_terminal_the_rule_stands_under_the_ranking(asked) -> None:  # type: ignore[no-untyped-def]
    out = asked("report", "--obligation", "kstthc-quy", "--period", "2026-Q3", *THEN).out.splitlines()
    assert out[0].split() == [
        "PLACE", "UNIT", "ALL", "ON", "TIME", "LATE", "AHEAD", "OVER", "%", "NAME", "OF", "UNIT",
    ]  # fmt: skip
    assert out[1].split()[:2] == ["1", "PC"]
    assert out[-2] == "Expected 40, received 2: on time 1 (2.5%), late 1; overdue 37, not due yet 1."
    assert out[-1].startswith("How units are ranked: ")


@pytest.mark.parametrize("ending", ["html", "xlsx", "docx", "csv", "json"])
def test_a_file_is_written_whole_and_never_over_another(asked, tmp_path: Path, ending: str) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / f"nam.{ending}"
    said = asked("report", "--year", "2026", *THEN, "-o", str(file))
    assert (said.code, f"Wrote {file}: " in said.out) == (0, True), said.err
    before = file.read_bytes()
    assert len(before) > 1000
    again = asked("report", "--year", "2026", *THEN, "-o", str(file))
    assert again.code == 1
    assert file.read_bytes() == before
    if ending == "json":
        assert json.loads(before)["total"]["expected"] > 40


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "x.ods"), "the ending must be one of .html, .xlsx, .docx, .pdf, .csv, .json"),
        (("-o", "khong-co/x.docx"), "khong-co"),
        (("--year", "2026", "--from", "2026-01-01"), "give --year, or --from and --to"),
        (("--from", "2026-03-01", "--to", "2026-02-01"), "lies before the first"),
        (("--document", "không có"), "there is no document 'không có'; there are: "),
        (("--document", "bhxh"), "'bhxh' fits several documents: "),
        (("--unit", "mặt trăng"), "mặt trăng"),
        (("--obligation", "kstthc-quy", "--period", "2026-Q4"), "2026-Q4"),
        (("--period", "quý ba"), "quý ba"),
    ],
)
def test_what_cannot_be_is_refused(asked, words: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    answer = asked("report", *words, *THEN)
    assert answer.code == 2
    assert said in answer.err


def test_a_year_in_which_nothing_was_due(asked) -> None:  # type: ignore[no-untyped-def]
    assert asked("report", "--year", "2019", *THEN).out == (
        "No report was due from 2019-01-01 to 2019-12-31.\n"
    )


def test_a_ranking_that_is_printed_line_by_line_reads_as_one_printed_whole(
    asked, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    whole = asked("report", *THEN).out
    monkeypatch.setattr("desk.commands.report.AT_ONCE", 1)
    assert asked("report", *THEN).out == whole
    assert whole.count("\n") > 40
