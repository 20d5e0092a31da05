"""Every way in which documents write the units and groups of a registry, derived from its data.

A unit is known by its code, name, short name and aliases. From these follow: the designator shortened (`TT
Công nghệ thông tin` where several units are a `Trung tâm`), the designator with the code (`Trung tâm CNTT`,
`TTCNTT`), the office's name behind it (`Vụ Pháp chế BHXH Việt Nam`), and for a kind whose units are named
alike (`BHXH tỉnh X`) the other prefixes of the kind (`BHXH X`, `BHXH thành phố X`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from config.intake.comparable import AND, folded, words
from config.registry import Registry
from config.registry.objects import Group, Unit

Key = tuple[str, ...]
LEAST_SHARED = 2
"""A first word or two that so many names begin with is a designator (Vụ, Ban, Trung tâm), not a name."""
_PLACES = ("tỉnh", "thành phố", "tp", "tp.")


@dataclass(frozen=True, slots=True)
class Name:
    """One writing of a unit or group. `exact`: an abbreviation, matched with its capitals only."""

    code: str
    keys: Key
    folds: Key
    exact: str | None = None


@dataclass(slots=True)
class Names:
    """The writings by their first word, and what no single unit can claim."""

    by_first: dict[str, list[Name]]
    by_first_fold: dict[str, list[Name]]
    unclear: dict[str, tuple[str, ...]]
    """Abbreviations that may mean several things (`TT`), with what they may mean."""
    within: dict[str, list[Name]]
    """For a group: how its members are listed behind it (`BHXH các tỉnh: Hà Nội; ...`)."""
    office: tuple[Name, ...]
    """The office itself, which is no unit of its own."""


def names_of(registry: Registry) -> Names:
    """All writings of all units and groups, whether they exist today or not."""
    designators = _designators(registry)
    office = _office(registry)
    found: dict[tuple[str, Key, str | None], Name] = {}
    for unit in registry.units.values():
        for text in _writings(unit, designators, office):
            for each in _spelt(text, registry, office):
                _add(found, unit.code, each)
    for code, text in _provinces(registry):
        for each in _spelt(text, registry, office):
            _add(found, code, each)
    for group in registry.groups.values():
        for text in (group.title, *group.aliases):
            for each in _spelt(text, registry, office):
                _add(found, group.code, each)
    unclear = _unclear(registry, designators)
    kept = [name for name in found.values() if name.exact is None or name.exact not in unclear]
    return Names(
        by_first=_indexed(kept, fold=False),
        by_first_fold=_indexed(kept, fold=True),
        unclear=unclear,
        within={code: list(_listed(registry, group)) for code, group in registry.groups.items()},
        office=tuple(name for text in office if (name := _name(registry.office.code, text))),
    )


def _indexed(names: list[Name], *, fold: bool) -> dict[str, list[Name]]:
    index: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        if name.exact is None or not fold:
            index[name.folds[0] if fold else name.keys[0]].append(name)
    for entries in index.values():
        entries.sort(key=lambda name: -len(name.keys))
    return dict(index)


def _add(found: dict[tuple[str, Key, str | None], Name], code: str, text: str) -> None:
    """Note a writing."""
    if name := _name(code, text):
        found.setdefault((code, name.keys, name.exact), name)


def _name(code: str, text: str) -> Name | None:
    tokens = [word for word in words(text) if word.key != AND]
    if not tokens:
        return None
    short = len(tokens) == 1 and tokens[0].text.isupper()
    return Name(
        code,
        tuple(word.key for word in tokens),
        tuple(word.fold for word in tokens),
        tokens[0].text if short else None,
    )


def _own(unit: Unit) -> Iterator[str]:
    yield unit.name
    yield from unit.aliases


def _designators(registry: Registry) -> dict[Key, str]:
    """First words that several units share, as in `Trung tâm`, `Vụ`: folded words to how they are written."""
    heads: dict[Key, dict[str, str]] = defaultdict(dict)
    for unit in registry.units.values():
        tokens = words(unit.name)
        for length in (1, 2):
            if len(tokens) > length and tokens[0].text[:1].isupper():
                key = tuple(word.fold for word in tokens[:length])
                heads[key][unit.code] = " ".join(word.text for word in tokens[:length])
    shared = {key: next(iter(who.values())) for key, who in heads.items() if len(who) >= LEAST_SHARED}
    # A word that only ever stands with the same second word ("Trung" in "Trung tâm") is half a designator.
    return {
        key: text
        for key, text in shared.items()
        if len(key) == 2
        or not any(len(two) == 2 and heads[two].keys() == heads[key].keys() for two in shared)
    }


def _writings(unit: Unit, designators: dict[Key, str], office: tuple[str, ...]) -> Iterator[str]:
    yield unit.code
    tokens = words(unit.name)
    heads = [
        text
        for key, text in designators.items()
        if len(tokens) > len(key) and tuple(word.fold for word in tokens[: len(key)]) == key
    ]
    for text in _own(unit):
        yield text
        if len(words(text)) > 1 or not text.isupper():
            for ours in office:
                yield f"{text} {ours}"
                yield f"{text} của {ours}"
    codes = [unit.code, *(alias for alias in unit.aliases if alias.isupper() and len(words(alias)) == 1)]
    for head in heads:
        rest = unit.name[tokens[len(words(head)) - 1].end :]
        initials = "".join(word.text[0] for word in words(head)).upper()
        for code in codes:
            yield f"{head} {code}"
        if len(initials) > 1:
            yield f"{initials}{rest}"
            for code in codes:
                if code.isupper():
                    yield f"{initials} {code}"
                    yield f"{initials}{code}"


def _provinces(registry: Registry) -> Iterator[tuple[str, str]]:
    for prefixes, units in _alike(registry):
        for unit in units:
            for prefix in prefixes:
                yield unit.code, f"{prefix} {unit.short_name}"


def _alike(registry: Registry) -> Iterator[tuple[set[str], list[Unit]]]:
    """Kinds whose units are all called `PREFIX SHORT-NAME`: the prefixes, their common beginning too."""
    kinds: dict[str, list[Unit]] = defaultdict(list)
    for unit in registry.units.values():
        kinds[unit.kind].append(unit)
    for units in kinds.values():
        named = [
            (unit, unit.name.removesuffix(unit.short_name).strip())
            for unit in units
            if unit.short_name != unit.name and unit.name.endswith(unit.short_name)
        ]
        prefixes = {prefix for _, prefix in named if prefix}
        if len(named) < LEAST_SHARED or len(named) * 2 < len(units) or not prefixes:
            continue
        first = [prefix.split() for prefix in prefixes]
        common = next(
            (
                " ".join(first[0][:length])
                for length in range(min(map(len, first)), 0, -1)
                if all(parts[:length] == first[0][:length] for parts in first)
            ),
            "",
        )
        more = {f"{common} {place}" for place in _PLACES} | {common} if common else set()
        yield prefixes | more, [unit for unit, _ in named]


def _listed(registry: Registry, group: Group) -> Iterator[Name]:
    """How a member stands in a list that begins with its group: by its short name, or with its place."""
    for _, units in _alike(registry):
        for unit in units:
            if registry_member(unit, group):
                for text in (unit.short_name, *(f"{place} {unit.short_name}" for place in _PLACES)):
                    if name := _name(unit.code, text):
                        yield name


def registry_member(unit: Unit, group: Group) -> bool:
    """Whether a unit belongs to a group, on whatever days."""
    return unit.kind in group.kinds or unit.code in group.units


def _office(registry: Registry) -> tuple[str, ...]:
    """The office's name in full, and with its code for the words that the code abbreviates."""
    name, code = registry.office.name, registry.office.code
    parts = name.split()
    short = "".join(part[0] for part in parts[: len(code)])
    if len(code) > 1 and folded(short) == folded(code) and len(parts) > len(code):
        return name, f"{code} {' '.join(parts[len(code) :])}"
    return (name,)


