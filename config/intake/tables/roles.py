"""What a column of a table says, told by the words of its heading: the first pattern that fits the whole."""

from __future__ import annotations

import re
from enum import StrEnum

from config.intake.comparable import plain


class Role(StrEnum):
    """What a column says."""

    NO = "no"
    TITLE = "title"
    LEAD = "lead"
    HELP = "help"
    BOTH = "both"  # leads and helps in one column
    WATCH = "watch"  # who looks after a figure
    TIME = "time"
    ALSO = "also"  # a further column about time
    START = "start"
    EVERY = "every"  # how often
    PRODUCT = "product"
    MEASURE = "measure"
    TARGET = "target"
    NOTE = "note"
    FUNDS = "funds"
    OTHER = "other"


_TELLS: tuple[tuple[Role, str], ...] = (
    (Role.NO, r"(?:s ?tt|tt|so tt|so thu tu|muc|ma so|ma|so)"),
    (Role.NOTE, r".*\b(?:so lieu|noi nhan|(?:don vi|co quan) nhan|ghi chu|can cu|co so phap ly|y kien)\b.*"),
    (Role.NOTE, r"(?:don vi|co quan|bo phan|noi)(?: \w+){0,3} gui (?:den|ve|toi)\b.*|noi gui(?: bao cao)?"),
    (Role.NOTE, r".*\bngay (?:thang )?(?:nam )?(?:ban hanh|ky|sinh|cap|vao so)\b.*"),
    (Role.MEASURE, r".*\b(?:don vi tinh|dvt|dv tinh|don vi do)\b.*"),
    (Role.EVERY, r".*\b(?:ky bao cao|dinh ky|tan suat|chu ky|so lan)\b.*"),
    (Role.START, r".*\b(?:bat dau|tu ngay|khoi dau)\b.*|(?:thoi gian|thoi diem|ngay) khoi cong.*"),
    (
        Role.START,
        r"(?:(?:thoi gian|thoi diem|thoi han|ngay)(?: bat dau)? )?(?:co |con )?hieu luc(?: \w+){0,3}",
    ),
    (
        Role.START,
        r"(?:thoi gian|thoi diem|ngay) (?:duoc )?(?:ap dung|giao|tiep nhan|nhan)"
        r"(?: (?:viec|nhiem vu|ho so|van ban))?",
    ),
    (Role.FUNDS, r".*\b(?:kinh phi|nguon luc|nguon von|du toan|chi phi)\b.*"),
    (Role.BOTH, r".*\bchu tri\b.*\bphoi hop\b.*|.*\bphoi hop\b.*\bchu tri\b.*"),
    (
        Role.TIME,
        r".*\b(?:thoi gian|thoi han|tien do|thoi diem|moc|ngay (?:hoan thanh|nop|gui|phai nop)"
        r"|ngay ket thuc|den ngay|ngay den han|het han|ky han"
        r"|han (?:hoan thanh|gui|trinh|nop|bao cao|xu ly|cuoi|thuc hien|chot))\b.*"
        r"|han|ngay|ket thuc|hoan thanh",
    ),
    (Role.HELP, r".*\b(?:phoi hop|ho tro thuc hien|tham gia)\b.*"),
    (Role.WATCH, r".*\b(?:theo doi|giam sat|don doc)\b.*|lanh dao .*|.*\blanh dao (?:phu trach|chi dao)\b.*"),
    (
        Role.LEAD,
        r".*\b(?:chu tri|dau moi|chiu trach nhiem|trach nhiem|phan cong|phu trach|tham muu|to chuc thuc hien"
        r"|(?:don vi|co quan|bo phan|phong|ban|nguoi|noi)(?: \w+){0,3}"
        r" (?:duoc giao|thuc hien|bao cao|gui|lap|trinh))\b.*"
        r"|don vi|co quan|co quan don vi|don vi thuc hien|bo phan|nguoi thuc hien",
    ),
    (Role.PRODUCT, r".*\b(?:san pham|ket qua|dau ra|hinh thuc)\b.*"),
    (Role.TARGET, r"(?:.*\b(?:chi tieu|ke hoach|muc tieu|nam)\b.*)?\b20\d\d\b.*|chi tieu giao|gia tri"),
    (
        Role.TITLE,
        r".*\b(?:nhiem vu|noi dung|cong viec|hoat dong|dau viec|bao cao|giai phap|muc tieu|chi tieu|tieu chi"
        r"|ten|viec|de an|chuong trinh|linh vuc|hang muc|nghia vu)\b.*",
    ),
)
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in _TELLS)
_NUMBERED = re.compile(r"^(?:cot )?(?:\d{1,2}|[a-z]|[ivx]{1,4}) (?=\w)|(?<=\w) \d{1,2}$")


def role_of(text: str) -> Role | None:
    """What a column with this heading says; None when the words tell nothing."""
    said = plain(text)
    while (short := _NUMBERED.sub("", said)) != said:
        said = short
    return next((role for role, pattern in _ROLES if pattern.fullmatch(said)), None) if said else None
