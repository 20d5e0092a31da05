"""Marks for what only one kind of database has; without one, a test of `database` runs on both."""

from __future__ import annotations

import pytest

SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)

on_sqlite = pytest.mark.parametrize("database_url", [SQLITE], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", [POSTGRESQL], indirect=True)
