"""Clauses each for a class of reporters: a rule of each, marked; in every doubt none."""

from __future__ import annotations

import random

import pytest

from calendars.phrases import MeaningKind, describe, parse
from language import say
from tests.phrases.rows import dates
from tests.phrases.test_danger import AFTER, BEFORE
from tests.phrases.test_phrase_mutations import _slips

YEARLY = ["2025-06-15 before", "2025-06-30 before"]
CLASSES = [
    ("Cấp xã: 15/6/2026; cấp tỉnh: 30/6/2026",
     [("Cấp xã", ["2026-06-15 by"]), ("cấp tỉnh", ["2026-06-30 by"])]),
    ("30/6/2026 (cấp xã); 15/7/2026 (cấp tỉnh)",
     [("cấp xã", ["2026-06-30 by"]), ("cấp tỉnh", ["2026-07-15 by"])]),
    ("- Đối với A: 15/6/2026;\n- Đối với B: 30/6/2026", [("A", ["2026-06-15 by"]), ("B", ["2026-06-30 by"])]),
    ("- Đối với đơn vị A: trước ngày 15/6 hằng năm; - Đối với đơn vị B: trước ngày 30/6 hằng năm",
     [("đơn vị A", YEARLY[:1]), ("đơn vị B", YEARLY[1:])]),
    ("Hằng năm, cấp xã: trước ngày 15/6; cấp tỉnh: trước ngày 30/6",
     [("cấp xã", YEARLY[:1]), ("cấp tỉnh", YEARLY[1:])]),
    ("Trước ngày 15/6 hằng năm đối với cấp xã; trước ngày 30/6 hằng năm đối với cấp tỉnh",
     [("cấp xã", YEARLY[:1]), ("cấp tỉnh", YEARLY[1:])]),
    ("UBND cấp xã gửi trước ngày 15/6 hằng năm; UBND cấp huyện gửi trước ngày 30/6 hằng năm",
     [("UBND cấp xã", YEARLY[:1]), ("UBND cấp huyện", YEARLY[1:])]),
    ("Đối với cấp huyện trước ngày 15/6 hằng năm, đối với cấp tỉnh trước ngày 30/6 hằng năm",
     [("cấp huyện", YEARLY[:1]), ("cấp tỉnh", YEARLY[1:])]),
    ("1. Cấp xã: trước ngày 15\ntháng 6 hằng năm\n2. Cấp tỉnh: trước\nngày 30 tháng\n6 hằng năm",
     [("Cấp xã", YEARLY[:1]), ("Cấp tỉnh", YEARLY[1:])]),
    ("Các phòng: Quý II/2026; Văn phòng: Quý III/2026",
     [("Các phòng", ["2026-06-30 by"]), ("Văn phòng", ["2026-09-30 by"])]),
    ("Trước ngày 15/6 (đối với cấp xã) và trước ngày 30/6 (đối với cấp tỉnh) hằng năm",
     [("cấp xã", YEARLY[:1]), ("cấp tỉnh", YEARLY[1:])]),
    ("Nhà văn hóa: 15/6/2026; đồn biên phòng: 30/6/2026",
     [("Nhà văn hóa", ["2026-06-15 by"]), ("đồn biên phòng", ["2026-06-30 by"])]),
    ("for communes: by 15 June each year; for provinces: by 30 June each year",
     [("communes", ["2025-06-15 by"]), ("provinces", ["2025-06-30 by"])]),
    ("Departments: 15 June 2026; pilot stations: 30 June 2026",
     [("Departments", ["2026-06-15 by"]), ("pilot stations", ["2026-06-30 by"])]),
]  # fmt: skip


def _days(phrase: str) -> set[str]:
    return {" ".join(each.split()[:2]) for each in dates(parse(phrase), "W")}


