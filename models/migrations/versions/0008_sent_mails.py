"""Mails as they were sent: what their readers read, since tasks change afterwards.

A table of its own; a version that does not know it goes on sending mail.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_mail",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_sent_mail_message_id"),
        sa.PrimaryKeyConstraint("message_id", name="pk_sent_mail"),
    )
