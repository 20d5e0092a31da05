"""The Prefect UI in a real browser: coming runs a year ahead, a form filled in and submitted, a board.

With DONDOC_PICTURES set to a folder, what was seen is kept there for README and docs.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client

from config.intake.comparable import folded
from config.loading import loader
from desk.web.office import Office
from desk.web.serving import listen
from engine.installation import Installation
from engine.links.forms import Form, FormAddresses
from engine.tasks.acts import By
from flows import choices, names, planner
from flows.boards.form_links import form_link, resolved
from flows.coming import coming
from flows.supervisor import server
from models import db, queries
from models.states import TaskState
from tests.support import acts
from tests.support.browser import PATIENCE, office_page, require_chromium
from tests.support.cast import HANOI
from tests.support.served import Running
from tests.web.test_page_browser import served as pages_served

# One worker runs the whole folder, in order: its tests share a server and a browser, and tell one story.
pytestmark = [pytest.mark.browser, pytest.mark.server]
DUTY = "kstthc-quy"


@dataclass(frozen=True)
class Seen:
    """A page of the UI, and the office behind it."""

    page: Any
    served: Running
    period: str
    deployments: dict[str, str]

    def go(self, path: str) -> None:
        self.page.goto(f"{self.served.ui}/v2{path}")

    def keep(self, name: str) -> None:
        """Keeps the picture when asked to."""
        folder = os.environ.get("DONDOC_PICTURES")
        if folder:
            self.page.wait_for_timeout(1500)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), animations="disabled")


@pytest.fixture(scope="module")
def seen(served: Running, request: pytest.FixtureRequest) -> Iterator[Seen]:
    require_chromium()
    period = lively(served.installation)
    deployments = asyncio.run(prepared(served))
    settings = replace(served.installation.settings, web_base_url=served.ui)
    office = Office(settings, served.installation.engine)
    with pages_served(office, listen(settings.page_address, settings.page_port)):
        yield Seen(office_page(request.getfixturevalue("opened").browser), served, period, deployments)


def lively(installation: Installation) -> str:
    """Some duties some weeks after their last days: most have sent in time, some late, a few owe it."""
    now = datetime.now(UTC)
    today = now.astimezone(HANOI).date()
    for duty, owing, late in ((DUTY, 11, 9), ("nq01-thang", 14, 5), ("da06-giao-ban", 8, 6)):
        past = installation.registry.periods(duty, today - timedelta(days=400), today - timedelta(days=1))
        period = past[-1].code
        last = installation.registry.deadline(duty, period).last_day
        acts.rerun(
            installation.engine,
            installation.registry,
            installation.settings,
            now,
            obligation=duty,
            period=period,
            execute=True,
        )
        with db.session(installation.engine) as s:
            for number, task in enumerate(queries.tasks(s, obligation=duty, period=period)):
                if number % owing == owing // 2:
                    continue
                sent = last + timedelta(days=3) if number % late == 4 else last - timedelta(days=number % 8)
                acts.submit(
                    s,
                    installation.registry,
                    obligation=duty,
                    period=period,
                    unit=task.unit,
                    now=now,
                    by=By("browser", "flow"),
                    document_no=f"{100 + number}/BC-{task.unit}",
                    submitted_on=min(sent, today),
                )
        if duty == DUTY:
            shown = period
    return shown


async def prepared(served: Running) -> dict[str, str]:
    """The year planned for the duties of one document; answers the deployments' ids by name."""
    installation = served.installation
    off = [
        installation.settings.config / f"{name}.yaml"
        for name in ("qd-24", "qd-1177", "kh-3035", "thu-nghiem")
    ]
    for file in off:
        file.rename(file.with_suffix(".off"))
    try:
        registry = loader.load(installation.settings.config)
    finally:
        for file in off:
            file.with_suffix(".off").rename(file)
    async with get_client() as client:
        await planner.plan(
            client, Installation(installation.settings, registry, installation.engine), datetime.now(UTC)
        )
        return {each.name: str(each.id) for each in await client.read_deployments(limit=200)}


def test_the_deployments_page_lists_the_duties(seen: Seen) -> None:
    seen.go("/deployments")
    seen.page.get_by_role("link", name="cchc-bao-cao", exact=True).wait_for()
    seen.keep("deployments")
    # More than one page: an administrator types a part of the name.
    seen.page.get_by_placeholder("Search deployments").fill("kstthc")
    seen.page.get_by_role("link", name=DUTY, exact=True).wait_for()
    seen.page.get_by_text("490/KH-BHXH").first.wait_for()


