"""From a fresh home to the first mail with a link that opens: an address, a public URL, nothing else."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from config import settings
from desk.web.app import app_of
from desk.web.office import Office
from models import db
from tests.support import registries
from tests.support.cast import at

PUBLIC = "https://noibo.office.example/don-doc"
LINK = re.compile(r"https?://\S+?/l/[\w.-]+")


def links(home: Path, day: str) -> dict[str, set[str]]:
    """The links of the mails of that day, by the mailbox."""
    found = {}
    for file in sorted((home / "outbox").glob(f"{day}*.eml")):
        mail = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(mail, EmailMessage)
        parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
        said = " ".join(part.get_content() for part in parts if part is not None)
        found[mail["To"].addresses[0].addr_spec] = set(LINK.findall(said))
    return found


@pytest.mark.long
def test_the_first_mails_after_the_address_is_set_carry_links_and_those_before_do_not(
    ask, small_office: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen: with rounds by `dondoc round` no mail had a link until a page was served once, and nobody said
    so."""
    assert ask("round", "--as-of", "2026-09-03").code == 0
    before = links(home, "2026-09-03")
    assert len(before) == 3
    assert set().union(*before.values()) == set()
    assert not (home / "keys").exists()
    assert "mails carry no link" in ask("doctor").out.replace("\n", " ")

    monkeypatch.setenv("DONDOC_PAGE_URL", f"{PUBLIC}/")
    told = {each["check"]: each for each in ask("doctor", "--json").json["checks"]}["page"]
    assert (told["level"], "no keys to sign links yet" in told["found"]) == ("warning", True)
    assert ask("round", "--as-of", "2026-09-30").code == 0
    after = links(home, "2026-09-30")
    assert after
    assert {len(each) for each in after.values()} == {1}
    assert all(link.startswith(f"{PUBLIC}/l/") for each in after.values() for link in each)
    told = {each["check"]: each for each in ask("doctor", "--json").json["checks"]}["page"]
    assert (told["level"], told["found"]) == ("ok", f"mails carry links to {PUBLIC}")

    # Whoever serves the pages now opens them.
    given = settings.load()
    office = Office(
        given, db.engine_for(given.database), clock=lambda: at("2026-09-30", 10), load=registries.load
    )
    client = TestClient(app_of(office), base_url="http://127.0.0.1:4201")
    opened = [
        client.get(link.removeprefix(PUBLIC), follow_redirects=False)
        for each in after.values()
        for link in each
    ]
    assert {each.status_code for each in opened} == {303}
    assert sorted(each.headers["location"] for each in opened)[:2] == [
        "/don-doc/u/CNTT/",
        "/don-doc/u/PC/",
    ]
