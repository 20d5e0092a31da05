"""What the forms refuse, in the words of the run's page: Vietnamese or English, as the office speaks.

Each says what to do on a form, and none names an option of the command line, whose words are held by
tests/desk/test_refusals.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State, StateType

from config.loading import loader
from config.settings import Settings
from engine.installation import Installation
from flows.forms import filling
from flows.forms.extend_deadline import extend_deadline
from flows.forms.record_submission import record_submission
from flows.forms.rerun import rerun
from flows.forms.return_report import return_report
from flows.forms.undo_answer import undo_answer
from flows.forms.waive_task import waive_task
from models import db
from tests.support import acts
from tests.support.cast import at
from tests.support.rounds import LAN
from tests.support.trial_office import small_office_folder

NOW = at("2026-11-26", 14)
MARKED = re.compile("[\u00c0-\u1ef9]")
TASK: dict[str, Any] = {"obligation": "thu-nghiem", "period": "2026-11"}
GIVEN = TASK | {"recorded_by": "Lan"}
SENT = "TST · Ban Quản lý Thu - Sổ, Thẻ (ban quan ly thu so the)"
OPEN = "PC · Vụ Pháp chế (vu phap che)"
NUMBER = {"document_no": "9/BC"}
REFUSALS: dict[str, tuple[Any, dict[str, Any], str, str]] = {
    "wrong unit": (
        record_submission,
        {**GIVEN, "unit": "VP · Văn phòng (van phong)", **NUMBER},
        "VP không phải nộp thu-nghiem kỳ 2026-11; các đơn vị phải nộp: PC, TST, CNTT",
        "VP does not owe thu-nghiem for 2026-11; it is owed by PC, TST, CNTT",
    ),
    "wrong period": (
        record_submission,
        {**GIVEN, "period": "2026-Q4", "unit": OPEN, **NUMBER},
        "thu-nghiem không có kỳ 2026-Q4: kỳ của nhiệm vụ này viết như 2026-11",
        "thu-nghiem has no period 2026-Q4: its periods look like 2026-11",
    ),
    "wrong day": (
        record_submission,
        {**GIVEN, "unit": OPEN, **NUMBER, "sent_on": date(2026, 11, 30)},
        "hôm nay mới là 26/11/2026: không ghi nhận được báo cáo gửi ngày 30/11/2026; hãy ghi đúng "
        "ngày đã gửi",
        "a report cannot have been sent on 2026-11-30: today is 2026-11-26; give the day on which it "
        "was sent",
    ),
    "already submitted": (
        record_submission,
        {**GIVEN, "unit": SENT, **NUMBER},
        "việc thu-nghiem 2026-11 của TST đã được ghi nhận nộp với số 1/BC ngày 26/11/2026; để thay thế, bật "
        "“Sửa lại” (amend)",
        "thu-nghiem 2026-11 of TST was already submitted as 1/BC on 2026-11-26; to replace that, "
        "switch “Amend” on",
    ),
    "not open: waive": (
        waive_task,
        {**GIVEN, "unit": SENT, "reason": "x"},
        "việc thu-nghiem 2026-11 của TST đã nộp: chỉ việc đang mở mới được miễn; nếu vẫn cần, trả "
        "lại báo cáo "
        "trước bằng biểu mẫu “Trả lại báo cáo” (return-report)",
        "thu-nghiem 2026-11 of TST is submitted: only an open task can be waived; return the report "
        "first with the "
        "form “Return a report” (return-report)",
    ),
    "not open: extend": (
        extend_deadline,
        {**GIVEN, "unit": SENT, "new_day": date(2027, 1, 15), "reason": "x"},
        "việc thu-nghiem 2026-11 của TST đã nộp: chỉ việc đang mở mới gia hạn được; nếu vẫn cần, trả "
        "lại báo cáo "
        "trước bằng biểu mẫu “Trả lại báo cáo” (return-report)",
        "thu-nghiem 2026-11 of TST is submitted: only an open task can be extended; return the "
        "report first with the "
        "form “Return a report” (return-report)",
    ),
    "nothing to return": (
        return_report,
        {**GIVEN, "unit": OPEN, "new_day": date(2027, 1, 15), "reason": "x"},
        "việc thu-nghiem 2026-11 của PC đang mở: chỉ báo cáo đã nộp mới trả lại được",
        "thu-nghiem 2026-11 of PC is open: only what was submitted can be returned",
    ),
    "not open yet": (
        record_submission,
        {**GIVEN, "period": "2027-09", "unit": OPEN, **NUMBER},
        "thu-nghiem 2027-09 đến ngày 04/08/2027 mới mở: năm đã đúng chưa? Nếu vẫn muốn ghi nhận, mở "
        "kỳ này trước "
        "bằng biểu mẫu rerun, bật “Làm thật” (apply)",
        "thu-nghiem 2027-09 opens only on 2027-08-04: is the year right? To record it all the same, "
        "open the period "
        "first with the form rerun, “Apply” switched on",
    ),
    "nothing to take back": (
        undo_answer,
        {**GIVEN, "unit": OPEN, "reason": "x"},
        "việc thu-nghiem 2026-11 của PC chưa có ghi nhận nào để hủy",
        "nothing was recorded of thu-nghiem 2026-11 of PC that could be taken back",
    ),
    "no such period to run again": (
        rerun,
        {**GIVEN, "period": "2026-Q4", "apply": True},
        "thu-nghiem không có kỳ 2026-Q4: kỳ của nhiệm vụ này viết như 2026-11",
        "thu-nghiem has no period 2026-Q4: its periods look like 2026-11",
    ),
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The trial office in a language, with one report recorded, as the one that runs here."""

    def made(language: str) -> None:
        folder = small_office_folder(tmp_path / "office")
        file = folder / "office.yaml"
        file.write_text(re.sub(r"(?m)^  language: \S+", f"  language: {language}", file.read_text("utf-8")))
        monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
        monkeypatch.setenv("DONDOC_CONFIG", str(folder))
        monkeypatch.setattr(filling, "clock", lambda: NOW)
        registry, settings = loader.load(folder), Settings(home=tmp_path, config=folder)
        engine = db.engine_for(settings.database)
        db.upgrade(engine)
        here = Installation(settings, registry, engine)
        acts.a_round(engine, here.registry, settings, NOW, deliver=False)
        with db.session(engine) as s:
            acts.submit(s, registry, **TASK, unit="TST", now=NOW, by=LAN, document_no="1/BC")

    return made


@pytest.mark.slow
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_refusal_says_what_to_do_on_a_form(office: Callable[[str], None], language: str) -> None:
    office(language)
    for name, (form, answers, vietnamese, english) in REFUSALS.items():
        refused: State[Any] = await form.fn(**answers)
        # A refused form is no fault: it does not turn the dashboard red.
        assert refused.type is StateType.COMPLETED, name
        said = refused.message or ""
        whole = {"vi": f"Không ghi nhận: {vietnamese}", "en": f"Not recorded: {english}"}
        assert said == whole[language], name
        assert not re.search(r"--[a-z]|dondoc ", said), name
        assert bool(MARKED.search(said)) == (language == "vi"), name
