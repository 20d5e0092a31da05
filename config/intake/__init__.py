"""From a plan as a file to rows a person can review: `files.read` takes an untrusted Word, Excel, csv, web or
text file to a `grids.Content`; what reads tables stands on that.
"""
