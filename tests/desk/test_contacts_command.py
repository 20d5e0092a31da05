"""`dondoc contacts` and `dondoc absent`: a table of contacts is shown first, then written into the office's
file as a whole or not at all, where only the lines of those who change are touched.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from models import db, queries
from tests.support.cast import at

pytestmark = pytest.mark.slow

HEAD = "Mã đơn vị,Họ và tên,Vai trò,Email,Điện thoại,Người thay\n"
GOOD = (
    "TST,Chuyên viên 1,báo cáo,cv1@tst.example,,Chuyên viên 2\n"
    "Ban Quản lý Thu,Chuyên viên 2,Khác,cv2@tst.example,,\n"
)
BAD = "TSTT,Chuyên viên 3,,cv3@tst.example,,\nPC,Chuyên viên 4,,cv4 at pc,,\nPC,,,cv5@pc.example,,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contacts.csv"


def test_a_table_is_shown_then_written_and_each_refused_row_says_why(
    small_office: Path, file: Path, ask
) -> None:
    kept = small_office / "contacts.yaml"
    file.write_text(HEAD + GOOD + BAD, encoding="utf-8")
    for words in ((), ("--apply",)):
        refused = ask("contacts", "--file", str(file), *words, "--json")
        assert (refused.code, refused.json["applied"], refused.json["refused"]) == (1, False, 3)
        assert not kept.exists()
    assert [each["why"] for each in refused.json["rows"]][3:] == [
        'a mail address such as cv1@unit.example is needed, not "cv4 at pc"',
        "the name is missing",
    ]
    assert ask("contacts", "--file", str(file), "--apply-good", "--json").json["applied"]
    assert kept.read_text(encoding="utf-8") == (
        "contacts:\n"
        '- {unit: TST, name: "Chuyên viên 1", mail: "cv1@tst.example", deputy: "Chuyên viên 2"}\n'
        '- {unit: TST, name: "Chuyên viên 2", role: other, mail: "cv2@tst.example"}\n'
    )
    again = ask("contacts", "--file", str(file), "--apply-good", "--json").json
    assert [each["known"] for each in again["rows"]] == [True, True, False, False, False]


def test_who_is_away_is_replaced_and_the_rest_of_the_file_stays_as_it_was(small_office: Path, ask) -> None:
    kept = small_office / "contacts.yaml"
    kept.write_text(
        "# mended by hand\ncontacts:\n"
        "  - unit: TST  # since May\n    name: Chuyên viên 1\n    mail: cv1@tst.example\n"
        "    deputy: Chuyên viên 2\n"
        "  # the deputy\n  - {unit: TST, name: Chuyên viên 2, role: other, mail: cv2@tst.example}\n",
        encoding="utf-8",
    )
    said = ask("absent", "TST", "chuyen vien 1", "2026-09-14", "2026-09-16", "--as-of", "2026-09-11")
    assert said.out == (
        "Chuyên viên 1 (TST) is away from 2026-09-14 to 2026-09-16: Chuyên viên 2 gets the mail instead.\n"
    )
    assert kept.read_text(encoding="utf-8") == (
        "# mended by hand\ncontacts:\n"
        '  - {unit: TST, name: "Chuyên viên 1", mail: "cv1@tst.example", deputy: "Chuyên viên 2", '
        "absent: {from: 2026-09-14, until: 2026-09-16}}\n"
        "  # the deputy\n  - {unit: TST, name: Chuyên viên 2, role: other, mail: cv2@tst.example}\n"
    )
    found = ask("contacts", "TST", "--json", "--as-of", "2026-09-15").json["contacts"]
    assert [each["reads"] for each in found] == ["Chuyên viên 2", ""]
    unknown = ask("absent", "TST", "Chuyên viên 9", "2026-09-14")
    assert (unknown.code, unknown.out) == (1, "")
    assert "there are: Chuyên viên 1; Chuyên viên 2" in unknown.err
    ask("absent", "TST", "Chuyên viên 1", "--back")
    assert "absent" not in kept.read_text(encoding="utf-8")


def test_the_registry_that_came_with_the_program_is_never_written(home: Path, file: Path, ask) -> None:
    file.write_text(HEAD + GOOD, encoding="utf-8")
    refused = ask("contacts", "--file", str(file), "--apply")
    assert refused.code == 1
    assert "make your own with dondoc init" in refused.err


def test_an_address_that_refuses_mail_is_seen(small_office: Path, home: Path, ask) -> None:
    (small_office / "contacts.yaml").write_text(
        "contacts:\n- {unit: TST, name: Chuyên viên 1, mail: cv1@tst.example}\n", encoding="utf-8"
    )
    assert ask("db", "upgrade").code == 0
    with db.session(db.engine_for(f"sqlite:///{home / 'dondoc.db'}")) as s:
        queries.mailbox_refused(s, "cv1@tst.example", at=at("2026-09-14", 0, 30), said="550 no")
    said = ask("contacts", "TST", "--as-of", "2026-09-15")
    assert "cv1@tst.example (refuses mail since 2026-09-14)" in said.out
