"""The words that stand in replies: what makes a statement doubtful, and what leaves it as it is.

Danger first: a word of these tables is looked for before anything is believed. What stands in no table is not
understood, and a statement beside it is not sure either.
"""

from __future__ import annotations

from engine.replies.spelling import phrase, plain, words

DANGERS = {
    "said.negated": (
        "không, chưa, chẳng, chả, ko, hok, khỏi, đừng, miễn, hủy, huỷ, bỏ, thôi, dừng, hoãn, thu hồi, rút,"
        " trừ, ngoại trừ, quên, sót, trượt, hụt, bị trả, trả lại, từ chối, thất lạc, vô hiệu",
        "not, no, never, nor, none, neither, cannot, can't, don't, didn't, haven't, hasn't, wasn't, isn't,"
        " won't, couldn't, unable, without, yet, failed, fail, forgot, cancel, cancelled, withdraw"
        ", withdrawn,"
        " recall, recalled, missing, bounced, rejected, refused, except, aren't, weren't, doesn't, havent,"
        " didnt, cant, nothing, hardly",
    ),
    "said.future": (
        "sẽ, sắp, dự kiến, dự định, định gửi, định nộp, chuẩn bị, ngày mai, sáng mai, chiều mai, mai gửi,"
        " ngày kia, tuần sau, tuần tới, tháng sau, tháng tới, gửi sau, nộp sau, báo cáo sau, bổ sung sau,"
        " lát nữa, chốc nữa, tới đây, sắp tới, chờ, đợi, trình ký, chờ ký, đang, phải, cần, nên, hãy"
        ", muốn, hứa,"
        " cố gắng, phấn đấu, hẹn, kế hoạch gửi, đến lúc, trình lãnh đạo, xin ý kiến, chờ duyệt, đã ký"
        ", đã trình,"
        " đã soạn, đã lập xong, đã xây dựng xong, mới gửi, mới nộp, mới có, đã duyệt, đã hẹn, đã lên lịch",
        "will, shall, going, soon, later, tomorrow, next, plan to, planning, intend, try, trying, expect"
        ", about to,"
        " pending, waiting, wait, preparing, prepare, to be, being, drafted, draft, we'll, i'll, must, need,"
        " needs, should, ought, want, hope, hopefully, promise, ready, scheduled, in progress, working on,"
        " is due, are due, sending, signed, approval, queued, aim",
    ),
    "said.condition": (
        "nếu, giả sử, trường hợp, trong trường hợp, với điều kiện, miễn là, tùy, tuỳ, trừ khi, khi, lúc nào,"
        " hễ, một khi, giá mà, phòng khi",
        "if, unless, when, once, provided, whenever, in case, assuming, as soon as, would, could, otherwise,"
        " depending, subject to",
    ),
    "said.question": (
        "phải không, đúng không, được không, có không, hay không, hay chưa, chưa ạ, không ạ, thế nào"
        ", như thế nào,"
        " bao giờ, khi nào, ở đâu, là gì, hả, nhỉ, chăng, vậy sao, ai gửi, số mấy, ngày nào, hỏi",
        "whether, did you, have you, can you, what, where, why, who, which, how",
    ),
    "said.corrected": (
        "nhầm, sai, lỗi, thiếu, gửi lại, nộp lại, làm lại, báo cáo lại, chuyển lại, thay, thay thế, sửa"
        ", đính chính,"
        " điều chỉnh, bổ sung, nhưng, tuy nhiên, song, lẽ ra, đáng lẽ, bản cũ, mới đúng, thực ra, lưu ý"
        ", tái bút,"
        " mà, xin lỗi, rà soát lại, kiểm tra lại, xem lại",
        "wrong, mistake, mistaken, mistakenly, error, resend, resent, resubmit, instead, replace, replaced,"
        " correct, corrected, correction, but, however, though, although, incomplete, rather, actually"
        ", sorry,"
        " wrongly, supersede, superseded, p.s, ps, revise, revised",
    ),
    "said.vague": (
        "chắc, chắc là, hình như, có lẽ, có thể, nghe nói, tưởng, nghĩ là, không nhớ, khoảng, tầm, chừng"
        ", hoặc,"
        " hay là, gần, gần như, hầu như, suýt, một phần, một số, một nửa, sơ bộ, tạm, dự thảo, bản nháp"
        ", nháp,"
        " bản thảo, dường như, coi như, ví dụ, vd, chẳng hạn, theo mẫu, lần trước, đâu đó, nhớ là, hay,"
        " ước, xem như, hi vọng, hy vọng",
        "maybe, perhaps, probably, possibly, might, may, think, believe, guess, seem, seems, or, almost"
        ", nearly,"
        " partly, partially, partial, part, approximately, around, roughly, some, example, e.g, suppose,"
        " supposedly, apparently, supposed, allegedly, half, interim, preliminary, hopefully, tentatively,"
        " provisional",
    ),
    "said.elsewhere": (
        "tháng trước, quý trước, năm trước, kỳ trước, năm ngoái, tuần trước nữa, lần trước, kỳ sau"
        ", tháng khác,"
        " đơn vị khác, tỉnh khác, nơi khác, việc khác, báo cáo khác, chuyển tiếp, báo cáo lãnh đạo,"
        " báo cáo giám đốc, nhận được báo cáo, nhận báo cáo, nhận được công văn, nhận được văn bản, của bạn,"
        " bên khác, các đơn vị gửi, đơn vị bạn, từ năm ngoái, của năm ngoái, nội bộ, thay mặt, gửi thay, hộ",
        "last month, last quarter, last year, previous, other, another, different, elsewhere, internally,"
        " on behalf, colleague's, your report, received your, you sent, formerly, they, someone, somebody",
    ),
}  # fmt: skip
"""Why a statement is not sure: the message that says so, and the wordings, Vietnamese and English."""

