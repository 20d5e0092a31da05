"""A message may leave by another way than mail, and a notice may be told by several messages at once.

The column is nullable and without a default, so a version that does not know it goes on queueing mail.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("way", sa.String(), nullable=True))
    op.create_table(
        "told_too",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_told_too_message_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_told_too_notice_id"),
        sa.PrimaryKeyConstraint("message_id", "notice_id", name="pk_told_too"),
    )
