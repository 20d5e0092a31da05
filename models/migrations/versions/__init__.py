"""One file per version, oldest `0001`."""
