"""`dondoc acknowledge`, `requests`, `grant`, `refuse`, `forward`, typed: what each does and refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.loading import loader
from config.settings import Settings
from engine.answers import requests
from engine.installation import Installation
from engine.tasks.acts import By, TaskRef, acting
from models import db
from tests.support.cast import at
from tests.support.trial_office import TRIAL

TASK = (TRIAL, "2026-08", "TST")
WHEN = ("--as-of", "2026-09-04", "--by", "Hoa")

pytestmark = pytest.mark.slow


@pytest.fixture
def here(small_office: Path, home: Path, ask) -> Installation:
    """The small office on 3 September 2026, its tasks open."""
    assert ask("round", "--as-of", "2026-09-03").code == 0
    settings = Settings(home=home, config=small_office)
    return Installation(settings, loader.load(small_office), db.engine_for(settings.database))


def asks(here: Installation, *, time: bool) -> None:
    """The unit asks, as its page does it."""
    with acting(here, at("2026-09-03", 10), By("Lan (TST)", "web")) as act:
        if time:
            requests.ask_extension(act, TaskRef(*TASK), new_day=date(2026, 10, 20), reason="Chờ số liệu")
        else:
            requests.ask_release(act, TaskRef(*TASK), reason="Thuộc Ban khác")


def task(ask) -> dict:
    (found,) = [
        each
        for each in ask("tasks", "--unit", "TST", "--state", "all", "--json").json["tasks"]
        if (each["obligation"], each["period"]) == TASK[:2]
    ]
    return found


def last_event(ask) -> dict:
    return [each for each in ask("history", *TASK, "--json").json["history"] if each["kind"] != "mail"][-1]


def waiting(ask) -> list[tuple[str, str | None]]:
    found = ask("requests", "--as-of", "2026-09-05", "--json").json["requests"]
    return [(each["asked"], each["decider"]) for each in found]


def test_more_time_is_granted(ask, here: Installation) -> None:
    asks(here, time=True)
    assert waiting(ask) == [("asked-extension", None)]
    tried = ask("grant", *TASK, *WHEN, "--dry-run", "--json").json
    assert (tried["dry_run"], waiting(ask)) == (True, [("asked-extension", None)])
    assert ask("grant", *TASK, *WHEN).code == 0
    assert (task(ask)["state"], task(ask)["last_day"], waiting(ask)) == ("open", "2026-10-20", [])
    again = ask("grant", *TASK, *WHEN)
    assert (again.code, again.out) == (1, "")
    assert again.err.strip()


def test_another_day_than_was_asked_for(ask, here: Installation) -> None:
    asks(here, time=True)
    assert ask("grant", *TASK, *WHEN, "--reassign", "CSXH").code == 1
    assert ask("grant", *TASK, *WHEN, "--to", "2026-10-15", "--reason", "Đủ rồi").code == 0
    assert task(ask)["last_day"] == "2026-10-15"


def test_not_ours_is_granted_by_waiving_it(ask, here: Installation) -> None:
    asks(here, time=False)
    assert ask("grant", *TASK, *WHEN, "--to", "2026-10-15").code == 1
    assert waiting(ask) == [("asked-release", None)]
    assert ask("grant", *TASK, *WHEN).code == 0
    assert (task(ask)["state"], waiting(ask)) == ("waived", [])


def test_a_refusal_needs_a_reason_and_leaves_the_task_as_it_was(ask, here: Installation) -> None:
    asks(here, time=True)
    before = task(ask)["last_day"]
    assert ask("refuse", *TASK, *WHEN).code == 2
    done = ask("refuse", *TASK, *WHEN, "--reason", "Không gia hạn")
    assert (done.code, task(ask)["last_day"], waiting(ask)) == (0, before, [])
    last = last_event(ask)
    assert (last["kind"], last["reason"], last["actor"]) == ("request-refused", "Không gia hạn", "Hoa")


def test_forwarded_it_goes_on_waiting_for_another(ask, here: Installation) -> None:
    asks(here, time=True)
    words = ("forward", *TASK, *WHEN, "--reason", "Xin ý kiến")
    assert ask(*words, "--to", "TST").code == 1  # whoever asks does not decide
    assert ask(*words, "--to", "nobody").code == 2
    other = next(code for code in here.registry.units if code not in ("TST", "VP"))
    assert ask(*words, "--to", other).code == 0
    assert waiting(ask) == [("asked-extension", other)]
    assert ask("grant", *TASK, *WHEN).code == 0
    assert waiting(ask) == []


def test_received_changes_nothing_but_the_history(ask, here: Installation) -> None:
    before = task(ask)
    assert ask("acknowledge", *TASK, *WHEN, "--note", "Phòng Tổng hợp").code == 0
    after = task(ask)
    assert (after["state"], after["last_day"]) == ("open", before["last_day"])
    last = last_event(ask)
    assert (last["kind"], last["actor"]) == ("acknowledged", "Hoa")
    assert "already" in ask("acknowledge", *TASK, *WHEN, "--note", "Phòng Tổng hợp").out


@pytest.mark.parametrize("name", ["grant", "refuse", "forward"])
def test_where_nothing_waits_nothing_is_decided(name: str, ask, here: Installation) -> None:
    more = {"grant": (), "refuse": ("--reason", "x"), "forward": ("--reason", "x", "--to", "VP")}[name]
    done = ask(name, *TASK, *WHEN, *more)
    assert (done.code, done.out) == (1, "")
    assert "request" in done.err