def test_a_duty_shows_its_coming_runs_a_year_ahead(seen: Seen) -> None:
    now = datetime.now(UTC)
    planned = coming(seen.served.installation.registry, now, go_live=now.astimezone(HANOI).date())
    ours = [each for each in planned if each.obligation == DUTY]
    assert ours[-1].at > now + timedelta(days=270)
    seen.go(f"/deployments/deployment/{seen.deployments[DUTY]}?tab=Upcoming")
    seen.page.get_by_text(ours[0].name).wait_for()
    count = seen.page.get_by_text(re.compile(r"^\d+ Flow runs$")).first.inner_text()
    assert int(count.split()[0]) == len(ours)
    seen.keep("coming-runs")
    # The last one, by searching for its name as an administrator would.
    seen.page.get_by_placeholder("Search by run name").fill(ours[-1].name)
    seen.page.get_by_text(ours[-1].name).wait_for()
    seen.page.get_by_text(re.compile(f"{ours[-1].at.astimezone(HANOI):%Y/%m/%d}")).first.wait_for()


def test_a_duty_is_explained(seen: Seen) -> None:
    seen.go(f"/deployments/deployment/{seen.deployments[DUTY]}?tab=Description")
    seen.page.get_by_text("trước ngày 19").wait_for()
    assert seen.page.get_by_role("table").get_by_role("row").count() >= 4
    seen.keep("duty")
    seen.page.get_by_role("link", name="Bảng chung").click()
    seen.page.wait_for_url(re.compile(r"/v2/artifacts/(artifact|key)/"))  # no round has written one yet


@pytest.mark.long
def test_a_form_is_filled_in_and_submitted(seen: Seen) -> None:
    page, installation = seen.page, seen.served.installation
    with db.reading(installation.engine) as s:
        owing = [t.unit for t in queries.tasks(s, obligation=DUTY, period=seen.period, state=TaskState.OPEN)]
    unit = installation.registry.unit(owing[-1])
    seen.go(f"/deployments/deployment/{seen.deployments['record-submission']}/run")
    page.get_by_label("Select Nhiệm vụ").click()
    page.get_by_placeholder("Search...").fill("kstthc")
    page.get_by_role("option", name=f"{DUTY} · ").click()
    page.get_by_label("Kỳ báo cáo").fill(seen.period)
    page.get_by_label("Select Đơn vị").click()
    plain = folded(unit.name).replace(" - ", " ").replace(",", "")
    assert plain.isascii()
    page.get_by_placeholder("Search...").fill(plain.upper())
    page.get_by_role("option", name=f"{unit.code} · {unit.name}").click()
    page.get_by_label("Số văn bản").fill("245/BC-BHXH")
    page.get_by_label("Người ghi").fill("Phòng Tổng hợp")
    page.get_by_text("Số và ký hiệu văn bản").wait_for()  # the Args text, in Vietnamese
    page.mouse.move(900, 500)
    page.mouse.wheel(0, -3000)
    seen.keep("form")
    told = page.get_by_role("link", name="View run").or_(page.get_by_text("scheduled to start")).first
    for tenth in range(int(PATIENCE / 100)):
        if told.is_visible():
            break
        # On a busy machine the page may still be checking the last field: one presses again.
        if tenth % 150 == 0:
            page.get_by_role("button", name="Submit").click()
        page.wait_for_timeout(100)
    told.wait_for()

    with_number: list[str | None] = []
    for _ in range(300):
        with db.reading(installation.engine) as s:
            (task,) = queries.tasks(s, obligation=DUTY, period=seen.period, unit=unit.code)
            with_number = [task.document_no]
        if task.state is TaskState.SUBMITTED:
            break
        page.wait_for_timeout(200)
    assert with_number == ["245/BC-BHXH"]


