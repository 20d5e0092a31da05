"""An owner that has ended: no mail names its old mailbox any more, in whatever role."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from config.loading.loader import load
from config.registry.ended import ended
from config.settings import SHIPPED_REGISTRY
from engine.installation import Installation
from engine.rounds.rounds import run_round
from language import say
from tests.support import cast
from tests.support.cast import at, unit
from tests.support.mailroom import Mailroom, mailroom, text_of

pytestmark = pytest.mark.slow

OPENED = at("2026-08-27")
ENDED = date(2026, 9, 21)
LATE = at("2026-09-25")  # five working days after the last day: the owner hears
OLD = "vp@bhxh.example"


def office(url: str, home: Path, successor: str | None) -> Mailroom:
    """The quarterly duty's owner, VP, ends on 21 September, three days after the last day."""
    room = mailroom(url, home)
    units = [each for each in cast.UNITS if each.code != "VP"]
    heir = unit("VPTH", "Văn phòng Tổng hợp", from_=ENDED)
    vp = unit("VP", "Văn phòng", to=ENDED, successor=successor)
    return Mailroom(room.engine, cast.registry(units=(vp, heir, *units)), room.settings)


def mornings(room: Mailroom, *days: str) -> dict[str, EmailMessage]:
    here = Installation(replace(room.settings, go_live=date(2026, 8, 27)), room.registry, room.engine)
    for day in days:
        run_round(here, at(day))
    return room.files()


@pytest.mark.parametrize(
    ("successor", "box", "name"),
    [
        ("VPTH", "vpth@bhxh.example", "Văn phòng Tổng hợp"),
        (None, "lanhdao@bhxh.example", "Lãnh đạo cơ quan"),
    ],
)
def test_nobody_is_sent_to_the_mailbox_of_an_owner_that_has_ended(
    url: str, tmp_path: Path, successor: str | None, box: str, name: str
) -> None:
    room = office(url, tmp_path, successor)
    mornings(room, "2026-08-27", "2026-09-17")
    before = room.files()
    after = {key: mail for key, mail in mornings(room, "2026-09-25").items() if key not in before}
    to = {str(mail["To"]) for mail in after.values()}
    assert any(box in each for each in to), to
    for mail in after.values():
        text = text_of(mail)
        assert OLD not in mail.as_string() + text
        assert "Văn phòng, " not in text
    (unit_mail,) = [mail for mail in after.values() if "<tst@bhxh.example>" in str(mail["To"])]
    assert box in str(unit_mail["Reply-To"])
    assert f"Nơi nhận: {name}, {box}" in text_of(unit_mail)


def test_who_stands_for_it_hears_once_even_where_it_is_already_the_leadership(
    url: str, tmp_path: Path
) -> None:
    room = office(url, tmp_path, None)
    mornings(room, "2026-08-27", "2026-09-17", "2026-09-25", "2026-10-02")
    to_leaders = [str(m.sent_at)[:10] for m in room.messages() if m.recipient == "leadership"]
    assert to_leaders == ["2026-09-25", "2026-10-02"]


def test_a_unit_that_ended_and_left_its_reports_to_nobody_is_told_to_their_owner(
    url: str, tmp_path: Path
) -> None:
    room = mailroom(url, tmp_path)
    gone = unit("TST", "Ban Quản lý thu", to=date(2026, 9, 10))
    units = tuple(gone if each.code == "TST" else each for each in cast.UNITS)
    room = Mailroom(room.engine, cast.registry(units=units), room.settings)
    mornings(room, "2026-08-27")
    before = room.files()
    after = {key: mail for key, mail in mornings(room, "2026-09-17").items() if key not in before}
    assert not [mail for mail in after.values() if "tst@bhxh.example" in str(mail["To"])]
    (told,) = [mail for mail in after.values() if OLD in str(mail["To"])]
    assert "Thư này dành cho Ban Quản lý thu" in text_of(told)


def test_check_names_each_place_with_file_and_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED_REGISTRY, tmp_path / "office"))
    units = folder / "units.yaml"
    text = units.read_text(encoding="utf-8")
    text = text.replace("{code: VP, ", "{code: VP, to: 2026-07-01, ", 1)
    text = text.replace("{code: KHDT, ", "{code: KHDT, to: 2026-07-01, successor: TCCB, ", 1)
    units.write_text(text, encoding="utf-8")
    told = [say(each, "en") for each in ended(load(folder), date(2026, 9, 14))]
    where = next(
        n
        for n, line in enumerate((folder / "kh-490.yaml").read_text(encoding="utf-8").splitlines(), 1)
        if line.strip() == "owner: VP"
    )
    assert any(
        each.startswith(f"kh-490.yaml:{where}: ") and "VP ended on 2026-07-01 without a successor" in each
        for each in told
    )
    assert any("KHDT ended on 2026-07-01 and TCCB stands in its place" in each for each in told)
    assert not list(ended(load(folder), date(2026, 6, 30)))
