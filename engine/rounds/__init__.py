"""When everything is done in turn: a round, a rerun, a simulated year, its trace; the audit at their end."""
