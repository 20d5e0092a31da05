"""When: periods, working days, deadlines and ladders. Pure: no I/O, no clock."""
