"""The schema's history: numbered Alembic migrations, forward only, run by `models.schema.upgrade`.

The next one: change `models.tables`; write `versions/0002_what_it_does.py` by hand as the last one;
add its number to `schema.REVISIONS`. tests/models/test_schema.py says on both databases what is still
missing. It must be safe while the version before still runs: add columns with a default, drop nothing it
reads.
"""
