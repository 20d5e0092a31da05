"""Where old history lies: in files beside the database, one a year; moved there, read there, brought back."""
