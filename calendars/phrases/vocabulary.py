"""Ordinary syllables of administrative Vietnamese, and whether a word looks like a misspelt word of time.

The list holds what plans and decisions of public offices commonly say besides their dates. It is used one
way only: a word that is not in it and that is one slip away from a word which decides about dates ("riêng",
"không", "chốt", "trước", ...) makes a date in the same phrase doubtful.
"""

from __future__ import annotations

import unicodedata

from calendars.phrases.lexicon import words

ORDINARY = words(
    """
    eoffice ioffice email website online zalo excel word file fax
    an ban bcsđ bhtn bhxh bhyt binh biên biến biểu biện biệt bài bái bám báo bãi bình bí bưu bạc bạch bạn
    bản bảo bất bắc bằng bệnh bị bỏ bố bồi bổ bộ cai cao cchc chi cho chuyên chuyển chuẩn châu chéo chí
    chính chú chăm chương chấp chất chặn chặt chẽ chế chỉ chỉnh chịu chống chồng chức chữ chữa cntt cuộc
    cà cài cá các cách cán cáo còn có công căn cũng cơ cư cương cước cường cạnh cả cải cản cấp cấu cần cầu
    cận cập cắt cổng cụ cục của cứ cứu cửa cực danh diện do doanh du dung duyệt dám dân dõi dùng dương
    dưỡng dược dẫn dịch dồn dục dụng dữ dự dựa dựng email gia giai giang giao giá giám giáo giúp giải giảm
    giản giấy giới góp gắn gọi gọn gốc gồm gộp gởi gỡ gửi hiểm hiện hiệp hiệu hoàn hoạch hoạt huyện huấn
    huế hà hài hàn hành hình hòa hóa hút hđnd hơn hưng hưu hướng hưởng hạ hạn hạnh hải hệ học họp hồ hồi
    hỗ hộ hội hợp khai khi khiếu kho khoa khoản khuyến khác khách khám khánh khích khó khóa khăn khả khảo
    khẩu khắc khỏe kinh kiếm kiến kiểm kiệm kiện kèm kê kênh ký kế kết kịp kỳ kỷ kỹ la lai lao linh liên
    liệt long loại luận luật là làm lào lâm lãng lãnh lên lòng lý lĩnh lưu lương lường lượng lại lạng lấy
    lần lập lắk lặp lề lệ lối lộ lớp lợi lục lực mai mau minh mua máy mô môi môn mưu mạng mạnh mẫu mật mắc
    mặt mềm mọi mối mới mở mục mức nai nam nay nghiêm nghiên nghiệm nghiệp nghĩa nghề nghệ nghị ngoài
    nguyên nguồn ngành ngân ngăn ngũ người ngừa nhanh nhau nhiều nhiệm nhà nhân nhìn nhóm nhũng như nhấp
    nhận nhập nhằm những ninh niêm nlđ này nâng nét nêu nói nông nút năng nđ nơi nước nại nạn nẵng nếu nền
    nối nội nộp nợ nữa phiên phá phán pháp phê phí phòng phó phóng phù phú phúc phương phước phường phạm
    phải phản phẩm phận phố phối phổ phụ phục phủ qua quan quang quyết quyền quán quân quả quản quảng quận
    quốc quỹ qđ ra rà rãi rõ rộng siết soát suốt sàng sách sánh sát sâu sóc sơ sơn sản sắc sắp sẵn sẻ số
    sống sổ sở sức sử sửa sự tgđ tham thanh thao thay theo thi thiết thiểu thiện thu thuận thuật thuế
    thuốc thuộc thành thác thái tháo tháp thêm thí thông thúc thơ thư thương thường thưởng thảo thất thần
    thẩm thập thắng thẻ thế thể thị thọ thống thời thụ thủ thức thực tin tiên tiêu tiến tiếng tiết tiền
    tiễn tiện toàn toán tra trang triển triệt trong trung truyền trào trách trên trì trình trí trò trùng
    trú trúc trương trường trưởng trạng trả trắc trị trọng trở trợ trục trữ trực tthc ttđt tuyên tuyến
    tuyển tuân tuất tuệ tài tác tái táng tâm tây tìm tình tích tính tòa túc tăng tĩnh tướng tượng tại tạo
    tạp tải tảng tấn tất tầm tầng tập tắc tắt tế tỉnh tố tốt tổ tổng tờ tục tử tự tỷ ubnd viên việc viện
    việt và vào văn vĩ vĩnh vướng vấn vận vật về vệ vị vốn với vụ vừa vực xuyên xuất xác xây xã xảy xếp xử
    y yên yêu yết yếu án ánh áp ích đa đang đau đi điều điểm điện đo đoàn đoạn đua đà đài đàm đào đánh đáp
    đây đích đó đóng đô đôn đúng đăng đơn đưa đại đạo đạt đảm đảng đầy đẩy đắk đặc đặt đề để địa định đốc
    đồng đổi độ độc đội động đột đời đủ đứng ưu ương ốm ổn ủy ứng
    """
)

DECISIVE = words(
    """
    riêng trừ không chưa trước sau chậm nhất muộn từ đến hết kể chốt số liệu phát sinh tính phấn đấu tiêu hằng
    hàng mỗi tháng quý năm ngày tuần liền tiếp tới cuối đầu thứ hoặc đối với trong vòng nghỉ ngoại kết thúc
    giai đoạn định tạm thường xuyên liên tục lũy cộng dồn quá đã
    """
)
_LONGEST = 7
"""Letters of the longest Vietnamese syllable ("nghiêng")."""


def bare(word: str) -> str:
    """The word in small Latin letters without marks: what is left of a word when its accents are lost."""
    plain = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _shorter(word: str) -> set[str]:
    return {word} | {word[:n] + word[n + 1 :] for n in range(len(word))}


_GLUED_TO = tuple(word for word in DECISIVE if len(word) > 2)
_BARE = frozenset(bare(word) for word in DECISIVE)
_NEAR = frozenset(short for word in _BARE if len(word) > 3 for short in _shorter(word))


def slip(word: str) -> bool:
    """Whether the word may be a misspelt word that decides about a date. Small letters; not in ORDINARY."""
    if word in ORDINARY:
        return False
    if len(word) > _LONGEST or any(word.startswith(each) for each in _GLUED_TO):
        return True
    plain = bare(word)
    return plain in _BARE or (len(plain) > 2 and not _NEAR.isdisjoint(_shorter(plain)))
