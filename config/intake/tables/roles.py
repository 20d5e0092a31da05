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
    WHERE = "where"  # at whom something is done: the unit that is inspected
    OTHER = "other"


_TELLS: tuple[tuple[Role, str], ...] = (
    (Role.NO, r"(?:s ?tt|t ?t|so tt|so thu tu|thu tu|muc|ma so|ma(?: nhiem vu)?|so)(?: no)?"),
    (
        Role.NOTE,
        r".*\b(?:so lieu|noi nhan|(?:don vi|co quan) nhan|ghi chu|can cu|co so phap ly|y kien|tinh trang"
        r"|thuc te)\b.*|tai lieu minh chung",
    ),
    (Role.NOTE, r"(?:don vi|co quan|bo phan|noi)(?: \w+){0,3} gui (?:den|ve|toi)\b.*|noi gui(?: bao cao)?"),
    (Role.NOTE, r"(?:thoi han|han|thoi gian|ngay)(?: \w+){0,2} (?:cu|ban dau|truoc day|da dang ky)"),
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
        r"|ngay ket thuc|den ngay|den han|het han|ky han|lo trinh|ngay (?:phai )?xong|ngay cham nhat)\b.*"
        r"|(?:han|thoi han) (?!muc|che|ngach|dien|han)\w+(?: \w+){0,4}|(?:phai )?xong(?: truoc)?(?: ngay)?"
        r"|(?:(?:du kien|ke hoach|phai) )?hoan thanh(?: (?:truoc|cham nhat))?(?: ngay)?|khi nao"
        r"|lich (?:thuc hien|bao cao|nop|gui|trinh|kiem tra|trien khai)|(?:truoc ngay|cham nhat)(?: ngay)?"
        r"|han|ngay|ket thuc",
    ),
    (Role.HELP, r".*\b(?:phoi hop|ho tro thuc hien|tham gia|(?:don vi|co quan|cac ben) lien quan)\b.*"),
    (Role.HELP, r"(?:(?:don vi|co quan) )?ho tro|cung thuc hien"),
    (Role.TITLE, r"noi dung (?:nhiem vu|cong viec|bao cao|kiem tra)\b.*"),
    (Role.WATCH, r".*\b(?:theo doi|giam sat|don doc)\b.*|lanh dao .*|.*\blanh dao (?:phu trach|chi dao)\b.*"),
    (
        Role.LEAD,
        r".*\b(?:chu tri|dau moi|chiu trach nhiem|trach nhiem|phan cong|phu trach|tham muu|to chuc thuc hien"
        r"|(?:don vi|co quan|bo phan|phong|ban|nguoi|noi|can bo|ca nhan|dia phuong|nganh)(?: \w+){0,3}"
        r" (?:duoc giao|thuc hien|bao cao|gui|lap|trinh|soan thao|xay dung|chu quan|quan ly|lam))\b.*"
        r"|(?:(?:cac|ten) )?(?:don vi|co quan)|co quan don vi(?: dia phuong)?|don vi thuc hien|bo phan"
        r"|nguoi thuc hien|giao(?: cho)?(?: don vi)?|phong ban|phong chuyen mon|so(?: ban)? nganh"
        r"|(?:ai|nguoi) lam",
    ),
    (
        Role.WHERE,
        r"(?:don vi|co quan|doi tuong|noi)(?: \w+){0,2} (?:duoc |bi )?"
        r"(?:kiem tra|thanh tra|kiem toan|giam sat)",
    ),
    (Role.PRODUCT, r".*\b(?:san pham|ket qua|dau ra|hinh thuc)\b.*"),
    (Role.TARGET, r"(?:.*\b(?:chi tieu|ke hoach|muc tieu|nam)\b.*)?\b20\d\d\b.*|chi tieu giao|gia tri"),
    (
        Role.TITLE,
        r".*\b(?:nhiem vu|noi dung|cong viec|hoat dong|dau viec|bao cao|giai phap|muc tieu|chi tieu|tieu chi"
        r"|ten|viec|de an|chuong trinh|linh vuc|hang muc|nghia vu|chuyen de)\b.*"
        r"|cong tac|yeu cau|van ban|su kien|cuoc (?:kiem tra|thanh tra|hop)|bien phap|thu tuc|du an|ke hoach",
    ),
)
_ENGLISH: tuple[tuple[Role, str], ...] = (
    (
        Role.NO,
        r"n(?:o|r|umber)|sn|id|s(?:l|erial)? no|serial(?: number)?|(?:item|ref|task) (?:no|number|id)|ref",
    ),
    (
        Role.NOTE,
        r"(?:notes?|remarks?|comments?|(?:legal )?basis|references?|status|recipients?|progress"
        r"|(?:sent|submitted|reported|reports) to|receiving (?:unit|agency)|.*\bdata\b.*|.*\bactual\b.*"
        r"|(?:date )?completed(?: on)?|date completed|level of completion|completion rate)",
    ),
    (Role.MEASURE, r"unit of measure(?:ment)?|measurement unit|uom|measure unit"),
    (Role.EVERY, r"frequency|periodicity|how often|(?:reporting )?(?:period|cycle)"),
    (
        Role.START,
        r"start(?:s|ing)?(?: (?:date|time))?|begin(?:s|ning)?(?: date)?|commence.*|from|effective(?: date)?"
        r"|(?:date )?(?:issued|assigned|received|signed)(?: on| date)?|date of (?:issue|receipt|signature)"
        r"|(?:issue|issuance) date",
    ),
    (Role.FUNDS, r".*\b(?:budget|costs?|funding|funds|resources|amount|expenses?)\b.*"),
    (
        Role.BOTH,
        r"lead(?:ing)?(?: (?:unit|agency|department))?(?: and)? (?:coordinating|supporting|cooperating)\b.*"
        r"|lead(?:ing)? and (?:support|coordination)",
    ),
    (
        Role.TIME,
        r".*\b(?:deadlines?|due|time ?frame|timeline|timing|time limit|target date|end date|finish(?: date)?"
        r"|(?:completion|submission|delivery) (?:date|time|deadline)|latest (?:date|day)|by when"
        r"|to be completed)\b.*"
        r"|(?:date|time) (?:of|for) (?:completion|submission|implementation)|(?:expected|planned) completion"
        r"|completion|completed? by|date|time|when|end|schedule|by|implementation (?:time|period|schedule)",
    ),
    (
        Role.HELP,
        r".*\b(?:coordinat\w*|support\w*|cooperat\w*|co operat\w*|collaborat\w*|assist\w*|participa\w*"
        r"|involved|contribut\w*|partners?|consulted)\b.*",
    ),
    (Role.WATCH, r".*\b(?:monitor\w*|oversight|supervis\w*|overseen by|follow up by)\b.*"),
    (
        Role.LEAD,
        r"lead(?:s|er)?|lead(?:ing)? .*|.*\b(?:responsib\w+|in charge|accountable)\b.*"
        r"|(?:(?:task|action) )?owner"
        r"|assigned (?:to|unit)|assignee|focal (?:point|unit|person)|by whom|who|action by"
        r"|(?:(?:the )?(?:implementing|executing|drafting|reporting|submitting|performing) )?"
        r"(?:units?|departments?|agenc(?:y|ies)|offices?|divisions?|bod(?:y|ies))|implemented by"
        r"|implementation (?:unit|agency)",
    ),
    (Role.PRODUCT, r"(?:(?:expected|main|key) )?(?:outputs?|deliverables?|products?|results?|outcomes?)"),
    (Role.TARGET, r"(?:(?:target|plan|year)(?: for)? )20\d\d"),
    (
        Role.TITLE,
        r".*\b(?:tasks?|activit(?:y|ies)|actions?|assignments?|works?|contents?|duty|duties|obligations?|objectives?"
        r"|goals?|indicators?|measures?|initiatives?|projects?|milestones?|requirements?|reports?)\b.*"
        r"|items?|what|(?:description|name|title)(?: of .*)?|to do",
    ),
)
"""The same in English. Tried on headings of plain letters that no Vietnamese words explain."""
_ROLES = tuple((role, re.compile(pattern)) for role, pattern in _TELLS)
_IN_ENGLISH = tuple((role, re.compile(pattern)) for role, pattern in _ENGLISH)
_COUNTS = frozenset(("s t t", "s tt", "s n"))
"""Abbreviations whose first letter would pass for the number of a column."""
_NUMBERED = re.compile(r"^(?:cot )?(?:\d{1,2}|[a-z]|[ivx]{1,4}) (?=\w)|(?<=\w) \d{1,2}$")


def role_of(text: str) -> Role | None:
    """What a column with this heading says; None when the words tell nothing."""
    if text.strip() == "#":
        return Role.NO
    said = plain(text)
    known = [*_ROLES, *_IN_ENGLISH] if text.isascii() else _ROLES
    if said in _COUNTS:
        return Role.NO
    while (short := _NUMBERED.sub("", said)) != said:
        said = short
    return next((role for role, pattern in known if pattern.fullmatch(said)), None) if said else None
