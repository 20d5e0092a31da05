"""A message says into which later one it was merged, and what the mail server answered for each recipient.

Nullable and without a default, so a version that does not know the columns goes on queueing messages.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("message", sa.Column("merged_into", sa.BigInteger(), nullable=True))
    op.create_index("ix_message_merged_into", "message", ["merged_into"])
    op.add_column("message", sa.Column("answers", DOCUMENT, nullable=True))
