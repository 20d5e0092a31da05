"""When everything is done in turn: a round, a rerun, a simulated year, and the audit at their end."""
