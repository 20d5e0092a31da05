"""House rules that no ready-made linter knows. Run by `make lint`; prints one line per breach.

- a Python file has at most 350 lines (the few that may be longer say why, below);
- the rooms below the entry points never read the clock: time is an argument;
- nobody but `language/system.py` takes the words of the operating system, which are English;
- lock files and sources name no package index and no private path.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

MAX_LINES = 350
LONGER: dict[str, str] = {}
"""Files that may be longer, each with the reason."""

CLOCKLESS = ("calendars/", "config/", "models/", "engine/")
CLOCK_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "dt.datetime.now",
    "dt.date.today",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
}
ROOMS = (*CLOCKLESS, "flows/", "desk/")
SYSTEMS_WORDS = re.compile(r"\b\w*error\.strerror|\"strerror\"")
PRIVATE = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root|home)/[a-z]", re.M)
INDEX = re.compile(r"(--(extra-)?index-url|--find-links|https?://[^ \n]*(/simple/|/packages/[0-9a-f]{2}/))")


def tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True)  # noqa: S607
    return [name for name in listing.stdout.split("\0") if name and Path(name).exists()]


def clock_reads(name: str, source: str) -> list[str]:
    return [
        f"{name}:{node.lineno}: reads the clock ({ast.unparse(node.func)}); take `now` as an argument"
        for node in ast.walk(ast.parse(source, name))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCK_CALLS
    ]


def breaches() -> list[str]:
    found: list[str] = []
    for name in tracked():
        try:
            source = Path(name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if name != ".ci/house_rules.py":
            found += [f"{name}: names a package index or its files" for _ in INDEX.findall(source)[:1]]
            found += [f"{name}: holds a private path" for _ in PRIVATE.findall(source)[:1]]
        if not name.endswith(".py"):
            continue
        lines = source.count("\n")
        if lines > MAX_LINES and name not in LONGER:
            found.append(
                f"{name}: {lines} lines; split it, or say in .ci/house_rules.py why it is one subject"
            )
        if name.startswith(ROOMS) and SYSTEMS_WORDS.search(source):
            found.append(f"{name}: says what the system says in English; ask language.system.why")
        if name.startswith(CLOCKLESS):
            found += clock_reads(name, source)
    return found


if __name__ == "__main__":
    problems = breaches()
    sys.stdout.write("".join(f"{line}\n" for line in problems))
    sys.stdout.write("house rules: kept\n" if not problems else f"house rules: {len(problems)} breaches\n")
    sys.exit(1 if problems else 0)
