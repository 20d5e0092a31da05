"""The schema's history: numbered Alembic migrations, forward only."""
