"""How long reading a plan takes, against opening the same file with its library and looking at every cell.

`python benchmarks/intake.py` makes plans of 100 and of 1,000 tasks as Word, Excel, csv, web page and text,
and prints the time from the file to rows with units and timing: in seconds, what ten times the rows cost (10
is in step; over 20 it fails), and the time as a multiple of the library's own where there is one.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
import openpyxl

from config.intake import plan
from config.intake.files import open_file
from config.loading.loader import load
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY
from tests.support.originals import plain_files, sheet_files, word_files
from tests.support.originals.plans import Plan
from tests.support.originals.shape import Box, Table, Task

SIZES = (100, 1_000)
ROUNDS = 3
MOST_GROWTH = 20.0
HEAD = ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện", "Sản phẩm")
LEADS = ("Văn phòng", "Vụ Pháp chế", "Vụ Tài chính - Kế toán", "Trung tâm CNTT; Văn phòng", "BHXH các tỉnh")
TIMES = ("Năm 2026", "Thường xuyên", "Trước ngày 15 hằng tháng", "Quý {n}/2026", "Trước ngày {n}/6/2026")


def made(tasks: int) -> Plan:
    """A plan of that many tasks, in sections of 25; every tenth time cell is new."""
    rows: list[tuple[Box | None, ...]] = [tuple(Box(text) for text in HEAD)]
    found = []
    for at in range(tasks):
        if at % 25 == 0:
            rows.append((Box(str(at // 25 + 1)), Box(f"Nhóm việc {at // 25 + 1}", across=5), *[None] * 4))
        when = TIMES[at % len(TIMES)].format(n=at // 10 % 4 + 1 if at % 5 == 3 else at // 10 % 28 + 1)
        words = f"Việc thứ {at + 1} của kế hoạch, có báo cáo kèm theo"
        no = f"{at // 25 + 1}.{at % 25 + 1}"
        found.append(Task(len(rows), no, words))
        rows.append(
            tuple(Box(text) for text in (no, words, LEADS[at % 5], "Các đơn vị liên quan", when, "Báo cáo"))
        )
    table = Table(tuple(rows), 1, tuple(found))
    return Plan("1/KH-MAU", ("KẾ HOẠCH", "Số: 1/KH-MAU", "ngày 05 tháng 01 năm 2026", table, "Lưu: VT."))


def word_alone(path: Path) -> int:
    """Letters that python-docx shows, cell by cell."""
    tables = docx.Document(str(path)).tables
    return sum(len(cell.text) for table in tables for row in table.rows for cell in row.cells)


def excel_alone(path: Path) -> int:
    """Letters that openpyxl shows, cell by cell."""
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(
        len(str(cell or "")) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


WRITERS: dict[str, tuple[Callable[[Path, Plan], Path], Callable[[Path], int] | None]] = {
    ".docx": (word_files.write, word_alone),
    ".xlsx": (sheet_files.write, excel_alone),
    ".csv": (plain_files.write_csv, None),
    ".html": (plain_files.write_html, None),
    ".txt": (plain_files.write_text, None),
}


def taken(work: Callable[[], object]) -> float:
    """Seconds, the median of some rounds after one that warms up."""
    times = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def read(path: Path, registry: Registry, rows: int) -> None:
    """What `dondoc import` does before it writes."""
    found = plan.read(open_file.read(path), registry, date(2026, 1, 5))
    if len(found.entries) != rows:
        raise AssertionError(f"{path.name}: {len(found.entries)} rows instead of {rows}")


def main() -> int:
    """Print one line a format; 1 when long files cost more than their length."""
    registry = load(SHIPPED_REGISTRY)
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for suffix, (write, alone) in WRITERS.items():
            seconds = []
            for size in SIZES:
                path = write(Path(folder) / f"{size}{suffix}", made(size))
                seconds.append(taken(partial(read, path, registry, size)))
            growth = seconds[1] / seconds[0]
            slow = growth > MOST_GROWTH
            broken += slow
            library = f"{seconds[1] / taken(partial(alone, path)):5.1f} x" if alone else "      -"
            print(
                f"{suffix:6} {SIZES[0]:5} rows {seconds[0]:6.3f} s   {SIZES[1]:5} rows {seconds[1]:6.3f} s"
                f"   growth {growth:4.1f}   library alone {library}{'  TOO SLOW' if slow else ''}"
            )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
