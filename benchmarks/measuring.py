"""Ours and the others side by side: the same work in turn, several times in one run, and the medians.

A figure alone says how fast a machine is; a ratio within one run says how fast the code is. What is found is
kept in `benchmarks/found/` and told by `docs/performance.md`, which `make bench` writes. `--quick` (as `make
bench-quick` calls every benchmark) asks only whether it runs: the smallest size, one turn, and nothing kept.
"""

from __future__ import annotations

import cProfile
import json
import platform
import pstats
import re
import statistics
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOUND = Path(__file__).resolve().parent / "found"
ROUNDS = 5
QUICK = "--quick" in sys.argv[1:]
GIVEN = [each for each in sys.argv[1:] if each != "--quick"]
"""The arguments that are not about how to measure."""
Profile = list[tuple[str, float]]
ALL_OF = "all of "
"""How a profile names a part of the program, beside functions."""
_PARTS = 6
_NO_WORK = frozenset(
    f"<{each}>"
    for each in (
        "method 'disable' of '_lsprof.Profiler' objects",
        "method 'acquire' of '_thread.lock' objects",
        "method 'poll' of 'select.epoll' objects",
        "built-in method time.sleep",
    )
)
"""What a thread does while another works, and the profile's own."""
_SMALL = re.compile(
    r"<built-in method builtins\.|<method '\w+' of '(str|bytes|list|dict|set|tuple)' objects>"
)
"""What says nothing by itself: `len`, `append`. It counts for who calls it."""


@dataclass
class Comparison:
    """What was compared, and how many things each did in a second of the processor."""

    what: str
    sizes: str
    aim: str
    """The aim, in words; empty where there is none."""
    ours: str
    """The name of our own case among `a_second`."""
    a_second: dict[str, float] = field(default_factory=dict)
    met: bool | None = None
    because: str = ""
    """Of an aim that is not met: why, in a sentence."""
    profile: Profile = field(default_factory=list)
    """And where the time goes: `profiled`."""
    reached: str = ""
    """The figure that the aim asks for, in words, where `docs/performance.md` cannot tell it by itself."""


@dataclass
class Growth:
    """What a thing costs at each of some sizes, by case; our own is the first. Drawn as a picture, both ways
    by powers of ten, beside a line of what grows in step with the sizes."""

    what: str
    of: str
    """What the sizes count: 'open tasks'."""
    unit: str
    """What the costs are: 'seconds of the processor', 'MB'."""
    sizes: Sequence[int]
    costs: dict[str, list[float]]
    aim: str = ""
    met: bool | None = None
    because: str = ""
    profile: Profile = field(default_factory=list)
    reached: str = ""


@dataclass
class Figures:
    """Plain figures, by what they are: what was counted, or how large something is."""

    what: str
    sizes: str
    figures: dict[str, float]
    aim: str = ""
    met: bool | None = None
    because: str = ""
    profile: Profile = field(default_factory=list)
    reached: str = ""


Found = Comparison | Growth | Figures


def size(usual: int, smoke: int) -> int:
    """The size to measure at: the first argument (`1,000,000`), else the usual one; with `--quick` the one
    for a smoke run."""
    if QUICK:
        return smoke
    return int(GIVEN[0].replace(",", "")) if GIVEN else usual


def sizes(usual: Sequence[int], smoke: Sequence[int]) -> tuple[int, ...]:
    """The same for several sizes: the usual ones up to the first argument."""
    if QUICK:
        return tuple(smoke)
    most = int(GIVEN[0].replace(",", "")) if GIVEN else max(usual)
    return tuple(each for each in usual if each <= most) or (most,)


