"""What stands, told from the events alone: an oracle for boards and mails that shares no code with them.

It replays what happened to each task and counts by hand: days are walked one by one, sets are Python's. Of
the registry it takes when a period is due and who is named in a roster, which other tests hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.registry import Registry
from config.registry.objects import Cycle
from models.tables import event as e
from models.tables import task as t

ONE = timedelta(days=1)
UNSENT = ("open", "overdue")
SETTLES = (
    "request-refused", "extended", "moved", "reassigned", "submitted", "waived", "withdrawn",
)  # fmt: skip
Key = tuple[str, str]
Works = Callable[[date], bool]


@dataclass
class Told:
    """One task as its events tell it."""

    obligation: str
    period: str
    unit: str
    holder: str
    last_day: date
    asked: date
    state: str = "open"
    sent: datetime | None = None
    number: str | None = None
    by_round: bool = False
    asks: str = ""
    """What the unit asked and nobody has settled: the kind of the request."""


@dataclass
class Share:
    """Some tasks of a period with the same deadline."""

    last_day: date
    asked: date
    count: int
    over: int = 0
    """The working days from the last day until today, and from today to the day asked for."""
    left: int = 0


@dataclass
class Expected:
    """What a line of a board is to say."""

    counts: dict[str, int] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    not_opened: list[str] = field(default_factory=list)


class Ledger:
    """The tasks at `now`, replayed."""

    def __init__(
        self,
        s: Session,
        registry: Registry,
        now: datetime,
        works: Works,
        before: Sequence[tuple[datetime, Registry]] = (),
        own: Mapping[str, Works] | None = None,
    ) -> None:
        """`before` are the registries that held until some instants, the oldest first; `own` says on which
        days the units of that code work, where not on the office's."""
        self.registry, self.now, self.works, self.before = registry, now, works, before
        self.own = own or {}
        self.today = self._day(now)
        names = {
            row.id: (row.obligation, row.period, row.unit)
            for row in s.execute(select(t.c.id, t.c.obligation, t.c.period, t.c.unit))
        }
        self.tasks: dict[int, Told] = {}
        events = s.execute(select(e).where(e.c.at <= now, e.c.task_id.is_not(None)).order_by(e.c.id)).all()
        # What was taken back is as if it had never been said.
        gone = {event.data["event"] for event in events if event.kind == "undone"}
        for event in events:
            if event.kind != "undone" and event.id not in gone:
                self._happened(event.task_id, names[event.task_id], event)
        self.silences: dict[int, dict[str, Any]] = {}
        said = select(e).where(e.c.at <= now, e.c.kind.in_(["silence-set", "silence-ended"])).order_by(e.c.id)
        for event in s.execute(said).all():
            if event.kind == "silence-ended":
                self.silences.pop(event.data["silence"], None)
            elif date.fromisoformat(event.data["until"]) >= self.today:
                self.silences[event.data["silence"]] = event.data
        self.of: defaultdict[Key, list[Told]] = defaultdict(list)
        for each in self.tasks.values():
            self.of[each.obligation, each.period].append(each)

    def silent(self, told: Told) -> bool:
        """Whether its unit is told nothing of it by itself today."""
        return any(
            each["unit"] in (None, told.holder) and each["obligation"] in (None, told.obligation)
            for each in self.silences.values()
        )

    def _happened(self, number: int, name: tuple[str, str, str], event: Any) -> None:
        data, kind = event.data, event.kind
        if kind == "opened":
            due = self._held(event).of_unit(name[2]).deadline(name[0], name[1])
            self.tasks[number] = Told(
                *name, name[2], due.last_day, self._workday_before(due.unrolled_last_day, name[2]),
                by_round=(event.actor, event.origin, event.reason) == ("dondoc", "engine", ""),
            )  # fmt: skip
            return
        told = self.tasks[number]
        if kind in SETTLES or (kind == "handed-over" and told.asks == "asked-release"):
            told.asks = ""
        match kind:
            case "asked-extension" | "asked-release":
                told.asks = kind
            case "request-refused":
                pass
            case "submitted" | "amended":
                told.state = "submitted" if kind == "submitted" else told.state
                told.sent = datetime.fromisoformat(data["submitted_at"])
                told.number = data["document_no"] or told.number
            case "accepted" | "waived" | "withdrawn":
                told.state = kind
            case "extended" | "returned":
                told.state, told.sent, told.number = "open", None, None
                told.last_day = date.fromisoformat(data["last_day"])
                told.asked = self._workday_before(date.fromisoformat(data["asked"]), name[2])
                told.holder = data.get("to", told.holder)
            case "reworded":
                due = self._held(event).of_unit(name[2]).deadline(name[0], name[1])
                told.asked = self._workday_before(due.unrolled_last_day, name[2])
            case "reopened" | "moved":
                due = self._held(event).of_unit(name[2]).deadline(name[0], name[1])
                told.state, told.last_day = "open", due.last_day
                told.asked = self._workday_before(due.unrolled_last_day, name[2])
            case "reassigned":
                told.holder = data["to"]
            case "handed-over":
                told.holder = event.reason.rpartition(" is ")[2]
            case "progress":
                pass
            case _:
                raise AssertionError(f"the ledger does not know {kind}")

    def _held(self, event: Any) -> Registry:
        return next((registry for until, registry in self.before if event.at < until), self.registry)

    # --- one task ---

    def standing(self, told: Told) -> str:
        """How it stands today."""
        if told.state in ("waived", "withdrawn"):
            return told.state
        if told.sent is None or told.sent > self.now:
            return "overdue" if self.today > told.last_day else "open"
        return "submitted_late" if self._day(told.sent) > told.last_day else "on_time"

    def days_late(self, told: Told) -> int:
        """By how many working days, begun after the last day."""
        stands = self.standing(told)
        if stands == "overdue":
            return self.workdays(told.last_day, self.today, told.unit)
        if stands == "submitted_late" and told.sent is not None:
            return self.workdays(told.last_day, self._day(told.sent), told.unit)
        return 0

    def workdays(self, after: date, until: date, unit: str) -> int:
        """How many days the unit works, after the one and until the other."""
        days = [after + n * ONE for n in range(1, (until - after).days + 1)]
        return sum(map(self.own.get(unit, self.works), days))

    def _workday_before(self, day: date, unit: str) -> date:
        while not self.own.get(unit, self.works)(day):
            day -= ONE
        return day

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.registry.office.zone).date()

    def asking(self) -> list[Told]:
        """The open tasks about which a unit asked something that nobody has settled."""
        return [told for told in self.tasks.values() if told.asks and told.state == "open"]

    # --- a period ---

    def expected(self, key: Key) -> Expected:
        """What its line is to say."""
        tasks = self.of[key]
        stands = Counter(map(self.standing, tasks))
        owed = [each for each in tasks if self.standing(each) in UNSENT]
        sent = [each for each in tasks if self.standing(each) in ("on_time", "submitted_late")]
        days = Counter(map(self._far, owed or sent))
        unasked = self.not_opened(key)
        received = stands["on_time"] + stands["submitted_late"]
        counts = {
            "expected": received + stands["open"] + stands["overdue"] + len(unasked),
            "opened": len(tasks),
            "received": received,
            "on_time": stands["on_time"],
            "late": stands["submitted_late"],
            "open": stands["open"],
            "overdue": stands["overdue"],
            "accepted": sum(each.state == "accepted" for each in tasks),
            "waived": stands["waived"],
            "withdrawn": stands["withdrawn"],
        }
        shares = [
            Share(last_day, asked, count, over, left)
            for (last_day, asked, over, left), count in sorted(days.items())
        ]
        return Expected(counts, shares, unasked)

    def _far(self, told: Told) -> tuple[date, date, int, int]:
        """Its deadline, and how far away that is in the days of its unit: what a line tells apart."""
        late, passed = self.today > told.last_day, self.today > told.asked
        over = self.workdays(told.last_day, self.today, told.unit) if late else 0
        left = self.workdays(self.today, told.last_day if passed else told.asked, told.unit)
        return told.last_day, told.asked, over, left

    def not_opened(self, key: Key) -> list[str]:
        """Who owes it by the roster and was not asked: not he who answers in the place of one that was."""
        duty = self.registry.obligations[key[0]]
        if duty.cycle is Cycle.EVENT:
            return []
        units = self.registry.units
        opens = {code: self.registry.of_unit(code).opens(*key) for code in units}
        ends = max(self.registry.of_unit(code).deadline(*key).last_day for code in units)
        asked = {each.unit for each in self.of[key]}
        standing_in = {
            heir
            for each in self.of[key]
            for day in set(opens.values())
            if each.state != "withdrawn" and (heir := self.heir(each.unit, day)) != each.unit
        }
        if self.today > ends and any(each.by_round for each in self.of[key]):
            return []  # complete as a round opened it, whatever the registry says by now
        named = {day: self.named(duty.owed_by, day) for day in set(opens.values())}
        return [code for code in units if code in named[opens[code]] and code not in asked | standing_in]

    def heir(self, code: str, day: date) -> str:
        """Who stands in a unit's place on a day."""
        unit = self.registry.units[code]
        while unit.to is not None and unit.to <= day and unit.successor:
            unit = self.registry.units[unit.successor]
        return unit.code

    def named(self, refs: Iterable[str], day: date) -> list[str]:
        """The units that a list of units and groups means on a day, in the registry's order. A unit that is
        named by hand is followed by its successor."""
        found = set()
        for ref in refs:
            group = self.registry.groups.get(ref)
            if group is None:
                found.add(self.heir(ref, day))
                continue
            if (group.from_ or date.min) <= day < (group.to or date.max):
                found |= {unit.code for unit in self.registry.units.values() if unit.kind in group.kinds}
                found |= {self.heir(code, day) for code in group.units}
        alive = [unit for unit in self.registry.units.values() if unit.code in found]
        return [
            unit.code
            for unit in alive
            if (unit.from_ is None or unit.from_ <= day) and (unit.to is None or unit.to > day)
        ]

    # --- in words ---

    def due(self, key: Key) -> str:
        """'33 đơn vị 30/11/2026, còn 2 ngày làm việc; ...', as a board in Vietnamese is to say it."""
        line = self.expected(key)
        running = line.counts["open"] + line.counts["overdue"] > 0
        done = "các việc đã mở đều xong" if line.not_opened else "xong"
        parts = []
        told: dict[tuple[date, str], Share] = {}
        for each in line.shares:
            one = told.setdefault(self.left(each), replace(each, count=0))
            one.count += each.count
        shares = list(told.values())
        for share in shares[:3]:
            day, left = self.left(share)
            number = f"{share.count} đơn vị " if len(shares) > 1 else ""
            parts.append(f"{number}{day:%d/%m/%Y}, {left if running else done}")
        if rest := shares[3:]:
            latest = self.left(rest[-1])[0]
            parts.append(f"{sum(each.count for each in rest)} đơn vị khác, muộn nhất {latest:%d/%m/%Y}")
        return "; ".join(parts)

    def left(self, share: Share) -> tuple[date, str]:
        """The day to name, and how far away it is."""
        today = self.today
        if today > share.last_day:
            over = share.over
            said = f"quá {over} ngày làm việc" if over else "đã quá hạn, chưa đến 1 ngày làm việc"
            return share.last_day, said
        if today > share.asked:
            return share.last_day, "chưa tính là chậm"
        return share.asked, f"còn {share.left} ngày làm việc" if share.left else "hạn hôm nay"

    def tally(self, key: Key) -> str:
        """'2/41 đã nộp, 3 chậm, mở 40'."""
        line = self.expected(key)
        counts = line.counts
        late = counts["late"] + counts["overdue"]
        said = f"{counts['received']}/{counts['expected']} đã nộp"
        said += f", {late} chậm" if late else ""
        return said + (f", mở {counts['opened']}" if line.not_opened else "")
