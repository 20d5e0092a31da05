"""Writes `docs/performance.md` from what the benchmarks found, in `benchmarks/found/`, and its pictures."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.drawing import drawn, short  # noqa: E402
from benchmarks.measuring import FOUND, Comparison, Figures, Found, Growth, compared  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "pictures" / "performance"
HEAD = """# How fast it is

Written by `make bench` from what it measured; not by hand. Each table is one run on one machine, in which all
cases took turns, and shows medians, as things done in a second of the processor's time. The ratios count, the
figures hold for that machine only. "Ours, times" says how many times as fast we are. A picture shows how a
cost grows, both ways by powers of ten; the dotted line is what would grow in step. An aim that is not met
says why, and where the time goes. `make bench-quick`, which CI runs, asks only whether every benchmark runs.
"""


def page() -> tuple[str, dict[str, str]]:
    """The whole page, and its pictures by file name."""
    parts, pictures = [HEAD], {}
    for file in sorted(FOUND.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        parts.append(f"## `python benchmarks/{file.stem}.py`\n")
        machine = told["machine"]
        versions = ", ".join(f"{name} {number}" for name, number in sorted(machine["versions"].items()))
        parts.append(
            f"Python {machine['python']} on {machine['machine']}{'; ' if versions else ''}{versions}.\n"
        )
        for nth, each in enumerate(compared(told)):
            name = f"{file.stem}-{nth}.svg"
            if isinstance(each, Growth) and len(each.sizes) > 1:
                pictures[name] = drawn(each)
            parts += _section(each, name if name in pictures else "")
    return "\n".join(parts), pictures


def _section(each: Found, picture: str) -> Iterator[str]:
    yield f"### {each.what}\n"
    said = "" if isinstance(each, Growth) else f"{each.sizes[0].upper()}{each.sizes[1:]}."
    if aim := _aim(each):
        said = f"{said} {aim}".lstrip()
    if said:
        yield f"{said}\n"
    if picture and isinstance(each, Growth):
        yield f"![{each.what}: {each.unit} by the number of {each.of}](pictures/performance/{picture})\n"
    yield from _rows(each)
    yield ""
    if each.profile and not each.met:
        yield "Where the time goes:\n"
        yield "| function | per cent of the time by itself |\n|---|---:|"
        yield from (f"| `{name}` | {part:.1f} |" for name, part in each.profile)
        yield ""


def _aim(each: Found) -> str:
    if not each.aim:
        return ""
    if each.met:
        return f"Aim: {each.aim}. **Met.**"
    why = f" because {each.because}" if each.because else ""
    return f"Aim: {each.aim}. **Not met{',' if why else '.'}**{why}{'.' if why else ''}"


def _rows(each: Found) -> Iterator[str]:
    if isinstance(each, Comparison):
        yield "| | a second | ours, times |\n|---|---:|---:|"
        for name, rate in sorted(each.a_second.items(), key=lambda item: -item[1]):
            shown = f"**{name}**" if name == each.ours else name
            yield f"| {shown} | {rate:,.0f} | {each.a_second[each.ours] / rate:.2f} |"
    elif isinstance(each, Growth):
        yield f"| {each.unit} | " + " | ".join(f"{n:,} {each.of}" for n in each.sizes) + " |"
        yield "|---|" + "---:|" * len(each.sizes)
        for name, costs in each.costs.items():
            yield f"| {name} | " + " | ".join(short(cost) for cost in costs) + " |"
    else:
        yield from _figures(each)


def _figures(each: Figures) -> Iterator[str]:
    yield "| | |\n|---|---:|"
    for name, figure in each.figures.items():
        whole = figure >= 1000 or figure == int(figure)
        yield f"| {name} | {figure:,.0f} |" if whole else f"| {name} | {figure:.3g} |"


if __name__ == "__main__":
    text, pictures = page()
    PAGE.write_text(text, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.svg"):
        old.unlink()
    for name, svg in pictures.items():
        (PICTURES / name).write_text(svg + "\n", encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)} and {len(pictures)} pictures")
