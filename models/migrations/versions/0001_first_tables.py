"""The first tables: tasks, events (append-only), notices, messages, rounds, roster, meta."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from models.triggers import make_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Spelt out here rather than imported: a migration must go on meaning what it meant when it was written.
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _tasks()
    _events()
    _outbox()
    _rounds()


def _tasks() -> None:
    op.create_table(
        "task",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("obligation", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("nominal", sa.Date(), nullable=False),
        sa.Column("boundary", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("working_deadline", sa.Date(), nullable=False),
        sa.Column("late_from", INSTANT, nullable=False),
        sa.Column("original_last_day", sa.Date(), nullable=False),
        sa.Column("deadline_no", sa.Integer(), nullable=False),
        sa.Column("began", sa.String(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("next_action_at", INSTANT, nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("document_no", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("obligation", "period", "unit", name="uq_task_obligation_period_unit"),
    )
    op.create_index("ix_task_state_next_action_at", "task", ["state", "next_action_at"])
    op.create_index("ix_task_holder_state", "task", ["holder", "state"])
    op.create_index("ix_task_last_day", "task", ["last_day"])


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_event_task_id"),
    )
    op.create_index("ix_event_task_id_kind", "event", ["task_id", "kind"])
    op.create_index("ix_event_at", "event", ["at"])
    make_append_only(op.get_bind(), "event")


def _outbox() -> None:
    op.create_table(
        "message",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("round_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("message_id_header", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("recipient", "round_key", "kind", name="uq_message_recipient_round_key_kind"),
        sa.UniqueConstraint("message_id_header", name="uq_message_message_id_header"),
    )
    op.create_index("ix_message_state_next_attempt_at", "message", ["state", "next_attempt_at"])
    op.create_index("ix_message_state_claimed_until", "message", ["state", "claimed_until"])
    op.create_table(
        "notice",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("deadline_no", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("collapsed", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint(
            "task_id", "deadline_no", "rung", "recipient", name="uq_notice_task_id_deadline_no_rung_recipient"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_notice_task_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_notice_message_id"),
    )
    op.create_index("ix_notice_message_id_collapsed", "notice", ["message_id", "collapsed"])


def _rounds() -> None:
    op.create_table(
        "round_log",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round_log"),
    )
    op.create_index("ix_round_log_as_of", "round_log", ["as_of"])
    op.create_table(
        "roster",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("obligation", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_roster"),
    )
    op.create_index("ix_roster_obligation_unit", "roster", ["obligation", "unit"])
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
