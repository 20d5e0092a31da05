"""How long reading a timing phrase takes, against normalising the same text.

`python benchmarks/phrases.py` reads the phrases of the test tables, and long texts made to be slow, in turn
with normalising each, and keeps the longest time of one. The promise is 5 ms for each.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import QUICK, Comparison, Figures, Found, in_turn, keep, profiled
from calendars.phrases import parse
from calendars.phrases.text.tokens import MOST
from tests.phrases.tables import ALL

LIMIT = 5.0
ROUNDS = 1 if QUICK else 5
SLOW = ("trước ngày ", "sau khi ", "từ ngày ", "15, ", "quý I, ", "hằng năm ", "(riêng ", "nếu ngày ", "| ",
        "I", "ngày 15 ", "kể từ ngày ", "trong 5 ngày ", "và 6 tháng ", "1/", "ạ̣")  # fmt: skip


def taken(text: str) -> float:
    """Milliseconds, the least of some rounds: what reading costs when nothing else runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        parse(text)
        best = min(best, time.process_time() - started)
    return best * 1000


def main() -> int:
    """Keeps both groups."""
    groups = {
        "Phrases of the tables": [row.phrase for row in ALL],
        "Texts made to be slow": [(unit * MOST)[:cut] for unit in SLOW for cut in (300, 500, MOST)],
    }
    found: list[Found] = []
    for name, every in groups.items():
        texts = every[:: 20 if QUICK else 1]
        rates = in_turn(
            {
                "dondoc": lambda texts=texts: len([parse(text) for text in texts]),
                "NFC of the same": lambda texts=texts: len([unicodedata.normalize("NFC", t) for t in texts]),
            }
        )
        longest, text = max((taken(text), text) for text in texts)
        met = longest <= LIMIT
        sizes = f"{len(texts):,} texts"
        found += [
            Comparison(name, sizes, "", "dondoc", rates),
            Figures(
                f"{name}: the longest", sizes, {"ms": longest}, f"{LIMIT:g} ms at most", met,
                "" if met else f"{text[:20]!r}, again and again, has so many readings",
                [] if met else profiled(lambda text=text: parse(text)),
            ),
        ]  # fmt: skip
    keep("phrases", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
