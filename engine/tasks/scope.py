"""Which part of everything a round or a rerun is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from config.registry import Registry
from engine.errors import RoundError


@dataclass(frozen=True, slots=True)
class Scope:
    """One obligation, one period of it, some units by code; all None is everything."""

    obligation: str | None = None
    period: str | None = None
    units: Collection[str] | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return not (self.obligation is None and self.period is None and self.units is None)

    def __str__(self) -> str:
        """'kstthc-quy 2026-Q3 TST'; empty for everything."""
        return " ".join([part for part in (self.obligation, self.period) if part] + sorted(self.units or ()))

    def check(self, registry: Registry) -> None:
        """RegistryError for a name that does not exist; RoundError for a period without its obligation."""
        if self.obligation is not None:
            found = registry.obligation(self.obligation)
            if self.period is not None:
                found.period(self.period)
        elif self.period is not None:
            raise RoundError("round.period-alone")
        for code in self.units or ():
            registry.unit(code)


EVERYTHING = Scope()
