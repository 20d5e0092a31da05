"""Files of the old kinds are read through LibreOffice, and do no harm there either."""

from __future__ import annotations

import contextlib
import io
import shutil
import socket
import subprocess
import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.files import bounded, converted, limits
from config.intake.files.grids import Content, IntakeError
from config.registry import Registry
from tests.support import grids
from tests.support.files import notes, taken
from tests.support.otheroffices import row, sheets, word
from tests.support.required import require

pytestmark = [pytest.mark.slow, pytest.mark.long]

ABOVE = ["Số: 12/KH-STN", "Đà Lạt, ngày 05 tháng 01 năm 2026"]
HEAD = ["TT", "Nhiệm vụ", "Phân công", "", "Thời hạn"]
TABLE = [
    HEAD,
    ["", "", "Chủ trì", "Phối hợp", ""],
    ["1", "Mở giải", "QLTT", "VPS", "15/6/2026"],
    ["2", "Báo cáo", "VPS", "", "trước ngày 15 hàng tháng"],
]
MERGED = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
READ = [
    ("Mở giải", "QLTT", "VPS", "2026-06-15"),
    ("Báo cáo", "VPS", "", "monthly day 15 before"),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The plan as each program of the old kind saves it."""
    program = shutil.which("soffice")
    require("libreoffice", program, "there is no soffice (libreoffice-writer, libreoffice-calc)")
    folder = tmp_path_factory.mktemp("old")
    text = word(folder / "a.docx", ABOVE, (TABLE, MERGED))
    page = [[cell if isinstance(cell, str) else "" for cell in each] for each in TABLE]
    page = [[*HEAD[:2], "Chủ trì", "Phối hợp", "Thời hạn"], *page[2:]]
    book = sheets(folder / "b.xlsx", {"Kế hoạch": [[ABOVE[0]], [ABOVE[1]], *page]})  # type: ignore[dict-item]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for source, kinds in ((text, ("doc", "odt", "rtf")), (book, ("xls", "ods"))):
        for kind in kinds:
            command = [str(program), profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
            subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    names = {"doc": "a.doc", "odt": "a.odt", "rtf": "a.rtf", "xls": "b.xls", "ods": "b.ods"}
    return {kind: (folder / name).read_bytes() for kind, name in names.items()}


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "xls", "ods"])
def test_a_plan_of_an_old_kind_is_read(
    old: dict[str, bytes], office: Registry, tmp_path: Path, kind: str
) -> None:
    content = taken(tmp_path, f"ke-hoach.{kind}", old[kind])
    found = plan.read(content, office, date(2026, 1, 10))
    assert [row(entry) for entry in found.entries] == READ
    assert (found.facts.number, found.facts.date) == ("12/KH-STN", date(2026, 1, 5))
    becomes = ".xlsx" if kind in ("xls", "ods") else ".docx"
    told = f"the .{kind} file was made into {becomes} by LibreOffice to be read; compare with the original"
    assert told in notes(content)
    assert content.format == kind


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("doc", "it is a Word file of the old kind (.doc); open it in Word and save it as .docx"),
        ("rtf", "it is an RTF document; open it in Word and save it as .docx"),
        ("xls", "it is an Excel file of the old kind (.xls); open it in Excel and save it as .xlsx"),
        ("odt", "it is an OpenDocument file; open it in its program and save it as .docx"),
        ("ods", "it is an OpenDocument file; open it in its program and save it as .xlsx"),
    ],
)
def test_without_libreoffice_a_sentence_says_what_to_do(
    old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, says: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, f"a.{kind}", old[kind])
    assert says in str(caught.value)
    assert "where LibreOffice is installed" in str(caught.value)


def test_another_name_is_refused(old: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"a Word file of the old kind.*'\.docx'.*name it \.doc"):
        taken(tmp_path, "a.docx", old["doc"])


def test_one_that_takes_too_long_is_ended(
    old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OFFICE_SECONDS", 0.2)
    monkeypatch.setattr(bounded, "_BOUNDED", 'shift 3; exec "$@"')
    monkeypatch.setattr(converted.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(IntakeError, match="did not finish reading it within"):
        taken(tmp_path, "a.doc", old["doc"])
    assert [each.name for each in tmp_path.iterdir()] == ["a.doc"]


@pytest.mark.parametrize(("bound", "value"), [("OFFICE_BYTES", 50_000_000)])
def test_one_that_takes_too_much_memory_is_refused(
    old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: int
) -> None:
    monkeypatch.setattr(limits, bound, value)
    with pytest.raises(IntakeError, match="an OpenDocument file"):
        taken(tmp_path, "a.odt", old["odt"])


def _with(data: bytes, name: str, change: dict[str, str] | None = None) -> bytes:
    """The zip with each text of `change` in its part `name` replaced; a new part where there is no change."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for each in before.namelist():
            text = before.read(each)
            if each == name and change:
                for one, other in change.items():
                    assert one.encode() in text
                    text = text.replace(one.encode(), other.encode(), 1)
            new.writestr(each, text)
        if change is None:
            new.writestr(name, "x")
    return into.getvalue()


def test_macros_and_passwords_are_refused(old: dict[str, bytes], tmp_path: Path) -> None:
    for name in ("Basic/Standard/Module1.xml", "Scripts/python/x.py"):
        with pytest.raises(IntakeError, match="it carries macros"):
            taken(tmp_path, "a.odt", _with(old["odt"], name))
    with pytest.raises(IntakeError, match="it carries macros"):
        taken(tmp_path, "a.doc", old["doc"] + "_VBA_PROJECT".encode("utf-16-le"))
    locked = _with(
        old["ods"],
        "META-INF/manifest.xml",
        {"</manifest:manifest>": "<!-- encryption-data --></manifest:manifest>"},
    )
    with pytest.raises(IntakeError, match="protected with a password"):
        taken(tmp_path, "a.ods", locked)


@pytest.mark.parametrize("apart", [True, False], ids=["without a network", "by its settings alone"])
def test_nothing_is_fetched_and_no_other_file_is_read(
    old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    if not apart:
        monkeypatch.setattr(bounded, "_apart", tuple)
    (tmp_path / "secret.txt").write_text("rất bí mật", encoding="utf-8")
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        threading.Thread(target=_answer, args=(server, asked), daemon=True).start()
        remote = f"http://127.0.0.1:{port}"
        own = (tmp_path / "secret.txt").as_uri()
        frame = (
            '<text:p><draw:frame draw:name="x" text:anchor-type="as-char" svg:width="1cm" svg:height="1cm">'
            f'<draw:image xlink:href="{remote}/a.png" xlink:type="simple" xlink:show="embed"/></draw:frame>'
            '</text:p><text:section text:name="s"><text:section-source xlink:type="simple" '
            f'xlink:href="{own}" text:filter-name="Text"/><text:p/></text:section>'
            '<text:section text:name="t">'
            f'<text:section-source xlink:type="simple" xlink:href="{remote}/b.odt"/><text:p/>'
            "</text:section>"
        )
        data = _with(old["odt"], "content.xml", {"</office:text>": f"{frame}</office:text>"})
        content = taken(tmp_path, "a.odt", data)
    assert asked == []
    assert "rất bí mật" not in _all(content)
    assert "Mở giải" in _all(content)


def test_an_rtf_fetches_nothing_and_reads_no_other_file(old: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("rất bí mật", encoding="utf-8")
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_answer, args=(server, asked), daemon=True).start()
        remote = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        own = (tmp_path / "secret.txt").as_posix()
        fields = "".join(
            rf'{{\field{{\*\fldinst {word} "{address}" }}{{\fldrslt }}}}\par '
            for word, address in (("INCLUDEPICTURE", remote), ("INCLUDETEXT", remote), ("INCLUDETEXT", own))
        )
        data = old["rtf"].rstrip()[:-1] + fields.encode() + b"}"
        content = taken(tmp_path, "a.rtf", data)
    assert asked == []
    assert "rất bí mật" not in _all(content)
    assert "Mở giải" in _all(content)


def _answer(server: socket.socket, asked: list[bytes]) -> None:
    while True:
        try:
            one, _ = server.accept()
        except OSError:
            return
        with one:
            asked.append(one.recv(200))


def _all(content: Content) -> str:
    return repr(content.parts)


@pytest.mark.parametrize("kind", ["doc", "xls"])
def test_a_spoilt_file_is_refused_or_read(old: dict[str, bytes], tmp_path: Path, kind: str) -> None:
    whole = old[kind]
    for data in (whole[:1600], whole[:512] + b"\xff" * (len(whole) - 512), whole[: len(whole) // 2]):
        with contextlib.suppress(IntakeError):
            assert taken(tmp_path, f"a.{kind}", data).format == kind


def test_a_sheet_that_repeats_a_row_thirty_thousand_times(old: dict[str, bytes], tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row_ = f'</table:table-row><table:table-row table:number-rows-repeated="30000">{cell}</table:table-row>'
    data = _with(old["ods"], "content.xml", {"</table:table-row>": row_})
    with pytest.raises(IntakeError, match="a table has more than 20,000 rows"):
        taken(tmp_path, "a.ods", data)
