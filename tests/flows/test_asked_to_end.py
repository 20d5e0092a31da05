"""A run that is asked to end ends its letter and gives back what it has claimed, however often it is asked.

Whoever stops `dondoc up` asks a run twice: the supervisor asks the whole group of the runner, and the runner
asks its runs.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.support.served import ROOT

RUN = """
import asyncio, time
from prefect.utilities.engine import capture_sigterm
from engine import stopping
from flows.runs import plainly

def sends():
    time.sleep(0.5)  # whoever started this thread waits for it by now
    print("sends", flush=True)
    while not stopping.asked():
        time.sleep(0.01)
    time.sleep(1)  # the letter that was just leaving
    print("given back", flush=True)

@plainly
async def run():
    await asyncio.to_thread(sends)

async def as_prefect_does():
    with capture_sigterm():
        await run()

asyncio.run(as_prefect_does())
"""


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2, 3])
def test_it_gives_back_what_it_claimed(times: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "sends\n"
        for _ in range(times):
            run.send_signal(signal.SIGTERM)
            time.sleep(0.2)
        assert run.stdout.read() == "given back\n"
        assert run.wait(timeout=30) != 0
