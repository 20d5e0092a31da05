"""Tables as the readers of files hand them over, and a small office that is not the real one."""

from __future__ import annotations

from pathlib import Path

from config.intake.files.grids import Cell, Content, Grid, Text
from config.loading import loader
from config.registry import Registry

OFFICE = """
office:
  code: STN
  name: Sở Thể thao và Nghệ thuật
  name_en: Department of Sports and Arts
  zone: Asia/Ho_Chi_Minh
  morning: "08:00"
  hours: {from: "07:30", to: "17:00"}
  roll: next
  language: vi
  list_id: dondoc.stn.example
  mail_from: dondoc@stn.example
  leadership: {name: Lãnh đạo Sở}
"""
CALENDAR = """
calendar:
  country: VN
  years: {from: 2020, to: 2032}
  weekend: [saturday, sunday]
"""
LADDERS = """
ladders:
  - code: nhe
    open_workdays: 10
    rungs:
      - {name: opened, at: open, to: [unit]}
"""
UNITS = """
kinds:
  - {code: phong, title: Phòng chuyên môn, email: "{code}@stn.example"}
  - {code: xa, title: Trung tâm cơ sở, name: "Trạm văn hóa xã {short}", email: "{code}@stn.example"}
groups:
  - {code: "@phong", title: Các phòng chuyên môn, kinds: [phong]}
  - {code: "@xa", title: Trạm văn hóa các xã, kinds: [xa], aliases: [Trạm văn hóa xã, các trạm văn hóa]}
units:
  - {code: VPS, kind: phong, name: Văn phòng Sở}
  - {code: QLTT, kind: phong, name: Phòng Quản lý Thể thao, aliases: [QLTT&DL]}
  - {code: KHTC, kind: phong, name: Phòng Kế hoạch và Tài chính}
  - {code: NTBD, kind: phong, name: Phòng Nghệ thuật biểu diễn, to: 2026-07-01, successor: QLTT}
  - {code: TT, kind: phong, name: Trung tâm Thi đấu}
  - {code: HL, kind: phong, name: Trung tâm Huấn luyện}
  - {code: xa-1, kind: xa, short: Hòa Sơn}
  - {code: xa-2, kind: xa, short: Lộc Thủy}
  - {code: xa-3, kind: xa, short: Lộc Thùy}
  - {code: AB, kind: phong, name: Tổ đặc trách, unexplained: true}
"""


def office(folder: Path) -> Registry:
    """The small office, written to the folder and loaded; its one document says one duty."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"office": OFFICE, "calendar": CALENDAR, "ladders": LADDERS, "units": UNITS, "qd-1": DOCUMENT}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return loader.load(folder)


DOCUMENT = """
document: {number: 1/QĐ-STN, date: 2026-01-01, title: Quy chế báo cáo}
obligations:
  - code: bc-quy
    title: Báo cáo quý
    title_en: Quarterly report
    cite: Điều 1
    worded: hằng quý
    owed_by: ["@phong", "@xa"]
    owner: VPS
    cycle: quarterly
    due: {day: 25, boundary: by}
    ladder: nhe
"""


def grid(*rows: list[str | Cell | None], title: str = "") -> Grid:
    """A grid; a plain text is a cell of its own."""
    return Grid(
        tuple(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows),
        title,
        "bảng 1",
    )


def content(*parts: Grid | str) -> Content:
    """A file's content of these tables and paragraphs."""
    return Content(
        "ke-hoach.docx", "docx", tuple(Text(part) if isinstance(part, str) else part for part in parts)
    )
