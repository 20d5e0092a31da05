"""The head of a mail: odd names and titles arrive as they were meant, and no address is invented."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.policy import compat32, default
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.addresses import usable
from engine.mail.channels import headers
from engine.mail.language import VI
from engine.mail.letter import Party
from engine.mail.message import build
from engine.mail.message_ids import atom, message_id
from engine.mail.subject import subject
from engine.texts import one_line
from tests.support.letters import ID, KSTTHC, NOW, SENDER, TST, item, letter, read_back
from tests.support.tiers import examples


@pytest.mark.parametrize(
    "name",
    ['Sở, Thẻ; "A" <b@c>', "đơn vị @ (thử)", "=?utf-8?q?x?=", "x" * 400, "Ủy ban 🇻🇳", "\u202eabc", ""],
)
def test_odd_unit_names(name: str) -> None:
    mail = read_back(letter(item(), recipient=Party(name)), to=(Party(name, "a@b.example"),))
    (address,) = mail["To"].addresses
    assert address.addr_spec == "a@b.example"
    assert len(address.display_name) <= 100


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=60,
)


@pytest.mark.slow
@settings(max_examples=examples(60), deadline=None)
@given(
    title=WORDS,
    name=WORDS,
    tail=st.sampled_from(["", " 06", " 2021-2025", " A B C", " đ 1 ơ 2", ' "x"', "=?"]),
)
def test_headers_say_exactly_what_was_meant(title: str, name: str, tail: str) -> None:
    """Found by hand first: 'Đề án 06 tháng 8' arrived as 'Đề án 06tháng 8' where a line was folded."""
    each = letter(item(replace(KSTTHC, title=f"Báo cáo thực hiện {title}{tail}")))
    to = Party(f"Vụ {name}{tail}", "x@bhxh.example")
    built = build(each, SENDER, (to,), ID, NOW)
    wire = built.as_bytes()
    assert all(len(line) <= 78 for line in wire.split(b"\r\n\r\n")[0].split(b"\r\n"))
    mail = message_from_bytes(wire, policy=default)
    (address,) = mail["To"].addresses
    assert mail["Subject"] == subject(each, VI)
    assert address.addr_spec == "x@bhxh.example"
    # This parser keeps the blank between two encoded words of a name, against RFC 2047, 6.2.
    assert address.display_name.replace(" ", "") == one_line(to.name)[:100].replace(" ", "")
    # And by the older parser, which shares no code with that one.
    old = message_from_bytes(wire, policy=compat32)
    shown, addressed = parseaddr(old["To"])
    assert str(make_header(decode_header(old["Subject"]))) == subject(each, VI)
    assert (str(make_header(decode_header(shown))), addressed) == (one_line(to.name)[:100], "x@bhxh.example")


@settings(max_examples=examples(200), deadline=None)
@given(text=WORDS.map(one_line), name=st.sampled_from(("To", "Subject", "Reply-To")))
def test_short_headers_are_what_the_library_writes(text: str, name: str) -> None:
    kept = headers._encoded(text, name)
    if not text.isascii() or "=?" in text:
        library = Header(text, headers._UTF8, maxlinelen=headers._LONGEST_LINE, header_name=name)
        assert kept == library.encode(linesep="\r\n")


def test_what_cannot_be_sent_is_refused() -> None:
    with pytest.raises(ValueError, match="says nothing"):
        build(letter(), SENDER, (TST,), ID, NOW)
    with pytest.raises(ValueError, match="usable address"):
        build(letter(item()), SENDER, (Party("x", "not an address"),), ID, NOW)
    with pytest.raises(ValueError, match="usable address"):
        build(letter(item()), SENDER, (), ID, NOW)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("tst@bhxh.example", True),
        ("lanhdao.tinh-15@bhxh.example", True),
        ("a+b@x", True),
        (None, False),
        ("", False),
        ("tst", False),
        ("a b@x.example", False),
        ("a@x.example\r\nBcc: b@x.example", False),
        ("a@x.example\n", False),
        ("vũ@x.example", False),
        ("<a@x.example>", False),
        ("a@-x.example", False),
        (".a@x.example", False),
        ("phong..a@office.example", False),
        ("a" * 65 + "@x.example", False),
        ("a" * 250 + "@x.example", False),
    ],
)
def test_usable_addresses(address: str | None, good: bool) -> None:
    assert usable(address) is good


def test_identifiers() -> None:
    assert atom("TST:head") == "TST.head"
    assert atom("Vụ Pháp chế Đ") == "Vu.Phap.che.D"
    assert atom("../../etc/passwd") == "etc.passwd"
    assert atom("…") == "x"
    assert message_id("2026-09-17", "TST:head", "digest", "d.example") == (
        "<2026-09-17.TST.head.6c3d9b3361df94c0@d.example>"
    )
