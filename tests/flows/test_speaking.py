"""In which language a run, a refusal and the supervisor speak, also where the registry cannot be read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State, StateType

from config.loading import loader
from config.registry import RegistryErrors
from engine.errors import AlreadyAnswered, AnswerError
from flows import pool, speaking
from flows.boards.seen import without_stamp
from flows.delivery import NOTHING
from flows.runs import dated, plainly
from language import LANGUAGES, Message, catalogues, say
from tests.support.trial_office import office_folder

TASK = Message("task.named", obligation="kstthc-quy", period="2026-Q3", unit="TST")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registry folder of an English office, which is the one that runs here."""
    folder = office_folder(tmp_path / "office")
    speak(folder, "en")
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    monkeypatch.delenv("DONDOC_LANGUAGE", raising=False)
    return folder


def speak(office: Path, language: str) -> None:
    file = office / "office.yaml"
    text, changed = re.subn(r"(?m)^  language: \S+", f"  language: {language}", file.read_text("utf-8"))
    assert changed == 1
    file.write_text(text, encoding="utf-8")


async def refused(error: Exception) -> str:
    """What a run says that ends with this error."""

    @plainly
    async def run() -> State[Any]:
        raise error

    state = await run()
    assert state.type is StateType.FAILED
    return state.message or ""


async def test_a_refusal_speaks_the_offices_language_and_says_what_to_do_on_the_form(office: Path) -> None:
    twice = AlreadyAnswered("answer.submitted-before", task=TASK, as_what=(), day=date(2026, 9, 17))
    assert await refused(twice) == (
        "kstthc-quy 2026-Q3 of TST was already submitted on 2026-09-17; to replace that, switch “Amend” on"
    )
    early = AnswerError("task.before-go-live", obligation="a", period="2026", day=date(2026, 1, 9))
    assert (await refused(early)).endswith("open the period first with the form rerun, “Apply” switched on")
    speak(office, "vi+en")
    assert await refused(twice) == (
        "việc kstthc-quy 2026-Q3 của TST đã được ghi nhận nộp ngày 17/09/2026; "
        "để thay thế, bật “Sửa lại” (amend)"
    )


@pytest.mark.slow
async def test_a_registry_that_cannot_be_read_still_says_its_language(office: Path) -> None:
    (office / "units.yaml").write_text("units: 7\n", encoding="utf-8")
    assert speaking.office_language() == "en"
    with pytest.raises(RegistryErrors) as wrong:
        loader.load(office)
    assert (await refused(wrong.value)).startswith(
        "kh-3035.yaml:14: obligations.cchc-ke-hoach.owed_by: expected a unit of units.yaml, found 'TCCB'\n"
    )
    speak(office, "vi")
    in_vietnamese = await refused(wrong.value)
    assert in_vietnamese.startswith("kh-3035.yaml:14: obligations.cchc-ke-hoach.owed_by: ")
    assert "expected" not in in_vietnamese


@pytest.mark.parametrize(
    "broken", ["office: [", "office: {}", "office: {language: fr}", "office: x", "", "- 7"]
)
def test_where_the_office_cannot_be_read_it_is_the_operators_language_or_the_usual_one(
    office: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    (office / "office.yaml").write_text(broken, encoding="utf-8")
    assert (speaking.office_language(), speaking.terminal_language()) == ("vi", "en")
    for asked in ("en", "vi"):
        monkeypatch.setenv("DONDOC_LANGUAGE", asked)
        assert speaking.office_language() == speaking.terminal_language() == asked


def test_settings_that_are_wrong_do_not_change_the_language(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_PREFECT_PORT", "many")
    assert speaking.office_language() == speaking.terminal_language() == "en"
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    assert (speaking.office_language(), speaking.terminal_language()) == ("en", "vi")
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi+en")  # no language of a terminal
    assert speaking.office_language() == speaking.terminal_language() == "en"


def test_a_terminal_speaks_its_operators_language_else_the_offices(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert speaking.terminal_language() == "en"
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    assert (speaking.terminal_language(), speaking.office_language()) == ("vi", "en")


@pytest.mark.slow
def test_a_run_is_named_in_the_offices_language(office: Path) -> None:
    assert dated("run.name-morning")().startswith("morning round · ")
    assert dated("run.name-delivery")().startswith("delivery · ")
    (office / "units.yaml").write_text("units: 7\n", encoding="utf-8")
    assert dated("run.name-planner")().startswith("planner · ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_office_wrote_in_one_language_is_known_in_another(language: str) -> None:
    stamp = say(Message("board.updated", at="08:05 23/11/2026"), language)
    assert without_stamp(f"# A\n\n_{stamp}_") == "# A\n"
    said = say(NOTHING, language)
    assert any(said.startswith(each) for each in speaking.in_every_language(NOTHING))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_names_the_switches_as_the_forms_do(language: str) -> None:
    for field, what in (
        ("amend", "do.amend"),
        ("past", "do.past"),
        ("figure", "do.figure"),
        ("apply", "do.open-first"),
    ):
        title = catalogues.text(language, f"form.title.{field}", "form", None)
        assert f"“{title}”" in say(Message(what), language, "form")


@pytest.mark.parametrize("asked", LANGUAGES)
def test_registering_speaks_the_language_of_whoever_typed_it(
    asked: str, office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def registered(*_: object) -> int:
        return 64

    monkeypatch.setenv("DONDOC_LANGUAGE", asked)
    monkeypatch.setattr(pool, "ready_installation", lambda: None)
    monkeypatch.setattr(pool, "deploy", registered)
    assert pool.main(["--pool", "hosts"]) == 0
    assert capsys.readouterr().out == f"{say(Message('up.deployed', n=64, pool='hosts'), asked)}\n"

    async def refusing(*_: object) -> int:
        raise OSError("nobody listens")

    monkeypatch.setattr(pool, "deploy", refusing)
    assert pool.main(["--pool", "hosts"]) == 1
    told = Message("up.deploy-failed", why="nobody listens")
    assert capsys.readouterr().err == f"dondoc: {say(told, asked)}\n"
