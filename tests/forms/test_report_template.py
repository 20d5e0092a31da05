"""An office's own form: filled where it has placeholders, refused with what to mend where it cannot be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from config.report_form.placeholders import FIELDS, ROW, TemplateError
from config.report_form.template import read, read_file
from engine.forms.contents import Report, Row
from engine.forms.filling import fill
from engine.forms.making import make, make_anyhow, trouble
from engine.forms.standard import standard
from tests.support.files import plain_excel, saved, with_parts
from tests.support.forms import opened, rows, said, template, told

VALUES = {name: f"<{name}>" for name in FIELDS}
REPORT = Report(
    "a/2026/B",
    "Báo cáo",
    "vi",
    VALUES,
    sections=("1. Kết quả", "2. Kiến nghị"),
    rows=(Row("1", "Một", group="A"), Row("2", "Hai", "Sản phẩm", "Quý I", "A"), Row("3", "Ba", group="B")),
    has_figure=True,
)


def filled(*paragraphs: str, table: tuple[tuple[str, ...], ...] = (), report: Report = REPORT) -> bytes:
    return fill(read(template(*paragraphs, table=table)), report)


def test_both_names_of_a_placeholder_are_understood() -> None:
    assert said(filled("Đơn vị: {{unit}}", "{{ Tên  ĐƠN VỊ }}/{{tên đơn vị}}")) == [
        "Đơn vị: <unit>",
        "<unit>/<unit>",
    ]


@pytest.mark.slow
def test_every_placeholder_is_filled() -> None:
    for name, own in FIELDS.items():
        assert said(filled(f"{{{{{name}}}}} {{{{{own}}}}}")) == [f"<{name}> <{name}>"]


def test_word_may_cut_a_placeholder_into_pieces() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece, bold in (("a {", False), ("{un", True), ("it}", False), ("} b {{about", True), ("}}", False)):
        paragraph.add_run(piece).bold = bold
    assert said(fill(read(saved(document)), REPORT)) == ["a <unit> b <about>"]


@pytest.mark.slow
def test_a_region_is_repeated_or_left_out() -> None:
    lines = (
        "{{#sections}}",
        "{{section}}",
        "...",
        "{{/sections}}",
        "{{#figure}}",
        "{{figure}}",
        "{{/figure}}",
        "end",
    )
    assert said(filled(*lines)) == ["1. Kết quả", "...", "2. Kiến nghị", "...", "<figure>", "end"]
    none = Report("a", "a", "vi", VALUES)
    assert said(filled(*lines, report=none)) == ["end"]
    assert said(filled("{{#các mục}}", "{{mục}}", "{{/các mục}}")) == ["1. Kết quả", "2. Kiến nghị"]


def test_a_row_of_a_table_is_repeated_for_each_task_and_group() -> None:
    table = (
        ("TT", "Việc", "Hạn"),
        ("{{group}}", "", ""),
        ("{{row.no}}", "{{nhiệm vụ.nội dung}} ({{row.product}}) của {{unit}}", "{{row.when}}"),
        ("cộng", "{{rows}}", ""),
    )
    assert rows(filled(table=table)) == [
        ["TT", "Việc", "Hạn"],
        ["A", "", ""],
        ["1", "Một () của <unit>", ""],
        ["2", "Hai (Sản phẩm) của <unit>", "Quý I"],
        ["B", "", ""],
        ["3", "Ba () của <unit>", ""],
        ["cộng", "<rows>", ""],
    ]


def test_a_paragraph_of_placeholders_that_say_nothing_is_left_out() -> None:
    values = {**VALUES, "data": "", "note.sections": ""}
    content = filled("a", "{{data}} {{note.sections}}", "({{data}})", report=Report("a", "a", "vi", values))
    assert said(content) == ["a", "()"]
    assert len(opened(content).paragraphs) == 2


def test_page_heads_are_filled_too() -> None:
    document = docx.Document()
    document.add_paragraph("x")
    document.sections[0].header.paragraphs[0].text = "{{tên đơn vị}}"
    assert "<unit>" in told(fill(read(saved(document)), REPORT))


@pytest.mark.parametrize(
    ("paragraphs", "error"),
    [
        (["{{unti}}"], r"\{\{unti\}\}: there is no such placeholder; did you mean \{\{unit\}\}\?"),
        (["{{tên đơn vi}}"], r"did you mean \{\{tên đơn vị\}\}"),
        (["{{qqqqqq}}"], r"\{\{qqqqqq\}\}: there is no such placeholder; docs/report-form.md lists them"),
        (["{{unit"], "“{{unit”: a placeholder stands whole in one paragraph"),
        (["{{section}}"], r"\{\{section\}\}: must stand between \{\{#sections\}\} and"),
        (["{{row.title}}"], r"\{\{row.title\}\}: must stand in a row of a table"),
        (["{{#rows}} x", "{{/rows}}"], r"\{\{#rows\}\}: must stand alone in a paragraph"),
        (["{{#rows}}", "x"], r"\{\{/rows\}\} is missing"),
        (["{{/rows}}"], r"\{\{/rows\}\}: each region is opened, then closed"),
        (["{{#rows}}", "{{#figure}}", "{{/figure}}", "{{/rows}}"], r"\{\{#figure\}\}: each region is opened"),
        (["{{#unit}}", "{{/unit}}"], r"\{\{#unit\}\}: there is no such placeholder"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_what_to_mend(paragraphs: list[str], error: str) -> None:
    with pytest.raises(TemplateError, match=error):
        read(template(*paragraphs))


def test_a_region_in_a_table_is_refused() -> None:
    with pytest.raises(TemplateError, match="must stand alone in a paragraph, outside tables"):
        read(template(table=(("{{#rows}}", "{{/rows}}"),)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"%PDF-1.7", plain_excel()])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(TemplateError, match=r"no Word file \(.docx\)"):
        read(data)


@pytest.mark.slow
def test_a_bomb_and_a_giant_are_refused(tmp_path: Path) -> None:
    bomb = with_parts(template("x"), {"word/media/image1.bmp": b"\0" * 20_000_000})
    with pytest.raises(TemplateError, match="more than 16000 kB"):
        read(bomb)
    giant = tmp_path / "giant.docx"
    giant.write_bytes(b"\0" * 1_000_001)
    with pytest.raises(TemplateError, match="more than 1000 kB"):
        read_file(giant)


def test_a_file_with_entities_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with zipfile.ZipFile(io.BytesIO(template("MARK"))) as parts:
        xml = parts.read("word/document.xml").decode()
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    xml = xml.replace("?>", f"?>{head}", 1).replace("MARK", "&e;")
    with pytest.raises(TemplateError, match="no Word file"):
        read(with_parts(template("x"), {"word/document.xml": xml}))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_standard_form_is_a_template_like_any_other(language: str) -> None:
    text = told(standard(language))
    for name in (*FIELDS, *ROW, "section"):
        if name not in {"title", "period", "document", "due", "rows", "ref", "symbol"}:
            assert f"{{{{{name}}}}}" in text, name
    assert fill(read(standard(language)), REPORT)


def test_an_own_form_that_fails_gives_way_to_the_standard_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(template("{{unit}}"))
    assert said(make(REPORT, own)) == ["<unit>"]
    assert trouble(own) is None
    own.write_bytes(template("{{unit}} and {{unti}}"))
    assert make_anyhow(REPORT, own) == make(REPORT)
    assert "unti" in caplog.text
    why = trouble(own)
    assert why is not None
    assert why.id == "template.unknown-near"
    own.unlink()
    assert make_anyhow(REPORT, own) == make(REPORT)
    why = trouble(own)
    assert why is not None
    assert why.id == "template.missing"
