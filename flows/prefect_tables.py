"""`python -m flows.prefect_tables`: brings the tables of Prefect's database up to date, and ends.

A Prefect server does this at its start; of two that start at once on a new database one dies of the other's
rows. So it is done once, before any of several servers.
"""

from __future__ import annotations

import asyncio

from prefect.server.database import provide_database_interface
from prefect.server.models.block_registration import run_block_auto_registration


async def made() -> None:
    """Tables, then the kinds of blocks that Prefect brings."""
    database = provide_database_interface()
    await database.create_db()
    async with await database.session() as session:
        await run_block_auto_registration(session=session)


if __name__ == "__main__":
    asyncio.run(made())
