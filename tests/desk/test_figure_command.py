"""An indicator's figure, typed: what `submit` takes and refuses, and what `tasks` shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.trial_office import office_folder

FILE = """
document: {number: 9/QĐ-TEST, date: 2025-01-05, title: Chỉ tiêu thử}
obligations:
  - code: ct-truc-tuyen
    title: Tỷ lệ hồ sơ trực tuyến
    title_en: Share of files handled online
    cite: mục 1
    worded: chậm nhất ngày 15/12
    owed_by: [TST, PC, VP]
    owner: VP
    cycle: annual
    due: {month: 12, day: 15, boundary: by}
    ladder: standard
    figure: {unit: "%", targets: {2025: 95}, better: higher}
"""
TASK = ("ct-truc-tuyen", "2025", "TST")


@pytest.fixture
def office(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = office_folder(tmp_path / "config")
    for file in folder.glob("*.yaml"):  # a small office: only what says who and when, and this one duty
        if "document:" in file.read_text(encoding="utf-8"):
            file.unlink()
    (folder / "chi-tieu.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))


@pytest.mark.slow
def test_a_figure_from_typing_to_the_table(ask, office: None) -> None:
    assert ask("round", "--as-of", "2025-12-01").code == 0
    words = ("submit", *TASK, "--document", "12/BC", "--as-of", "2025-12-10")
    without = ask(*words)
    assert (without.code, without.out) == (1, "")
    assert without.err == (
        "dondoc: ct-truc-tuyen 2025 of TST is an indicator: its report needs the year's figure in %, "
        "such as --figure 97,5\n"
    )
    assert ask(*words, "--figure", "97.5.1").code == 1
    sent = ask(*words, "--figure", "97,5", "--json").json
    assert (sent["figure"], sent["target"], sent["met"]) == ("97.5", "95", True)
    other = ask(
        "submit",
        "ct-truc-tuyen",
        "2025",
        "PC",
        "--document",
        "1/BC",
        "--figure",
        "104",
        "--as-of",
        "2025-12-10",
    )
    assert (other.code, other.out) == (
        0, "ct-truc-tuyen 2025 PC: was submitted, document 1/BC, 104 % (target 95: met).\n",
    )  # fmt: skip
    assert "104% is outside 0 to 100" in other.err

    found = ask(
        "tasks", "--obligation", "ct-truc-tuyen", "--state", "all", "--as-of", "2025-12-11", "--json"
    ).json
    assert {each["unit"]: (each["figure"], each["target"], each["met"]) for each in found["tasks"]} == {
        "PC": ("104", "95", True), "TST": ("97.5", "95", True), "VP": (None, "95", None),
    }  # fmt: skip
    shown = ask("tasks", "--obligation", "ct-truc-tuyen", "--state", "all", "--as-of", "2025-12-11").out
    assert "97.5 % (target 95: met)" in shown
    assert "asked in % (target 95)" in shown
    # Seen from the day before, nothing had been sent.
    before = ask("tasks", "--unit", "TST", "--as-of", "2025-12-09", "--json").json["tasks"]
    assert [(each["standing"], each["figure"]) for each in before] == [("open", None)]


@pytest.mark.slow
def test_a_list_without_indicators_has_no_column_for_them(ask, first_round) -> None:
    first_round("2026-09-11")
    shown = ask("tasks", "--obligation", "kstthc-quy", "--as-of", "2026-09-11").out
    assert shown.splitlines()[0].split() == [
        "LAST", "DAY", "OBLIGATION", "PERIOD", "UNIT", "STANDING", "LATE", "BY", "DOCUMENT",
    ]  # fmt: skip
    refused = ask(
        "submit",
        "kstthc-quy",
        "2026-Q3",
        "TST",
        "--document",
        "1/BC",
        "--figure",
        "5",
        "--as-of",
        "2026-09-14",
    )
    assert (refused.code, refused.err) == (1, "dondoc: kstthc-quy asks for no figure: leave it out\n")
