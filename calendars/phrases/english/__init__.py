"""English administrative wording: words, then points in time, then items, then whether to believe them."""
