"""`dondoc due`, `agenda` and `calendar`: the dates of the issue, worked out by hand, as a person and as a
script sees them.
"""

from __future__ import annotations

import pytest

KEYS = [
    "obligation",
    "period",
    "nominal",
    "boundary",
    "last_day",
    "working_deadline",
    "late_from",
    "rolled",
    "opens",
    "data_from",
    "data_to",
    "rungs",
    "calendar_confirmed",
]


def test_due_answers_the_promised_shape(ask) -> None:
    answer = ask("due", "kstthc-quy", "2026-Q3", "--json")
    assert answer.code == 0
    assert answer.err == ""
    found = answer.json
    assert list(found) == KEYS
    rungs, opens = found.pop("rungs"), found.pop("opens")
    assert found == {
        "obligation": "kstthc-quy",
        "period": "2026-Q3",
        "nominal": "2026-09-19",
        "boundary": "before",
        "last_day": "2026-09-18",
        "working_deadline": "2026-09-18",
        "late_from": "2026-09-18T17:00:00Z",
        "rolled": None,
        "data_from": "2026-06-15",
        "data_to": "2026-09-14",
        "calendar_confirmed": True,
    }
    assert "2026-08-01" < opens < "2026-09-11"
    assert all(list(rung) == ["rung", "at", "to"] and isinstance(rung["to"], str) for rung in rungs)
    # Five working days before Friday the 18th is Friday the 11th; 08:00 in Hanoi is 01:00 UTC.
    assert {"rung": "remind-5wd", "at": "2026-09-11T01:00:00Z", "to": "unit"} in rungs
    assert [rung["at"] for rung in rungs] == sorted(rung["at"] for rung in rungs)


