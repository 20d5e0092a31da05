"""What dondoc survives, tried and counted: killed anywhere, without power, many at once.

`python -m chaos -h` lists what can be tried; `make chaos` tries all of it and writes docs/reliability.md.
Nothing of the product knows of this folder, and none of it is installed with the product.
"""
