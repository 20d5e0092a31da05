"""How the tables of replies write down what is said: capitals are sure, small letters are not."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from engine.replies.said import Said


@dataclass(frozen=True)
class Expected:
    """What must be said. What is sure must be the same in everything that is not None or left out; of what is
    not sure, what is given."""

    kind: str
    sure: bool
    given: tuple[tuple[str, Any], ...]

    def fits(self, said: Said) -> bool:
        """Whether it is what was expected."""
        same = all(getattr(said, name) == value for name, value in self.given)
        return said.kind == self.kind and said.sure == self.sure and same and said.sure == (not said.doubts)


assert {"reference", "number", "dated", "until", "days", "workdays", "reason", "percent"} <= {
    each.name for each in fields(Said)
}
_OPEN: Any = object()


def SENT(number: str, dated: str | None, ref: str | None = None) -> Expected:  # noqa: N802
    """Sent for sure."""
    return Expected("submitted", True, (("number", number), ("dated", _day(dated)), ("reference", ref)))


def sent(number: str | None, dated: str = "", ref: Any = _OPEN) -> Expected:
    """Perhaps sent."""
    given: list[tuple[str, Any]] = [("number", number)] if number else []
    if dated:
        given.append(("dated", _day(dated)))
    if ref is not _OPEN:
        given.append(("reference", ref))
    return Expected("submitted", False, tuple(given))


def LATER(  # noqa: N802
    until: str | None = None,
    *,
    days: int | None = None,
    workdays: bool = False,
    reason: str | None = None,
    ref: str | None = None,
) -> Expected:
    """More time is asked for."""
    given = (
        ("until", _day(until)),
        ("days", days),
        ("workdays", workdays),
        ("reason", reason),
        ("reference", ref),
    )
    return Expected("extension", True, given)


def later(until: str | None) -> Expected:
    """Perhaps more time is asked for."""
    return Expected("extension", False, (("until", _day(until)),) if until else ())


def DOING(percent: int | None = None, ref: str | None = None) -> Expected:  # noqa: N802
    """How far it is."""
    return Expected("progress", True, (("percent", percent), ("reference", ref)))


def doing(percent: int | None = None) -> Expected:
    """A word on how far it is that somebody should look at."""
    return Expected("progress", False, (("percent", percent),) if percent else ())


def NOT_OURS(reason: str | None, ref: str | None = None) -> Expected:  # noqa: N802
    """It is not the unit's."""
    given: tuple[tuple[str, Any], ...] = (("reference", ref),)
    return Expected("not_ours", True, given + ((("reason", reason),) if reason else ()))


def not_ours() -> Expected:
    """Perhaps it is not the unit's."""
    return Expected("not_ours", False, ())


ACK = Expected("acknowledged", True, ())
ack = Expected("acknowledged", False, ())
nothing = None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
