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
    aac ab abtc acts adn af ai aids aip ais am amp an and anh ao aoc apa api area asean aspx ata atfm ats
    attp ban bao bay bc bca bcsđ bes bh bhtn bhxh bhyt bi bia binh biên biến biết biểu biện biệt bnv bo
    bom bon boong bu buồng buộc chuồng byt bà bài bàn bành bào bày bá bác bách bái bám bán bánh báo bãi bão bè
    bê bên bì bìa bình bí bích bò bó bóc bón bóp bô bôi bù bùn bú búa bút bơm bưu bước bạ bạc bạch bạn
    bạo bạt bả bản bảo bấm bất bầu bẩn bậc bật bắc bắn bắt bằng bế bến bếp bề bền bể bệ bệnh bị bọc bỏ bố
    bốc bối bồ bồi bồn bổ bỗ bộ bội bột bớt bờ bởi bụi bụng bức ca cac cades cai camera can canh cao cap
    casino cccd cchc ccvc che chi chia chinh chip chiêu chiếc chiếm chiến chiết chiếu chiểu cho chung
    chuyen chuyên chuyến chuyền chuyển chuyện chuẩn chuộc chánh châu chèn chéo chép chê chênh chì chí
    chính chíp chú chúng chăm chương chấp chất chặn chặt chẽ chế chỉ chỉnh chị chịu chống chồng chủng
    chức chứng chữ chữa cntt cny co code cp cs csdl cskh csxh csyt ct cu cung cuộc cà cài cành cá các
    cách cái cán cánh cáo cáp cát cân câp câu cây còn có cô công cúc cút căn cũ cũng cơ cư cương cước
    cường cạn cạnh cạp cả cải cản cảnh cấp cất cấu cấy cần cầu cẩn cẩu cận cập cậu cậy cắp cắt cặp cọc cỏ
    cố cổ cổng cỗ cờ cỡ cụ cục cụm củ của cứ cứu cử cửa cữu cự cực cựu dac dai danh dao dat de di diêm
    diện diệt do doanh doc docid docx du duc dung duoc duy duyệt dvc dwh dài dày dám dâm dân dây dãy dò
    dõi dù dùng dăm dũng dư dương dưỡng dược dạy dải dầm dẫn dập dắt dẻo dễ dệt dị dịch dọc dốc dồn dỗ dỡ
    dụ dục dụng dứt dừng dữ dự dựa dựng ei em email eoffice etf eu excel fax file files for fta ga gacp
    gam gan gdqpan gen generic ghép ghế gi gia giai gian giang giao giá giám giáng giáo gió giúp giường
    giải giảm giản giảng giấy giằng giết giống giới giục giữ gom gov gà gác gì gìn góc gói góp gô gôm gôn
    gương gạch gạo gạt gấp gần gầu gắn gặp gọi gọn gốc gối gồm gỗ gộp gởi gỡ gửi ha hai halal hao hay
    hdpe hi hiv hiếm hiểm hiện hiệp hiệu ho hoa hoi hop hoàn hoành hoạch hoạt huy huyết huyện huấn huế
    huỷ hy hà hài hàn hành hái hè hình hòa hòm hòn hóa hô hôm hôn hút hđnd hơi hơn hư hưng hưu hướng
    hưởng hạ hạch hại hạn hạnh hải hấp hậu hẹn hẹp hề hệ họ học họp hỏi hố hối hồ hồi hỗ hỗn hộ hội hộp
    hở hợp hụt hủy hữu ia icao iec ifr ii iia iii in ioffice ip iso ithông iv ix jig kcb kem khac khai
    khau khe khen khi khiếm khiếu khiển kho khoa khoan khoanh khoá khoán khoản khoẻ khu khung khuy khuyến
    khuyết khuôn khuất khuẩn khá khác khách khái khám khánh khâu khép khí khích khó khóa khói khô khôi
    khăn khơi khả khảo khấu khẩu khắc khỏe khỏi khối khổ khớp khởi khử kia kiem kilôgam kim kinh kiêm
    kiếm kiến kiểm kiệm kiện ky kèm kém kéo kê kênh kêu kích kín kíp ký kẹp kế kết kịch kịp kỳ kỷ kỹ la
    lai lam lan lanh lao lap lau le li lich linh liên liệt lo loa long loài loại loạt lpưnc lu luat luc
    luong luận luật luồng ly là làm lành lào lá lái lát lâm lân lâu lây lãi lãm lãng lãnh lê lên lít lò
    lòng lót lô lôi lùi lúa lúc lún lý lăn lĩnh lũ lưng lưu lương lường lưỡng lược lượng lượt lạ lạc lại
    lạm lạng lạnh lấn lấp lấy lần lẫn lận lập lật lậu lắk lắp lặn lặp lẻ lề lễ lệ lệch lệnh lọc lốc lối
    lỗ lỗi lộ lột lớn lớp lời lở lợi lợn lợp lục lụt lứa lừa lửa lữ lựa lực ma mai mau may mi minh mua
    muc mà màn màu mác mái mát máu máy mâu mây mã mãn mép mét mê mìn mía móc mô môi môn mù mùa múa mũ mũi
    mưa mưu mạ mạc mạch mại mạn mạng mạnh mạo mảnh mất mầm mầu mẫu mật mắc mắt mặc mặn mặt mẹ mẻ mềm mệnh
    mọi mỏ mố mốc mối mồ mổ mộ mới mở mỡ mục mức mừng mực mỹ na nai nam name nay neo new ngang nghiep
    nghiêm nghiên nghiêng nghiền nghiệm nghiện nghiệp nghèo nghĩa nghề nghệ nghị ngoài nguoi nguy nguyen
    nguyên nguyễn nguyện nguôn nguồn ngành ngân ngô ngôn ngăn ngũ ngư ngưng người ngưỡng ngược ngạch ngộ
    ngờ ngừa ngừng ngữ ngựa ngực nhanh nhau nhiem nhiên nhiếp nhiều nhiễm nhiễu nhiệm nhiệt nhu nhuận nhà
    nhánh nhân nhìn nhóm nhũng như nhưng nhấp nhận nhập nhằm nhẹ nhọc nhọn nhỏ nhớ nhờ nhở những ninh
    niêm niệm nlđ no noi non notam nq nung nuoc nào này nâng nã não nén nét nên nêu nói nón nô nông núi
    nút năng nđ nơ nơi nước nại nạn nạo nạp nấu nắn nắp nẵng nẹp nếp nếu nền nối nổ nổi nỗ nỗi nội nộp nợ
    nữ nữa ocr oda of online pa pageid pakn pc phep phi phieu phim phiên phiêu phiến phiếu phiền phiện
    pho phong phu phuluc phá phách phán pháp phép phê phí phía phích phòng phó phóng phô phôi phù phú
    phúc phơi phương phước phường phạm phải phản phẩm phận phế phố phối phổ phụ phục phủ pin qh qhi qu
    qua quan quang quanh quay quen qui quoc quyet quyêt quyết quyền quán quân quét quê quên quôc quạt quả
    quản quảng quấy quầy quận quật quặng quốc quỹ qđ ra ranh ray rnav ro rung ruộng ruột rà rào rác rách
    ráp rãi rãnh rèn rét rò rõ rút rơi rượu rạch rải rất rập rắn rẽ rể rỉ rối rỗi rộng rời rủi rừng rửa
    sa sach sai san sang sao sat scic se signed siết slot soi song soát stt su sua sung suy suất suốt
    system sà sàn sàng sách sánh sáp sát sân sâu séc sét sóc sót súc súng sút săn sĩ sơ sơn sư sưu sương
    sạch sạn sạt sản sắc sắm sắp sắt sẵn sẻ sẽ sỏi số sống sốt sổ sớm sở sợi sụt sứ sức sử sửa sữa sự sỹ
    ta tac tai taluy tandtc tao tay tccb tckt te tem ten text tgđ tha thai tham thanh thao thay the theo
    theomẫu thi thiên thiết thiểu thiện thiệt thon thoái thoát thoại thoả thu thuat thuyên thuyết thuyền
    thuận thuật thuế thuốc thuộc thành thác thách thái tháo tháp thâu thê thêm thì thí thích thô thôi
    thôn thông thúc thơ thư thương thường thưởng thạch thạo thả thải thảo thấp thất thấy thần thầu thầy
    thẩm thập thắng thẻ thế thềm thể thị thịt thọ thỏa thống thổ thờ thời thợ thụ thủ thức thực ti tia
    tim times tin tiên tiêu tiến tiếng tiết tiền tiễn tiện to toa toà toàn toán toạ tra trai trang tranh
    trao tre treo tri triển triệt tro trong trung truy truyền trà trào trách trái tránh tráo trát trâu
    trên trì trình trí trích trò trôi trùng trú trúc trăm trương trường trưởng trại trạm trạng trả trải
    trật trắc trẻ trễ trị trọng trọt trội trời trở trợ trục trữ trực tst tt ttcntt ttg tthc ttđt tung tuy
    tuyên tuyến tuyển tuyệt tuân tuý tuất tuệ tuỳ tw ty type tà tài tàu tá tác tách tái táng tâm tây téc
    tê tên tìm tình tích tím tính tòa tóm tô tôm tôn tùng tùy túc túi túy tăng tĩnh tơ tướng tượng tạc
    tại tạiđiều tạiđiểm tạo tạp tả tải tảng tấn tất tầm tầng tẩu tẩy tập tật tắc tắt tế tết tễ tệ tỉ tỉnh
    tọa tỏ tỏa tố tốc tốt tồn tổ tổchức tổn tổng tộc tờ tục tụng tử tự tựu tỷ ubnd ubtvqh ung usd uy uỷ
    va vai van vanban vat vay ve ven vi video viec viet vietgap vii viii vinh viên viết việc viện việt
    vneid vssid vu vui và vành vào vách ván vát vân vé vét vê vì ví vô vùi văn vĩ vĩnh vũ vướng vượt vạch
    vạt vải vấn vẫn vận vật vậy vắc vẹn vẹt vẻ vẽ vết về vệ vỉ vỉa vị vỏ vốn với vớt vỡ vợ vụ vừa vữa vực
    web website who word xa xac xanh xay xe xem xen xi xii xiii xin xiv xoa xoay xoá xu xuat xung xuyên
    xuân xuât xuất xuống xuồng xvi xà xá xác xâm xây xã xét xì xóa xói xô xúc xúi xương xưởng xạ xả xảy
    xấu xẻ xếp xỉ xổ xứ xứng xử y yên yêu yến yết yếu zalo ày ác án ánh áo áp ân âu ép ích ít ôn ôtô ùn
    úng úy ăn đa đai đang đau đe đem đeo đi điêm điều điểm điện điệt đo đoàn đoạn đua đun đà đài đàm đào
    đày đám đánh đáo đáp đáy đâm đây đãi đè đê đêm đích đó đóng đô đôn đúc đúng đăng đĩa đơn đư đưa đương
    đường được đạc đại đạo đạt đảm đảng đảo đất đầm đầy đẩy đậm đập đắk đắm đắp đặc đặt đẹp đẻ đế đếm đề
    đều để đệm đị địa định đọc đỏ đốc đốt đồ đồng đổ đổi đỗ độ độc đội động đột đời đỡ đợt đục đụng đủ
    đức đứng đứt đữ đự đựng ơn ưu ươm ương ước ản ảnh ảo ấn ấp ẩm ẩn ốm ốp ồn ổn ủi ủng ủy ứng
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
    return {word[:n] + word[n + 1 :] for n in range(len(word))}


