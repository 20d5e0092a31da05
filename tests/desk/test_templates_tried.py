"""`dondoc check` and `doctor` try the templates of letters before a morning has to."""

from __future__ import annotations

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
