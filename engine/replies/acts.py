"""The wordings of what people say of a task, and which of them a line has.

A wording is over the words of a `Line`, also as they are typed without accents.
"""

from __future__ import annotations

import re

from engine.replies.line import Line
from engine.replies.said import Kind
from engine.replies.spelling import spelled


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{spelled(pattern)})(?!\S)")


_VERB = "gửi|gởi|nộp|báo cáo|chuyển|phát hành|ban hành|trả lời"
_BETWEEN = (
    "hoàn thành|thực hiện|có|văn bản|công văn|và|được|lập|kịp thời|làm|xong|tổng hợp|,|việc|báo cáo|ký số"
)
SENT = _form(
    rf"đã (?:(?:{_BETWEEN}) ){{0,6}}(?:{_VERB})(?: (?:rồi|xong))?|vừa (?:{_VERB})"
    rf"|(?:{_VERB})(?: báo cáo)? (?:rồi|xong)"
    r"|(?:đã )?có (?:báo cáo|văn bản|công văn|bc|vb|cv)(?= {no})|đã hoàn thành|đã xong|hoàn thành xong"
    r"|(?:(?:have|has|had|was|were|is|been|already|just|hereby) ){0,6}(?:sent|submitted|filed|forwarded"
    r"|issued|delivered)"
    r"|reported"
)
SENDING = _form(
    r"(?:xin|kính|trân trọng) (?:(?:trân trọng|được|kính|phép) )?(?:gửi|gởi|nộp)(?: kèm)?|gửi (?:kèm"
    r"|đính kèm)"
    r"|please find (?:attached|enclosed)|attached is|(?:is|are) attached|herewith"
)
_ASK = (
    r"xin phép|xin|kính đề nghị|đề nghị|kính mong|mong|cho phép|đề xuất|request|requests|requesting|ask"
    r"|asking"
    r"|apply|please|would like|like|kindly|could we|may we|can we|need"
)
_MORE = (
    r"gia hạn|lùi thời hạn|lùi thời gian|lùi hạn|lùi ngày|lùi lịch|lùi|kéo dài thời hạn|kéo dài thời gian"
    r"|thêm thời gian|dời hạn|gửi chậm|nộp chậm|gửi muộn|nộp muộn|báo cáo chậm|extension|extend|more time"
    r"|extra time"
)
EXTENSION = _form(
    rf"(?P<ask>{_ASK})(?P<mid>(?: (?!(?:{_MORE})(?!\S))[^\s.;!?|·]+){{0,10}}) (?P<more>{_MORE})"
)
_FIELD = r"trách nhiệm|chức năng|thẩm quyền|nhiệm vụ|việc|lĩnh vực|phạm vi|phần việc|công việc"
NOT_OURS = _form(
    rf"không (?:thuộc|phải là|phải|nằm trong)(?: phạm vi)? (?:{_FIELD})(?:(?: ,)? (?:{_FIELD})){{0,6}}"
    r"|không (?:phải )?(?:do )?(?:đơn vị )?(?:chủ trì|phụ trách)|không được giao(?: nhiệm vụ| việc)?(?: này)?"
    r"|(?:is |are )?not (?:our|my) (?:responsibility|task|job|duty|competence|remit)|(?:is |are )?not ours"
    r"|(?:does |do )?not (?:fall |lie |come )?(?:within|under|in) our (?:remit|competence|responsibility"
    r"|mandate)"
    r"|(?:does|do) not (?:belong to|concern) us|outside our (?:remit|competence|responsibility|mandate)"
    r"|(?:are |is )?not responsible for(?: it| this)?"
)
KNOWN = _form(
    r"đã (?:nhận được|nhận|biết|rõ|nắm được|nắm rõ|nắm|tiếp nhận|ghi nhận|đọc|xem)|(?:well |have "
    r"|has ){0,6}received"
    r"|noted|acknowledged|understood|acknowledge"
)
PROMISE = _form(
    rf"(?:và |and )?(?:sẽ|will|shall)(?: [^\s.;!?|]+){{0,3}}? (?:{_VERB}|thực hiện|triển khai|hoàn thành"
    rf"|chấp hành|send|submit"
    r"|report|reply)(?: đúng hạn| đúng thời hạn| on time| đúng quy định| theo quy định)?"
)
DOING = _form(
    r"đang (?:được )?(?:thực hiện|triển khai|tổng hợp|rà soát|xây dựng|hoàn thiện|xử lý|làm|soạn|lập"
    r"|thu thập|dự thảo"
    r"|phối hợp|tiến hành|trình|chuẩn bị)|in progress|under way|underway|being (?:prepared|drafted|compiled)"
    r"|(?:are |am |is )?(?:working on|preparing|compiling|collecting|drafting)"
)
SHARE = _form(
    r"(?:(?:đã|mới|tiến độ|thực hiện|hoàn thành|làm|xong|được|đạt|khoảng|tới|đến nay|hiện|nay|về|about|is"
    r"|are|at|the)"
    r" (?:: )?){0,6}{pct}(?: (?:công việc|khối lượng|nhiệm vụ|tiến độ|done|complete|completed|finished"
    r"|of the work|ready))?"
)
_ASKS = re.compile(r"(?<!\S)(?:\?|chưa|chua)(?!\S)")
NOT_YET = _form(
    rf"(?:chưa|không|sẽ|sắp|dự kiến|chuẩn bị|đang|not|will|yet|shall)(?: [^\s.;!?|]+){{0,4}}? (?:{_VERB}"
    rf"|xong|hoàn thành|có"
    r"|thực hiện|trình|tổng hợp|send|sent|submit|submitted|ready|finish|finished|report|reported|done)"
)
WHY = _form(
    r"(?:vì|với|lý do) lý do(?: là)?(?: :)?|lý do(?: là)?(?: :)?|bởi vì|vì|do|bởi|because of|because"
    r"|due to|as|since"
    r"|the reason is|reason(?: is)?(?: :)?"
)
ORDER = _form(
    r"(?:đề nghị|yêu cầu|nhờ|mong|để)(?: (?!đã(?!\S)|{no}|da(?!\S))[^\s.,;!?|·]+){0,6} (?:gửi|gởi|nộp"
    r"|chuyển|cung cấp|phát hành)"
    r"|please (?:send|submit|forward|file|issue|report)"
)


def kinds(line: Line) -> list[Kind]:
    """What the line says, before it is asked whether that is sure."""
    found: list[Kind] = []
    if ours := line.find(NOT_OURS):
        line.hide(ours)
        found.append("not_ours")
    if asks := line.find(EXTENSION):
        line.hide(asks)
        found.append("extension")
    doing, percent, number = line.find(DOING), line.of("pct"), line.of("no")
    if _sent(line, bool(found)):
        found.append("submitted")
    if (not found and (percent or doing)) or (
        found == ["submitted"] and percent and percent[0].value != 100 and number
    ):
        found.append("progress")
    if not found and line.find(KNOWN):
        found.append("acknowledged")
    if not found and line.find(NOT_YET):
        found.append("progress")
    return found


def _sent(line: Line, asks: bool) -> bool:
    """Whether the line says that something was sent, or just names a document."""
    sent, number = line.find(SENT), line.of("no")
    if not number:
        # "đã hoàn thành 60%", "not sent yet", "xin gia hạn vì ... đã ..."
        return bool(sent) and not (asks or line.of("pct") or line.find(NOT_YET))
    if sent or line.find(SENDING):
        return True
    if asks or line.find(DOING) or line.find(NOT_YET):
        return False
    return not line.find(KNOWN) or bool(line.find(_ASKS))