def _blanked(word: str) -> set[str]:
    return {f"{word[:n]}_{word[n + 1 :]}" for n in range(len(word))}


def _swapped(word: str) -> set[str]:
    return {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}


_GLUED_TO = tuple(word for word in DECISIVE if len(word) > 2)
_BARE = frozenset(bare(word) for word in DECISIVE)
_UNITS = words("ngày tháng quý năm tuần trước")
_BARE_UNITS = frozenset(bare(word) for word in _UNITS)
_UNITS_SHORTER = frozenset(short for word in _BARE_UNITS for short in _shorter(word) if len(short) > 2)
_LONG = frozenset(word for word in _BARE if len(word) > 3)
_SHORTER = frozenset(short for word in _LONG for short in _shorter(word))
_OTHER_LETTER = frozenset(blank for word in _LONG for blank in _blanked(word))


def near_unit(word: str) -> bool:
    """Whether the word, ordinary as it may be, is one slip away from a unit of time: `này`, `táng`, `nam`."""
    plain = bare(word)
    return word not in _UNITS and (
        plain in _BARE_UNITS
        or plain in _UNITS_SHORTER
        or (len(plain) > 3 and not _BARE_UNITS.isdisjoint(_shorter(plain) | _swapped(plain)))
    )


def slip(word: str) -> bool:
    """Whether the word may be a misspelt word that decides about a date. Small letters; not in ORDINARY."""
    if word in ORDINARY:
        return False
    if len(word) > _LONGEST or any(word.startswith(each) for each in _GLUED_TO):
        return True
    plain = bare(word)
    if plain in _BARE or plain in _SHORTER:
        return True
    one_slip = _shorter(plain) | _swapped(plain)
    return len(plain) > 2 and (
        not _LONG.isdisjoint(one_slip) or not _OTHER_LETTER.isdisjoint(_blanked(plain))
    )
