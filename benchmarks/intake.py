"""How long reading a plan takes, against opening the same file with its library and looking at every cell.

`python benchmarks/intake.py` makes plans of 100, 300 and 1,000 tasks as Word, Excel, csv, web page and text,
and keeps the time from the file to rows with units and timing: how it grows with the rows (in step it is ten
times), and beside the library's own where there is one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
import openpyxl

from benchmarks.measuring import QUICK, Comparison, Found, Growth, grown, in_turn, keep, seconds
from config.intake import plan
from config.intake.files import open_file
from config.loading.loader import load
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY
from tests.support.originals import plain_files, sheet_files, word_files
from tests.support.originals.plans import Plan
from tests.support.originals.shape import Box, Table, Task

SIZES = (5, 10) if QUICK else (100, 300, 1_000)
ROUNDS = 3
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


def read(path: Path, registry: Registry, rows: int) -> int:
    """What `dondoc import` does before it writes."""
    found = plan.read(open_file.read(path), registry, date(2026, 1, 5))
    if len(found.entries) != rows:
        raise AssertionError(f"{path.name}: {len(found.entries)} rows instead of {rows}")
    return rows


def main() -> int:
    """Keeps how reading grows, and what it costs beside the libraries alone."""
    registry, found = load(SHIPPED_REGISTRY), list[Found]()
    with tempfile.TemporaryDirectory() as folder:
        paths = {
            (suffix, size): write(Path(folder) / f"{size}{suffix}", made(size))
            for suffix, (write, _) in WRITERS.items()
            for size in SIZES
        }

        def cost(suffix: str, size: int) -> float:
            return seconds(partial(read, paths[suffix, size], registry, size))

        costs = grown(SIZES, {suffix: partial(cost, suffix) for suffix in WRITERS}, ROUNDS)
        times = {suffix: each[-1] / each[0] for suffix, each in costs.items()}
        dearest = max(times, key=times.__getitem__)
        found.append(
            Growth(
                "Reading a plan",
                "rows",
                "seconds of the processor",
                SIZES,
                costs,
                "at most twice in step",
                times[dearest] <= 2 * SIZES[-1] / SIZES[0],
                reached=f"{dearest}: {times[dearest]:.1f} times for {SIZES[-1] / SIZES[0]:g} times as many",
            )
        )
        for suffix, (_, alone) in WRITERS.items():
            if alone is None:
                continue
            path, most = paths[suffix, SIZES[-1]], SIZES[-1]
            ours, theirs = "dondoc, rows with units and timing", "the library alone, every cell"
            cases = {
                ours: partial(read, path, registry, most),
                theirs: lambda alone=alone, path=path, most=most: (alone(path), most)[1],
            }
            found.append(
                Comparison(f"Rows of a plan as {suffix}", f"{most:,} rows", "", ours, in_turn(cases, ROUNDS))
            )
    keep("intake", found, ("python-docx", "openpyxl"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
