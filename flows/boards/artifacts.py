"""The boards as Prefect artifacts under stable keys: read from our tables, written into the run that asks
for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from prefect.artifacts import acreate_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.logging import get_logger
from sqlalchemy.orm import Session

from config.registry import RegistryError
from engine.overview import boards
from engine.overview.findings import Severity
from engine.rounds.audit import audit
from engine.tasks.opening import GO_LIVE
from flows import names
from flows.boards import document as document_rows
from flows.boards import markdown
from flows.boards.markdown import Seen
from flows.coming import coming
from flows.installation import Installation
from flows.speaking import spoken
from models import db, queries

LATELY = timedelta(days=60)
"""How long a period that is finished stays on the overall board."""
MESSAGES_SHOWN = 60
Board = tuple[str, str, str]
"""(key, description, Markdown)."""


def read_boards(
    installation: Installation, as_of: datetime, *, only: Collection[tuple[str, str]] | None = None
) -> list[Board]:
    """All boards as of an instant: of each (obligation, period) in `only` (None: of all that are shown), the
    overall one, the outbox."""
    registry, seen = installation.registry, Seen(installation.registry, as_of)
    made: list[Board] = []
    with db.reading(installation.engine) as s:
        lines = boards.overview(s, registry, as_of, since=seen.today - LATELY)
        for line in lines:
            code, period = line.figures.obligation, line.figures.period
            if only is not None and (code, period) not in only:
                continue
            try:
                duty, due = registry.obligation(code), registry.deadline(code, period)
            except RegistryError as error:  # ended in the registry while tasks of it are open
                get_logger(__name__).warning("no board for %s %s: %s", code, period, error)
                continue
            owed = boards.period_board(s, registry, as_of, code, period)
            needed = boards.missing_units(s, registry, duty, period)
            text = markdown.period_board(seen, duty, due, line, owed, needed)
            tally = spoken(registry, line.tally.message(), "board")
            title = f"{duty.title} · {period}: {tally}"
            made.append((names.artifact_key(code, period), title, text))
        counts = queries.outbox_counts(s, as_of)
        messages = queries.outbox_rows(s, limit=MESSAGES_SHOWN)
        findings = _findings(installation, s, as_of)
        live = queries.fact(s, GO_LIVE)
    soon = coming(registry, as_of, go_live=_date(live), horizon=timedelta(days=45))
    overdue = sum(line.figures.overdue for line in lines)
    made.append(
        (
            names.OVERALL,
            f"Bảng chung: {len(lines)} kỳ đang theo dõi, {overdue} việc quá hạn",
            markdown.overall(seen, lines, counts, soon, findings, rows=document_rows.links(registry)),
        )
    )
    if only is None:
        for document in document_rows.documents(registry):
            text = document_rows.document_board(seen, document)
            made.append((document_rows.key(document), f"Nhiệm vụ theo {document.number}", text))
    made.append(
        (names.OUTBOX, "Hộp thư đi", markdown.outbox_board(seen, counts, messages, _where(installation)))
    )
    return made


async def write_boards(boards: Iterable[Board], *, always: Collection[str] = ()) -> int:
    """Writes those that say something new since their last version, and those in `always`; answers how many.

    A version an hour of a board on which nothing moved would bury the history that the UI keeps.
    """
    offered = list(boards)
    async with get_client() as client:
        found = await client.read_latest_artifacts(
            artifact_filter=ArtifactCollectionFilter(
                key=ArtifactCollectionFilterKey(any_=[key for key, _, _ in offered])
            ),
            limit=200,
        )
    standing = {artifact.key: artifact.data for artifact in found}
    written = 0
    for key, description, text in offered:
        if key in always or _substance(standing.get(key)) != _substance(text):
            await acreate_markdown_artifact(markdown=text, key=key, description=description)
            written += 1
    return written


def _substance(text: object) -> str:
    """A board without its time stamp."""
    return "\n".join(line for line in str(text).splitlines() if "Cập nhật lúc" not in line)


def _findings(installation: Installation, s: Session, as_of: datetime) -> list[str]:
    found = audit(s, installation.registry, as_of)
    return [
        spoken(installation.registry, finding.message, "board")
        for finding in found
        if finding.severity is not Severity.INFO
    ]


def _where(installation: Installation) -> str:
    if installation.settings.smtp:
        return "Thư gửi qua máy chủ thư."
    folder = names.cell(installation.settings.outbox.absolute())
    return f"Chưa cấu hình máy chủ thư: thư được ghi thành tệp .eml trong {folder}."


def _date(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
