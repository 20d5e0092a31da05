"""A report as a file, of the format that the file's ending names."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from config.registry import Registry
from engine.report.contents import paper
from engine.report.counting import Report
from engine.report.paper import Paper


def _html(made: Paper) -> bytes:
    from engine.report.writers import html

    return html.write(made)


def _xlsx(made: Paper) -> bytes:
    from engine.report.writers import workbook  # XlsxWriter is imported by whoever needs it

    return workbook.write(made)


def _docx(made: Paper) -> bytes:
    from engine.report.writers import official

    return official.write(made)


def _pdf(made: Paper) -> bytes:
    from engine.report.writers import official, printed

    return printed.pdf(official.write(made))


def _csv(made: Paper) -> bytes:
    from engine.report.writers import as_csv

    return as_csv.write(made)


_WRITERS = MappingProxyType({"html": _html, "xlsx": _xlsx, "docx": _docx, "pdf": _pdf, "csv": _csv})
FORMATS = (*_WRITERS, "json")
"""The endings of files, without the dot."""


def write(registry: Registry, report: Report, format_: str, language: str) -> bytes:
    """The bytes of the file, in that language (`vi`, `en`; JSON is in none). EngineError for a PDF where no
    program can print it."""
    if format_ == "json":
        from engine.report.writers import as_json

        return as_json.write(report)
    writer: Callable[[Paper], bytes] = _WRITERS[format_]
    return writer(paper(registry, report, language))
