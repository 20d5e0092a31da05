"""Writes `docs/performance.md` from what the benchmarks found, in `benchmarks/found/`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import FOUND  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
HEAD = """# How fast it is

Written by `make bench` from what it measured; not by hand. Each table is one run on one machine, in which all
cases took turns, and shows medians, as things done in a second of the processor's time. The ratios count, the
figures hold for that machine only. "Ours, times" says how many times as fast we are.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for file in sorted(FOUND.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        parts.append(f"## `python benchmarks/{file.stem}.py`\n")
        machine = told["machine"]
        versions = ", ".join(f"{name} {number}" for name, number in sorted(machine["versions"].items()))
        parts.append(
            f"Python {machine['python']} on {machine['machine']}{'; ' if versions else ''}{versions}.\n"
        )
        parts += [_table(each) for each in told["comparisons"]]
    return "\n".join(parts)


def _table(found: dict[str, Any]) -> str:
    rates, ours = found["a_second"], found["ours"]
    rows = [
        f"| {'**' + name + '**' if name == ours else name} | {rate:,.0f} | {rates[ours] / rate:.2f} |"
        for name, rate in sorted(rates.items(), key=lambda item: -item[1])
    ]
    aim = f"Aim: {found['aim']}. **{'Met' if found['met'] else 'Not met'}.**\n" if found["aim"] else ""
    head = f"### {found['what']}\n\n{found['sizes'][0].upper() + found['sizes'][1:]}. {aim}"
    return "\n".join([head.rstrip() + "\n", "| | a second | ours, times |", "|---|---:|---:|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
