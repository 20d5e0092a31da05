"""An administrator edits the registry: diff, plan, apply, and what the units then read; renewals."""

from __future__ import annotations

import email
import re
import shutil
from email import policy
from pathlib import Path
from typing import Any

import pytest

from config.settings import SHIPPED_REGISTRY

pytestmark = pytest.mark.slow  # a home after a first round of the shipped registry is made for it


@pytest.fixture
def registry(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped registry that may be edited."""
    folder = tmp_path / "registry"
    shutil.copytree(SHIPPED_REGISTRY, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "intake"))
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    return folder


def edit(file: Path, duty: str, pattern: str, new: str) -> None:
    """Replaces the first match of a pattern after a duty's code."""
    text = file.read_text(encoding="utf-8")
    head, code, rest = text.partition(f"code: {duty}\n")
    changed, count = re.subn(pattern, new, rest, count=1)
    assert count == 1
    file.write_text(head + code + changed, encoding="utf-8")


@pytest.fixture
def november(first_round: Any, registry: Path) -> Path:
    """Everything of 27 November 2026 is open; then the annual report of 490 is to be sent a week later, by
    Friday 25 December, and no more by PC; and the monthly one of 24 gets another owner.
    """
    first_round("2026-11-27")
    edit(registry / "kh-490.yaml", "kstthc-nam", r"due: \{.*?\}", "due: {month: 12, day: 25, boundary: by}")
    edit(registry / "kh-490.yaml", "kstthc-nam", r"CNTT, PC, ", "CNTT, ")
    edit(registry / "qd-24.yaml", "nq01-thang", r"owner: KHDT", "owner: PC")
    return registry


@pytest.mark.long
def test_plan_counts_first_then_one_line_for_a_period(ask: Any, november: Path) -> None:
    answer = ask("plan", "--as-of", "2026-11-30")
    assert answer.code == 0
    first, heading, *rows = answer.out.splitlines()
    assert re.search(r"Mon 2026-11-30: 1 opened, \d+ moved, 1 withdrawn, 10 owner-changed\.$", first)
    assert heading.split() == ["CHANGE", "OBLIGATION", "PERIOD", "UNITS", "FROM", "TO", "NOTE"]
    # KHDT's summary of December opens on this very day, registry edited or not.
    opened, moved, withdrawn, owner = rows[:4]
    assert re.match(r"opened +nq01-tong-hop-thang +2026-12 +1: KHDT", opened)
    assert re.match(
        r"moved +kstthc-nam +2026 +\d+ +Fri 2026-12-18 \(before 19/12\) +Fri 2026-12-25 \(by 25/12\)", moved
    )
    assert re.match(r"withdrawn +kstthc-nam +2026 +1: PC .* the unit does not owe it any more", withdrawn)
    assert re.match(r"owner-changed +nq01-thang +2026-12 +10 +KHDT +PC", owner)
    assert "Tasks that fall due in twelve whole months" in answer.out
    assert re.search(r"^490/KH-BHXH( +\d+)+$", answer.out, re.M)
    assert ask("plan", "--as-of", "2026-11-30", "--check").code == 1


def test_plan_as_json_has_everything(ask: Any, november: Path) -> None:
    made = ask("plan", "--as-of", "2026-11-30", "--json").json
    assert made["counts"]["withdrawn"] == 1
    (gone,) = [each for each in made["changes"] if each["change"] == "withdrawn"]
    assert (gone["units"], gone["count"], gone["before"]["last_day"], gone["after"]) == (
        ["PC"], 1, "2026-12-18", None,
    )  # fmt: skip
    quarterly = next(each for each in made["year_ahead"] if each["obligation"] == "kstthc-quy")
    # March, June and September of 2027; the months run from November 2026 to October 2027.
    assert [each["month"] for each in quarterly["months"]] == ["2027-03", "2027-06", "2027-09"]
    assert quarterly["periods"] == 3
    assert quarterly["tasks"] == 3 * quarterly["months"][0]["tasks"]


def test_apply_does_it_once_and_the_units_read_of_it(ask: Any, november: Path, home: Path) -> None:
    doctor = ask("doctor", "--as-of", "2026-11-30").out
    assert "otherwise than open tasks" in doctor
    assert "1 withdrawn, 10 owner-changed" in doctor
    shown = ask("plan", "--as-of", "2026-11-30", "--json").json["fingerprint"]
    refused = ask("apply", "0123456789ab", "--as-of", "2026-11-30")
    assert (refused.code, refused.out) == (1, "")
    assert "look at `dondoc plan` again" in refused.err
    rehearsed = ask("apply", "--as-of", "2026-11-30", "--dry-run", "--json").json
    assert rehearsed["dry_run"] is True
    done = ask("apply", shown, "--as-of", "2026-11-30", "--reason", "Kế hoạch sửa đổi", "--json").json
    assert done["done"] == rehearsed["done"]
    assert "the open tasks are as the registry says" in ask("doctor", "--as-of", "2026-11-30").out
    assert ask("apply", "--as-of", "2026-11-30").out == "nothing to change.\n"
    assert ask("plan", "--as-of", "2026-11-30", "--check").code == 0
    withdrawn = ask("tasks", "--as-of", "2026-12-01", "--state", "withdrawn", "--json").json["tasks"]
    assert [(each["obligation"], each["unit"]) for each in withdrawn] == [("kstthc-nam", "PC")]
    ask("round", "--as-of", "2026-12-01")
    texts = {unit: read(home, "2026-12-01", unit) for unit in ("TST", "PC")}
    assert (
        "Hạn đã đổi theo kế hoạch: trước đây là thứ Sáu, 18/12/2026; lý do: Kế hoạch sửa đổi" in texts["TST"]
    )
    assert "Hạn cuối: thứ Sáu, 25/12/2026" in texts["TST"]
    over = texts["PC"].split("--- KHÔNG PHẢI THỰC HIỆN NỮA (1) ---")[1].split("---")[0]
    assert "năm 2026 (hạn đã báo: thứ Sáu, 18/12/2026; mã việc kstthc-nam/2026/PC)" in over
    assert "lý do: Kế hoạch sửa đổi" in over
    # Told once; the next morning says nothing of it.
    ask("round", "--as-of", "2026-12-02")
    assert "KHÔNG PHẢI THỰC HIỆN NỮA" not in (read(home, "2026-12-02", "PC") or "")


def read(home: Path, day: str, unit: str) -> str:
    found = list((home / "outbox").glob(f"{day}*-{unit}-digest-*.eml"))
    if not found:
        return ""
    mail = email.message_from_bytes(found[0].read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_diff_with_the_registry_in_use(ask: Any, november: Path) -> None:
    answer = ask("diff", str(SHIPPED_REGISTRY), "--as-of", "2026-11-30")
    assert answer.code == 0
    assert "due: {month: 12, day: 19, boundary: before} -> {month: 12, day: 25, boundary: by}" in answer.out
    assert "owed_by: - PC" in answer.out
    assert "owner: KHDT -> PC" in answer.out
    assert re.search(r"kstthc-nam +2026 +Fri 2026-12-18 +Fri 2026-12-25 +\d+ -> \d+", answer.out)
    two = ask("diff", str(SHIPPED_REGISTRY), str(november), "--as-of", "2026-11-30", "--json").json
    assert {(each["section"], each["code"], each["what"]) for each in two["changes"]} == {
        ("obligations", "kstthc-nam", "changed"), ("obligations", "nq01-thang", "changed"),
    }  # fmt: skip
    assert ask("diff", str(SHIPPED_REGISTRY), "--exit-code").code == 1


def test_diff_of_the_same_and_of_what_cannot_be_read(ask: Any, registry: Path, tmp_path: Path) -> None:
    same = ask("diff", str(registry), str(registry), "--exit-code")
    assert (same.code, same.out) == (0, "no difference.\n")
    missing = ask("diff", str(tmp_path / "nowhere"))
    assert (missing.code, missing.out) == (1, "")
    assert "expected a registry folder" in missing.err
    (registry / "office.yaml").write_text("office: {code: 1}\n", encoding="utf-8")
    broken = ask("diff", str(SHIPPED_REGISTRY), str(registry))
    assert broken.code == 1
    assert f"{registry}: office.yaml:1" in broken.err
    # The registry in use is not asked about when two are named.
    assert ask("diff", str(SHIPPED_REGISTRY), str(SHIPPED_REGISTRY)).code == 0


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (("plan",), 1, "no tasks yet"),
        (("plan", "--as-of", "2026-11-30", "--until", "2026-11-01"), 2, "lies before"),
        (("plan", "--until", "2999-01-01"), 2, "the working calendar ends"),
        (("apply", "--as-of", "1950-01-01", "--dry-run"), 2, "outside the working calendar"),
        (("renewals",), 1, "no tasks yet"),
        (("renew", "940/KH", "--dry-run"), 2, "did you mean"),
    ],
)
def test_what_cannot_be_is_one_message_and_makes_nothing(
    ask: Any, registry: Path, home: Path, words: tuple[str, ...], code: int, text: str
) -> None:
    answer = ask(*words)
    assert (answer.code, answer.out) == (code, "")
    assert text in answer.err
    assert not home.exists()


