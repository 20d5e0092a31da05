# ruff: noqa: E501 - what is said is compared whole, and some of it is long
"""What an administrator reads of a registry and of settings, in Vietnamese; the other tests hold the English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config import settings
from config.loading import loader
from config.registry import Registry, RegistryErrors
from config.registry.errors import Place, Problem
from config.registry.remarks import remarks
from config.settings import SettingsError
from language import message_of, say
from tests.config.conftest import FILES, settle

Town = Callable[..., Registry]


def _vietnamese(broken: RegistryErrors | SettingsError) -> list[str]:
    return say(message_of(broken), "vi", "cli").splitlines()


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "duties", "day: 19,", "day: 32,",
            "duties.yaml:22: obligations.figures.due.day: cần số nguyên từ 1 đến 31, hoặc last, thấy '32'",
        ),
        (
            "duties", "boundary: before}", "boundary: befor}",
            "duties.yaml:22: obligations.figures.due.boundary: cần before hoặc by (có phải là before không?), thấy 'befor'",
        ),
        (
            "duties", '    cite: "2"\n', "",
            "duties.yaml:26: obligations.summary.cite: cần một dòng chữ, thấy chỗ trống",
        ),
        (
            "duties", "title_en: Summary", "title_en: [a]",
            "duties.yaml:28: obligations.summary.title_en: cần một dòng chữ, thấy một danh sách",
        ),
        (
            "duties", "month: last, day: 19", "month: 3, day: 19",
            "duties.yaml:22: obligations.figures.due.month: cần first, second, last hoặc next, tính theo quý, thấy '3'",
        ),
        (
            "duties", "day: 19, boundary", "day: 19, workday: 3, boundary",
            "duties.yaml:22: obligations.figures.due: cần một trong day, workday, weekday, days, after, with, thấy day và workday",
        ),
        (
            "duties", "code: summary", "code: figures",
            "duties.yaml:26: obligations.figures.code: cần mỗi mã một lần, thấy 'figures' lặp lại (lần đầu ở duties.yaml:13)",
        ),
        (
            "calendar", "worked: 2026-01-10", "worked: 2026-01-09",
            "calendar.yaml:7: calendar.swaps.2026-01-02.worked: cần một ngày nghỉ để làm bù, thấy 2026-01-09, thứ Sáu, vốn là ngày làm việc",
        ),
        (
            "ladders", "name: remind-5wd", "name: opened",
            "ladders.yaml:6: ladders.plain.rungs: cần các bước theo thứ tự thời gian, mỗi bước một tên riêng, thấy bậc thang plain: nhiều bước cùng tên opened",
        ),
        (
            "units", "code: CLERK, kind: office", "code: CLERK, kind: ofice",
            "units.yaml:13: units.CLERK.kind: cần một loại đơn vị trong tệp này (có phải là office không?), thấy 'ofice'",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_vietnamese(tmp_path: Path, file: str, old: str, new: str, line: str) -> None:
    text = FILES[f"{file}.yaml"]
    assert text.count(old) == 1
    with pytest.raises(RegistryErrors) as broken:
        loader.load(settle(tmp_path, **{file: text.replace(old, new)}))
    assert any(each.startswith(line) for each in _vietnamese(broken.value)), _vietnamese(broken.value)


def test_the_whole_folder_and_a_flood_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(RegistryErrors) as broken:
        loader.load(tmp_path / "nowhere")
    (line,) = _vietnamese(broken.value)
    assert line.startswith(
        f"{tmp_path / 'nowhere'}: cần thư mục chứa danh mục, thấy thư mục không đọc được ("
    )
    units = "kinds: []\nunits:\n" + "".join(f"  - {{code: U{n}}}\n" for n in range(500))
    with pytest.raises(RegistryErrors) as broken:
        loader.load(settle(tmp_path, units=units))
    assert _vietnamese(broken.value)[-1].startswith("... và ")
    assert _vietnamese(broken.value)[-1].endswith(" lỗi nữa")


def test_a_problem_is_a_value(tmp_path: Path) -> None:
    with pytest.raises(RegistryErrors) as broken:
        loader.load(settle(tmp_path, duties=FILES["duties.yaml"].replace("day: 19,", "day: 32,")))
    problem = next(each for each in broken.value.errors if isinstance(each, Problem))
    assert problem.place == Place("duties.yaml", 22, "obligations.figures.due.day")
    assert problem.found == "'32'"
    assert str(problem) == say(problem.message, "en", "cli")


@pytest.mark.parametrize(
    ("env", "line"),
    [
        ({"DONDOC_PREFECT_PORT": "0"}, "DONDOC_PREFECT_PORT: cần số nguyên từ 1 đến 65535, thấy '0'"),
        (
            {"DONDOC_SMTP": "x"},
            "DONDOC_SMTP: cần địa chỉ như smtp://... hoặc smtps://..., thấy một giá trị khác",
        ),
        (
            {"DONDOC_SMTP_PASSWORD": "a", "DONDOC_SMTP_PASSWORD_FILE": "b"},
            "DONDOC_SMTP_PASSWORD: cần biến này hoặc DONDOC_SMTP_PASSWORD_FILE, thấy cả hai",
        ),
        ({"DONDOC_MAIL_LANGUAGE": "fr"}, "DONDOC_MAIL_LANGUAGE: cần vi, vi+en hoặc en, thấy 'fr'"),
    ],
)
def test_a_wrong_setting_in_vietnamese(env: dict[str, str], line: str) -> None:
    with pytest.raises(SettingsError) as broken:
        settings.load(env)
    assert _vietnamese(broken.value) == [line]


def test_remarks_in_both_languages(town: Town) -> None:
    told = list(remarks(town()))
    assert say(told[0], "en") == (
        "calendar: verified until 2026-12-31; deadlines after it carry 'calendar not confirmed'"
    )
    assert say(told[0], "vi") == (
        "lịch làm việc: đã xác nhận đến 31/12/2026; các hạn sau ngày đó mang dấu “lịch chưa xác nhận”"
    )


@pytest.mark.parametrize(
    ("language", "off", "worked"),
    [
        ("vi", "Ngày nghỉ (thay cho ngày 10/01/2026)", "Làm bù cho ngày 02/01/2026"),
        ("en_US", "Day off (in place of 2026-01-10)", "Worked in place of 2026-01-02"),
    ],
)
def test_a_swap_is_named_in_the_calendar_s_language(town: Town, language: str, off: str, worked: str) -> None:
    calendar = FILES["calendar.yaml"].replace("country: none", f"country: none\n  language: {language}")
    found = town(calendar=calendar).calendar
    assert off in [why for _, why in found.days_off]
    assert worked in [why for _, why in found.make_up]
