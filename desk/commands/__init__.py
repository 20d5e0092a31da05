"""What can be typed after `dondoc`? A file per command, called like it, with a function of the same name."""
