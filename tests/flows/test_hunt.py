"""A hunt: an office of random but plausible people lives for months, and each board and mail is compared with
what the events alone say (`tests/support/ledger.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import select

from config.registry import Registry
from desk.commands.board import figures
from desk.output import plain
from engine.installation import Installation
from engine.mail.language import VI
from engine.overview import boards
from flows.boards.artifacts import read_boards
from flows.names import artifact_key
from models import db
from models.scratch import scratch_engine
from models.tables import notice as n
from models.tables import task as t
from tests.support import registries
from tests.support.hunted import EDITED, FIRST, OWN, OWN_DAYS, SMALL, works
from tests.support.hunting import Office
from tests.support.ledger import UNSENT, Key, Ledger, Told, Works
from tests.support.mailroom import text_of
from tests.support.reading import read
from tests.support.rounds import settings
from tests.support.tiers import LIVES

pytestmark = pytest.mark.slow
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass
class Hunt:
    """What is compared, and how often it was."""

    of: Installation
    works: Any
    before: list[tuple[datetime, Registry]]
    """The registries that held until some instants."""
    own: Mapping[str, Works]
    """On which days units with a working calendar of their own work, by their codes."""
    lines: int = 0
    """Lines whose figures were compared; `seen` boards whose text was, `mails`, their `items` and the duties
    `watched` in them."""
    seen: int = 0
    mails: int = 0
    items: int = 0
    watched: int = 0

    def boards(self, now: datetime) -> None:
        """Every line of every board, and the outbox's."""
        registry = self.of.registry
        with db.reading(self.of.engine) as s:
            ledger = Ledger(s, registry, now, self.works, self.before, self.own)
            whole = boards.lines_of(s, registry, now)
            shown = boards.overview(s, registry, now, since=ledger.today - boards.LATELY)
            waiting = self._waiting(s, ledger)
        assert {(line.figures.obligation, line.figures.period) for line in whole} == set(ledger.of)
        for line in whole:
            self._line(ledger, line)
        late = ledger.today - boards.LATELY
        wanted = {
            key
            for key, tasks in ledger.of.items()
            if any(ledger.standing(each) in UNSENT or each.last_day >= late for each in tasks)
        }
        assert {(line.figures.obligation, line.figures.period) for line in shown} == wanted
        made = {key: text for key, _, text in read_boards(self.of, now)}
        rows = dict(_rows(made["bang-chung"]))
        assert set(rows) == wanted
        for key in wanted:
            self._board(ledger, key, rows[key], made[artifact_key(*key)])
        asked = re.search(r"## (\d+) đề nghị của đơn vị đang chờ trả lời", made["bang-chung"])
        assert (int(asked[1]) if asked else 0) == len(ledger.asking())
        told = re.search(r"; (\d+) nơi nhận có thông báo", made["hop-thu"])
        assert (int(told[1]) if told else 0) >= len(waiting), waiting

    def _line(self, ledger: Ledger, line: boards.Line) -> None:
        key = line.figures.obligation, line.figures.period
        wanted, found = ledger.expected(key), plain(figures(line))
        assert {name: found[name] for name in wanted.counts} == wanted.counts, key
        assert found["not_opened"] == wanted.not_opened, key
        days: dict[str, int] = {}
        for share in wanted.shares:
            days[share.last_day.isoformat()] = days.get(share.last_day.isoformat(), 0) + share.count
        assert {each["day"]: each["count"] for each in found["last_days"]} == days, key
        self.lines += 1

    def _board(self, ledger: Ledger, key: Key, row: list[str], text: str) -> None:
        """The line on the overall board, and the period's own."""
        counts = ledger.expected(key).counts
        sent = f"{counts['received']}/{counts['expected']}"
        sent += f", mở {counts['opened']}" if ledger.not_opened(key) else ""
        assert row[2:6] == [
            ledger.due(key), sent, str(counts["overdue"]), str(counts["late"])
        ], key  # fmt: skip
        assert f"\n**{ledger.tally(key)}** · hạn nộp " in text, key
        late = {}
        for line in text.splitlines():
            cells = [cell.strip().strip("*") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if len(cells) >= 6 and " · " in cells[0]:
                named = re.findall(r"([\w-]+) · ", cells[0])
                late[named[-1]] = (_LINK.sub(r"\1", cells[1]), cells[5])
        words = {
            "open": "chưa nộp", "overdue": "QUÁ HẠN", "on_time": "nộp đúng hạn",
            "submitted_late": "nộp chậm", "waived": "được miễn", "withdrawn": "đã rút",
        }  # fmt: skip
        for told in ledger.of[key]:
            stands = ledger.standing(told)
            days = str(ledger.days_late(told) or "< 1") if stands in ("overdue", "submitted_late") else ""
            assert late[told.unit] == (words[stands], days), (key, told)
        self.seen += 1

    def _waiting(self, s: Any, ledger: Ledger) -> set[str]:
        """Who has something waiting for the morning: notices that no mail carries, of what he still owes."""
        rows = s.execute(
            select(n.c.recipient, n.c.task_id, n.c.role)
            .join(t, t.c.id == n.c.task_id)
            .where(n.c.message_id.is_(None), n.c.collapsed.is_(False), n.c.deadline_no == t.c.deadline_no)
        )
        return {
            row.recipient
            for row in rows
            if (told := ledger.tasks[row.task_id]).state == "open"
            and row.role == "unit"
            and row.recipient == told.holder
            and not ledger.silent(told)
        }

    def mails_of(self, now: datetime, files: list[Path]) -> None:
        """What the morning's mails say, each as its reader counts it."""
        with db.reading(self.of.engine) as s:
            ledger = Ledger(s, self.of.registry, now, self.works, self.before, self.own)
        for file in files:
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            self._mail(ledger, mail)
            self.mails += 1

    def _mail(self, ledger: Ledger, mail: EmailMessage) -> None:
        text = text_of(mail)
        box = mail["To"].addresses[0].addr_spec.partition("@")[0]
        open_ = {_ref(each): each for each in ledger.tasks.values() if each.state == "open"}
        named = set()
        said = read(text)
        for day, left, ref in said.items:
            assert ref in open_, (ref, text)
            self._says(ledger, open_[ref], day, left, text)
            named.add(ref)
        for day, left, ref in said.brief:
            assert ref in open_, (ref, text)
            self._says(ledger, open_[ref], day, left, text)
            named.add(ref)
        if box in self._units() and (named or "việc sắp đến hạn" in text):
            # A unit's mail names all that it owes.
            owed = {ref for ref, each in open_.items() if each.holder.lower() == box}
            heard = {ref for ref in owed if not ledger.silent(open_[ref])}
            assert heard <= named <= owed, text
            # Of what is silenced only an answer to the unit's own act is told, never in passing.
            assert {ref for _, _, ref in said.brief} <= heard, text
        for counted in re.finditer(r"(\d+) việc quá hạn", text.split("\r\n---", 1)[0]):
            if box in self._units():
                items = [open_[ref] for _, _, ref in said.items]
                late = sum(ledger.standing(each) == "overdue" for each in items)
                assert int(counted[1]) == late, text
        self._watches(ledger, text)
        self._subject(str(mail["Subject"]), text)

    def _says(self, ledger: Ledger, told: Told, day: str, left: str, text: str) -> None:
        """A day and how far it is, of one task."""
        self.items += 1
        spoken = date(*map(int, reversed(day.split("/"))))
        if ledger.standing(told) == "overdue":
            over = ledger.days_late(told)
            assert spoken == told.last_day, text
            assert left.casefold() == (f"quá hạn {over} ngày làm việc" if over else "đã quá hạn"), text
            return
        passed = ledger.today > told.asked
        assert spoken == (told.last_day if passed else told.asked), text
        if (found := re.search(r"còn (\d+) ngày", left.casefold())) is not None:
            assert int(found[1]) == ledger.workdays(ledger.today, told.asked, told.unit), text

    def _watches(self, ledger: Ledger, text: str) -> None:
        titles = {
            VI.titled(self.of.registry.obligations[key[0]].title, self.of.registry.deadline(*key).period): key
            for key in ledger.of
        }
        for title, said in read(text).watches:
            if (key := titles.get(title.strip())) is None:
                continue
            counts = ledger.expected(key).counts
            missing = counts["open"] + counts["overdue"]
            if found := re.fullmatch(r"đã nộp (\d+)/(\d+), mở (\d+); chưa nộp", said):
                wanted = [counts["received"], counts["expected"], counts["opened"]]
                assert ledger.not_opened(key), text
            elif found := re.fullmatch(r"(\d+)/(\d+) quá hạn, chưa nộp", said):
                wanted = [counts["overdue"], counts["expected"]]
            else:
                found = re.fullmatch(r"(\d+)/(\d+) chưa nộp", said)
                wanted = [missing, counts["expected"]]
            assert found is not None, said
            assert [int(each) for each in found.groups()] == wanted, (key, text)
            self.watched += 1

    def _subject(self, said: str, text: str) -> None:
        """What the subject counts stands in the mail."""
        if found := re.search(r"hạn (\d\d/\d\d)(?:/\d{4})?: (quá hạn|còn) (\d+) ngày làm việc", said):
            day, how, number = found.groups()
            left = f"{how} {number} ngày làm việc"
            assert any(
                d.startswith(day) and left in how_far.casefold() for d, how_far, _ in read(text).items
            ), (
                said,
                text,
            )
        if found := re.search(r"hạn (từ )?(\d\d/\d\d)(?:/\d{4})?: (\d+/\d+) đơn vị chưa nộp", said):
            assert f"{found[3]} chưa nộp: " in text, (said, text)
            # Where units count in days of their own, delays differ from one last day.
            apart = re.search(r"\(hạn \d\d/", text) or "ngày làm việc)" in text
            assert self.own or bool(found[1]) == bool(apart), (said, text)

    def _units(self) -> set[str]:
        return {code.lower() for code in self.of.registry.units}


def _ref(told: Told) -> str:
    return f"{told.obligation}/{told.period}/{told.unit}"


def _rows(text: str) -> list[tuple[Key, list[str]]]:
    """The lines of the overall board."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip().strip("*") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 7 and cells[0].startswith("["):
            code = cells[0][1 : cells[0].index("]")]
            if " " not in code:  # a request names its task, with the period
                found.append(((code, cells[1]), cells))
    return found


def hunt(
    home: Path,
    registry: Registry,
    works_on: Any,
    seed: int,
    last: date,
    *,
    every: int = 1,
    acts_a_day: int = 4,
    edits: tuple[Registry, ...] = (),
    own: Mapping[str, Works] = MappingProxyType({}),
) -> Hunt:
    """Lives until `last`, comparing all boards each `every` evenings and all mails each morning."""
    engine = scratch_engine()
    given = settings(home, go_live=FIRST)
    people = Office(engine, registry, given, seed, acts_a_day=acts_a_day)
    found = Hunt(Installation(given, registry, engine), works_on, people.before, own)
    known: set[Path] = set()
    evenings = 0
    for now, evening in people.days(FIRST, last):
        if evening is None:
            files = set((home / "outbox").glob("*.eml"))
            found.mails_of(now, sorted(files - known))
            known = files
            continue
        known = set((home / "outbox").glob("*.eml"))
        evenings += 1
        if edits and evenings % 30 == 0:
            edited = edits[evenings // 30 % len(edits)]
            if edited is not people.registry:
                people.edit(edited, now)
                found.of = Installation(given, edited, engine)
        if evenings % every == 0:
            found.boards(now)
    engine.dispose()
    told = (found.lines, found.seen, found.mails, found.items, found.watched)
    print(f"seed {seed}: compared {told}, did {dict(people.done)}, was refused {dict(people.refused)}")
    return found


@pytest.mark.long
def test_two_months_of_a_small_office(tmp_path: Path) -> None:
    found = hunt(tmp_path, SMALL, works, 2, date(2026, 10, 23), every=6)
    assert (found.lines > 60, found.seen > 50, found.items > 60, found.watched > 3) == (True,) * 4


@pytest.mark.long
@pytest.mark.parametrize("seed", range(11, 11 + 2 * LIVES))
def test_two_years_of_a_small_office(tmp_path: Path, seed: int) -> None:
    found = hunt(tmp_path, SMALL, works, seed, date(2028, 7, 31), every=9, acts_a_day=8)
    assert (found.lines > 2000, found.seen > 1000, found.items > 600) == (True,) * 3


@pytest.mark.long
@pytest.mark.parametrize("seed", range(31, 31 + LIVES))
def test_a_year_of_an_office_that_edits_its_registry(tmp_path: Path, seed: int) -> None:
    found = hunt(tmp_path, SMALL, works, seed, date(2027, 7, 31), every=7, edits=(SMALL, EDITED))
    assert (found.lines > 500, found.items > 100) == (True,) * 2


@pytest.mark.long
@pytest.mark.parametrize("seed", range(51, 51 + LIVES))
def test_a_year_of_an_office_whose_units_have_calendars_of_their_own(tmp_path: Path, seed: int) -> None:
    found = hunt(tmp_path, OWN, works, seed, date(2027, 7, 31), every=5, own=OWN_DAYS)
    assert (found.lines > 500, found.items > 100) == (True,) * 2


@pytest.mark.long
def test_four_weeks_of_the_shipped_office(tmp_path: Path) -> None:
    registry = registries.shipped()
    found = hunt(
        tmp_path, registry, registry.calendar.is_workday, 1, date(2026, 8, 28), every=8, acts_a_day=12
    )
    assert (found.lines > 40, found.items > 1000) == (True,) * 2
