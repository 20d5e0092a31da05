"""What to do now: decide, open, chase, mail, audit."""
