"""A run whose end nobody told of: the planner marks it, once it has stood for hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.states import Pending, Running, Scheduled

from flows import planner
from tests.support import served
from tests.support.trial_office import TRIAL

pytestmark = [pytest.mark.server]


async def test_what_has_stood_for_hours_is_marked_and_what_has_not_goes_on(
    served: served.Running, client: PrefectClient
) -> None:
    deployment = next(each.id for each in await client.read_deployments(limit=200) if each.name == TRIAL)
    far = datetime.now(UTC) + timedelta(days=30)
    stuck = []
    for state in (Running(), Pending()):
        run = await client.create_flow_run_from_deployment(deployment, state=Scheduled(scheduled_time=far))
        await client.set_flow_run_state(run.id, state, force=True)
        stuck.append(run.id)
    for hours, kind in ((5, None), (7, StateType.CRASHED)):
        ended = await planner.end_lost(client, served.installation, far + timedelta(hours=hours))
        found = {(await client.read_flow_run(run)).state_type for run in stuck}
        assert (ended >= 2, found == {StateType.CRASHED}) == (kind is not None, kind is not None)
