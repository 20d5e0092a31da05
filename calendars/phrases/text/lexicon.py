"""The words of timing phrases, as tables: spellings, numbers, weekdays, and ordinary words around a date.

Spellings follow the school orthography; variants and slips of the keyboard or of OCR stand here only where
they can mean one thing. What is not here makes a phrase with a date doubtful when it stands next to the date,
which is how a misspelt "sau" or "trước" never turns one day into another.
"""

from __future__ import annotations

from pathlib import Path


def words(text: str) -> frozenset[str]:
    """The words of a table that is written as text; `_` joins words that belong together."""
    return frozenset(text.split())


def pairs(text: str) -> frozenset[tuple[str, ...]]:
    """The wordings of a table that is written as text with commas, each as a tuple of words."""
    return frozenset(tuple(each.split()) for each in text.replace("\n", " ").split(","))


def table(name: str) -> str:
    """The text of a table that stands in a file of its own here, without its heading lines (`# ...`)."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip
AFTER_TEN = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "lăm": 5, "nhăm": 5, "năm": 5,
             "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}  # fmt: skip
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ROMAN_LOOKS = {"l": 1, "ll": 2, "il": 2, "li": 2, "lll": 3, "iil": 3, "ill": 3, "iii": 3, "lii": 3, "lv": 4}
WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "bốn": 2, "năm": 3, "sáu": 4, "bảy": 5}

TIME_UNITS = words("ngày tháng quý năm tuần giờ lần kỳ")
EVERY = words("hằng mỗi từng")

SLIPS = {
    # Two spellings of one word.
    "hàng": "hằng", "quí": "quý", "qúy": "quý", "qúi": "quý", "kì": "kỳ", "mùng": "mồng", "bẩy": "bảy",
    "xẩy": "xảy",
    # Slips that no other word fits.
    "truớc": "trước", "thánq": "tháng", "hẳng": "hằng", "hăng": "hằng",
    "thườnq": "thường", "ngàv": "ngày", "nqày": "ngày",
    "chậrn": "chậm", "nhât": "nhất",
    # How clerks shorten.
    "trc": "trước",
}  # fmt: skip

_PAIRS = pairs(
    """
    hằng tháng, hằng quý, hằng năm, hằng tuần, hằng ngày, trước ngày, mỗi tháng, mỗi quý, mỗi năm, mỗi tuần,
    tháng sau, quý sau, năm sau, định kỳ, thường xuyên, chậm nhất, giai đoạn
    """
)
_GLUED = {"".join(pair): pair for pair in _PAIRS}
_GLUED |= {"hàng" + pair[1]: pair for pair in _PAIRS if pair[0] == "hằng"}
_GLUED |= {f"{quarter}{roman}": ("quý", roman) for roman in ROMAN for quarter in ("quý", "quí", "q")}
GLUED: dict[str, tuple[str, ...]] = _GLUED
"""Words that lost the blank between them."""

SHORT = {("", "bc"): ("báo", "cáo"), ("ngày", "lv"): ("làm", "việc")}
"""How clerks shorten, by the word before where it matters; within a paper's number they are letters."""

KEYS = words(
    """
    ngày tháng quý năm tuần giờ phút trước sau chậm muộn nhất hằng mỗi từng riêng trừ đến hết từ kể quá
    thứ đầu cuối giữa lịch âm qua tới liền kề tiếp mồng rằm giêng chạp nửa một hai ba bốn tư sáu bảy tám
    chín mười mươi lăm mốt chủ nhật sáng chiều tối trưa hoặc không chưa chẳng đừng ngoại
    """
)
"""Words that bear on time. One that no rule of the grammar took makes a date beside it doubtful."""

HARD_KEYS = words(
    """
    thứ ngày tháng quý tuần giờ hằng mỗi mồng rằm giêng chạp hoặc chậm muộn riêng trừ ngoại âm
    """
)
"""Those that make any date of the phrase doubtful, wherever they stand."""

