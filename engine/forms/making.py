"""A report's form as a file: from the office's own template, or from the standard form."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from config.report_form.placeholders import FIELDS, TemplateError
from config.report_form.template import Template, read, read_file
from engine.forms.contents import Report, Row
from engine.forms.filling import fill
from engine.forms.standard import standard
from language import Message

log = logging.getLogger(__name__)

CONTENT_TYPE = "application", "vnd.openxmlformats-officedocument.wordprocessingml.document"


def make(report: Report, own: Path | None = None) -> bytes:
    """The `.docx`. `own` is the office's template; TemplateError when it cannot be filled."""
    if own is None:
        return fill(_standard(report.language), report)
    template = _own(own, _stamp(own))
    try:
        return fill(template, report)
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise TemplateError("template.unfilled", file=own.name, why=str(error)) from error


def make_anyhow(report: Report, own: Path | None) -> bytes:
    """The `.docx`; where the office's template fails, the standard form, and the operator finds why in the
    log and among what an audit finds."""
    try:
        return make(report, own)
    except TemplateError as error:
        log.error("the report form %s failed: %s", own, error, extra={"action": "report-form-failed"})
        return make(report)


@lru_cache(maxsize=2)
def _standard(language: str) -> Template:
    return read(standard(language))


@lru_cache(maxsize=4)
def _own(file: Path, stamp: tuple[int, int]) -> Template:
    return read_file(file)


def _stamp(file: Path) -> tuple[int, int]:
    """What changes with the file, so that an edited template is read anew."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def trouble(own: Path | None) -> Message | None:
    """Why the office's template cannot be used, tried on a report that has everything; None when it can."""
    if own is None:
        return None
    values = {name: name for name in FIELDS}
    row = Row("1", "-", "-", "-", "-")
    try:
        make(Report("-", "-", "vi", values, ("1. -",), (row, row), has_figure=True), own)
    except TemplateError as error:
        return error.message
    return None
