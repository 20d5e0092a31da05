"""`dondoc silence`: setting one by the names that people type, seeing what it holds, ending it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk.conftest import Answer

DAY = ("--as-of", "2026-09-11T10:00")


@pytest.mark.slow
def test_one_is_set_by_a_name_seen_and_ended(
    first_round: Callable[[str], None], ask: Callable[..., Answer]
) -> None:
    first_round("2026-09-11")
    until = ("--until", "2026-09-25", "--reason", "chuyển trụ sở", "--by", "Lan")
    given = ("silence", "--unit", "phap che", *until)
    tried = ask(*given, *DAY, "--dry-run")
    assert (tried.code, tried.out.split(":")[0]) == (0, "Would be silent")
    assert ask("silence", *DAY, "--json").json["silences"] == []
    done = ask(*given, *DAY, "--json").json
    assert (done["done"], done["unit"], done["from"], done["until"], done["by"]) == (
        "set", "PC", "2026-09-11", "2026-09-25", "Lan")  # fmt: skip
    (listed,) = ask("silence", *DAY, "--json").json["silences"]
    assert (listed["state"], listed["reason"]) == ("running", "chuyển trụ sở")
    # The rounds go on; what PC would be told is seen with the reason and until when.
    assert ask("round", "--as-of", "2026-09-18").code in (0, 1)
    later = ("--as-of", "2026-09-18T10:00")
    held = ask("outbox", *later, "--json").json["held"]
    assert [(each["recipient"], each["silence"], each["until"], each["reason"]) for each in held] == [
        ("PC", 1, "2026-09-25", "chuyển trụ sở")
    ]
    assert held[0]["leaves_at"].startswith("2026-09-28T01:05")
    shown = " ".join(ask("outbox", *later).out.split())
    assert "Held by silences, for 1 recipient:" in shown
    assert "until 2026-09-25 (Lan: chuyển trụ sở)" in shown
    over = ask("silence", "--end", "1", "--reason", "xong sớm", "--by", "Lan", *later)
    assert over.out.startswith("Silence 1 (Legal Department) is over.")
    assert ask("silence", *later, "--json").json["silences"] == []
    (ended,) = ask("silence", "--all", *later, "--json").json["silences"]
    assert (ended["state"], ended["ended_by"], ended["ended_reason"]) == ("ended", "Lan", "xong sớm")
    assert ask("outbox", *later, "--json").json["held"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--unit", "PC"), 2, "say what is silent"),
        (("--until", "2026-09-20", "--reason", "x"), 1, "say what is to be silent"),
        (("--unit", "khong co", "--until", "2026-09-20", "--reason", "x"), 2, "khong co"),
        (("--unit", "PC", "--until", "2026-09-10", "--reason", "x"), 1, "is before the first"),
        (("--unit", "PC", "--until", "2026-09-20"), 1, "reason"),
        (("--end", "7", "--reason", "x"), 2, "there is no silence 7"),
        (("--end", "1", "--unit", "PC"), 2, "--end takes only --reason"),
    ],
)
def test_what_is_refused_is_one_clear_sentence(
    first_round: Callable[[str], None],
    ask: Callable[..., Answer],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    first_round("2026-09-11")
    got = ask("silence", *words, *DAY)
    assert (got.code, got.out) == (code, "")
    assert said in got.err
    assert len(got.err.strip().splitlines()) == 1
