"""Which tasks are there, and what is to be said about each? Opening, deciding, chasing, finding."""
