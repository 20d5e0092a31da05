"""What the columns about time say of one row together: one time, how often beside it, or a time in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from config.intake.comparable import one_line
from config.intake.meaning.timing import Timing, Timings, Way
from config.intake.tables.columns import Column
from config.intake.tables.found import Doubt, Row
from config.intake.tables.roles import Role
from language import Message


def read(timings: Timings, row: Row, doubts: list[Doubt]) -> Timing:
    """When a row is due; what of it needs a person is added to `doubts`."""
    times = {column: text for column, text in row.times.items() if text.strip()}
    timing = _in_columns(timings, times) if len(times) > 1 else _in_one(timings, row, times, doubts)
    doubts += [Doubt("worded", doubt) for doubt in timing.doubts]
    return timing


def _in_one(timings: Timings, row: Row, times: Mapping[Column, str], doubts: list[Doubt]) -> Timing:
    text, every = row.said(Role.TIME), row.said(Role.EVERY)
    if not text.strip() and (also := next(iter(times.items()), None)):
        column, text = also
        said = Message("intake.beside", column=column.text, text=one_line(text))
        doubts.append(Doubt("worded", Message("intake.another-time", said=said)))
    timing = timings.read(text)
    if every.strip():
        often = {
            rule.cycle
            for said in (f"hằng {one_line(every)}", one_line(every))
            for rule in timings.read(said).meaning.rules
        }
        if not text.strip():
            timing = timings.read(every)
        elif timing.way is not Way.DATED or {rule.cycle for rule in timing.meaning.rules} != often:
            doubts.append(Doubt("worded", Message("intake.cycle-column", text=one_line(every))))
    return timing


def _in_columns(timings: Timings, times: Mapping[Column, str]) -> Timing:
    """Several columns of deadlines: a rule of each, told by its heading, for a person to look at."""
    told = [(one_line(column.text), timings.read(text)) for column, text in times.items()]
    said = [
        Message("intake.beside", column=column.text, text=one_line(text)) for column, text in times.items()
    ]
    dated = [(heading, timing) for heading, timing in told if timing.way is Way.DATED]
    doubts = [Message("intake.times-in-columns", said=said)]
    doubts += [doubt for _, timing in told for doubt in timing.doubts]
    text = "; ".join(f"{column.text}: {one_line(text)}".removeprefix(": ") for column, text in times.items())
    if not dated:
        return Timing(text, told[0][1].meaning, Way.REVIEW, doubts=tuple(doubts))
    meaning = replace(
        dated[0][1].meaning,
        phrase=text,
        rules=tuple(rule for _, timing in dated for rule in timing.meaning.rules),
    )
    return Timing(
        text,
        meaning,
        Way.DATED,
        tuple(keys for _, timing in dated for keys in timing.rules),
        tuple(dict.fromkeys(doubts)),
        tuple(heading for heading, timing in dated for _ in timing.rules),
    )