COMPOUNDS = pairs(
    """
    tài liệu, vật liệu, nguyên liệu, tư liệu, đối chiếu, đối tượng, cân đối, tương đối, tuyệt đối, đối thoại,
    đối tác, phối hợp với, cùng với, đăng ký với, gắn với, so với, làm việc với, trao đổi với, đối ngoại,
    thống nhất, đầu tư, đầu mối, bước đầu, hằng hóa, hằng đầu, ngân hằng, khách hằng, liên quan đến, từ
    thiện, từ chối, kể cả, quá trình, quá hạn, trải qua, thông qua, tiếp nhận, tiếp tục, chủ trì, chủ
    tịch, chủ động, chủ trương, chủ yếu, một cửa, một số, hết hạn, hết sức, giao tiếp, trực tiếp, gián
    tiếp, tiếp cận, kế tiếp nhau, tối thiểu, tối đa, tối ưu, thứ tự, thứ trưởng, năng lực, sáng kiến,
    sáng tạo, không gian, gửi qua, bao gồm cả, đầu ra, đầu vào, đầu đủ, hằng loạt, hằng ngũ, mặt hằng,
    đơn hằng, giờ làm việc, quý vị, quý đơn vị, quý cơ quan, quý ông, quý bà, quý khách, quý báu, quý
    giá, ngày càng, ba mươi, tư pháp, tư vấn, tư tưởng, tư cách, tư nhân, quy chế một cửa, đến với, nhật
    ký, cập nhật, sinh nhật, năm tài chính, năm học, năm ngân sách, từ xa, từ trên xuống, đi đầu, giữa
    các, giữa hai, qua đường, qua thư, qua email, qua hệ thống, qua phần mềm, qua văn phòng, qua vụ, qua
    phòng, qua ban, qua trục, qua eoffice, qua bưu điện, qua trung tâm, qua cổng, qua ioffice, qua mạng,
    qua fax, thuế năm, tiếp công, từ các, từ đơn vị, tới các, đến các, đến từng, đến bộ, đến vụ, đến phòng,
    đến ban, đến văn phòng, đến sở, đến cơ quan, đến đơn vị, hằng không, hằng hải, hằng hoá, cùng cấp,
    ngoại giao, ngoại ngữ, ngoại vụ, ngoại thương, ngoại tệ, ngoại hối, ngoại kiểm, ngoại khóa,
    ngoại khoá, ngoại trú, ngoại thành, nước ngoài, trước bạ,
    chậm nộp, chậm trả, chậm đóng, chậm tiến độ,
    du lịch, lý lịch, lịch sử, tự chủ, dân chủ, tư lệnh
    """
)
"""Word pairs in which a word of time is none."""

LABELS = words(
    """
    phụ_lục mục điều khoản điểm mẫu biểu bảng chương phần tiểu_mục số hoạt_động nhiệm_vụ bước nhóm cột
    dòng stt trang học_kỳ đợt lần cấp đề_án dự_án hạng lớp tập kỳ_họp khóa chuẩn mức nghị_định
    """
)
"""Nouns after which a number is a name: "Phụ lục 2"."""

DOCUMENTS = words(
    """
    công_văn quyết_định kế_hoạch thông_tư nghị_định nghị_quyết luật bộ_luật chỉ_thị tờ_trình thông_báo
    hướng_dẫn chương_trình đề_án văn_bản công_điện quy_chế quy_trình pháp_lệnh
    """
)
"""Kinds of documents that a phrase may refer to."""

COUNTED = words(
    """
    đơn_vị bộ sở ban người cán_bộ bản bộ_phận đầu_mối tỉnh huyện xã thành_phố báo_cáo hồ_sơ tthc thủ_tục
    nhiệm_vụ chỉ_tiêu nội_dung văn_bản % phần_trăm triệu tỷ đồng lượt cuộc lớp hội_nghị lĩnh_vực nhóm
    biểu phụ_lục vụ phòng trường_hợp đối_tượng dịch_vụ lần thành_viên công_chức đại_biểu trang dòng mẫu
    bước cấp loại mét m km kg tấn lít ha m2 usd vnđ vnd tuổi con chiếc xe tàu phút giây trẻ suất mũi
    """
)
"""What a number may count without being a time."""

LEADS = words(
    """
    gửi vào nộp trình là thực_hiện hoàn_thành báo_cáo ban_hành tổ_chức họp tổng_hợp cung_cấp phê_duyệt
    gửi_về thời_gian thời_hạn hạn hạn_nộp nhận lập công_bố công_khai cập_nhật rà_soát đăng_ký chi_trả
    đối_chiếu và về xong giao_ban kết_quả việt_nam trả tiến_hành nghiệm_thu bàn_giao quyết_toán xây_dựng
    triển_khai gửi_đến duy_trì đánh_giá kiểm_tra thanh_toán chuyển đóng nội_dung trực_tuyến
    kê_khai định_kỳ diễn_ra dự_kiến tập_huấn khai_giảng khai_mạc bế_mạc hội_nghị hội_thảo hội_thi kiểm_kê
    """
)
"""What may stand right before a day without "trước" or "chậm nhất"."""

FOLLOWERS = words(
    """
    báo gửi để cho phải các đơn vị theo tổng hợp hoàn thành thực hiện lãnh đạo bhxh vụ văn phòng phụ
    lục bộ sở ban ubnd ủy thủ trưởng giám đốc cơ quan trình nộp phê duyệt xem xét công gồm do việc
    rà soát lập khi đối xong có thì gởi đăng cung cấp cập xây dựng triển khai về đảm phó nội toàn
    những nghiệm bàn trung ương
    """
)
"""What may stand right after a date. A test keeps them more than one slip away from every word of time."""
