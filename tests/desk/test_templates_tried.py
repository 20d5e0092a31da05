"""`dondoc check` and `doctor` try the templates of letters before a morning has to."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_template_of_the_office_that_fails_is_found_before_any_mail(
    ask, small_office: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert ask("check").code == 0
    (small_office / "templates").mkdir(exist_ok=True)
    template = small_office / "templates" / "letter.txt.j2"
    template.write_text("{{ letter.today + 1 }}")
    refused = ask("check")
    assert refused.code == 1
    assert "a mail template is broken: TypeError: unsupported operand" in refused.err
    assert f"Correct it in {small_office / 'templates'}" in refused.err
    (error,) = ask("check", "--json").json["errors"]
    assert error.startswith("a mail template is broken: TypeError")
    doctor = ask("doctor", "--json")
    assert doctor.code == 1
    found = [each for each in doctor.json["checks"] if each["level"] == "problem"]
    assert [(each["check"], each["found"][:36]) for each in found] == [
        ("registry", "a mail template is broken: TypeError")
    ]
    template.write_text("{{ letter.recipient.name }}")
    assert ask("check").code == 0
    # The letters on trial say what letters say.
    assert [each for each in caplog.messages if each.startswith("no text")] == []
    (small_office / "templates" / "summary.html.j2").write_text("{{ page.no_such_thing }}")
    assert "no attribute 'no_such_thing'" in ask("check").err


@pytest.mark.slow
def test_a_letter_that_is_set_aside_leaves_its_traceback_in_the_log(
    ask, small_office: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen: English notes and a traceback between the lines of the round, also without DONDOC_DEBUG."""
    (small_office / "templates").mkdir(exist_ok=True)
    (small_office / "templates" / "letter.txt.j2").write_text("{{ letter.today + 1 }}")
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as of a program of its own
    done = ask("round", "--as-of", "2026-09-03")
    assert "Traceback" not in done.err
    assert [line for line in done.err.splitlines() if not line.startswith("dondoc: ")] == []
    log = (home / "logs" / "dondoc.log").read_text()
    assert re.search(r"\[warning *\] set aside +\[engine.errors\] action=note\nTraceback", log)
    assert "TypeError" in log
