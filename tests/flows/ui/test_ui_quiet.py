"""No page of the Prefect UI asks anybody outside, and what the server forbids its pages breaks none of them.

Judged by Chromium twice: by the requests that its pages report, and by its own network log, which has every
look-up of a name and every connection, also those that no page reports.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client

from flows import names
from flows.supervisor import server
from tests.support.browser import asked_outside, is_outside, office_page, require_chromium
from tests.support.served import Running, filled_in, this_month
from tests.support.trial_office import TRIAL

pytestmark = [pytest.mark.browser, pytest.mark.server]
NOBODY = "somebody.example"
"""A host that surely is not there: asked on purpose, to see that asking is seen."""
TELL = "addEventListener('securitypolicyviolation', e => tellForbidden(e.effectiveDirective, e.blockedURI))"


@dataclass
class Watched:
    """A page of which everything that bears on the network is kept."""

    page: Any
    log: Path
    requests: list[Any] = field(default_factory=list)
    forbidden: list[tuple[str, str]] = field(default_factory=list)
    """Directive and address (or what stood for one) of what the policy stopped."""
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.expose_function(
            "tellForbidden", lambda directive, address: self.forbidden.append((directive, address))
        )
        self.page.add_init_script(TELL)


@pytest.fixture(scope="module")
def run_id(served: Running) -> str:
    """A run that has ended, and left boards to look at."""
    require_chromium()

    async def rerun() -> str:
        async with get_client() as client:
            done = await filled_in(client, "rerun", obligation=TRIAL, period=this_month(), apply=True)
        return str(done.id)

    # In another thread, since a browser may be open in this one; with the settings of `served`.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(copy_context().run, asyncio.run, rerun()).result()


@pytest.fixture
def watched(request: pytest.FixtureRequest) -> Watched:
    opened = request.getfixturevalue("opened")
    return Watched(office_page(opened.browser), opened.log)


@pytest.mark.long
def test_no_page_asks_anybody_outside(served: Running, run_id: str, watched: Watched) -> None:
    """Nor has any page of the tests before this one, the last in this browser, which it closes."""
    page = watched.page
    only = {"deployments": {"name": {"any_": ["record-submission"]}}}
    (form,) = server.call(served.env, "/deployments/filter", only)
    found = server.call(served.env, "/artifacts/latest/filter", {})
    board = next(each["latest_id"] for each in found if each["key"] == names.overall_key("vi"))
    for ui in (f"{served.ui}/v2", served.ui):
        page.goto(f"{ui}/dashboard")
        page.get_by_text("Flow Runs").first.wait_for()
        page.goto(f"{ui}/runs")
        page.get_by_text("Flow runs").first.wait_for()
        page.goto(f"{ui}/runs/flow-run/{run_id}")
        page.locator("canvas").wait_for()  # the graph
        page.goto(f"{ui}/deployments")
        page.get_by_role("link", name="cchc-bao-cao", exact=True).wait_for()
        page.goto(f"{ui}/deployments/deployment/{form['id']}/run")
        page.get_by_text("Số văn bản").first.wait_for()
        page.goto(f"{ui}/artifacts/artifact/{board}")
        picture = page.locator("img[src^='data:image/svg']").first
        picture.wait_for()
        assert picture.evaluate("image => image.naturalWidth") > 600
        page.goto(f"{ui}/blocks/catalog")  # its pictures are named by addresses outside
        page.get_by_text("Slack").first.wait_for()
        page.wait_for_timeout(1000)

    # Under another name of this machine the pages still get their data, which lies under the office's name.
    page.goto(f"{served.ui.replace('127.0.0.1', 'localhost')}/v2/deployments")
    page.get_by_role("link", name="cchc-bao-cao", exact=True).wait_for()

    # A page without the server's policy is not stopped, and is seen: so the log would have told of any other.
    page.goto("about:blank")
    page.evaluate(f"fetch('https://{NOBODY}/').catch(() => null)")
    page.context.browser.close()

    assert asked_outside(watched.log) == ({NOBODY}, {NOBODY})
    outside = [each for each in watched.requests if is_outside(each.url) and each.failure != "csp"]
    assert [each.url for each in outside] == [f"https://{NOBODY}/"]
    assert watched.errors == []
    assert [what for what in watched.forbidden if not is_outside(what[1])] == []