def _spelt(text: str, registry: Registry, office: tuple[str, ...]) -> Iterator[str]:
    """The text, and the same with the office's code written out (`BHXH tỉnh`, `Bảo hiểm xã hội tỉnh`)."""
    yield text
    code = registry.office.code
    if len(office) > 1 and code in (parts := text.split()) and len(parts) > 1:
        full = " ".join(registry.office.name.split()[: len(code)])
        yield " ".join(full if part == code else part for part in parts)


def _unclear(registry: Registry, designators: dict[Key, str]) -> dict[str, tuple[str, ...]]:
    """Codes and aliases that are also short for the designator of several units, with what they may mean."""
    found = {}
    for unit in registry.units.values():
        for text in (unit.code, *unit.aliases):
            for key, head in designators.items():
                initials = "".join(word[0] for word in key)
                if len(key) > 1 and folded(text) == initials and folded(unit.name) != folded(head):
                    also = [
                        other.name
                        for other in registry.units.values()
                        if other.code != unit.code and _begins(other.name, initials)
                    ]
                    found[text] = (unit.name, f"{head} ...", *also[:2])
    return found


def _begins(name: str, initials: str) -> bool:
    tokens = words(name)
    skipped = [*tokens[1:]]
    return any(
        "".join(word.fold[0] for word in part[: len(initials)]) == initials for part in (tokens, skipped)
    )
