"""The year in figures: what `dondoc report` says, as a page, and as files to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from desk.web import guard
from desk.web.given import LOOKED_AT, AtOffice
from desk.web.home.entering import Reads
from desk.web.home.words import page, words_of
from desk.web.office import Office
from engine.errors import BadLink
from language import Message

if TYPE_CHECKING:
    from engine.report.counting import Report

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "html": "text/html",
}
"""The formats to take along, by ending. A PDF is left to `dondoc report`: it takes LibreOffice seconds."""
YEARS_BACK = 20
router = APIRouter()


@router.api_route("/report", methods=LOOKED_AT)
def report(office: AtOffice, request: Request, person: Reads, year: int = 0) -> HTMLResponse:
    """The figures of a year, its pictures and tables."""
    from engine.report import pictures
    from engine.report.contents import paper
    from engine.report.writers.shown import shown

    words = words_of(office, request, person)
    year = _year(office, year)
    found = _counted(office, year)
    made = paper(office.registry, found, words.code)
    matrix = made.table("matrix")
    drawn = {
        "matrix": pictures.matrix(made, matrix) if matrix else [],
        "duties": pictures.strips(made),
        "years": [trend] if (trend := pictures.trend(made)) else [],
    }
    return page(
        "home/report.html",
        words,
        head=request.method == "HEAD",
        paper=made,
        pictures={name: [Markup(each) for each in svgs] for name, svgs in drawn.items()},  # noqa: S704 - escaped there
        shown=lambda value: shown(value, words.code),
        year=year,
        others=[each for each in (year - 1, year + 1) if each <= office.today.year + 1],
        formats=tuple(TYPES),
    )


@router.api_route("/report/{year}.{kind}", methods=LOOKED_AT)
def as_file(office: AtOffice, request: Request, person: Reads, year: int, kind: str) -> Response:
    """The same as a file to be saved."""
    from engine.report.writing import write

    if kind not in TYPES:
        raise BadLink("link.bad")
    words = words_of(office, request, person)
    found = _counted(office, _year(office, year))
    content = b"" if request.method == "HEAD" else write(office.registry, found, kind, words.code)
    name = f"{words.said(Message('home.report-file'))}-{year}.{kind}"
    return Response(content, media_type=TYPES[kind], headers=guard.to_save(name))


def _year(office: Office, year: int) -> int:
    """The year that is asked for, or the present one; BadLink for one in which nothing can be."""
    this = office.today.year
    if not year:
        return this
    if not this - YEARS_BACK <= year <= this + 1:
        raise BadLink("link.bad")
    return year


def _counted(office: Office, year: int) -> Report:
    from engine.report.counting import count
    from engine.report.scope import of_year

    with office.looking() as s:
        archives = office.settings.archives
        return count(s, office.registry, office.now, of_year(year), archives=archives, years=True)
