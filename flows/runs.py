"""What the flows share of a run: its instant, its name, who fills in a form, and how it fails."""

from __future__ import annotations

import asyncio
import functools
import getpass
import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import Any, ParamSpec

from prefect.artifacts import acreate_link_artifact
from prefect.client.schemas.objects import State
from prefect.exceptions import MissingContextError
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from config import settings as settings_room
from config.loading import loader
from engine import stopping
from engine.errors import fault_of
from engine.links.addresses import home_of
from flows.installation import FORESEEN, REFUSED, clock
from flows.speaking import FORM, office_language
from language import Message, message_of, say

P = ParamSpec("P")
_LONGEST = 1500


def scheduled() -> datetime | None:
    """When the present run was to start (UTC), as a plain datetime: Prefect's own kind loses its zone in
    arithmetic.
    """
    planned = flow_run.scheduled_start_time
    return None if planned is None else datetime.fromtimestamp(planned.timestamp(), UTC)


def dated(what: str) -> Callable[[], str]:
    """A run's name from the message of that id and when it was to start: 'lượt sáng · thứ Hai, 23/11/2026'.

    In the office's zone if it can be read.
    """

    def name() -> str:
        start = scheduled() or clock()
        try:
            zone: tzinfo = loader.load(settings_room.load().config).office.zone
        except FORESEEN:
            zone = UTC  # the run itself will say what is wrong
        local = start.astimezone(zone)
        return say(Message(what, day=local.date(), time=local.time()), office_language(), FORM)

    return name


def recorder(name: str) -> str:
    """Who a form was filled in by: the name given, or the login of the service."""
    if name.strip():
        return name.strip()
    try:
        return f"Prefect ({getpass.getuser()})"
    except (KeyError, OSError):
        return "Prefect"


async def tell_home() -> None:
    """Says in the run's log, and by a link among what the run shows, where the administrators' home is, if
    there is one to go to."""
    with suppress(MissingContextError, *FORESEEN):
        if url := home_of(settings_room.load()):
            get_run_logger().info(say(Message("run.home", url=url), office_language(), FORM))
            await _linked(url)


async def _linked(url: str) -> None:
    """An address in a log is no link on a run's page, this is. No run fails for want of it."""
    try:
        await acreate_link_artifact(url, link_text=say(Message("run.home-link"), office_language(), FORM))
    except Exception as error:
        get_run_logger().warning(say(fault_of(error), office_language(), FORM))


def answered(run: Callable[P, Awaitable[State[Any]]]) -> Callable[P, Awaitable[State[Any]]]:
    """A form's run: what it refuses ends it Completed, with a sentence that nothing was recorded and
    what to do. Only a fault that somebody else must mend turns the dashboard red, as in `plainly`."""

    @functools.wraps(run)
    async def told(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        await tell_home()
        try:
            return await run(*args, **kwargs)
        except REFUSED as error:
            return Completed(message=_short(Message("form.refused", why=message_of(error))))

    return plainly(told)


def plainly(run: Callable[P, Awaitable[State[Any]]]) -> Callable[P, Awaitable[State[Any]]]:
    """A run that ends Failed with the one clear message, in the office's language, when something foreseen
    goes wrong; anything else is a bug and keeps its traceback."""

    @functools.wraps(run)
    async def told(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        try:
            with stopping.heeding():
                try:
                    return await run(*args, **kwargs)
                finally:
                    if stopping.asked():
                        # The engine's thread ends its letter and gives back what it has claimed.
                        await asyncio.get_running_loop().shutdown_default_executor()
        except FORESEEN as error:
            return Failed(message=_short(message_of(error)) or type(error).__name__)

    # Prefect checks parameters by the signature; types given as text would be looked up in this module.
    told.__signature__ = inspect.signature(run, eval_str=True)  # type: ignore[attr-defined]
    return told


def _short(message: Message | str) -> str:
    text = say(message, office_language(), FORM)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
