"""How long reading a timing phrase takes, against normalising the same text.

`python benchmarks/phrases.py` prints the median and the longest time of the phrases of the test tables, and
of long texts made to be slow, in milliseconds and as a multiple. The promise is 5 ms for each.
"""

from __future__ import annotations

import statistics
import sys
import time
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from calendars.phrases import parse
from calendars.phrases.text.tokens import MOST
from tests.phrases.tables import ALL

LIMIT = 5.0
ROUNDS = 5
SLOW = ("trước ngày ", "sau khi ", "từ ngày ", "15, ", "quý I, ", "hằng năm ", "(riêng ", "nếu ngày ", "| ",
        "I", "ngày 15 ", "kể từ ngày ", "trong 5 ngày ", "và 6 tháng ", "1/", "ạ̣")  # fmt: skip


def taken(text: str, work: object = parse) -> float:
    """Milliseconds, the least of some rounds: what the work costs when nothing else runs."""
    assert callable(work)
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - started)
    return best * 1000


def main() -> int:
    """Print one line a group; 1 when a text takes longer than promised."""
    groups = {
        "phrases of the tables": [row.phrase for row in ALL],
        "made to be slow": [(unit * MOST)[:cut] for unit in SLOW for cut in (300, 500, MOST)],
    }
    broken = 0
    for name, texts in groups.items():
        times = [taken(text) for text in texts]
        base = statistics.median(taken(text, lambda t: unicodedata.normalize("NFC", t)) for text in texts)
        longest, text = max(zip(times, texts, strict=True))
        late = longest > LIMIT
        broken += late
        middle = statistics.median(times)
        print(
            f"{name:38} median {middle:6.3f} ms ({middle / base:7.0f} x)  longest {longest:6.3f} ms"
            f"  {text[:40]!r}{'  TOO SLOW' if late else ''}"
        )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
