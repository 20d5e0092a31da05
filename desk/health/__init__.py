"""Is everything in order? The checks of `dondoc doctor`: each looks at one thing and says what it found and
what to do.

A check never makes anything that stays: what it tries it takes back. One that cannot look (the registry is
broken, so the calendar cannot be read) leaves itself out: the cause is told once, by the check it belongs to.
"""
