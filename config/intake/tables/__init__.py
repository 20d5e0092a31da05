"""Which rows of the grids are tasks, and which cell of a row says what?"""
