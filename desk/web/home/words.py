"""Putting the administrators' pages into words."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from desk.reasons import said as reason_said
from desk.web import pages, sessions
from desk.web.home import entering
from desk.web.office import Office
from engine.history.mail_itself import text_of
from engine.links.addresses import struck
from engine.persons.stored import Person
from engine.tasks.acts import TaskRef
from language import Message

_PASSING = frozenset({"lang", "done", "n"})


class HomeWords(pages.Words):
    """What their templates ask of a language, and who reads."""

    def __init__(self, office: Office, request: Request, person: Person | None = None) -> None:
        super().__init__(office, request)
        self.person = person
        self.proof = entering.proof(office, request, person) if person else ""
        self.by_proxy = entering.by_proxy(office, request) is not None
        asked = [(name, value) for name, value in request.query_params.multi_items() if name not in _PASSING]
        self.as_other = "?" + urlencode([*asked, ("lang", self.other)])
        """This very page in the other language."""

    def to(self, path: str = "", *, lang: str | None = None, **asked: Any) -> str:
        """A path of these pages, in the language that is being read (or `lang`)."""
        code = lang or self.code
        query = {name: value for name, value in asked.items() if value}
        query |= {"lang": code} if code != self._first else {}
        return f"{sessions.base(self.office)}/{path}" + (f"?{urlencode(query)}" if query else "")

    def history(self, ref: TaskRef, tail: str = "") -> str:
        """The path of a task's history, or of one of its forms."""
        return self.to("task/" + "/".join(quote(part, safe="") for part in ref) + tail)

    def instant(self, at: datetime) -> str:
        """'18/09/2026 08:00', in the office's zone."""
        return self.t("page.instant", at=at.astimezone(self.office.registry.office.zone))

    def mail_text(self, mail: EmailMessage | None) -> str:
        """What a mail says, without the links that are its recipient's alone."""
        return struck(text_of(mail), f"[{self.t('home.link-struck')}]") if mail is not None else ""

    def may(self, role: str) -> bool:
        """Whether who reads may do what is for that role."""
        return self.person is not None and self.person.role.may(type(self.person.role)(role))


def words_of(office: Office, request: Request, person: Person | None = None) -> HomeWords:
    """The words of a page for who reads it."""
    return HomeWords(office, request, person)


def page(template: str, words: HomeWords, **values: Any) -> HTMLResponse:
    """A page, or for HEAD its headers alone."""
    return pages.answer(
        template,
        words,
        role_of=lambda person: Message(f"person.may-{person.role}"),
        reason_said=reason_said,
        **values,
    )
