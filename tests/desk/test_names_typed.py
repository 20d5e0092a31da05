"""Commands take duties, units and periods as people write them: titles, names without marks, 'Q3/2026'."""

from __future__ import annotations

from collections.abc import Callable

import pytest

TITLE = "bao cao quy ve kiem soat"
QUARTER = "quý III/2026"
WHEN = ("--as-of", "2026-09-14")


@pytest.fixture
def office(ask, first_round: Callable[[str], None]):  # type: ignore[no-untyped-def]
    first_round("2026-09-11")
    return ask


@pytest.mark.parametrize(
    "words",
    [
        ("submit", TITLE, QUARTER, "ha noi", "--document", "1/BC"),
        ("progress", TITLE, "Q3/2026", "BHXH TP Hà Nội", "--percent", "40"),
        ("extend", TITLE, "quý 3 năm 2026", "hanoi", "--to", "2026-09-30", "--reason", "x"),
        ("waive", TITLE, QUARTER, "bhxh ha noi", "--reason", "x"),
        ("reassign", TITLE, QUARTER, "Hà Nội", "--to", "phap che", "--reason", "x"),
    ],
    ids=lambda words: words[0],
)
def test_answers(office, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done = office(*words, *WHEN, "--dry-run", "--json").json
    assert (done["obligation"], done["period"], done["unit"]) == ("kstthc-quy", "2026-Q3", "tinh-01")


@pytest.mark.parametrize(
    "words",
    [("accept",), ("return", "--to", "2026-09-30", "--reason", "x"), ("undo", "--reason", "x")],
    ids=lambda words: words[0],
)
def test_answers_about_what_was_sent(office, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    office("submit", "kstthc-quy", "2026-Q3", "tinh-01", "--document", "1/BC", *WHEN)
    done = office(words[0], TITLE, QUARTER, "ha noi", *words[1:], *WHEN, "--dry-run", "--json").json
    assert (done["obligation"], done["period"], done["unit"]) == ("kstthc-quy", "2026-Q3", "tinh-01")


def test_what_is_looked_at(office) -> None:  # type: ignore[no-untyped-def]
    assert office("due", TITLE, QUARTER, "--unit", "ha noi", "--json").json["period"] == "2026-Q3"
    assert office("board", TITLE, QUARTER, *WHEN, "--json").json["obligation"] == "kstthc-quy"
    (board,) = office("board", TITLE, *WHEN, "--json").json["boards"]
    assert board["period"] == "2026-Q3"
    tasks = office(
        "tasks", "--obligation", TITLE, "--period", QUARTER, "--unit", "phap che; ha noi", *WHEN, "--json"
    )
    assert {each["unit"] for each in tasks.json["tasks"]} == {"PC", "tinh-01"}
    assert tasks.json["count"] == 2
    anything = office("tasks", "--period", "Q3 2026", *WHEN, "--json").json
    assert {each["period"] for each in anything["tasks"]} == {"2026-Q3"}
    agenda = office("agenda", "--from", "2026-09-01", "--unit", "ha noi, CNTT",
                    "--obligation", f"{TITLE}; giao ban", "--json").json  # fmt: skip
    assert {each["obligation"] for each in agenda["items"]} == {"kstthc-quy", "da06-giao-ban"}
    rerun = office("rerun", TITLE, QUARTER, "--units", "ha noi; CNTT", *WHEN, "--json").json
    assert rerun["obligation"] == "kstthc-quy"
    waits = office("event", "cap nhat co so du lieu quoc gia ve tthc", "--list", "--json").json
    assert [each["obligation"] for each in waits["waiting"]] == ["kh490-3.4"]


def test_what_fits_two_is_refused_with_both(office) -> None:  # type: ignore[no-untyped-def]
    refused = office("submit", "báo cáo tháng", "2026-09", "PC", "--document", "1/BC", "--dry-run")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith(
        "'báo cáo tháng' fits several obligations: da06-thang (Báo cáo tháng thực hiện Đề án 06), nq01-thang "
        "(Báo cáo tháng thực hiện Nghị quyết 01); give the code or the whole title\n"
    )
