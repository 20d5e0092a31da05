"""Many reports recorded at once, each by `answers.submit`, in one transaction: all of them or none, unless
whoever records them wants those that are right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from calendars.errors import WhenError
from config.registry import Registry, RegistryError
from config.typed_names import duty_code, unit_code
from engine.answers import answers
from engine.answers.answers import Answer
from engine.answers.many_lines import Line, day_of
from engine.errors import AnswerError, EngineError
from engine.tasks.acts import Act, TaskRef
from language import Message
from models.states import TransitionError

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What became of a line. ALREADY: the same had been recorded before. EMPTY: nothing was filled in."""

    RECORDED = "recorded"
    AMENDED = "amended"
    ALREADY = "already"
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Done:
    """A line with what became of it; `why` says why it was refused, or what is doubtful of it."""

    line: Line
    outcome: Outcome
    ref: TaskRef | None = None
    day: date | None = None
    late: bool = False
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of all lines, in their order. `kept` is False when nothing was recorded."""

    done: tuple[Done, ...]
    kept: bool
    counts: dict[Outcome, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many lines cannot be recorded."""
        return self.counts[Outcome.REFUSED]


def record(
    act: Act,
    lines: Sequence[Line],
    *,
    only_good: bool = False,
    amend: bool = False,
    confirmed: bool = False,
    progress: Progress | None = None,
) -> Recorded:
    """Records the lines that are right when all are, or with `only_good` those that are; see `answers.submit`
    for `amend` and `confirmed`. A line that is refused changes nothing.
    """
    names = _Names(act.registry, act.today)
    done: list[Done] = []
    whole = act.s.begin_nested()
    for n, line in enumerate(lines, 1):
        done.append(_line(act, line, names, amend=amend, confirmed=confirmed))
        if progress is not None and n % 20 == 0:
            progress(n, len(lines))
    counts = {outcome: sum(each.outcome is outcome for each in done) for outcome in Outcome}
    keeps = only_good or not counts[Outcome.REFUSED]
    whole.commit() if keeps else whole.rollback()
    return Recorded(tuple(done), keeps, counts)


class _Names:
    """Units, duties and periods as they are written, each looked up once."""

    def __init__(self, registry: Registry, today: date) -> None:
        self._registry, self._today = registry, today
        self._units: dict[str, str] = {}
        self._duties: dict[str, str] = {}
        self._periods: dict[tuple[str, str], str] = {}

    def ref(self, line: Line) -> TaskRef:
        """The task of a line; RegistryError or AnswerError for one that cannot be told."""
        for name in ("unit", "duty", "period"):
            if not getattr(line, name):
                raise AnswerError(f"many.lacks-{name}")
        if line.unit not in self._units:
            self._units[line.unit] = unit_code(self._registry, line.unit, self._today)
        if line.duty not in self._duties:
            self._duties[line.duty] = duty_code(self._registry, line.duty)
        duty = self._duties[line.duty]
        if (duty, line.period) not in self._periods:
            period = self._registry.obligation(duty).period(line.period)
            self._periods[duty, line.period] = period.code
        return TaskRef(duty, self._periods[duty, line.period], self._units[line.unit])


def _line(act: Act, line: Line, names: _Names, *, amend: bool, confirmed: bool) -> Done:
    if line.empty:
        return Done(line, Outcome.EMPTY)
    ref, day = None, None
    try:
        ref = names.ref(line)
        day = day_of(line.day) if line.day else None
        if not line.number:
            raise AnswerError("many.lacks-number")
        if day is None:
            raise AnswerError("many.lacks-day")
        with act.s.begin_nested():
            said = answers.submit(
                act, ref, document_no=line.number, submitted_on=day, figure=line.figure or None,
                note=line.note, amend=amend, confirmed=confirmed,
            )  # fmt: skip
    except (EngineError, RegistryError, WhenError, TransitionError) as error:
        return Done(line, Outcome.REFUSED, ref, day, why=error.message)
    return Done(line, _outcome(said), ref, day, said.late, said.doubt)


def _outcome(said: Answer) -> Outcome:
    if not said.changed:
        return Outcome.ALREADY
    return Outcome.AMENDED if said.kind == "amended" else Outcome.RECORDED
