"""How did it go? A stretch of time in figures, and the papers that say them: one counting, many formats."""
