"""Writes `docs/performance.md` from what the benchmarks found, in `benchmarks/found/`, and its pictures."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.drawing import drawn, short  # noqa: E402
from benchmarks.measuring import ALL_OF, FOUND, Comparison, Figures, Found, Growth, compared  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "pictures" / "performance"
HEAD = """# How fast it is

Written by `make bench` from what it measured, not by hand: all aims first, then each measurement.
"""
READING = """
## How to read it
- Each table is one run on one machine, in which all cases took turns, and shows medians. **The ratios
  count**; the figures hold for that machine only.
- "A second" is a second of the processor's time, unless a table says otherwise: what else the machine did
  does not count. "Ours, times" says how many times as fast ours is, the line in bold.
- A picture shows how a cost grows, both ways by powers of ten; the grey line is what would grow in step.
- An aim that is not met says why, and where the time goes: which parts of the program and which functions
  take most of it by themselves.
- `make bench-quick`, which CI runs, asks only whether every benchmark runs.
"""
TITLES = {
    "workdays": "Working days and deadlines",
    "opening": "Opening tasks",
    "rounds": "Rounds",
    "mail_making": "Making mails",
    "delivery": "Delivering mails",
    "reading": "Pages and commands with years behind an office",
    "unit_page": "Units' own pages",
    "cli": "Quick commands",
    "report": "Reports",
    "trace": "Traces",
    "intake": "Reading plans",
    "phrases": "Reading when a duty is due",
    "answering": "A month in which units answer",
    "forms": "Report forms",
    "year": "A year of rounds",
    "years": "Years of use",
    "runs": "What Prefect keeps",
}
"""The sections in their order; what is not among them follows under its own name."""
MORNING = 10_000
DECIDED = "rounds", "A digest to every unit on one morning"
LEFT = "delivery", "A whole delivery to a server that answers at once"
"""Of which benchmarks it is told how long such a morning takes."""
LEAST_SHARE = 2.0
"""Per cent: functions that take less of the time explain nothing."""


@dataclass(frozen=True)
class _Section:
    """What one benchmark found, each under its heading: several where they are one table."""

    name: str
    machine: Mapping[str, Any]
    told: list[tuple[str, list[Found]]]


def page() -> tuple[str, dict[str, str]]:
    """The whole page, and its pictures by file name."""
    sections, pictures = _sections(), dict[str, str]()
    parts = [HEAD, *_morning(sections), *_aims(sections), READING]
    for section in sections:
        parts += _opened(section)
        for nth, (heading, several) in enumerate(section.told):
            first = several[0]
            picture = f"{section.name}-{nth}.svg"
            if isinstance(first, Growth) and len(first.sizes) > 1:
                pictures[picture] = drawn(first)
            parts += _told(heading, several, picture if picture in pictures else "")
    return "\n".join(parts), pictures


def _sections() -> list[_Section]:
    order = list(TITLES)
    files = sorted(
        FOUND.glob("*.json"),
        key=lambda file: (order.index(file.stem) if file.stem in TITLES else len(order), file.stem),
    )
    found = []
    for file in files:
        kept = json.loads(file.read_text(encoding="utf-8"))
        told = [[*several] for _, several in groupby(compared(kept), _table)]
        whats = [several[0].what for several in told]
        headings = [
            what if whats.count(what) == 1 else f"{what}: {_with(several[0])}"
            for what, several in zip(whats, told, strict=True)
        ]
        found.append(_Section(file.stem, kept["machine"], list(zip(headings, told, strict=True))))
    return found


def _morning(sections: Sequence[_Section]) -> Iterator[str]:
    """What a reader wants to know first: how long the morning of a large office takes."""
    rates = {
        (section.name, each.what): each.a_second[each.ours]
        for section in reversed(sections)
        for _, several in reversed(section.told)
        for each in several
        if isinstance(each, Comparison)
    }
    decided, left = rates.get(DECIDED), rates.get(LEFT)
    if decided and left:
        queued = f"{MORNING / decided:.1f} s of the processor"
        yield (
            f"**A morning of {MORNING:,} units**, each with a mail about three tasks: everything is decided\n"
            f"and queued after {queued}, and has left {_span(MORNING / left)} later, over\n"
            "one connection to a mail server that answers at once.\n"
        )


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.1f} minutes"


def _table(each: Found) -> tuple[Any, ...]:
    """What two have in common that are told by one table."""
    if isinstance(each, Comparison):
        return each.what, each.sizes, tuple(each.a_second.items())
    if isinstance(each, Figures):
        return each.what, tuple(each.figures)
    return each.what, tuple(each.costs), tuple(each.sizes)


def _aims(sections: Sequence[_Section]) -> Iterator[str]:
    aims = [
        (section, heading, each)
        for section in sections
        for heading, several in section.told
        for each in several
        if each.aim
    ]
    met = sum(bool(each.met) for _, _, each in aims)
    yield f"## The aims: {met} of {len(aims)} met\n"
    yield "| what | with | aim | found | met |\n|---|---|---|---|---|"
    for _, heading, each in aims:
        said = "yes" if each.met else "**no**"
        yield f"| [{each.what}](#{_slug(heading)}) | {_with(each)} | {each.aim} | {_reached(each)} | {said} |"


def _slug(heading: str) -> str:
    """The anchor that a heading is given where the page is shown."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _with(each: Found) -> str:
    if isinstance(each, Growth):
        return f"{each.sizes[-1]:,} {each.of}"
    return each.sizes.partition(";")[0]


