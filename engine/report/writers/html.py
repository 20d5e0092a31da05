"""The report as one HTML file with its pictures in it: nothing is fetched, nothing runs, it prints."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.report import pictures
from engine.report.paper import Paper
from engine.report.writers.shown import shown

_TEMPLATES = Path(__file__).parent.parent / "templates"


def write(paper: Paper) -> bytes:
    """A page of UTF-8 text; all names are escaped."""
    matrix = paper.table("matrix")
    drawn = {
        "matrix": pictures.matrix(paper, matrix) if matrix else [],
        "duties": pictures.strips(paper),
        "years": [trend] if (trend := pictures.trend(paper)) else [],
    }
    marked = {name: [Markup(each) for each in made] for name, made in drawn.items()}  # noqa: S704 - escaped there
    environment = _environment().overlay()
    environment.filters = {**environment.filters, "shown": lambda value: shown(value, paper.language)}
    return environment.get_template("report.html.j2").render(paper=paper, pictures=marked).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