@pytest.mark.parametrize(
    ("obligation", "period", "nominal", "last_day", "working_deadline", "rolled"),
    [
        ("kstthc-quy", "2026-Q3", "2026-09-19", "2026-09-18", "2026-09-18", False),
        ("kstthc-quy", "2028-Q1", "2028-03-19", "2028-03-20", "2028-03-17", True),
        ("cchc-ke-hoach", "2025", "2024-12-15", "2024-12-16", "2024-12-13", True),
        ("cchc-tong-hop", "2027", "2026-12-25", "2026-12-25", "2026-12-25", False),
        ("nq01-thang", "2024-01", "2024-01-22", "2024-01-21", "2024-01-19", False),
        ("nq01-thang", "2026-02", "2026-02-15", "2026-02-23", "2026-02-13", True),
    ],
)
def test_the_dates_worked_out_by_hand(
    ask, obligation: str, period: str, nominal: str, last_day: str, working_deadline: str, rolled: bool
) -> None:
    found = ask("due", obligation, period, "--json").json
    assert (found["nominal"], found["last_day"], found["working_deadline"]) == (
        nominal,
        last_day,
        working_deadline,
    )
    assert (found["rolled"] is not None) is rolled


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2026-Q2", "2026-03-15", "2026-06-14"), ("2026-Q1", "2025-12-15", "2026-03-14")],
)
def test_what_a_report_covers(ask, period: str, first: str, last: str) -> None:
    found = ask("due", "kstthc-quy", period, "--json").json
    assert (found["data_from"], found["data_to"]) == (first, last)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("due", "kstthc-quy", "2026-Q4"), "Q1, Q2, Q3"),
        (("due", "kstthc-quy", "2026-11"), "2026-Q3"),
        (("due", "kh490-6", "2022"), "its one period is 2022-04..2022-12"),
        (("due", "kh3035-giai-doan-3", "2022"), "every 3 years, as in 2022..2024"),
        (("due", "kstthc-quy", "2026-Q9"), "2026-Q"),
        (("due", "kstthc-qui", "2026-Q3"), "kstthc-quy"),
        (("due", "kstthc-quy", "soon"), "soon"),
        (("due", "kstthc-quy", "2200-Q1"), "2200"),
        (("due",), "OBLIGATION"),
        (("due", "kstthc-quy", "--as-of", "tomorrow"), "2026-09-18"),
        (("agenda", "--unit", "TSTT"), "TST"),
        (("agenda", "--from", "2026-02-01", "--to", "2026-01-01"), "before"),
        (("calendar", "2026", "--month", "13"), "12"),
        (("calendar", "1901"), "calendar"),
    ],
)
def test_a_question_that_cannot_be_answered_is_wrong_usage(ask, words: tuple[str, ...], hint: str) -> None:
    answer = ask(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert hint in answer.err
    assert "Traceback" not in answer.err


def test_without_a_period_the_next_ones(ask) -> None:
    answer = ask("due", "kstthc-quy", "--as-of", "2026-09-19", "--json").json
    assert [each["period"] for each in answer["periods"]] == ["2027-Q1", "2027-Q2", "2027-Q3", "2028-Q1"]
    still = ask("due", "kstthc-quy", "--as-of", "2026-09-18", "--next", "1", "--json").json
    assert [each["period"] for each in still["periods"]] == ["2026-Q3"]


def test_where_none_comes_it_says_why(ask) -> None:
    assert "dondoc due kh490-6 2022-04..2022-12" in ask("due", "kh490-6", "--as-of", "2026-01-05").out
    assert "ended on 2026-01-01" in ask("due", "kh3035-36", "--as-of", "2026-01-05").out


def test_every_reminder_of_a_span_says_from_where_it_counts(ask) -> None:
    lines = [each.split() for each in ask("due", "kh490-6", "2022-04..2022-12").out.splitlines()]
    counted = {each[3]: " ".join(each[4:-1]) for each in lines if len(each) > 4}
    assert counted["running-2022-Q3"] == "first working day of each quarter"
    assert counted["remind-60wd"] == "60 working days left"
    assert counted["due-today"] == "working deadline"
    assert counted["last-day"] == "last day that is not late"


def test_due_for_a_person_says_what_the_document_says_and_what_holds(ask) -> None:
    text = ask("due", "kstthc-quy", "2028-Q1").out
    assert "before Sun 2028-03-19" in text
    assert "Mon 2028-03-20" in text
    assert "Fri 2028-03-17" in text
    assert "moved from Sat 2028-03-18" in text
    assert "calendar not confirmed" in text


def test_the_agenda_is_sorted_by_last_day_and_filtered(ask) -> None:
    items = ask("agenda", "--from", "2026-01-01", "--to", "2026-12-31", "--json").json["items"]
    days = [item["last_day"] for item in items]
    assert days == sorted(days)
    assert {"kstthc-quy", "cchc-tong-hop", "nq01-thang"} <= {item["obligation"] for item in items}
    one = ask("agenda", "--from", "2026-09-01", "--to", "2026-09-30", "--unit", "CSYT", "--json").json[
        "items"
    ]
    assert all(item["units"] == ["CSYT"] for item in one)
    assert ("kstthc-quy", "2026-09-18") in [(item["obligation"], item["last_day"]) for item in one]
    year = ("--from", "2026-01-01", "--to", "2026-12-31")
    duty = ask("agenda", *year, "--obligation", "kstthc-quy", "--json").json
    assert [item["period"] for item in duty["items"]] == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_an_empty_agenda_is_no_problem(ask) -> None:
    answer = ask("agenda", "--from", "2026-09-19", "--to", "2026-09-19", "--obligation", "kstthc-quy")
    assert answer.code == 0
    assert "0 deadlines" in answer.out


def test_the_calendar_knows_the_new_year_swap_and_tet(ask) -> None:
    found = ask("calendar", "2026", "--json").json
    assert "2026-01-02" in [each["date"] for each in found["days_off"]]
    assert "2026-01-10" in [each["date"] for each in found["make_up_days"]]
    (swap,) = [each for each in found["make_up_days"] if each["date"] == "2026-01-10"]
    assert "12729/VPCP-KGVX" in swap["source"]
    assert all(each["name"] for each in found["days_off"] + found["make_up_days"])
    # Tet 2026: 16 to 20 February, Monday to Friday.
    february = {each["date"] for each in ask("calendar", "2026", "--month", "2", "--json").json["days_off"]}
    assert {f"2026-02-{n}" for n in range(16, 21)} <= february
    assert sum(month["workdays"] for month in found["months"]) == found["workdays"]


def test_the_calendar_for_a_person_marks_what_is_not_confirmed(ask) -> None:
    text = ask("calendar", "2030", "--month", "1").out
    assert "2030-01" in text
    assert "not confirmed" in text
    assert "not confirmed" not in ask("calendar", "2026", "--month", "3").out


@pytest.mark.slow
def test_looking_makes_nothing(ask, home) -> None:
    for words in (
        ["due", "kstthc-quy"],
        ["agenda"],
        ["calendar"],
        ["check"],
        ["db", "url"],
        ["db", "status"],
        ["tasks"],
    ):
        ask(*words)
    assert not home.exists()
