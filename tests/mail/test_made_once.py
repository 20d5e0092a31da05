"""What many mails share is made once, kept within bounds, made anew when it changes, and nobody else's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from calendars.periods import parse
from engine.forms import filling, making
from engine.forms.contents import Report
from engine.mail import ics, message, mime, paragraphs, render, subject
from engine.mail.channels import headers
from engine.mail.language import EN, VI, words_of
from engine.mail.letter import Letter, Party
from engine.mail.message import build
from tests.support.kept_letters import cases
from tests.support.letters import ID, KSTTHC, NOW, SENDER, VP, item, letter
from tests.support.tiers import examples

KEPT = (
    ics._kept, ics._head, ics._stamp, mime._kept_line, mime._headers, mime._typed, message._dated,
    mime._header, subject._titled, render._plain, render._rich, render._environment, render._is_ours,
    headers._encoded, headers._mailbox,
    filling._kept, filling._written_size, words_of,
    *(getattr(words, name) for words in (VI, EN) for name in ("_plain", "_tally", "short_period", "titled")),
)  # fmt: skip
"""Whatever the making of mails keeps, but what a template has laid out."""


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    for each in KEPT:
        if each is not words_of:
            each.cache_clear()
    paragraphs._CARDS.clear()
    yield
    render.forget_templates()


def of_unit(n: int, **changed: Any) -> Letter:
    """The letter of unit n about three duties that all units owe, one of them the unit's own to follow up."""
    unit = Party(f"Đơn vị số {n:03}", f"u{n:03}@bhxh.example")
    duties = [replace(KSTTHC, code=f"viec-{k}", title=f"Báo cáo số {k}", **changed) for k in range(3)]
    duties[2] = replace(duties[2], owner=unit)
    return letter(
        *(
            item(
                duty,
                ref=f"{duty.code}/2026-Q3/U{n:03}",
                uid=f"{duty.code}.2026-Q3.U{n:03}@dondoc.bhxh.example",
                unit=unit,
                form=_form(f"U{n:03}", unit.name) if duty is duties[0] else None,
            )
            for duty in duties
        ),
        recipient=unit,
        link=f"https://baocao.bhxh.example/l/U{n:03}",
    )


def _form(code: str, name: str) -> Report:
    values = {"unit": name, "ref": f"viec-0/2026-Q3/{code}", "office": "Cơ quan", "note.sections": ""}
    return Report(f"viec-0/2026-Q3/{code}", "Báo cáo", "vi", values, ("1. Kết quả",))


def made(each: Letter) -> Any:
    return build(each, SENDER, (each.recipient,), ID, NOW)


def said(mail: Any) -> str:
    """All that a mail says, its files included."""
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return b"\n".join(parts).replace(b"\r\n ", b"").decode("utf-8", "replace")


@pytest.mark.slow
def test_a_hundred_units_cost_the_work_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = jinja2.Environment.compile

    def counted(self: Any, source: Any, name: Any = None, *rest: Any, **more: Any) -> Any:
        compiled.append(name)
        return compile_(self, source, name, *rest, **more)

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    render.forget_templates()
    for n in range(100):
        made(of_unit(n))
    assert sorted(compiled) == ["letter.html.j2", "letter.txt.j2", "page.html.j2"]
    # Three duties, of which each unit follows up one itself: that one is its own.
    assert ics._kept.cache_info().misses == 2 + 100
    assert len(paragraphs._CARDS) == 2
    assert filling._kept.cache_info().misses == 1
    assert mime._headers.cache_info().misses == 4  # the text, the HTML, the calendar, the form
    assert headers._encoded.cache_info().misses < 100 + 10


@pytest.mark.slow
def test_nothing_of_a_unit_is_in_anothers_mail() -> None:
    for n in range(30):
        mail = made(of_unit(n))
        text = said(mail) + "".join(f"{name}: {value}" for name, value in mail.items())
        for other in range(30):
            assert (f"U{other:03}" in text, f"số {other:03}" in text) == (other == n, other == n)


def test_what_is_kept_has_bounds() -> None:
    most = {each: each.cache_info().maxsize for each in KEPT}
    assert all(most.values())
    once = render.Once()
    macro: Any = type("Macro", (), {"name": "told", "__call__": lambda self, *given: f"{given}"})()
    for n in range(3 * render.MOST_KEPT):
        assert once(macro, n) == f"({n},)"
        assert len(once._made) <= render.MOST_KEPT
    mime.plain("ă" * 10_000)
    assert mime._kept_line.cache_info().currsize == 0


def test_a_large_form_is_not_kept() -> None:
    standard = making._standard("vi")
    assert filling._written_size(standard) < filling._MOST_KEPT
    given_ = _form("U001", "Đơn vị")
    whole = filling.fill(standard, given_)
    kept = filling._kept.cache_info().currsize
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patched:
        patched.setattr(filling, "_MOST_KEPT", 10)
        assert filling.fill(standard, replace(given_, sections=())) != whole
        assert filling.fill(standard, given_) == whole
    assert filling._kept.cache_info().currsize == kept


@pytest.mark.parametrize(
    ("changed", "new"),
    [
        ({"title": "Báo cáo khác"}, "Báo cáo khác"),
        ({"period": parse("2026-Q4")}, "quý IV/2026"),
        ({"worded": "trước ngày 20"}, "trước ngày 20"),
        ({"owner": Party("Vụ Pháp chế", "pc@bhxh.example")}, "Vụ Pháp chế"),
        ({"document": "12/QĐ"}, "12/QĐ"),
    ],
)
def test_a_changed_registry_is_seen_at_once(changed: dict[str, Any], new: str) -> None:
    before = said(made(letter(item())))
    after = said(made(letter(item(replace(KSTTHC, **changed)))))
    assert (before.count(new), after.count(new) > 2) == (0, True)
    assert said(made(letter(item()))) == before


