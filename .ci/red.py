"""Breaks the code, one fault at a time, and demands that the test which holds against it goes red.

`python .ci/red.py` tries every fault of `.ci/red.toml` on a copy of the tree; words behind it choose those
whose name has one of them. `--write` also writes `docs/truth.md`. Exit code 1 when a test stays green, fails
unbroken, or a place in the code has moved: then the entry is mended, or the test is.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / ".ci" / "red.toml"
TOLD = ROOT / "docs" / "truth.md"
_SKIPPED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "var", "*.pyc", ".hypothesis")
_SAID = 150


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was once seen, how it is brought back, and the test that goes red then."""

    group: str
    seen: str
    file: str
    old: str
    new: str
    test: str
    also: tuple[tuple[str, str, str], ...] = ()
    """Further (file, old, new), where one change alone is made up for elsewhere."""


def faults() -> list[Fault]:
    """The list, in its order."""
    return [Fault(**each) for each in tomllib.loads(LIST.read_text(encoding="utf-8"))["fault"]]


def main() -> int:
    """Tries the chosen faults and prints what each test said."""
    words = [word.casefold() for word in sys.argv[1:] if not word.startswith("-")]
    chosen = [each for each in faults() if not words or any(w in each.seen.casefold() for w in words)]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=_SKIPPED, symlinks=True)
        for each in chosen:
            wrong, said = tried(each, copy)
            results.append((each, wrong, said))
            sys.stdout.write(f"{'NOT SHOWN' if wrong else 'red'}: {each.seen}: {wrong or said}\n")
            sys.stdout.flush()
    if "--write" in sys.argv and not words:
        TOLD.write_text(page(results), encoding="utf-8")
    missing = sum(bool(wrong) for _, wrong, _ in results)
    sys.stdout.write(f"{len(results) - missing} of {len(results)} tests go red\n")
    return 1 if missing else 0


def tried(fault: Fault, copy: Path) -> tuple[str, str]:
    """What is wrong with the entry, or ''; and what the test said when the code was broken."""
    before: dict[Path, str] = {}
    try:
        for name, old, new in ((fault.file, fault.old, fault.new), *fault.also):
            file = copy / name
            text = file.read_text(encoding="utf-8")
            if text.count(old) != 1:
                return f"{name} holds it {text.count(old)} times", ""
            before.setdefault(file, text)
            file.write_text(text.replace(old, new), encoding="utf-8")
        code, said = _run(fault.test, copy)
    finally:
        for file, text in before.items():
            file.write_text(text, encoding="utf-8")
    if code != 1:
        return "stays green" if code == 0 else f"pytest ends with {code}", said
    if _run(fault.test, copy)[0] != 0:
        return "fails unbroken too", said
    return "", said


def _run(test: str, copy: Path) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-x", "-p", "no:cacheprovider", *test.split()],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    errors = [line[1:].strip() for line in done.stdout.splitlines() if re.match(r"E +\S", line)]
    return done.returncode, (errors or ["-"])[0][:_SAID]


def page(results: list[tuple[Fault, str, str]]) -> str:
    """The table that people read."""
    lines = [
        "# What held untrue once, and the test that holds it now",
        "",
        "Each fault below was seen in use. `python .ci/red.py` brings them back one by one in a copy of the",
        "code and demands that the test named goes red, and green again without the fault; what the test",
        "said is in the last column. This page is written by `python .ci/red.py --write`.",
    ]
    groups, group = list(dict.fromkeys(fault.group for fault, _, _ in results)), ""
    for fault, wrong, said in sorted(results, key=lambda each: groups.index(each[0].group)):
        if fault.group != group:
            group = fault.group
            lines += [
                "",
                f"## {group}",
                "",
                "| seen | test | said, when it was brought back |",
                "|---|---|---|",
            ]
        test = fault.test.split("::", 1)[-1].split(" ")[0]
        file = fault.test.split("::", 1)[0].removeprefix("tests/")
        cell = (wrong and f"**{wrong}**") or f"`{said.replace('|', '¦').replace('`', chr(39))}`"
        lines.append(f"| {fault.seen} | `{file}` {test} | {cell} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
