"""The home: what waits, list by list, each line with what settles it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.web.given import LOOKED_AT, AtOffice
from desk.web.home.acts import Did
from desk.web.home.entering import Reads
from desk.web.home.words import page, words_of
from engine.errors import BadLink
from engine.rounds.past import past_rounds
from engine.worklist.items import Worklist
from engine.worklist.kinds import Kind, count, counts, due_until
from models import queries
from models.queries.worklist import EVERY, Duty

FIRST, PAGE, DUTIES, ROUNDS = 8, 40, 12, 3
"""So many lines of each list stand on the home, and on a page of one list; so many duties and rounds on the
home."""
router = APIRouter()


@router.api_route("/", methods=LOOKED_AT)
def home(office: AtOffice, request: Request, person: Reads, did: Did, done: int = 0) -> HTMLResponse:
    """The head of every list."""
    with office.looking() as s:
        numbers = counts(s, office.registry, office.settings, office.now)
        read = Worklist(s, office.registry, office.settings, office.now)
        lists = [(kind, n, read.page(kind, limit=FIRST) if n else []) for kind, n in numbers.items()]
        duties = read.by_duty() if numbers[Kind.OVERDUE] else []
        rounds = past_rounds(s, limit=ROUNDS)
    return page(
        "home/worklist.html",
        words_of(office, request, person),
        head=request.method == "HEAD",
        lists=lists,
        duties=duties[:DUTIES],
        more_duties=len(duties) - DUTIES,
        rounds=rounds,
        done=done,
        **did,
        today=office.today,
    )


@router.api_route("/list/{kind}", methods=LOOKED_AT)
def one_list(
    office: AtOffice,
    request: Request,
    person: Reads,
    did: Did,
    kind: str,
    at: int = 0,
    done: int = 0,
    duty: str = "",
) -> HTMLResponse:
    """A page of one list; `duty` narrows what is owed down to one duty and period (`kstthc-quy/2026-Q3`)."""
    if kind not in list(Kind):
        raise BadLink("link.bad")
    which, at = Kind(kind), max(0, min(at, 100_000))
    with office.looking() as s:
        chosen = _duty(duty) if which in (Kind.OVERDUE, Kind.DUE) else EVERY
        if chosen == EVERY:
            n = count(s, office.registry, office.settings, office.now, which)
        else:
            until = due_until(office.registry, office.today)
            overdue, due = queries.owed_counts(s, office.now, until=until, duty=chosen)
            n = overdue if which is Kind.OVERDUE else due
        read = Worklist(s, office.registry, office.settings, office.now)
        items = read.page(which, limit=PAGE, offset=at * PAGE, duty=chosen)
    return page(
        "home/list.html",
        words_of(office, request, person),
        head=request.method == "HEAD",
        kind=which,
        n=n,
        items=items,
        at=at,
        duty="/".join(part for part in chosen if part),
        more=n > (at + 1) * PAGE,
        done=done,
        **did,
        today=office.today,
    )


def _duty(text: str) -> Duty:
    code, _, period = text.partition("/")
    return (code, period) if code and period else EVERY
