"""What stands in this file? Untrusted bytes of any format to grids of cells and texts, within limits."""
