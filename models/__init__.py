"""What state it is in: tables, named queries, sessions and migrations."""
