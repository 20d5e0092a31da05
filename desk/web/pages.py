"""Putting a page into words: the templates, and what they may ask of a language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calendars.period_names import name_of
from calendars.periods import Period
from config.registry import Unit
from desk.web import sessions
from desk.web.office import Office
from engine.mail.duties import Duty, Party
from engine.overview.names import unit_called
from engine.tasks.acts import TaskRef
from language import LANGUAGES, Either, Message, say

SURFACE = "page"
HERE = Path(__file__).resolve().parent
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Words:
    """What a template asks of a language: `w.t("page.late", n=3)`, `w.day(...)`, `w.url("done")`."""

    def __init__(self, office: Office, request: Request, unit: str | None = None) -> None:
        self.office, self.unit = office, unit
        first, self.other = office.languages
        asked = request.query_params.get("lang")
        self.code = asked if asked in LANGUAGES else first
        if self.code == self.other:
            self.other = first
        self._first = first

    def t(self, name: str, /, **fields: Any) -> str:
        """The text of a message id, as the pages say it."""
        return say(Message(name, **fields), self.code, SURFACE)

    def said(self, what: Message | Either | str) -> str:
        """A message or a name in this language."""
        return say(what, self.code, SURFACE)

    def sentence(self, what: Message | Either | str) -> str:
        """The same with a capital letter, as what stands alone begins; a code keeps its own."""
        said = self.said(what)
        return said[:1].upper() + said[1:] if said.partition(" ")[0].isalpha() else said

    def day(self, day: date) -> str:
        """'thứ Sáu, 18/09/2026'."""
        return self.t("page.day", day=day)

    def period(self, period: Period) -> str:
        """'quý III năm 2026'."""
        return self.said(name_of(period))

    def title(self, duty: Duty) -> str:
        """What the duty is called."""
        return Either(duty.title, duty.title_en).of(self.code)

    def name(self, party: Party) -> str:
        """What a unit is called."""
        called = Either(party.name, party.name_en)
        return self.t("unit.former", name=called) if party.former else called.of(self.code)

    def url(self, path: str = "", *, lang: str | None = None, page: int = 0, year: int = 0) -> str:
        """A path below the unit's page, in the language that is being read (or `lang`)."""
        code = lang or self.code
        start = sessions.path_of(self.office, self.unit) if self.unit else f"{sessions.base(self.office)}/"
        asked = {**({"lang": code} if code != self._first else {}), **({"year": year} if year else {})}
        asked |= {"page": page} if page else {}
        return f"{start}{path}" + (f"?{urlencode(asked)}" if asked else "")

    def task(self, ref: TaskRef, tail: str = "") -> str:
        """The path of a task's page, or of one of its forms."""
        return self.url("task/" + "/".join(quote(part, safe="") for part in ref) + tail)

    def called(self, unit: Unit) -> str:
        """What the unit whose page it is is called."""
        return self.said(unit_called(self.office.registry, unit.code, self.office.today))

    @property
    def style(self) -> str:
        """Where the one sheet of style is."""
        return f"{sessions.base(self.office)}/static/page.css"


def answer(
    template: str, words: Words, *, status: int = 200, head: bool = False, **values: Any
) -> HTMLResponse:
    """A page, or for HEAD its headers alone."""
    text = TEMPLATES.get_template(template).render(
        w=words,
        t=words.t,
        brand=Either(words.office.registry.office.name, words.office.registry.office.name_en),
        other=say(Message("page.other-language"), words.other, SURFACE),
        **values,
    )
    return HTMLResponse("" if head else text, status_code=status)


_DONE = frozenset(
    {"submitted", "submitted-before", "amended", "progress", "progress-before"}
    | {"acknowledged", "acknowledged-before"}
    | {"asked-extension", "asked-extension-before", "asked-release", "asked-release-before"}
)


def done_message(kind: str, n: int) -> Message | None:
    """What became of a form, as the address of the page after it says; None for anything else."""
    return Message(f"page.was-{kind}", n=max(1, min(n, 1000))) if kind in _DONE else None


def nothing_here(office: Office, request: Request) -> HTMLResponse:
    """The one answer to every link and path that opens nothing: it tells nobody which of them exist."""
    words = Words(office, request)
    return answer("closed.html", words, status=404, head=request.method == "HEAD")
