"""Putting the administrators' pages into words."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from desk.reasons import said as reason_said
from desk.web import pages, sessions
from desk.web.forms import Form as Fields
from desk.web.home import entering
from desk.web.home.settling import FORMS
from desk.web.office import Office
from engine.history.mail_itself import text_of
from engine.links.addresses import struck
from engine.links.forms import Form, FormAddresses
from engine.persons.stored import Person
from engine.tasks.acts import TaskRef
from language import Message

_PASSING = frozenset({"lang", "done", "n", "did", "of"})
_BACK = re.compile(
    r"(?P<path>(?:list/[a-z]+|task/[^/?#\\]+/[^/?#\\]+/[^/?#\\]+|coming|unit/[^/?#\\]+)?)(?:\?(?P<asked>[^?#\\]*))?"
)
"""The pages to which a form goes back: those that list what it settles."""


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
        path = "/".join(quote(part, safe="") for part in request.url.path.lstrip("/").split("/"))
        self.here = f"{path}?{urlencode(asked)}" if asked else path
        """Below the home, and without a language: where a form of this page comes back to."""

    @cached_property
    def forms(self) -> FormAddresses:
        """Where the board of everything, the Prefect UI and its forms are."""
        with self.office.looking() as s:
            return FormAddresses(s, self.office.settings)

    def to(self, path: str = "", *, lang: str | None = None, **asked: Any) -> str:
        """A path of these pages, in the language that is being read (or `lang`)."""
        code = lang or self.code
        query = {name: value for name, value in asked.items() if value}
        query |= {"lang": code} if code != self._first else {}
        return f"{sessions.base(self.office)}/{path}" + (f"?{urlencode(query)}" if query else "")

    def history(self, ref: TaskRef, tail: str = "") -> str:
        """The path of a task's history, or of one of its forms."""
        return self.to("task/" + "/".join(quote(part, safe="") for part in ref) + tail)

    def settling(self, form: Form, ref: TaskRef | None = None) -> str:
        """The path of the page's own form, filled in; of a task by its codes. It comes back to this page."""
        given = {name: str(value) for name, value in form.given}
        if ref is not None:
            given |= ref._asdict()
        return self.to(f"do/{form.name}", **given, back=self.here)

    def back(self, sent: Fields, **asked: Any) -> str:
        """Where the form came from, with what became of it; the home where that is no page of ours."""
        found = _BACK.fullmatch(sent.text("back")) if sent.text("back").isprintable() else None
        kept = parse_qsl(found["asked"] or "") if found else []
        more = {name: value for name, value in kept if name not in _PASSING}
        return self.to(found["path"] if found else "", **(more | asked))

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
        may_send=lambda person, name: (
            name in FORMS and person is not None and person.role.may(FORMS[name].role)
        ),
        **values,
    )
