"""`report_form` of office.yaml: on, off, or a form of the office's own, which the loader looks through."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loading import loader
from config.registry import RegistryErrors
from language import say
from tests.config.conftest import OFFICE, settle
from tests.support.forms import template

ONE_OF = "expected on, off, or the name of a .docx in templates/"
SOUND = "expected a report form (.docx) that can be filled"


def settled(folder: Path, said: str | None, content: bytes | None = None) -> Path:
    office = OFFICE if said is None else f"{OFFICE}  report_form: {said}\n"
    settle(folder, office=office)
    (folder / "templates").mkdir(exist_ok=True)
    if content is not None:
        (folder / "templates" / "own.docx").write_bytes(content)
    return folder


def mistake(folder: Path, language: str = "en") -> str:
    with pytest.raises(RegistryErrors) as caught:
        loader.load(folder)
    (only,) = caught.value.errors
    return say(only.message, language, "cli")


def test_it_is_on_unless_the_office_says_otherwise(tmp_path: Path) -> None:
    for said, kept in ((None, "on"), ("on", "on"), ("off", "off")):
        office = loader.load(settled(tmp_path, said)).office
        assert (office.report_form, office.report_template) == (kept, None)


def test_a_form_of_the_office_s_own_lies_among_its_templates(tmp_path: Path) -> None:
    office = loader.load(settled(tmp_path, "own.docx", template("{{unit}}"))).office
    assert office.report_form == "own.docx"
    assert office.report_template == tmp_path / "templates" / "own.docx"


@pytest.mark.parametrize(
    ("said", "content", "error"),
    [
        ("perhaps", None, f"{ONE_OF}, found 'perhaps'"),
        ("own.doc", None, f"{ONE_OF}, found 'own.doc'"),
        ("../own.docx", None, f"{ONE_OF}, found '../own.docx'"),
        (
            "own.docx",
            None,
            f"{SOUND}, found no file templates/own.docx",
        ),
        (
            "own.docx",
            b"text",
            f"{SOUND}, found no Word file (.docx)",
        ),
        (
            "own.docx",
            template("{{unti}}"),
            SOUND + ", found {{unti}}: there is no such placeholder; did you mean {{unit}}?",
        ),
    ],
)
def test_what_cannot_be_used_is_one_clear_error(
    tmp_path: Path, said: str, content: bytes | None, error: str
) -> None:
    assert mistake(settled(tmp_path, said, content)) == f"office.yaml:13: office.report_form: {error}"


def test_the_error_speaks_vietnamese_too(tmp_path: Path) -> None:
    told = mistake(settled(tmp_path, "own.docx", template("{{tên đơn vi}}")), "vi")
    assert "{{tên đơn vi}}: không có trường này; có phải là {{tên đơn vị}} không?" in told
