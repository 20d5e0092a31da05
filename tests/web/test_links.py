"""Links: what one opens, for how long, and what opens nothing."""

from __future__ import annotations

import stat
import string
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.errors import BadLink, LinkKeysError
from engine.installation import Installation
from engine.links import keys, revoking, tokens
from engine.links.tokens import Opened, opened, token
from engine.tasks.acts import acting
from models import db, queries
from tests.support import cast
from tests.support.acts import en
from tests.support.cast import at
from tests.support.rounds import LAN, settings

KEYS = ("k" * 43, "o" * 43)
DAY = date(2026, 9, 10)


def made(unit: str = "TST", *, acts: bool = True, generation: int = 0, today: date = DAY) -> str:
    return token(KEYS, unit, acts=acts, generation=generation, today=today)


def look(text: str, *, today: date = DAY, generation: int = 0, known: tuple[str, ...] = KEYS) -> Opened:
    return opened(known, text, today=today, generation=lambda _: generation)


def test_it_opens_one_unit_until_its_last_day() -> None:
    assert look(made()) == Opened("TST", True, date(2026, 10, 25))
    assert look(made(acts=False)).acts is False
    assert look(made(), today=date(2026, 10, 25)).unit == "TST"
    with pytest.raises(BadLink):
        look(made(), today=date(2026, 10, 26))


def test_the_same_day_makes_the_same_link() -> None:
    assert made() == made()
    assert made() != made(today=date(2026, 9, 11))


def test_it_can_stand_in_an_address() -> None:
    assert set(made("tinh-15-2025")) <= set(string.ascii_letters + string.digits + "-_.")
    assert len(made("tinh-15-2025")) < 120


def test_whatever_is_changed_it_opens_nothing_and_says_the_same() -> None:
    whole, said = made(), set()
    broken = [whole[:n] for n in range(len(whole))]
    broken += [whole[:n] + ("A" if whole[n] != "A" else "B") + whole[n + 1 :] for n in range(len(whole) - 1)]
    broken += [whole + "A", whole + ".", "", "a.b", "x" * 10_000, made("PC")[:-5] + whole[-5:]]
    for text in broken:
        with pytest.raises(BadLink) as refused:
            look(text)
        said.add(en(refused.value.message))
    assert said == {"the link opens nothing"}


def test_a_revoked_one_opens_nothing_and_the_next_does() -> None:
    with pytest.raises(BadLink):
        look(made(), generation=1)
    assert look(made(generation=1), generation=1).unit == "TST"


def test_a_new_key_signs_and_the_old_ones_go_on_opening(tmp_path: Path) -> None:
    first = keys.ensure(tmp_path)
    before = token(first, "TST", acts=True, generation=0, today=DAY)
    second = keys.rotate(tmp_path)
    assert second[1:] == first
    assert look(before, known=second).unit == "TST"
    assert token(second, "TST", acts=True, generation=0, today=DAY) != before
    for _ in range(keys.KEPT):
        keys.rotate(tmp_path)
    assert len(keys.read(tmp_path)) == keys.KEPT
    with pytest.raises(BadLink):
        look(before, known=keys.read(tmp_path))


def test_at_once_every_link_that_has_left_stops(tmp_path: Path) -> None:
    before = token(keys.ensure(tmp_path), "TST", acts=True, generation=0, today=DAY)
    with pytest.raises(BadLink):
        look(before, known=keys.rotate(tmp_path, at_once=True))


def test_nobody_else_reads_the_keys(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    path = keys.path_in(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["links"]  # nothing half written stays


def test_two_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    found: list[tuple[str, ...]] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        found.append(keys.ensure(tmp_path))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(found)) == 1
    assert len(found) == 8


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff\xfe", b"k" * 43 + b"\nx\n"])
def test_a_damaged_file_is_told_and_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = keys.path_in(tmp_path)
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(LinkKeysError):
        keys.ensure(tmp_path)
    assert path.read_bytes() == content


def test_revoking_is_recorded_with_who_and_why(database: Engine, tmp_path: Path) -> None:
    installation = Installation(settings(tmp_path), cast.registry(), database)
    for times in (1, 2):
        with acting(installation, at("2026-09-10"), LAN) as act:
            assert revoking.revoke(act, "TST", reason="Thư chuyển nhầm") == times
    with db.reading(database) as s:
        assert revoking.generations(s) == {"TST": 2}
        assert revoking.generation(s, "VP") == 0
        (first, _) = queries.happenings(s, [revoking.REVOKED])
    assert (first.actor, first.reason, first.data) == (
        "lan",
        "Thư chuyển nhầm",
        {"unit": "TST", "generation": 1},
    )
    assert tokens.VALID_DAYS == 45
