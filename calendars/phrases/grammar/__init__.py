"""Which timing forms stand in the words? Days, bounds, cycles, offsets: one file a family."""
