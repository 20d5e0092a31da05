"""A registry file that was cut in the middle reads well: what has vanished is asked about before a round, a
delivery or an answer uses it.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.workdays import WorkCalendar
from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY
from engine.errors import RegistryGone
from engine.installation import Installation
from engine.mail import outbox
from engine.rounds import simulate
from engine.rounds.audit import audit
from engine.rounds.rerun import rerun
from engine.tasks.acts import acting
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings, snapshot

BOTH = cast.registry(cast.QUARTERLY, cast.PLANS, fingerprint="whole")
CUT = cast.registry(cast.QUARTERLY, fingerprint="cut")


def other(**parts: object) -> Registry:
    """The whole registry with other parts."""
    made = replace_parts(BOTH, **parts)
    assert made.fingerprint != BOTH.fingerprint
    return made


def replace_parts(registry: Registry, **parts: object) -> Registry:
    fields: dict[str, object] = {
        "office": registry.office, "calendar": registry.calendar, "units": registry.units.values(),
        "groups": registry.groups.values(), "ladders": registry.ladders.values(),
        "documents": registry.documents.values(), "outlines": (),
        "obligations": registry.obligations.values(), "fingerprint": "other",
    }  # fmt: skip
    return Registry(**(fields | parts))  # type: ignore[arg-type]


def calendar(**changed: object) -> WorkCalendar:
    fields: dict[str, object] = {
        "days_off": cast.DAYS_OFF, "make_up": {date(2026, 8, 22): "swapped"},
        "first_year": 2020, "last_year": 2032, "verified_until": date(2026, 12, 31),
    }  # fmt: skip
    return WorkCalendar(**(fields | changed))  # type: ignore[arg-type]


def test_no_round_uses_a_registry_of_which_a_duty_has_vanished(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, BOTH, given, at("2026-08-25"))
    before = snapshot(database)
    with pytest.raises(RegistryGone) as refused:
        quiet_round(database, CUT, given, at("2026-08-26"))
    assert "1 obligation (ke-hoach)" in str(refused.value)
    assert "`dondoc plan`, then `dondoc apply`" in acts.en(refused.value.message)
    assert snapshot(database) == before
    # What is whole again is used without a word, and so is what has more.
    quiet_round(database, BOTH, given, at("2026-08-27"))
    more = cast.registry(cast.QUARTERLY, cast.PLANS, cast.WHOLE_PLAN, fingerprint="more")
    quiet_round(database, more, given, at("2026-08-28"))
    with pytest.raises(RegistryGone):
        quiet_round(database, BOTH, given, at("2026-09-03"))


def test_applying_is_the_word(database: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(database, BOTH, given, at("2026-08-25"))
    shown = acts.apply(database, CUT, given, at("2026-08-26"), by=LAN, dry_run=True)
    assert shown.plan.gone == {"duties": ["ke-hoach"]}
    with pytest.raises(RegistryGone):
        quiet_round(database, CUT, given, at("2026-08-26"))
    acts.apply(database, CUT, given, at("2026-08-26"), by=LAN)
    quiet_round(database, CUT, given, at("2026-08-26", 9))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"units": [each for each in cast.UNITS if each.code != "TCKT"]}, "1 unit (TCKT)"),
        ({"calendar": calendar(days_off={})}, "9 days or years of the calendar (2025-01-01, "),
        ({"calendar": calendar(make_up={})}, "2026-08-22"),
        ({"calendar": calendar(last_year=2030)}, "(2031, 2032)"),
        ({"calendar": calendar(verified_until=None)}, "10 days or years of the calendar"),
    ],
)
def test_units_and_days_are_asked_about_as_well(
    scratch: Engine, tmp_path: Path, parts: dict[str, object], said: str
) -> None:
    duty = replace(cast.QUARTERLY, owed_by=("TST", "CSXH"))
    whole = cast.registry(duty, fingerprint="whole")
    quiet_round(scratch, whole, settings(tmp_path), at("2026-08-25"))
    cut = replace_parts(whole, **parts)
    with pytest.raises(RegistryGone) as refused:
        quiet_round(scratch, cut, settings(tmp_path), at("2026-08-26"))
    assert said in str(refused.value)


def test_another_code_or_a_switch_is_no_loss(scratch: Engine, tmp_path: Path) -> None:
    quiet_round(scratch, BOTH, settings(tmp_path), at("2026-08-25"))
    renamed = replace(cast.PLANS, code="ke-hoach-nam", renamed_from=("ke-hoach",))
    quiet_round(
        scratch, cast.registry(cast.QUARTERLY, renamed, fingerprint="renamed"), settings(tmp_path),
        at("2026-08-26"),
    )  # fmt: skip
    switched = other(obligations=(cast.QUARTERLY,), off=(renamed,))
    quiet_round(scratch, switched, settings(tmp_path), at("2026-08-27"))


def test_no_mail_leaves_by_it_and_no_answer_opens_anything(scratch: Engine, tmp_path: Path) -> None:
    quiet_round(scratch, BOTH, settings(tmp_path), at("2026-08-25"))
    here = Installation(settings(tmp_path), CUT, scratch)
    done = outbox.deliver(here, at("2026-08-25", 9))
    assert (done.sent, done.waiting) == (0, 4)
    assert "1 obligation (ke-hoach)" in acts.en(done.problem)
    with pytest.raises(RegistryGone), acting(here, at("2026-08-25", 9), LAN, in_turn=True) as act:
        rerun(act, "kstthc-quy", "2026-Q3")
    with db.reading(scratch) as s:
        assert "registry-gone" in [each.code for each in audit(s, CUT, at("2026-08-25", 9))]
    # Looking ahead by it is asked for by name, and shows what would be.
    span = (date(2026, 8, 26), date(2026, 9, 11))
    assert list(simulate.simulate(CUT, settings(tmp_path), *span, base=scratch))
    assert outbox.deliver(replace(here, registry=BOTH), at("2026-08-25", 9)).sent == 4


def test_of_an_older_dondoc_who_owes_what_stands_for_the_names(scratch: Engine, tmp_path: Path) -> None:
    quiet_round(scratch, BOTH, settings(tmp_path), at("2026-08-25"))
    with db.session(scratch) as s:
        queries.forget(s, ["registry-used"])
    with pytest.raises(RegistryGone, match="ke-hoach"):
        quiet_round(scratch, CUT, settings(tmp_path), at("2026-08-26"))


@pytest.mark.long
def test_a_shipped_file_cut_in_the_middle(scratch: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(SHIPPED_REGISTRY, folder)
    whole = loader.load(folder)
    given = settings(tmp_path)
    quiet_round(scratch, whole, given, at("2026-09-11"))
    file = folder / "qd-24.yaml"
    text = file.read_text(encoding="utf-8")
    places = [n for n in range(len(text)) if text.startswith("\n  - ", n)]
    file.write_text(text[: places[len(places) // 2]] + "\n", encoding="utf-8")
    cut = loader.load(folder)  # it reads well
    lost = len(whole.obligations) - len(cut.obligations)
    assert lost > 1
    with pytest.raises(RegistryGone, match=f"{lost} obligations"):
        quiet_round(scratch, cut, given, at("2026-09-14"))
