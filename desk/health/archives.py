"""The check of `dondoc doctor` that looks at archives: is each whole, and is it time for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desk.errors import expected
from desk.findings import Level, advice
from desk.health.looking import CannotLook, Seen, needs
from desk.office import Desk
from language import Message

WORTH = 100_000
"""Ended tasks of years before the last one: some hundred megabytes that every backup carries."""


def archives(desk: Desk) -> Iterator[Seen]:
    needs(desk, "registry")
    if not desk.has_database:
        return
    from engine.archive.reading import whole
    from engine.tasks import archived
    from models.queries.archiving import ended_before

    before = desk.today.year - 1
    try:
        with desk.looking() as session:
            years = archived.years(session)
            old = ended_before(session, date(before, 1, 1))
    except Exception as error:
        if expected(error) is None:
            raise
        raise CannotLook from error  # told by the check of the database
    with desk.looking() as session:
        found = dict(whole(session, desk.settings.archives))
    for year, (file, n) in found.items():
        if n != years[year].tasks:
            said = Message("doctor.archive-others-count", file=str(file), found=n, n=years[year].tasks)
            yield Level.PROBLEM, said, None
            return
    if years:
        names = tuple(str(year) for year in years)
        yield Level.OK, Message("doctor.archive-whole", years=names), None
    if old > WORTH:
        said = Message("doctor.archive-worth", n=old, year=str(before))
        yield Level.WARNING, said, advice("archive")
    elif not years:
        yield Level.OK, Message("doctor.archive-none"), None
