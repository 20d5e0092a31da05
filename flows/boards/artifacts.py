"""The boards as Prefect artifacts under stable keys: read from our tables, written into the run that asks
for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.logging import get_logger
from sqlalchemy.orm import Session

from config.registry import RegistryError
from config.registry.objects import Document
from engine.errors import fault_of
from engine.links.addresses import home_of
from engine.mail.event_questions import last_asked
from engine.mail.leaving import gists, held, undigested
from engine.overview import boards
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from engine.tasks.awaited import awaited
from engine.tasks.opening import GO_LIVE
from engine.tasks.requests import waiting_count, waiting_page
from engine.worklist.board_links import links_of, remember
from engine.worklist.kinds import counts as counts_of_work
from flows import names
from flows.boards import awaited as awaited_board
from flows.boards import document as document_rows
from flows.boards import replies, requests
from flows.boards import rows as rows_of
from flows.boards.form_links import named, resolved, served_forms
from flows.boards.outbox import outbox_board
from flows.boards.overall import overall_board
from flows.boards.period import period_board
from flows.boards.seen import Seen, outbox_counts, without_stamp
from flows.coming import coming
from flows.installation import Installation
from language import Message
from models import db, queries

MESSAGES_SHOWN = 60
WAITING_SHOWN = 40
"""So many requests, and replies, stand on the board of everything; the worklist has pages of them."""
Board = tuple[str, str, str]
"""(key, description, Markdown)."""


def read_boards(
    installation: Installation, as_of: datetime, *, only: Collection[tuple[str, str]] | None = None
) -> list[Board]:
    """All boards as of an instant: of each (obligation, period) in `only` (None: of all that are shown), the
    overall one, the outbox."""
    registry, settings = installation.registry, installation.settings
    home = home_of(settings)
    seen = Seen(registry, as_of, home)
    made: list[Board] = []
    stuck: list[Message] = []
    with db.reading(installation.engine) as s:
        lines = boards.overview(s, registry, as_of, since=seen.today - boards.LATELY, stuck=stuck)
        for line in lines:
            if only is None or (line.figures.obligation, line.figures.period) in only:
                made += _spared(
                    stuck, f"{line.figures.obligation} {line.figures.period}", _period, seen, s, line
                )
        counts = queries.outbox_counts(s, as_of)
        mails = queries.outbox_rows(s, limit=MESSAGES_SHOWN)
        silences = queries.silences(s, after=as_of)[::-1]
        silent = held(s, registry, settings, as_of)
        later = undigested(s, registry, settings, as_of)
        work = counts_of_work(s, registry, settings, as_of)
        unsent = [mail.id for mail in mails if mail.id is not None and mail.subject is None]
        about = gists(s, registry, as_of, unsent)
        findings = [
            finding.message for finding in audit(s, registry, as_of) if finding.severity is not Severity.INFO
        ]
        live = queries.fact(s, GO_LIVE)
        waiting, asked = awaited(s, registry, seen.today), last_asked(s)
        requested = waiting_page(s, limit=WAITING_SHOWN, offset=0)
        replied = queries.waiting_replies(s, limit=WAITING_SHOWN, offset=0)
        n_requested, n_replied = waiting_count(s), queries.reply_waiting(s)
        lately = queries.reply_counts(s, since=as_of - replies.LATELY)
    documents: list[Board] = []
    for document in document_rows.documents(registry) if only is None else ():
        documents += _spared(stuck, document.number, _document, seen, document, waiting, asked)
    soon = coming(registry, as_of, go_live=_date(live), horizon=timedelta(days=45))
    overdue = sum(line.figures.overdue for line in lines)
    told = Message("board.overall-description", periods=len(lines), n=overdue)
    links = document_rows.links(seen)
    figures = outbox_counts(seen, counts, later)
    notes = [*stuck, *findings]
    waits = requests.section(seen, requested, n_requested)
    waits += replies.section(seen, replied, lately, n_replied)
    waits += awaited_board.section(seen, waiting, asked)
    text = overall_board(seen, lines, figures, soon, notes, documents=links, waits=waits, work=work)
    made.append((names.overall_key(seen.language), seen.said(told), text))
    made += documents
    outbox = outbox_board(seen, counts, mails, _where(installation), later, about, silent, silences)
    made.append((names.outbox_key(seen.language), seen.said(Message("board.outbox")), outbox))
    return made


async def write_boards(
    installation: Installation, boards: Iterable[Board], *, always: Collection[str] = ()
) -> int:
    """Writes those that say something new since their last version, and those in `always`; answers how many.
    What their stable links lead to is kept.

    A version an hour of a board on which nothing moved would bury the history that the UI keeps.
    """
    offered = list(boards)
    async with get_client() as client:
        forms = await served_forms(client, named([text for _, _, text in offered]))
        links = links_of(installation.settings)
        offered = [
            (key, description, names.latest(resolved(text, forms), links))
            for key, description, text in offered
        ]
        found = await client.read_latest_artifacts(
            artifact_filter=ArtifactCollectionFilter(
                key=ArtifactCollectionFilterKey(any_=[key for key, _, _ in offered])
            ),
            limit=200,
        )
    standing = {artifact.key: artifact.data for artifact in found}
    latest = {artifact.key: str(artifact.latest_id) for artifact in found}
    written = 0
    for key, description, text in offered:
        if key in always or without_stamp(str(standing.get(key))) != without_stamp(text):
            made = await acreate_markdown_artifact(markdown=text, key=key, description=description)
            latest[key] = str(made)
            written += 1
    with db.session(installation.engine) as s:
        remember(s, latest)
    return written


def _spared(stuck: list[Message], board: str, make: Callable[..., list[Board]], *given: Any) -> list[Board]:
    """What `make` makes of `given`. One board that cannot be made is named in `stuck`, on the overall board;
    the others are shown."""
    try:
        return make(*given)
    except Exception as error:
        stuck.append(Message("audit.board-stuck", board=board, why=fault_of(error)))
        return []


def _document(seen: Seen, document: Document, waiting: Any, asked: Any) -> list[Board]:
    text = document_rows.document_board(seen, document, waiting, asked)
    return [(document_rows.key(seen, document), seen.said(document_rows.title(document)), text)]


def _period(seen: Seen, s: Session, line: boards.Line) -> list[Board]:
    registry, code, period = seen.registry, line.figures.obligation, line.figures.period
    try:
        duty, due = registry.obligation(code), registry.deadline(code, period)
    except RegistryError as error:  # ended in the registry while tasks of it are open
        get_logger(__name__).warning("no board for %s %s: %s", code, period, error)
        return []
    owed = boards.period_board(s, registry, seen.as_of, code, period)
    needed = boards.missing_units(s, registry, seen.as_of, duty, period)
    told = Message("board.period-description", title=line.title, period=period, tally=line.tally.message())
    rows = rows_of.told(seen, s, duty, due.period, [each.task.unit for each in owed])
    text = period_board(seen, duty, due, line, owed, needed, rows)
    return [(names.artifact_key(code, period), seen.said(told), text)]


def _where(installation: Installation) -> Message:
    if installation.settings.smtp:
        return Message("board.mail-leaves")
    return Message("board.mail-into-files", folder=names.cell(installation.settings.outbox.absolute()))


def _date(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
