"""Which words are these? Characters to tokens, slips and look-alikes included."""
