"""A registry looked at in part: as if only some duties were owed, and only by some units.

Days, periods, ladders and rows are those of the whole; what nobody owes opens nothing. So a simulation of one
document or one unit does the same as the whole one does for them, and costs less.
"""

from __future__ import annotations

from collections.abc import Collection

from config.registry.objects import Obligation
from config.registry.registry import Registry
from config.registry.rosters import RosterRow


class Narrowed(Registry):
    """`whole` with the rosters of `obligations` alone, and in these only `units` (None: all), by code."""

    def __init__(
        self, whole: Registry, obligations: Collection[str], units: Collection[str] | None = None
    ) -> None:
        # Immutable but for what it remembers; the days it remembers are the same in both.
        self.__dict__.update(whole.__dict__)
        self._views, self._owing = None, {}
        self._obligations, self._units = frozenset(obligations), units and frozenset(units)

    def roster(self, obligation: str | Obligation) -> tuple[RosterRow, ...]:
        """Every unit that ever owes it here, with the days on which it does."""
        found = self.obligation(obligation)
        if found.code not in self._obligations:
            return ()
        rows = super().roster(found)
        return rows if self._units is None else tuple(row for row in rows if row[0] in self._units)