@pytest.mark.parametrize(("phrase", "says"), CLASSES, ids=[phrase[:50] for phrase, _ in CLASSES])
def test_each_class_has_its_rule(phrase: str, says: list[tuple[str, list[str]]]) -> None:
    meaning = parse(phrase)
    assert [rule.whom for rule in meaning.rules] == [whom for whom, _ in says]
    wanted = {day for _, each in says for day in each}
    assert wanted <= _days(phrase)
    assert {day.split()[0][5:] for day in _days(phrase)} == {day.split()[0][5:] for day in wanted}
    names = "; ".join(whom for whom, _ in says)
    assert say(meaning.notes[0], "vi") == f"mỗi hạn là của riêng một loại đơn vị: {names}"
    assert say(meaning.notes[0], "en") == f"each deadline is for one class of units: {names}"
    assert all(f"{whom}: " in say(describe(meaning), "vi") for whom, _ in says)
    assert dates(parse(say(describe(meaning), "vi")), "W") == dates(meaning, "W")


def test_a_plans_year_holds_for_every_class() -> None:
    meaning = parse("Cấp xã: 15/6; cấp tỉnh: 30/6", 2026)
    assert [(rule.whom, rule.pattern.code if rule.pattern else "") for rule in meaning.rules] == [
        ("Cấp xã", "2026-06-15"),
        ("cấp tỉnh", "2026-06-30"),
    ]


@pytest.mark.parametrize(
    "phrase",
    [
        "Cấp xã: 15/6/2026; cấp xã: 30/6/2026", "Cấp xã: 15/6/2026; nội dung: 30/6/2026",
        "Đơn vị nhận: 15/6/2026; đơn vị gửi: 30/6/2026", "Cấp giấy: 15/6/2026; cấp thẻ: 30/6/2026",
        "Ban hành: 15/6/2026; ban bố: 30/6/2026", "Bãi bỏ: cấp xã: 15/6/2026; cấp tỉnh: 30/6/2026",
        "Không áp dụng đối với cấp xã: 15/6/2026; đối với cấp tỉnh: 30/6/2026",
        "Cấp xã không phải báo cáo: 15/6/2026; cấp tỉnh: 30/6/2026",
        "Cấp xã: 15/6/2026; cấp tỉnh: 30/6/2026; nay bãi bỏ", "Cấp xã: 15/6/2026; cấp tỉnh: không báo cáo",
        "Cấp xã: ngày 15/6/2026 (âm lịch); cấp tỉnh: 30/6/2026",
        "Phòng A được thành lập: 15/6/2026; Phòng B được thành lập: 30/6/2026",
        "Cấp xã: 10 ngày kể từ ngày nhận; cấp tỉnh: 15 ngày kể từ ngày nhận",
        "communes: 15 June 2026; provinces: no report", "VPS: 15/6/2026; KHTC: 30/6/2026",
    ],
)  # fmt: skip
def test_where_one_clause_is_not_sure_no_class_has_a_rule(phrase: str) -> None:
    assert not any(rule.whom for rule in parse(phrase).rules)
    assert _days(phrase) == set()


def test_what_is_for_periods_is_for_no_class() -> None:
    meaning = parse("6 tháng: trước 15/6; năm: trước 15/12")
    assert (meaning.kind, [rule.whom for rule in meaning.rules]) == (MeaningKind.RECURRING, ["", ""])
    assert meaning.notes == ()


@pytest.mark.parametrize("phrase", [phrase for phrase, _ in CLASSES])
def test_no_date_comes_of_what_is_turned_or_taken_back(phrase: str) -> None:
    if "June" in phrase:
        for word in ("(cancelled)", "no longer applies", "(repealed)"):
            assert _days(f"{phrase} {word}") == set(), word
        return
    for word in BEFORE:
        assert _days(f"{word}: {phrase}") == set(), word
    for word in AFTER:
        assert _days(f"{phrase} {word}") == set(), word


@pytest.mark.slow
@pytest.mark.parametrize("phrase", [phrase for phrase, _ in CLASSES])
@pytest.mark.sampled(6)
def test_a_slip_makes_no_other_day(phrase: str) -> None:
    right = _days(phrase)
    for text in _slips(phrase, random.Random(phrase)):
        assert _days(text) <= right, text
