"""The report as PDF: the official document, printed by LibreOffice where it is."""

from __future__ import annotations

from config.intake.files.converted import printed
from engine.errors import EngineError


def pdf(document: bytes) -> bytes:
    """The PDF of a `.docx`; EngineError where nothing can print it."""
    made = printed(document)
    if made is None:
        raise EngineError("summary.not-printed")
    return made
