"""Ordinary syllables of administrative Vietnamese, and whether a word looks like a misspelt word of time.

The list holds what plans and decisions of public offices commonly say besides their dates. It is used one
way only: a word that is not in it and that is one slip away from a word which decides about dates ("riêng",
"không", "chốt", "trước", ...) makes a date in the same phrase doubtful.
"""

from __future__ import annotations

import unicodedata

from calendars.phrases.text.lexicon import words

ORDINARY = words(
    """
    ai an ban bao bay bc bcsđ bh bhtn bhxh bhyt binh biên biến biểu biện biệt bnv byt bài bái bám báo bãi
    bình bí bưu bạc bạch bạn bản bảo bất bắc bằng bệnh bị bỏ bố bồi bổ bộ cai cao cccd cchc ccvc chi chia
    chip cho chung chuyên chuyển chuẩn châu chéo chí chính chú chăm chương chấp chất chặn chặt chẽ chế chỉ
    chỉnh chịu chống chồng chức chữ chữa cntt cp cs csdl cskh csxh csyt ct cung cuộc cà cài cá các cách
    cán cáo còn có công căn cũng cơ cư cương cước cường cạnh cả cải cản cấp cấu cần cầu cận cập cắt cổng
    cụ cục của cứ cứu cửa cực danh di diện do doanh du dung duy duyệt dvc dwh dám dân dõi dùng dương dưỡng
    dược dẫn dịch dồn dục dụng dữ dự dựa dựng email eoffice excel fax file gia giai gian giang giao giá
    giám giáo giúp giải giảm giản giấy giới góp gắn gọi gọn gốc gồm gộp gởi gỡ gửi hai hiểm hiện hiệp hiệu
    hoa hoàn hoạch hoạt huy huyện huấn huế hà hài hàn hành hình hòa hóa hút hđnd hơn hưng hưu hướng hưởng
    hạ hạn hạnh hải hệ học họp hồ hồi hỗ hộ hội hợp ii iii ioffice iv kcb kh khai khen khi khiếu kho khoa
    khoản khu khung khuyến khác khách khám khánh khích khó khóa khăn khả khảo khẩu khắc khỏe kinh kiếm
    kiến kiểm kiệm kiện kt kèm kê kênh ký kế kết kịp kỳ kỷ kỹ la lai lao linh liên liệt long loại lt luận
    luật là làm lào lâm lãng lãnh lên lòng lý lĩnh lưu lương lường lượng lại lạng lấy lần lập lắk lặp lề
    lệ lối lộ lớp lợi lục lực mai mau minh mua máy mô môi môn mưu mạng mạnh mẫu mật mắc mặt mềm mọi mối
    mới mở mục mức nai nam nay ngang nghiêm nghiên nghiệm nghiệp nghĩa nghề nghệ nghị ngoài nguy nguyên
    nguồn ngành ngân ngăn ngũ người ngừa nhanh nhau nhiều nhiệm nhu nhà nhân nhìn nhóm nhũng như nhấp nhận
    nhập nhằm những ninh niêm nlđ nq này nâng nét nêu nói nông nút năng nđ nơi nước nại nạn nẵng nếu nền
    nối nội nộp nợ nữa online pakn pc phiên phong phá phán pháp phê phí phòng phó phóng phù phú phúc
    phương phước phường phạm phải phản phẩm phận phố phối phổ phụ phục phủ qh qua quan quang quyết quyền
    quán quân quả quản quảng quận quốc quỹ qđ ra rà rãi rõ rộng sang siết song soát stt sung suốt sàng
    sách sánh sát sâu sóc sơ sơn sản sắc sắp sẵn sẻ số sống sổ sở sức sử sửa sự tai tccb tckt tgđ thai
    tham thanh thao thay theo thi thiết thiểu thiện thu thuận thuật thuế thuốc thuộc thành thác thái tháo
    tháp thêm thí thông thúc thơ thư thương thường thưởng thảo thất thần thẩm thập thắng thẻ thế thể thị
    thọ thống thời thụ thủ thức thực tin tiên tiêu tiến tiếng tiết tiền tiễn tiện toàn toán tra trang
    tranh trao triển triệt trong trung truy truyền trào trách trên trì trình trí trò trùng trú trúc trương
    trường trưởng trạng trả trắc trị trọng trở trợ trục trữ trực tst tt ttcntt ttg tthc ttđt tuyên tuyến
    tuyển tuân tuất tuệ tw ty tài tác tái táng tâm tây tìm tình tích tính tòa túc tăng tĩnh tướng tượng
    tại tạo tạp tải tảng tấn tất tầm tầng tập tắc tắt tế tỉnh tố tốt tổ tổng tờ tục tử tự tỷ ubnd vai vi
    vinh viên việc viện việt vneid vp vssid vt và vào văn vĩ vĩnh vướng vấn vận vật về vệ vị vốn với vụ
    vừa vực website word xii xin xuyên xuân xuất xác xây xã xảy xếp xử y yên yêu yết yếu zalo án ánh áp
    ích đa đang đau đi điều điểm điện đo đoàn đoạn đua đà đài đàm đào đánh đáp đây đích đó đóng đô đôn
    đúng đăng đơn đưa đại đạo đạt đảm đảng đầy đẩy đắk đặc đặt đề để địa định đốc đồng đổi độ độc đội động
    đột đời đủ đứng ưu ương ốm ổn ủy ứng
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