@pytest.mark.long
def test_a_renewal_from_the_question_to_the_end(
    ask: Any, first_round: Any, registry: Path, home: Path
) -> None:
    first_round("2026-11-27")
    # 1 January 2027 is a holiday, a Friday: the first working day is Monday the 4th.
    ask("round", "--as-of", "2027-01-04", "--far-ahead")
    assert "Năm 2027 có tiếp tục không?" in read(home, "2027-01-04", "VP")
    listed = ask("renewals", "--as-of", "2027-01-04", "--json").json["documents"]
    (plan,) = [each for each in listed if each["document"] == "490/KH-BHXH"]
    assert (plan["year"], plan["horizon"], plan["answer"], plan["asked"]) == (
        2027, 2022, None, ["2027-01-04"],
    )  # fmt: skip
    assert "VP" in plan["owners"]
    assert "waits for an answer" in ask("renewals", "--as-of", "2027-01-04").out
    assert "nobody has said whether these go on in 2027" in ask("doctor", "--as-of", "2027-01-04").out
    said = ask("renew", "490/KH-BHXH", "--end", "--as-of", "2027-01-05", "--reason", "Kế hoạch mới")
    assert said.code == 0
    assert "in kh-490.yaml write `horizon: 2026` and `renewal: none`" in said.out
    assert "answered for 2027: 490/KH-BHXH ended" in ask("doctor", "--as-of", "2027-01-05").out
    text = (registry / "kh-490.yaml").read_text(encoding="utf-8")
    text = re.sub(r"horizon: 2022", "horizon: 2026", text).replace("renewal: yearly", "renewal: none", 1)
    (registry / "kh-490.yaml").write_text(text, encoding="utf-8")
    year = ask("plan", "--as-of", "2027-01-05", "--json").json["year_ahead"]
    assert "kstthc-quy" not in {each["obligation"] for each in year}
    assert "490/KH-BHXH" not in ask("renewals", "--as-of", "2027-01-05").out
