"""What arrived in the mailbox of replies: each mail once, what it said and what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reply",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_id_header", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("sender_name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("heard", DOCUMENT, nullable=False),
        sa.Column("answer_header", sa.String(), nullable=True),
        sa.Column("answer_next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_tries", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_reply_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reply"),
        sa.UniqueConstraint("mailbox", "place", name="uq_reply_mailbox_place"),
    )
    op.create_index("ix_reply_state", "reply", ["state"])
    op.create_index("ix_reply_message_id_header", "reply", ["message_id_header"])
    op.create_index("ix_reply_answer_header", "reply", ["answer_header"])
    op.create_index("ix_reply_sender_read_at", "reply", ["sender", "read_at"])
    op.create_index("ix_reply_answer_next_at", "reply", ["answer_next_at"])
