"""A task may carry a figure: what a unit reports for an indicator, as exact decimal text.

Nullable and without a default, so a version that does not know the column goes on inserting tasks.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("figure", sa.String(), nullable=True))
