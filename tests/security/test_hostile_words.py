"""What somebody writes into a form, or asks for in an address, stays words: in the database, on pages, in
mails, in files and beside the files of the machine."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine, text

from engine.installation import Installation
from engine.mail.outbox import deliver
from engine.persons.roles import Role
from models import db
from tests.support import acts
from tests.support.cast import at
from tests.web.conftest import KEY, REGISTRY, Room, text_of
from tests.web.entering import log_in, person, proof_of

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

HOSTILE = (
    "'; DROP TABLE task; --",
    '" OR 1=1 --',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "{{ 7*7 }}{% raw %}{% endraw %}{{ ''.__class__ }}",
    "${7*7} #{7*7} %s %(x)s {0} {x}",
    '=HYPERLINK("https://evil.example","mở")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "A\r\nBcc: evil@evil.example\r\n\r\nthư khác",
    "\u202egnp.exe \u200b\ufeff",
    "javascript:alert(1)",
    "../../../../etc/passwd",
    '<!--#exec cmd="id"--><?php phpinfo(); ?>',
)
PATHS = (
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2f..%2fkeys/links",
    "/static/page.css/../../app.py",
    "/static//etc/passwd",
    "/u/..%2f..%2fkeys/links/",
    "/u/TST/task/..%2f..%2f/2026-Q3/TST/form.docx",
    "/u/TST/task/kstthc-quy/2026-Q3/..%2f..%2fkeys%2flinks/form.docx",
    "/u/TST/../../keys/links",
    "/l/..%2f..%2fetc%2fpasswd",
    "/ics/..%2f..%2f/unit.ics",
    "/ics/x/..%2funit.ics",
    "/mail/1%00",
    "/mail/../../keys/persons.json",
    "/keys/links",
    "/dondoc.db",
    "/.env",
    "/.git/config",
    "/board/..%2f..%2f",
    "/board/x%0d%0aset-cookie:a=b",
    "/list/overdue%0d%0aset-cookie:%20a=b",
)


@pytest.fixture
def room(room: Room) -> Room:
    room.enter()
    return room


def test_what_a_unit_writes_stays_words_wherever_it_is_shown(room: Room) -> None:
    proof = proof_of(room.get("/u/TST/").text)
    for said in HOSTILE:
        note = ("progress", "received", "not-ours")[HOSTILE.index(said) % 3]
        for path, form in (
            (f"/u/TST/task/{KEY}/{note}", {"percent": "10", "note": said, "reason": said}),
            ("/u/TST/sent", {"task": KEY, "number": said, "note": said, "amend": "1", "confirmed": "1"}),
            ("/u/TST/sent", {"task": said, "number": said}),
        ):
            sent = {"proof": proof, "who": said, **form}
            answer = room.client.post(path, data=sent, follow_redirects=False)
            assert answer.status_code in (200, 303, 422), (said, path, answer.status_code)
            _harmless(answer.text)
    person(room, role=Role.READ)
    log_in(room)
    for path in (f"/u/TST/task/{KEY}", f"/task/{KEY}", "/", "/list/overdue", "/coming"):
        page = room.get(path)
        assert page.status_code == 200, path
        _harmless(page.text)
    assert "alert(1)" in text_of(room.get(f"/task/{KEY}"))  # it is told, as it was written
    with db.reading(room.office.engine) as s:
        assert s.execute(text("SELECT count(*) FROM task")).scalar_one() > 3
    kept = [each.actor for each in room.events() if each.origin == "web"]
    assert len(kept) > 5
    assert not [each for each in kept if "\n" in each or "\r" in each]


def test_what_a_unit_wrote_begins_no_header_of_a_mail(room: Room, scratch: Engine) -> None:
    proof = {"proof": proof_of(room.get("/u/TST/").text)}
    for said in (HOSTILE[0], HOSTILE[2], HOSTILE[8]):
        words = {**proof, "who": said, "percent": "10", "note": said, "reason": said}
        for act in ("progress", "not-ours"):
            room.client.post(f"/u/TST/task/{KEY}/{act}", data=words)
    acts.a_round(scratch, REGISTRY, room.office.settings, at("2026-09-21"))
    deliver(Installation(room.office.settings, REGISTRY, scratch), at("2026-09-21"))
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in room.office.settings.outbox.glob("*.eml")
    ]
    assert len(mails) > 3
    for mail in mails:
        _one_mail(mail)


@pytest.mark.parametrize("who", ["nobody", "unit", "administer"])
def test_no_path_leads_out_of_the_pages(room: Room, who: str) -> None:
    if who == "nobody":
        room.client.cookies.clear()
    if who == "administer":
        person(room)
        log_in(room)
    for path in PATHS:
        answer = room.get(path, follow_redirects=False)
        assert answer.status_code in (303, 404, 405, 422), (path, answer.status_code)
        assert "set-cookie" not in answer.headers or "a=b" not in answer.headers["set-cookie"]
        for leak in ("root:", "def app_of", "$argon2", "[core]", "SQLite"):
            assert leak not in answer.text


def _harmless(page: str) -> None:
    for tag in ("<script>alert", "<img src=x", "<svg/onload", "<?php", "<!--#exec"):
        assert tag not in page
    assert 'href="javascript:' not in page
    assert "49{" not in page


def _one_mail(mail: EmailMessage) -> None:
    raw = mail.as_bytes()
    head, _, _ = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    assert b"\nBcc:" not in head
    assert mail["Bcc"] is None
    assert "evil@evil.example" not in str(mail["To"]) + str(mail["Cc"])
    assert len(mail.get_all("From", [])) == len(mail.get_all("Subject", [])) == 1
    html = mail.get_body(("html",))
    if html is not None:
        _harmless(str(html.get_content()))
