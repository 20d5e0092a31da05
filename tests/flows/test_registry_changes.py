"""A running `dondoc up` follows its registry: a duty that is added is served, and one that goes leaves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.runner import Runner

from engine.installation import Installation
from flows import names, serve
from flows.registry_changes import Follower
from flows.speaking import spoken
from tests.support.served import Running
from tests.support.trial_office import TRIAL, TRIAL_YAML

pytestmark = [pytest.mark.server]
ADDED = (
    TRIAL_YAML.replace("1/KH-TEST", "2/KH-TEST")
    .replace("thu-nghiem", "them-moi")
    .replace("thu-mo", "them-nua")
)


async def _register(client: PrefectClient, installation: Installation, now: datetime) -> dict[str, UUID]:
    return await serve.register(client, Runner(name="test"), installation, now)


async def _names(client: PrefectClient) -> set[str]:
    return {each.name for each in await client.read_deployments(limit=200)}


async def _asked_to_plan(client: PrefectClient, installation: Installation) -> int:
    """How many runs of the planner were asked for; they are taken back. A year of runs from nothing takes
    minutes beside the other tests, and is theirs to test.
    """
    asked = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(tags={"all_": [spoken(installation.registry, names.CHANGED)]})
    )
    for run in asked:
        await client.delete_flow_run(run.id)
    return len(asked)


@pytest.mark.long
async def test_a_duty_that_is_added_is_served_and_offered_by_the_forms(
    served: Running, client: PrefectClient
) -> None:
    follower = Follower(served.installation, _register)
    assert await follower.look(client) is False
    file = served.installation.settings.config / "them-moi.yaml"
    try:
        file.write_text(ADDED, encoding="utf-8")
        assert await follower.look(client) is True
        assert await follower.look(client) is False
        found = {each.name: each for each in await client.read_deployments(limit=200)}
        assert "them-moi" in found
        assert TRIAL in found
        schema = found["waive-task"].parameter_openapi_schema or {}
        offered = schema["properties"]["obligation"]["enum"]
        assert any(each.startswith("them-moi · ") for each in offered)
        assert await _asked_to_plan(client, served.installation) == 1
    finally:
        file.unlink(missing_ok=True)
    assert await follower.look(client) is True
    assert await _asked_to_plan(client, served.installation) == 1
    assert "them-moi" not in await _names(client)


async def test_a_registry_that_cannot_be_read_changes_nothing(
    served: Running, client: PrefectClient, caplog: pytest.LogCaptureFixture
) -> None:
    follower = Follower(served.installation, _register)
    before = await _names(client)
    file = served.installation.settings.config / "hong.yaml"
    try:
        file.write_text("document: {number: 3/KH\n", encoding="utf-8")
        assert await follower.look(client) is False
        assert await follower.look(client) is False
    finally:
        file.unlink()
    assert await _names(client) == before
    assert await follower.look(client) is False, "what is served is what the files say again"