def _reached(each: Found) -> str:
    """What was found of that which the aim asks for: said by the benchmark, else the dearest, or ours with
    how it stands to the fastest other."""
    if each.reached:
        return each.reached
    if isinstance(each, Growth):
        ours = {name: costs[-1] for name, costs in each.costs.items() if not name.startswith("bare")}
        name = max(ours, key=ours.__getitem__)
        return f"{_number(ours[name])} {each.unit}: {name}"
    if isinstance(each, Figures):
        names = {_number(figure): name for name, figure in each.figures.items()}
        return " ".join((*names, *names.values())) if len(each.figures) == 1 else ", ".join(names)
    rate = f"{_number(each.a_second[each.ours])} a second"
    others = {
        name: rate
        for name, rate in each.a_second.items()
        if name != each.ours and not name.startswith("dondoc")
    }
    if not others:
        return rate
    best = max(others, key=others.__getitem__)
    times = each.a_second[each.ours] / others[best]
    return f"{rate}: {_ratio(times)} {'times' if times >= 1 else 'of'} {best}"


def _opened(section: _Section) -> Iterator[str]:
    machine = section.machine
    versions = ", ".join(f"{name} {number}" for name, number in sorted(machine["versions"].items()))
    yield f"## {TITLES.get(section.name, section.name)}\n"
    yield (
        f"`python benchmarks/{section.name}.py`: Python {machine['python']} on {machine['machine']}"
        f"{'; ' if versions else ''}{versions}.\n"
    )


def _told(heading: str, several: Sequence[Found], picture: str) -> Iterator[str]:
    each = several[0]
    yield f"### {heading}\n"
    said = [] if isinstance(each, Growth) or len(_columns(several)) > 1 else [_sentence(each.sizes)]
    if said := [*said, *(_aim(one) for one in several if one.aim)]:
        yield f"{' '.join(said)}\n"
    if picture and isinstance(each, Growth):
        yield f"![{each.what}: {each.unit} by the number of {each.of}](pictures/performance/{picture})\n"
    yield from _rows(several)
    yield ""
    for one in several:
        if one.profile and not one.met:
            yield f"Where the time goes, per cent: {_profile(one.profile)}.\n"


def _profile(profile: Sequence[tuple[str, float]]) -> str:
    shares = [(name, part) for name, part in profile if part >= LEAST_SHARE]
    parts = [f"{name} {part:.0f}" for name, part in shares if name.startswith(ALL_OF)]
    functions = [f"`{name}` {part:.0f}" for name, part in shares if not name.startswith(ALL_OF)]
    return "; by itself ".join(", ".join(each) for each in (parts, functions) if each) or "nothing stands out"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _aim(each: Found) -> str:
    if each.met:
        return f"Aim: {each.aim}. **Met.**"
    if not each.because:
        return f"Aim: {each.aim}. **Not met.**"
    return f"Aim: {each.aim}. **Not met:** {_clause(each.because)}."


def _clause(text: str) -> str:
    """A reason as it stands within a sentence: small, unless it begins with a name, and without its end."""
    small = text[:1].lower() + text[1:] if re.match(r"[A-Z][a-z]* [a-z]", text) else text
    return small.rstrip(". ")


def _rows(several: Sequence[Found]) -> Iterator[str]:
    each = several[0]
    if isinstance(each, Comparison):
        yield "| | a second | ours, times |\n|---|---:|---:|"
        for name, rate in sorted(each.a_second.items(), key=lambda item: -item[1]):
            shown = f"**{name}**" if name == each.ours else name
            yield f"| {shown} | {_number(rate)} | {_ratio(each.a_second[each.ours] / rate)} |"
    elif isinstance(each, Growth):
        yield f"| {each.unit} | " + " | ".join(f"{n:,} {each.of}" for n in each.sizes) + " |"
        yield "|---|" + "---:|" * len(each.sizes)
        for name, costs in each.costs.items():
            yield f"| {name} | " + " | ".join(short(cost) for cost in costs) + " |"
    else:
        columns = _columns(several)
        yield f"| | {' | '.join(columns if len(columns) > 1 else [''])} |"
        yield "|---|" + "---:|" * len(columns)
        for name in each.figures:
            yield f"| {name} | " + " | ".join(_number(each[name]) for each in columns.values()) + " |"


def _columns(several: Sequence[Found]) -> dict[str, dict[str, float]]:
    """Figures side by side, by what they are."""
    return {each.sizes: each.figures for each in several if isinstance(each, Figures)}


def _number(figure: float) -> str:
    """Three digits, and whole numbers whole."""
    whole = figure >= 100 or figure == int(figure)
    return f"{figure:,.0f}" if whole else f"{figure:.3g}"


def _ratio(times: float) -> str:
    return f"{times:,.0f}" if times >= 100 else f"{times:.2f}" if times >= 0.1 else f"{times:.2g}"


if __name__ == "__main__":
    text, pictures = page()
    PAGE.write_text(text, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.svg"):
        old.unlink()
    for name, svg in pictures.items():
        (PICTURES / name).write_text(svg + "\n", encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)} and {len(pictures)} pictures")