def test_another_day_is_seen_at_once() -> None:
    before = said(made(letter(item())))
    later = said(made(letter(item(last_day=date(2026, 9, 25), workdays=6))))
    assert "20260925" not in before
    assert "DTSTART;VALUE=DATE:20260925" in later
    assert later.count("thứ Sáu, 25/09/2026") == 2
    again = build(letter(item()), SENDER, (VP,), ID, NOW + timedelta(hours=1))
    assert "DTSTAMP:20260917T020000Z" in said(again)


def test_a_changed_template_is_seen_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where only what a card is coloured with was changed, and the card itself is the same."""
    folder = tmp_path / "templates"
    shutil.copytree(render._SHIPPED, folder)
    monkeypatch.setattr(render, "_SHIPPED", folder)
    render.forget_templates()
    each = letter(item())
    assert "#1b5a9e" in render.html_of(each)
    page = folder / "letter.html.j2"
    page.write_text(page.read_text(encoding="utf-8").replace('"soon": "#1b5a9e"', '"soon": "#123456"'))
    assert render.html_of(each).count("#123456") == 2


def test_an_offices_layout_for_one_language_may_come_and_go(tmp_path: Path) -> None:
    (tmp_path / "letter.txt.j2").write_text("for all")
    assert render.text_of(letter(item()), tmp_path) == "for all\n"
    (tmp_path / "letter.vi.txt.j2").write_text("for one")
    assert render.text_of(letter(item()), tmp_path) == "for one\n"
    (tmp_path / "letter.vi.txt.j2").unlink()
    assert render.text_of(letter(item()), tmp_path) == "for all\n"


def test_an_offices_layout_may_come_where_ours_was_used(tmp_path: Path) -> None:
    (tmp_path / "letter.html.j2").write_text("its page")
    ours = render.text_of(letter(item()), tmp_path)
    assert "Kính gửi" in ours
    (tmp_path / "letter.txt.j2").write_text("its text")
    assert render.text_of(letter(item()), tmp_path) == "its text\n"
    (tmp_path / "letter.txt.j2").unlink()
    assert render.text_of(letter(item()), tmp_path) == ours


def test_an_offices_own_template_lays_out_each_card(tmp_path: Path) -> None:
    """It may read more in a macro than what it is given, so nothing of it is kept."""
    source = "{% macro a(card) %}{{ card.title }} {{ page.recipient }}{% endmacro %}"
    source += "{% for card in page.sections[0].cards %}{{ once(a, card.shared) }}\n{% endfor %}"
    (tmp_path / "letter.txt.j2").write_text(source)
    texts = [render.text_of(replace(letter(item()), recipient=Party(name)), tmp_path) for name in "XY"]
    assert [text.split()[-1] for text in texts] == ["X", "Y"]
    (tmp_path / "letter.txt.j2").write_text("{{ once(''.title, 'a') }}")
    render.forget_templates()
    with pytest.raises(Exception, match="once"):
        render.text_of(letter(item()), tmp_path)


def _by_the_library(items: Any, way: ics._Way) -> bytes:
    calendar = ics._calendar("CANCEL" if way.over else "PUBLISH", way.words)
    for each in items:
        calendar.add_component(ics._event(ics._What.of(each), way, each.uid, NOW, each.ref))
    return bytes(calendar.to_ical())


@pytest.mark.slow
def test_calendars_are_what_icalendar_writes() -> None:
    for case in cases().values():
        given_ = case.letter
        for words in (VI, EN):
            said_: dict[str, Any] = {"words": words, "own": words is VI, "organizer": "a@bhxh.example"}
            way = ics._Way(words, words is VI, "a@bhxh.example", SENDER.morning)
            whole = ics.calendar_of(given_.items, NOW, **said_)
            assert whole == _by_the_library(given_.items, way)
            short = ics.calendar_of(given_.items, NOW, morning=None, **said_)
            assert short == _by_the_library(given_.items, replace(way, morning=None))
            over = ics.cancellation_of(given_.over, NOW, **said_)
            assert over == _by_the_library(given_.over, replace(way, morning=None, over=True))


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120)


@settings(max_examples=examples(160))
@given(title=_TEXT, worded=_TEXT, ref=_TEXT, uid=_TEXT)
def test_whatever_the_texts(title: str, worded: str, ref: str, uid: str) -> None:
    each = item(replace(KSTTHC, title=f"x{title}", worded=worded), ref=f"r{ref}", uid=f"u{uid}")
    way = ics._Way(VI, True, "", SENDER.morning)
    assert ics.calendar_of([each], NOW) == _by_the_library([each], way)


@given(
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]) | st.sampled_from("\\^ộn"))
)
@settings(max_examples=examples(100))
def test_a_line_is_folded_as_icalendar_folds_it(said: str) -> None:
    for line in (said, said * 9):
        made: Any = Contentline(line)  # type: ignore[no-untyped-call]
        assert ics._folded(line) == made.to_ical()


def test_what_is_kept_of_many_events_and_products_is_looked_up_without_comparing() -> None:
    days = [
        replace(KSTTHC, period=parse(f"2026-{month:02}-{day:02}")) for month in (1, 2) for day in range(1, 29)
    ]
    products = [replace(KSTTHC, product=f"Báo cáo của đơn vị số {n}") for n in range(50)]
    assert len({hash(each) for each in (*days, *products)}) == len(days) + len(products)
