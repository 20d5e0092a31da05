"""Units and duties as people write them: a code, a label of a form's list, a name with or without diacritics.

Nothing is guessed. What may mean two is refused with both; of a unit that has ended and the one that bears
its name now, the one that is there is meant, and '(cũ)' or '(former)' behind the name asks for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from config.intake.comparable import words
from config.registry import Obligation, Registry, RegistryError, Unit
from config.registry.unit_names import is_former
from language import Message

SEPARATOR = " · "
"""What stands between the code and the name in a form's lists."""
_PARTS = re.compile(r"\s*[;\n]\s*")
_MOST_NAMED = 6
_FORMER = frozenset({"cu", "former"})


def unit_code(registry: Registry, typed: str, today: date) -> str:
    """The code of the one unit that `typed` names; RegistryError for none, or for several, named."""
    code = _as_code(registry.units, typed)
    if code is not None:
        return code
    asked = _folded(typed)
    former = bool(asked) and asked[-1] in _FORMER
    asked = asked[:-1] if former else asked
    named = [(unit, [_folded(name) for name in _names(unit)]) for unit in registry.units.values()]
    for fits in (_is, _has):
        found = [unit for unit, names in named if asked and any(fits(name, asked) for name in names)]
        if former:
            found = [unit for unit in found if is_former(registry, unit, today)]
        elif there := [unit for unit in found if unit.alive(today)]:
            found = there
        found = _as_accented(found, typed) if len(found) > 1 else found
        if len(found) == 1:
            return found[0].code
        if found:
            raise RegistryError("registry.fits-units", typed=_short(typed), named=_listed(
                f"{unit.code} ({unit.name})" for unit in found
            ))  # fmt: skip
    return registry.unit(typed.strip()).code


def unit_codes(registry: Registry, typed: str | Sequence[str], today: date) -> tuple[str, ...]:
    """The codes of a list ('TST, Hà Nội'), each once, in its order; () for an empty one.

    Parted by semicolons, line breaks or commas. A comma may also belong to a name: the longest run of pieces
    that is one unit's name is that unit.
    """
    entries = [typed] if isinstance(typed, str) else list(typed)
    found: dict[str, None] = {}
    for entry in entries:
        for part in _PARTS.split(entry.strip()):
            found |= dict.fromkeys(_of_commas(registry, part, today))
    return tuple(found)


def duty_code(registry: Registry, typed: str) -> str:
    """The code of the one duty that `typed` names: its code, one that it had before, its title, the title's
    beginning, or words that follow each other in it. RegistryError for none or several.
    """
    code = _as_code(registry.obligations, typed)
    if code is not None:
        return code
    try:
        return registry.obligation(typed.strip()).code  # one that it had before
    except RegistryError as error:
        unknown = error.message
    asked = _folded(typed)
    titled = [
        (duty, [_folded(title) for title in (duty.title, duty.title_en) if title])
        for duty in registry.obligations.values()
    ]
    for fits in (_is, _begins, _runs):
        found = [duty for duty, titles in titled if asked and any(fits(title, asked) for title in titles)]
        if len(found) == 1:
            return found[0].code
        if found:
            raise RegistryError("registry.fits-duties", typed=_short(typed), named=_listed(
                f"{duty.code} ({duty.title})" for duty in found
            ))  # fmt: skip
    raise RegistryError(unknown)


def names_have(unit: Unit, typed: str) -> bool:
    """Whether a name of the unit has these words in their order, or its code begins with them."""
    return _told_by(typed, unit.code, _names(unit))


def titles_have(duty: Obligation, typed: str) -> bool:
    """Whether a title of the duty has these words in their order, or its code begins with them."""
    return _told_by(typed, duty.code, (duty.title, duty.title_en))


def _told_by(typed: str, code: str, names: Iterable[str]) -> bool:
    asked = _folded(typed)
    begins = code.casefold().startswith(typed.strip().casefold())
    return begins or any(_has(_folded(name), asked) for name in names if name)


def document_number(registry: Registry, typed: str) -> str:
    """The number of the one document that `typed` names: its number or the beginning of it ('490'), its
    title, the title's beginning, or words that follow each other in it. RegistryError for none or several.
    """
    code = _as_code(registry.documents, typed)
    if code is not None:
        return code
    asked = _folded(typed)
    called = [
        (each.number, (_folded(each.number), _folded(each.title))) for each in registry.documents.values()
    ]
    for fits in (_is, _begins, _runs):
        found = [number for number, names in called if asked and any(fits(name, asked) for name in names)]
        if len(found) == 1:
            return found[0]
        if found:
            raise RegistryError("registry.fits-documents", typed=_short(typed), named=_listed(found))
    raise RegistryError("registry.no-such-document", typed=_short(typed), known=_listed(registry.documents))


def _as_code(table: Iterable[str], typed: str) -> str | None:
    """The code itself, in any case, or of a label 'TST · Ban Quản lý Thu'."""
    said = typed.split(SEPARATOR, 1)[0].strip()
    known = list(table)
    if said in known:
        return said
    alike = [code for code in known if code.casefold() == said.casefold()]
    return alike[0] if len(alike) == 1 else None


def _of_commas(registry: Registry, text: str, today: date) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    found = []
    while pieces:
        for length in range(len(pieces), 0, -1):
            try:
                found.append(unit_code(registry, ", ".join(pieces[:length]), today))
            except RegistryError:
                if length == 1:
                    raise
                continue
            pieces = pieces[length:]
            break
    return tuple(found)


def _names(unit: Unit) -> tuple[str, ...]:
    return tuple(dict.fromkeys((unit.name, unit.short_name, unit.name_en or "", *unit.aliases)))


@lru_cache(maxsize=10_000)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.fold for word in words(text))


def _is(name: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return name == asked


def _begins(name: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return name[: len(asked)] == asked


def _runs(name: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return any(name[at : at + len(asked)] == asked for at in range(len(name) - len(asked) + 1))


def _has(name: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """All the words in their order: 'bhxh ha noi' for 'BHXH thành phố Hà Nội'."""
    rest = iter(name)
    return all(word in rest for word in asked)


def _as_accented(found: list[Unit], typed: str) -> list[Unit]:
    """Of units that differ in their marks alone, those with the marks that were typed, if any were."""
    asked = tuple(word.key for word in words(typed))
    if typed.isascii():
        return found
    alike = [
        unit
        for unit in found
        if any(_has(tuple(word.key for word in words(name)), asked) for name in _names(unit))
    ]
    return alike or found


def _listed(named: Iterable[str]) -> Message | tuple[str, ...]:
    all_of = tuple(named)
    if len(all_of) <= _MOST_NAMED:
        return all_of
    return Message("words.and-more", names=all_of[:_MOST_NAMED], n=len(all_of) - _MOST_NAMED)


def _short(typed: str) -> str:
    return " ".join(typed.split())[:60]