def in_turn(
    cases: Mapping[str, Callable[[], int]],
    rounds: int = ROUNDS,
    *,
    before: Callable[[], object] = lambda: None,
    spent: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """How many things each case does in a second of the processor, the median of the rounds; a case answers
    how many it did. `before` makes ready for each, and does not count; `spent`: what the processor's time is
    read off, where another process works too."""
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(1 if QUICK else rounds):
        for name, work in cases.items():
            before()
            began = spent()
            done = work()
            found[name].append(done / max(spent() - began, 1e-9))
    return {name: statistics.median(each) for name, each in found.items()}


def grown(
    at: Sequence[int], cases: Mapping[str, Callable[[int], float]], rounds: int = 1
) -> dict[str, list[float]]:
    """For `Growth`: what each case says that it cost at each size (`seconds`), the median of the rounds."""
    costs: dict[str, list[float]] = {name: [] for name in cases}
    for each in at:
        found: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(1 if QUICK else rounds):
            for name, work in cases.items():
                found[name].append(work(each))
        for name, several in found.items():
            costs[name].append(statistics.median(several))
    return costs


def seconds(work: Callable[[], object]) -> float:
    """The processor's seconds that it takes: others on the machine do not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def profiled(work: Callable[[], object], most: int = 8) -> Profile:
    """Where the time of `work` goes: the functions that take most by themselves, and the per cent of all that
    each takes, those of threads that it starts too; waiting is left out, and what is small counts for its
    callers. Before them what whole parts take: where no function stands out, they do. For `because`: only
    where an aim is not met."""
    profiles = [cProfile.Profile(time.process_time)]

    def also(*_: object) -> None:
        profiles.append(cProfile.Profile(time.process_time))
        profiles[-1].enable()  # takes this one's place in the thread that has begun

    threading.setprofile(also)
    try:
        profiles[0].runcall(work)
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]
    stats = pstats.Stats(profiles[0])
    for each in profiles[1:]:
        each.create_stats()
        if each.stats:  # type: ignore[attr-defined]
            stats.add(each)
    found: dict[tuple[str, int, str], float] = defaultdict(float)
    for key, (_, _, by_itself, _, callers) in stats.stats.items():  # type: ignore[attr-defined]
        if _SMALL.match(key[2]) and callers:
            for caller, (_, _, under_it, _) in callers.items():
                found[caller] += under_it
        elif key[2] not in _NO_WORK:
            found[key] += by_itself
    whole = sum(found.values()) or 1e-9
    by_part: dict[str, float] = defaultdict(float)
    for key, spent in found.items():
        by_part[f"{ALL_OF}{_part(*key)}"] += spent
    by_function = {_function(*key): spent for key, spent in found.items()}
    return [
        (name, round(100 * spent / whole, 1))
        for named, at_most in ((by_part, _PARTS), (by_function, most))
        for name, spent in sorted(named.items(), key=lambda item: -item[1])[:at_most]
    ]


def keep(name: str, found: Sequence[Found], packages: tuple[str, ...] = ()) -> None:
    """Writes what was found, with the machine and the versions, and prints it; a smoke run writes nothing."""
    for each in found:
        print("\n".join(_told(each)))
    if QUICK:
        return
    FOUND.mkdir(exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {_processor()}",
        "versions": {each: version(each) for each in packages},
    }
    kept = [{"kind": type(each).__name__, **asdict(each)} for each in found]
    told = {"machine": machine, "found": kept}
    (FOUND / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _told(each: Found) -> list[str]:
    if isinstance(each, Growth):
        lines = [f"{each.what}, {each.unit}"]
        lines += [
            f"  {case:44} "
            + "  ".join(f"{n:,}: {cost:,.3g}" for n, cost in zip(each.sizes, costs, strict=True))
            for case, costs in each.costs.items()
        ]
    elif isinstance(each, Figures):
        lines = [f"{each.what} ({each.sizes})"]
        lines += [f"  {case:44} {figure:14,.4g}" for case, figure in each.figures.items()]
    else:
        lines = [f"{each.what} ({each.sizes})"]
        base = each.a_second[each.ours]
        lines += [
            f"  {case:44} {rate:14,.0f} a second  {base / rate:8.2f}"
            for case, rate in sorted(each.a_second.items(), key=lambda item: -item[1])
        ]
    if each.aim and not QUICK:
        lines.append(f"  aim: {each.aim}: {'met' if each.met else 'not met'}")
        if not each.met and not each.because:
            lines.append("  say why in `because`, with `profile=profiled(...)`")
    return lines


def _function(file: str, line: int, name: str) -> str:
    """A function as a profile names it, without any folder of this machine."""
    return name if file == "~" else f"{_shown(Path(file))}:{line} {name}"


def _shown(path: Path) -> Path:
    """Beginning with our folder, or the library's."""
    if "site-packages" in path.parts:
        return Path(*path.parts[path.parts.index("site-packages") + 1 :])
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-2:])


def _part(file: str, _line: int, name: str) -> str:
    """What a function belongs to: a folder of ours, a library, or Python itself."""
    path = Path(file)
    if file == "~":  # written in C: `<method 'execute' of 'sqlite3.Cursor' objects>`
        of = re.search(r"of '(\w+)\.|built-in method (\w+)\.", name)
        return next((each.strip("_") for each in of.groups() if each), "Python") if of else "Python"
    if path.suffix == ".j2":
        return "the templates"
    if "site-packages" in path.parts:
        return _shown(path).parts[0].removesuffix(".py")
    return "/".join(_shown(path).parts[:-1][:2]) if path.is_relative_to(ROOT) else "Python"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} ({len(names)} processors)" if names else platform.processor()


def compared(found: Mapping[str, Any]) -> list[Found]:
    """What a file of `benchmarks/found/` holds."""
    kinds = {each.__name__: each for each in (Comparison, Growth, Figures)}
    return [kinds[each["kind"]](**{k: v for k, v in each.items() if k != "kind"}) for each in found["found"]]