@pytest.mark.long
def test_a_boards_link_opens_its_form_filled_in(seen: Seen) -> None:
    registry = seen.served.installation.registry
    duty = choices.duty_label(registry, DUTY)
    link = form_link(
        "Miễn", "waive-task", {"obligation": duty, "period": seen.period, "reason": "sáp nhập & gộp"}
    )
    shown = resolved(link, {"waive-task": UUID(str(seen.deployments["waive-task"]))})
    seen.go(shown.partition("(../..")[2].rstrip(")"))
    seen.page.get_by_text(duty).first.wait_for()
    assert seen.page.get_by_label("Kỳ báo cáo").input_value() == seen.period
    assert seen.page.get_by_label("Lý do").input_value() == "sáp nhập & gộp"


@pytest.mark.long
def test_a_refused_form_says_on_its_runs_page_what_to_do(seen: Seen) -> None:
    unit = next(unit for unit, number in sent_before(seen).items() if number != "1/BC")
    duty = choices.duty_label(seen.served.installation.registry, DUTY)
    again = {"obligation": duty, "period": seen.period, "unit": unit, "document_no": "1/BC"}
    again["recorded_by"] = "Lan"
    path = f"/deployments/{seen.deployments['record-submission']}/create_flow_run"
    run = server.call(seen.served.env, path, {"parameters": again})["id"]
    # A page that was opened before the run had ended shows its log only when it is opened again.
    logged = {"logs": {"flow_run_id": {"any_": [run]}}}
    for _ in range(200):
        if "Failed" in str(server.call(seen.served.env, "/logs/filter", logged)):
            break
        seen.page.wait_for_timeout(300)
    seen.go(f"/runs/flow-run/{run}")
    refused = f"việc {DUTY} {seen.period} của {unit.partition(' ')[0]} đã được ghi nhận nộp"
    seen.page.get_by_text(refused).first.wait_for()
    seen.page.get_by_text("để thay thế, bật “Sửa lại” (amend)").first.wait_for()
    assert "--amend" not in seen.page.inner_text("body")


def sent_before(seen: Seen) -> dict[str, str | None]:
    """Who has sent the lively duty's report, as a form offers the unit, and under which number."""
    installation = seen.served.installation
    with db.reading(installation.engine) as s:
        sent = queries.tasks(s, obligation=DUTY, period=seen.period, state=TaskState.SUBMITTED)
        registry, today = installation.registry, datetime.now(HANOI).date()
        return {
            choices.unit_label(registry, registry.units[each.unit], today): each.document_no for each in sent
        }


@pytest.mark.long
def test_a_board_shows_its_table_and_its_picture(seen: Seen) -> None:
    key = names.artifact_key(DUTY, seen.period)
    for _ in range(100):
        found = {each["key"]: each for each in server.call(seen.served.env, "/artifacts/latest/filter", {})}
        if key in found and "245/BC-BHXH" in str(found[key]["data"]):
            break
        seen.page.wait_for_timeout(300)
    identity = found[key]["latest_id"]
    seen.go(f"/artifacts/artifact/{identity}")
    seen.page.get_by_role("cell", name="245/BC-BHXH").wait_for()
    seen.page.get_by_role("cell", name="QUÁ HẠN", exact=True).first.wait_for()
    picture = seen.page.locator("img[src^='data:image/svg']").first
    picture.wait_for()
    assert picture.evaluate("image => image.naturalWidth") > 600
    for scheme in ("dark", "light"):
        seen.page.emulate_media(color_scheme=scheme)
        seen.keep(f"board-{scheme}")
    # The link leads from the board to the overall one, under the same version of the UI, and from there on.
    seen.page.get_by_role("link", name="Bảng chung").click()
    seen.page.wait_for_url(re.compile(r"/v2/artifacts/artifact/"))
    seen.page.get_by_role("heading", name="Sắp tới").wait_for()
    seen.page.get_by_role("link", name=DUTY).first.wait_for()
    seen.keep("overall-board")


@pytest.mark.long
def test_the_homes_link_opens_its_form_filled_in(seen: Seen) -> None:
    """By the numbers that the runner told the page when it registered the forms."""
    registry, settings = seen.served.installation.registry, seen.served.installation.settings
    given = {"obligation": choices.duty_label(registry, DUTY), "period": seen.period}
    with db.reading(seen.served.installation.engine) as s:
        forms = FormAddresses(s, replace(settings, web_base_url=seen.served.ui))
        address = forms.of(Form("record-submission", tuple(given.items())))
    seen.page.goto(address)
    seen.page.get_by_text(given["obligation"]).first.wait_for()
    assert seen.page.get_by_label("Kỳ báo cáo").input_value() == seen.period
