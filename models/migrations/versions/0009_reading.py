"""Indexes for reading a long history, each of few rows: they cost nothing where tasks are opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _some("ix_task_unit_given_away", "task", "unit", "unit <> holder")
    _some("ix_task_submitted_at", "task", "submitted_at", "submitted_at IS NOT NULL")
    _some("ix_event_asked", "event", "kind", "kind IN ('asked-extension', 'asked-release')")


def _some(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
