"""Links from a board to a form that is filled in already.

A form is a deployment, whose number the server gives: a board names the form (`form:grant-request?...`), and
the number is put in when the board is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from urllib.parse import quote
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName, DeploymentFilterTags

from flows.names import TAG, cell

_LINK = re.compile(r"\[([^\]]*)\]\(form:([a-z-]+)\?([^)\s]*)\)")


def form_link(text: str, form: str, given: Mapping[str, str | int]) -> str:
    """A Markdown link to the form of that name with these fields filled in."""
    # The page's router reads the value as JSON; encoded once more it would be a text, and the page fails.
    values = quote(json.dumps(dict(given), ensure_ascii=False), safe="")
    return f"[{cell(text)}](form:{form}?parameters={values})"


def named(texts: Collection[str]) -> set[str]:
    """The forms to which these boards link."""
    return {found[2] for text in texts for found in _LINK.finditer(text)}


def resolved(text: str, ids: Mapping[str, UUID]) -> str:
    """The board with the forms' addresses as they lie from an artifact's page; one that is not served is
    named without a link."""

    def address(found: re.Match[str]) -> str:
        number = ids.get(found[2])
        if number is None:
            return found[1]
        return f"[{found[1]}](../../deployments/deployment/{number}/run?{found[3]})"

    return _LINK.sub(address, text)


async def served_forms(client: PrefectClient, wanted: Collection[str]) -> dict[str, UUID]:
    """The numbers of the deployments of these forms, by name."""
    if not wanted:
        return {}
    found = await client.read_deployments(
        deployment_filter=DeploymentFilter(
            name=DeploymentFilterName(any_=sorted(wanted)), tags=DeploymentFilterTags(all_=[TAG])
        )
    )
    return {each.name: each.id for each in found}
