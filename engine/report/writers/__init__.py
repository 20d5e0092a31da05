"""How does the report look as a file? A file per format; each lays out the same paper."""
