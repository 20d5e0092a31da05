"""Codes in tables, with their names beside them where a terminal has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.output import Coded

if TYPE_CHECKING:
    from desk.office import Desk


def unit(desk: Desk, code: str, holder: str | None = None) -> Coded | str:
    """A unit, or `PC > VP` where another holds now what it owed."""
    from engine.overview.names import unit_called

    if holder not in (None, code):
        return f"{code} > {holder}"
    return Coded(code, unit_called(desk.registry, code, desk.today))


def recipient(desk: Desk, code: str) -> Coded:
    """A recipient of mail: a unit, its head, or the leadership."""
    from engine.overview.names import recipient_called

    return Coded(code, recipient_called(desk.registry, code, desk.today))


def owners(desk: Desk, codes: list[str] | tuple[str, ...]) -> Coded | str:
    """One unit with its name; of several the codes alone."""
    if len(codes) == 1 and codes[0] in desk.registry.units:
        return unit(desk, codes[0])
    return ", ".join(codes)