_ACCENTED_ALONE = frozenset(words("cho huy dung hoan tam sua hoi ho ma nam hen hua lan chung ha bo"))
"""Words that are whole without accents too: in a line that has accents they are themselves."""
LOOSE = {name: phrase(*wordings) for name, wordings in DANGERS.items()}
STRICT = {
    name: phrase(vi, en, only_accented=_ACCENTED_ALONE) for name, (vi, en) in DANGERS.items()
}  # fmt: skip

IN_REASON = phrase(
    "nếu, hoặc, hay là, không cần, thôi không, rút lại, xin thôi, không xin, tưởng, phải không, đúng không,"
    " được không, trừ khi, ngược lại, hủy, huỷ, nhưng, tuy nhiên, lại thôi, thay thế, ví dụ"
    ", xin rút, đùa, nhầm, đã gửi"
    ", đã nộp",
    "which, if, unless, or, never mind, nevermind, withdraw, whether, no longer, however, but, already sent"
    ", mistake",
)
"""What takes back or limits a request even where it stands in its reason."""
ENDS_REASON = phrase(
    "không, chưa, không ạ, chưa ạ, hay không, hay chưa, không phải, tạm thời, chăng, hả, nhỉ, not"
    ", or not, right"
)
"""What does so where a reason ends in it: the whole is asked, or turned."""

_PAIRS = (
    """
hoàn thành, gửi cho, nộp cho, báo cáo cho, chuyển cho, cho văn phòng, cho đồng chí, cho phép,
cho biết, cho vp, cho bhxh, cho ban, cho vụ, chúng tôi, đính kèm, quy định, quyết định, định kỳ,
thời hạn, thời gian, bộ phận, cán bộ, đúng hạn, nội dung, sử dụng, đúng thời hạn, đơn vị, tiến
độ, mã việc, lãnh đạo, xin cho, đề nghị cho, kính đề nghị cho, chế độ, điện tử, thủ tục, toàn
bộ, kịp thời, đúng quy định, vì lý do, cho đơn vị, dự toán, cung cấp, gia hạn cho, hạn cho, ví
dụ
""".replace("\n", " ")
    .strip()
    .split(", ")
)
SURELY = {bare: proper for proper in _PAIRS if (bare := plain(proper)) != proper}
"""Words side by side that without accents mean one thing alone."""
_AS_PAIRS = sorted(SURELY, key=len, reverse=True)

HARMLESS = frozenset(
    words(
        """
        đ/c d/c deadline grant give allow us ạ dạ vâng nhé nha rồi xong đã được vừa và với của cho về
        việc tại theo qua bằng trong ở là có này đó trên đây thì vào lúc từ tôi em mình chúng bên phía
        đơn vị cơ quan phòng ban vụ văn trung tâm bhxh bảo hiểm xã hội việt nam tỉnh thành phố tp sở
        lãnh đạo giám đốc trưởng phó chánh đồng chí đc anh chị ông bà các quý toàn thể cán bộ chuyên
        viên gửi gởi nộp báo cáo chuyển phát hành hoàn thực hiện trả lời thông công bản cv vb bc kh kế
        hoạch tờ quyết định số ngày ng kỳ ký kèm đính file tệp giấy scan pdf điện tử trục liên hệ thống
        eoffice ioffice email thư mail bưu cổng quản lý điều phần mềm qlvb vnpt vnptioffice nội dung nêu
        nhắc nhở đôn yêu cầu đề nghị kính xin mong cảm ơn trân trọng biết tổng hợp ghi nhận xác dõi cập
        nhật kiểm tra giúp xem để nhiệm mục chỉ tiêu kết quả tình hình tác cải cách thủ tục chính soát
        hằng hàng tuần đúng hạn kịp thời như phép vp tst cntt tckt tccb pc csxh csyt csht tổ chức pháp
        chế tài đầu mối hôm nay sáng chiều tối giờ h thức đường gồm tháng năm danh sách hồ hướng dẫn tin
        sổ ý nơi ra đến tới lên hoá hóa cục chi cả a an the we i our my it this that is was were are has
        have had been be report reports document dispatch letter official reply number no nr ref
        reference sent submitted filed forwarded issued completed delivered handed please find attached
        attachment enclosed herewith dated date of on in to at by via with and for from as per under
        office head unit department province provincial social security insurance vietnam viet dear sir
        madam colleague colleagues team thank thanks you your regards best kind sincerely yours hello hi
        good morning afternoon already just now task required requested request kindly note record
        confirm receipt post system copy hard electronic portal registry done monthly quarterly annual
        yearly weekly result results action item today yesterday hereby
        """
    )
)
"""Words beside a statement that leave it as it is."""
BESIDE: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "trình": (frozenset(words("tờ chương quy")), frozenset()),
    "trinh": (frozenset(words("to chuong quy")), frozenset()),
    "ký": (frozenset(words("định nhật")), frozenset(words("ngày {day} số"))),
    "mã": (frozenset(), frozenset(words("việc số {ref}"))),
    "sau": (frozenset(words("như dưới")), frozenset(words("đây"))),
}
"""Words that are harmless behind or before certain others only."""
PLAIN_HARMLESS = frozenset(plain(word) for word in HARMLESS)


def canonical(words: str) -> str:
    """Words without accents, those that mean one thing side by side with theirs."""
    for bare in _AS_PAIRS:
        if bare in words:
            words = f" {words} ".replace(f" {bare} ", f" {SURELY[bare]} ").strip()
    return words
