"""How nothing is lost: everything an office has in one file, looked at, brought back, or carried over."""
