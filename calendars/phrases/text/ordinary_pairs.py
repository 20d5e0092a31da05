"""Two syllables that public texts write together, one of which looks like a slip of a word about time.

`phạt tù` is no slip of "từ", `học sinh` none of "(phát) sinh". Counted in public law and plans; a pair stands
here when it is common there and neither syllable is about time. A syllable beside its fellow is believed;
alone, or beside another, it makes a date near it doubtful.
"""

from __future__ import annotations

from calendars.phrases.text.lexicon import pairs

PAIRS = pairs(
    """
    am hiểu, an nỉnh, anh hùng, ban chạy, ban hanh, ban soạn, bay mang, bay siêu, bien ban, bieu mau,
    biên soạn, biến dạng, biến nặng, biển dâng, biển hiệu, biển việt, biển đông, biểu diễn, biểu trưng,
    biệt nặng, biệt phái, buôn bán, buôn lậu, buôn sản, buôn điện, buổi làm, buộc tội, bán buôn, bán
    kính, bán vàng, bán đấu, báo cháy, báo chướng, báo mời, báo ngay, báo sóng, bãi sông, bê tông, bên
    cầm, bên mời, bên thuê, bình chọn, bình đẳng, bông lúa, băng tần, bạo loạn, bản cam, bản chào, bản
    chụp, bản ghi, bản thân, bảng giá, bảng kê, bảng lương, bảng phân, bảng thông, bảng tổng, bảo tàng,
    bậc hàm, bậc thang, bắn pháo, bến cảng, bến phao, bến thủy, bền vững, bể chứa, bệnh nặng, bỏ trốn, bố
    siêu, bổng chính, bờ biển, bờ sông, cam kết, cam đoan, can thiệp, cao tinh, cao tuổi, cao đẳng, cha
    mẹ, cha nuôi, cha đẻ, che chắn, che giấu, chi thuê, chi thù, chim yến, chiếm đoạt, chiến đấu, chu
    trình, chung nhan, chung thân, chuong trinh, chuyên chở, chuyên khoang, chuyên nhượng, chuyến thăm,
    chuyển ngay, chuyển nhượng, chuyển đá, chuỗi giá, chuỗi slot, chào bán, chào giá, chào mua, chào
    thầu, cháy chữa, cháy nổ, cháy rừng, chân dung, chìa khóa, chìm đắm, chính đáng, chúng tôi, chăn
    nuôi, chơi giải, chơi điện, chướng ngại, chạy dọc, chạy thử, chạy tàu, chấm dứt, chấm thi, chấm điểm,
    chấn chỉnh, chất cấm, chất dinh, chất dạng, chất gây, chất lỏng, chất phức, chẩn đoán, chắc chắn, chế
    xăng, chọn nhà, chọn tổ, chối chấp, chối cung, chối cấp, chối nhận, chối thanh, chối thực, chối tiếp,
    chống buôn, chống cháy, chống khủng, chống thấm, chống tội, chỗ ngồi, chờ nộp, chờ xuất, chờ xử, chở
    khách, chở người, chợ biên, chụp tài, chụp ảnh, chủ chốt, chủ tịch, chứa bí, chứa chất, chứa dược,
    chứa dữ, chứa hóa, chứa nước, chứa thủy, chứa xăng, chứa đựng, chức cưỡng, chức diễn, chức phát, chức
    thăng, chức trưng, chức tín, chức tương, chức đấu, chữa cháy, coi thi, con dấu, con người, con nuôi,
    con đẻ, cong nghe, cuốn điếu, cuộc đấu, cáo ngay, cây trồng, côn trùng, công cộng, công hàm, cúng
    liệt, cút nhựa, cơ gây, cưỡng bức, cưỡng chế, cưỡng ép, cải hoán, cảm biến, cảng biển, cảng cá, cảng
    dầu, cảng thủy, cảng vụ, cấm bay, cấm cư, cấm hành, cấm hút, cấm kinh, cấm nhập, cấm sử, cấm xuất,
    cấm đi, cấm đảm, cấp hàm, cấp thâm, cấp tiểu, cấp tạm, cấp địch, cất giấu, cấu thép, cầm cố, cầm giữ,
    cầm tay, cầu cảng, cắm mốc, cắt ống, cố hạt, cố tràn, cống hiến, cốt liệt, cốt thép, cổ phần, cổ tức,
    cổ đông, cộng hoà, cộng hòa, cộng sản, cộng tác, cộng đồng, cột mốc, cột tín, cục chăn, cục thú, cục
    thủy, cục trồng, cục tần, củng cố, cứu hỏa, cứu khẩn, cứu thử, cửa sông, cực ngắn, dang ky, de nghi,
    di chúc, di dời, dinh dưỡng, dinh kem, dinh so, diễn biến, diễn nghệ, diễn tập, diễn viên, diễn đàn,
    diệt côn, doanh cảng, doanh muối, doanh vàng, doanh xăng, doi moi, doi voi, don de, dung ghi, duy tu,
    duyên hải, dàn dựng, dàn giáo, dàn nhạc, dán nhãn, dán tem, dáng công, dây nóng, dã nguy, dòng chảy,
    dòng chữ, dòng họ, dôi dư, dũng cảm, dược liệu, dược điển, dạng bào, dạng dữ, dạng hóa, dạng phối,
    dạng sinh, dạng thuốc, dạng văn, dạng điện, dấu giáp, dấu hiệu, dấu hợp, dấu vết, dấu xác, dần tiền,
    dầu khí, dầu thô, dễ cháy, dễ dàng, dễ hiểu, dịch hoán, dọn công, dụng băng, dụng bảng, dụng con,
    dụng dấu, dụng hoá, dụng internet, dụng pháo, dụng sóng, dụng tần, dụng đối, dừng nghỉ, dữ liệu, dự
    trù, ghi chép, ghi chú, ghi hình, ghi nhãn, ghi nhận, ghi rõ, ghi sổ, ghi tên, gia cầm, gia đình, gia
    đấu, giam giữ, giam thuộc, gian chốt, gian chờ, gian dối, gian nghỉ, gian thử, giao ngay, giay chung,
    giay phep, già yếu, giàn di, giàn giáo, giá chào, giá trúng, giá trần, gián tiếp, gián đoạn, giáo
    thỉnh, giáp lai, giáp lãnh, giây chứng, giây phép, giả mạo, giả truyền, giả định, giả đối, giấy mời,
    giấy triệu, giếng khoan, giống hệt, giới thiệu, gây bệnh, gây hiểu, gây hại, gây hậu, gây mất, gây
    nghiện, gây nguy, gây nhầm, gây thiệt, gây tổn, gây ảnh, góp phần, găng tay, gặp thân, gửi ngay, hanh
    kem, hao mòn, hiến máu, hiến mô, hiến pháp, hiến xác, hiếp an, hiểm cháy, hiển thị, hiểu biết, hiểu
    sai, hiện chào, hiện cưỡng, hiện hương, hiện lồng, hiện ngay, hiện xong, hiệu tội, hiệu đèn, hiệu
    đính, hoa hồng, hoan phim, hoan văn, hoang dã, hoat dong, hoà xã, hoành tráng, hoá chất, hoá nhập,
    hoá xuất, hoá đơn, hoán cải, hoán tàu, hoán đổi, hoãn chấp, hoãn phiên, hoãn thi, hoãn thực, hoãn
    xuất, hoạch phát, hoả hoạn, huân chương, huấn luyện, huống khẩn, hy sinh, hài cốt, hàm cao, hàm cơ,
    hàm lượng, hàm sĩ, hàm đối, hành cưỡng, hành lang, hành ngay, hành thử, hành tạm, hành xong, hãng
    vận, hình dáng, hình dạng, hình phạt, hình tròn, hòa tan, hóa lỏng, hóa siêu, hùng lao, hùng lực, hơn
    so, hư hỏng, hương ước, hưởng thù, hạ tằng, hạng chức, hạng mục, hạng đất, hạt giống, hạt nhân, hầm
    lò, hệ sinh, học bổng, học sinh, hỏa hoạn, hỏa táng, hỏng hóc, hối đoái, hồ chứa, hồi hương, hộ tịch,
    hội chẩn, hội chợ, hợp chào, hợp chấm, hợp khẩn, hợp nghi, hợp quy, hợp vắng, hợp đông, hủy hoại,
    internet công, ke hoach, ket qua, kho chứa, kho tàng, khoa hoc, khoan giếng, khoán phái, khoáng sản,
    khoảng cách, khoảng giá, khoảng thời, khán giả, kháng chiến, kháng cáo, kháng hiv, kháng nghị, kháng
    sinh, khí quyển, khó đòi, khả kháng, khẩn cấp, khẩn nguy, khẩn trương, khẩu cảng, khẩu vàng, khẩu
    xăng, khẳng định, khỏe con, khống chế, khủng bố, kinh đoanh, kiên cố, kiên giang, kiếm thăm, kiểm
    thử, kiểu chữ, kiểu dáng, kiểu loại, kiểu áo, kiện buôn, kiện chào, kiện chăn, kè bảo, kênh mương,
    kênh tần, kích thước, kính lỗ, ký chào, ký cược, ký hiến, kế thừa, lang an, lang bảo, lang kỹ, lau
    chùi, liêm chính, liên hoan, liên tịch, liên đới, liều bức, liều chiếu, liều dùng, liệu cá, liệu giả,
    liệu hạt, liệu liên, liệu làm, liệu quốc, liệu viễn, liệu điện, loài thủy, loạn tâm, lpg chai, luc
    so, luyện an, luyện nghiệp, luyện tập, luyện viên, luân chuyển, luật chăn, luật dầu, luật thú, luật
    đấu, làm con, làm giả, làm muối, làm tròn, làng nghề, làng văn, lá điếu, láng giềng, lãnh tín, lô
    dầu, lý internet, lũy kế, lưới cơ, lưới thép, lưới trạm, lưới tư, lưới điện, lưới đo, lưới đường,
    lường khán, lưỡi trai, lượng hạt, lượng vàng, lượng xăng, lấy dấu, lập bảng, lắng nghe, lẻ xăng, lễ
    tang, lễ tân, lệ phần, lồng ghép, lỗ hổng, lợi thủy, lợi tức, lục đính, lừa dối, lựa chọn, mang cờ,
    mang lại, mang mầm, mang quốc, mang thai, mang tin, mang tính, mau don, mau so, minh họa, miền bắc,
    miền nam, miền núi, miền quốc, miền trung, miễn chấp, miễn nhiệm, miễn phí, miễn thuế, miễn tiền, moi
    sang, mong muốn, màu trắng, màu vàng, màu đen, mâu thuẫn, mét vuông, mòn lũy, mòn tài, mô phỏng, mùa
    đông, măng sông, mưa đá, mươi triệu, mượn tài, mạng internet, mạng lưới, mạng viễn, mẫu con, mẫu dấu,
    mẫu nhãn, mẫu phác, mật ong, mặt chướng, mặt phẳng, mặt trận, mồ côi, mời quan, mời tham, mời thầu,
    mời đại, mức phạt, mức thù, mức trần, neo đậu, ngang sông, ngay quyết, nghe va, nghi cap, nghi dinh,
    nghi lễ, nghi ngờ, nghi thức, nghi vấn, nghiêm cấm, nghiêm ngặt, nghiệp siêu, nghiệp trúng, nghiệp
    viễn, nghìn đồng, nghề thú, nghề thừa, nghề đấu, nghệ quần, nghỉ bù, nghỉ dưỡng, nghỉ hưu, nghỉ lễ,
    nghỉ ngơi, nghỉ phép, nghỉ thai, nghị miễn, nguyên liệu, nguyên vùng, nguyện vọng, ngành thú, ngôi
    sao, người chơi, người chết, người già, người hiến, người kháng, người mang, người thuê, người thân,
    người thừa, người trúng, người trưng, người tàn, người vắng, ngại khách, ngại vật, ngẫu nhiên, ngập
    lụt, ngập nước, ngắn gọn, ngắn hơn, ngắn thời, nhanh chóng, nhiên liệu, nhiệm thừa, nhiệt đới, nhà
    kính, nhà tang, nhàn rỗi, nhân chết, nhân gây, nhân thân, nhân đân, nhãn bao, nhãn gốc, nhãn hiệu,
    nhãn hóa, nhãn năng, nhãn phụ, nhãn sản, nhãn thuốc, nhãn điện, nhượng bất, nhượng quyền, nhượng vốn,
    nhượng xe, nhạy cảm, nhầm lẫn, nhận cha, nhận chìm, nhận con, nhận cầm, nhận dạng, nhận quà, nhận
    thừa, nhập cộng, nhập internet, nhắc nhở, nhắn quảng, nhắn rác, nhựa hdpe, ninh cảng, niên cộng, niên
    nghề, niên tình, niên vượt, niên xung, nuoc ngoai, nuôi con, nuôi dưỡng, nuôi trồng, nòng cốt, năng
    gây, nước biển, nước cảng, nước cộng, nước dành, nước dâng, nước láng, nước nắm, nước uống, nắm bắt,
    nắm chắc, nắm giữ, nắm tình, nắm vững, nắng nóng, nằm ngang, nằm ngoài, nặng nhọc, nối internet, nối
    ống, nồng độ, nộp dần, nộp thừa, nữ mang, pha chế, phiếu trưng, phiếu tín, phiếu đòi, phá hoại, phá
    đá, phác thảo, phác đồ, phái sinh, pháo hoa, pháo nổ, pháp cưỡng, pháp khẩn, pháp thử, pháp điển,
    phát hiện, phát hành, phát lại, phát sinh, phát sóng, phát thanh, phát triển, phát tán, phát tín,
    phân biệt, phân bón, phân bổ, phân chia, phân công, phân cấp, phân hạng, phân loại, phân phối, phân
    tán, phân tích, phí chờ, phí cưỡng, phí dành, phí thuê, phí thăm, phí tống, phòng cháy, phòng nghỉ,
    phòng thừa, phòng thử, phông chữ, phương chấm, phạm quy, phạm tội, phạt cải, phạt hành, phạt tiền,
    phạt tù, phạt vi, phấn đấu, phần cứng, phần mềm, phần trăm, phần vốn, phẩm chăn, phẩm dinh, phẫu
    thuật, phỏng vấn, phổ tần, phức tạp, quan thú, quang chẩn, quy chuẩn, quy chế, quy dinh, quy hoạch,
    quy trình, quy định, quyet dinh, quyên góp, quyết tán, quyết xong, quyền cầm, quyền kháng, quyền đòi,
    quà biếu, quà tặng, quân hàm, quả tang, quả thử, quả trúng, quảng ngãi, quần chúng, quần áo, quần
    đảo, quốc tang, quốc tịch, quỹ hoán, quỹ đền, ràng buộc, rèn luyện, rõ ràng, rút kháng, rút ngắn,
    rằng quyết, rối loạn, rời cảng, rừng trồng, sai hỏng, sao chụp, sinh hoạt, sinh học, sinh lao, sinh
    phẩm, sinh thái, sinh thú, sinh trúng, sinh viên, sinh vật, siêu dữ, siêu nhẹ, siêu nhỏ, siêu trường,
    siêu trọng, so sánh, soạn chương, soạn dự, soạn giáo, soạn thảo, soạn tài, sua doi, suất liều, sát
    biển, séc trắng, sóng lớn, sóng thần, sóng vô, sông hồng, sơ chào, sơ miễn, sơ mời, sơ tán, sơn kẻ,
    sương muối, sản chìm, sản cầm, sản ròng, sản trưng, sản đấu, sở chăn, sở giam, sở hạt, sở nuôi, sở
    pha, sở thử, sở tiêm, sức chở, sửa đôi, sự thật, tang cấp, tang lễ, tang vật, tang đối, tha tù, thang
    điểm, thanh niên, thay đôi, thi thăng, thi đấu, thiếu hụt, thiếu niên, thiếu nước, thiếu sót, thiếu
    thông, thiếu trách, thiệp bất, thiệp giảm, thiệp trái, thiệu người, thiệu sản, thiệu thuốc, thiệu
    ứng, thong bao, thong tu, thu dọn, thu tang, thuc hien, thuê bao, thuê chỗ, thuê dịch, thuê khoán,
    thuê lại, thuê mướn, thuê quyền, thuê tài, thuê tàu, thuê vận, thuê đất, thuần phong, thuốc dạng,
    thuốc gây, thuốc kháng, thuốc pháo, thuốc thú, thuốc thử, thuỷ lợi, thuỷ lực, thuỷ nội, thuỷ sản,
    thuỷ văn, thành niên, thành phần, thác cảng, thác dầu, thác khoáng, thác thủy, thác tủ, thái tận,
    thám quốc, thâm niên, thâm quyên, thâm quyền, thâm định, thân nhân, thân thiện, thân thích, thân thể,
    thân thịt, thép hình, thí sinh, thông thoáng, thông tỉn, thông điệp, thù lao, thù đối, thùng chứa,
    thăm dò, thăm gặp, thăm hỏi, thăm quan, thăng cấp, thăng hạng, thăng quân, thước đo, thường niên,
    thượng lưu, thượng tá, thạc sĩ, thải chăn, thảm họa, thầm quyền, thẩm quyên, thẩm quyển, thắm quyền,
    thẳm quyền, thẳng gạch, thẳng nối, thẳng đứng, thặng dư, thế trận, thể gây, thể mời, thỉnh giảng, thị
    trấn, thờ cúng, thời nhàn, thục hoạt, thủ hiến, thủy lợi, thủy nội, thủy sản, thủy tinh, thủy triều,
    thủy văn, thủy điện, thức đấu, thừa hành, thừa kế, thừa nhận, thừa phát, thử lâm, thử nghiệm, thử
    thuốc, thử thách, thử tương, thửa đất, tin buồn, tin duyên, tin nhắn, tin tức, tinh hinh, tinh nhân,
    tinh quốc, tinh thần, tiêm chủng, tiêm thuốc, tiếp giáp, tiết khống, tiềm lực, tiềm năng, tiềm ẩn,
    tiền phạt, tiền thuê, tiền tạm, tiểu ban, tiểu dự, tiểu học, tiểu mục, tiểu đoàn, tiểu đội, tiện chở,
    tiện thủy, to chuc, toàn chạy, toàn hạt, trao tặng, trinh sát, triều cường, triệu chứng, triệu tập,
    triệu usd, triệu đồng, tro cốt, trung đông, truy điệu, truy đuổi, truy đòi, tràn dầu, trì hoãn, trì
    soạn, trình chạy, trình diễn, trình dầu, trình thuỷ, trình thủy, trình tiêm, trò chơi, trù dập, trúng
    thưởng, trúng thầu, trúng tuyển, trúng đấu, trưng bày, trưng cầu, trưng dụng, trưng mua, trường biển,
    trường nuôi, trường tiểu, trường vàng, trưởng đồn, trại giam, trại tạm, trạm trộn, trạng khẩn, trả
    thù, trấn đạt, trần bản, trận tổ, trị dinh, trị tương, trốn thuế, trốn tránh, trốn đóng, trồng cây,
    trồng rừng, trồng thuỷ, trồng thủy, trồng trọt, trộn vữa, trở ngại, trợ khẩn, trợ khủng, trụ sở, trực
    thăng, ttgdqpan trường, tu bổ, tu luồng, tu so, tuyến sông, tuyển chọn, tuyển sinh, tuổi nghỉ, tuổi
    phục, tuổi trở, ty con, tài liệu, tàn tật, tàng trữ, tàu biển, tàu chạy, tàu chở, tàu hỏa, tàu ngầm,
    tàu trần, tác giả, tán thành, tán tài, tân nhà, tân trang, tên miền, tìm hiểu, tình huống, tích lũy,
    tím than, tín dụng, tín hiệu, tín ngưỡng, tín nhiệm, tô chở, tông cốt, tông hợp, tông nhựa, tông đúc,
    tù chung, tùy thân, tăng nặng, tư gián, tư phát, tư thục, tư trúng, tư trồng, tư tưởng, tươi sống,
    tương hỗ, tương lai, tương trợ, tương tự, tương đương, tương ứng, tước danh, tước quyền, tước quốc,
    tưới nước, tường dày, tường gạch, tường thẳng, tưởng hồ, tượng so, tượng thuỷ, tượng thủy, tạm dừng,
    tạm giam, tạm giữ, tạm hoãn, tạm ngừng, tạm nhập, tạm thời, tạm trú, tạm vắng, tạm đình, tạm ứng, tạo
    thạc, tấm gương, tần suất, tầng thủy, tầng viễn, tẩu tán, tận dụng, tận thu, tập luyện, tật nặng,
    tặng giải, tặng quà, tế khẩn, tệp tin, tịch hội, tịch nước, tịch thu, tịch việt, tịch ủy, tố giác,
    tống đạt, tồn đọng, tổng quát, tội phạm, tội thuộc, tục chấm, tủ sách, tủ thuốc, tủ điều, tử vong, tự
    giác, uy hiếp, uy tín, uống rượu, va chạm, va doi, vay gián, vay ngắn, vi buôn, vi gây, vi trốn, vi
    vùng, viên hạng, viên tiểu, viên vắng, viền màu, viễn thám, viễn thông, vu khống, vui chơi, vuông
    góc, vàng miếng, vàng nguyên, vàng trang, vùng biển, vùng bờ, vùng lãnh, vùng nước, vùng sâu, vùng
    trời, vùng xa, vùng đón, vùng đồng, văn hoá, vĩnh viễn, vũng tàu, vương quốc, vườn cây, vật chướng,
    vật chứa, vật cấm, vật gây, vật hoang, vật liệu, vật mang, vật nuôi, vật thuỷ, vật thủy, vắng mặt, vệ
    cưỡng, vệ sinh, vệ tinh, vỏ nang, vỏ thép, vụ chạy, vụ gây, vụ internet, vụ logistics, vụ phát, vụ
    thủy, vụ thử, vụ viễn, vụ đấu, vững mạnh, vững tài, vực biển, vực cấm, vực miền, vực sông, vực vịnh,
    xanh đen, xe chở, xe tang, xen kẽ, xi măng, xong biện, xong hình, xong nghĩa, xong quyết, xong án,
    xuất muối, xuất thử, xuất vàng, xuất xăng, xây tường, xét kháng, xét miễn, xét thăng, xét tặng, xăng
    dầu, xếp hạng, xử phạt, xử vắng, àng hóa, án cắm, án phạt, án triệu, áo khoác, ông bà, ông nguyễn, ăn
    chăn, ăn mòn, ăn uống, ăng ten, đa dạng, đe dọa, điêu khắc, điêu kiện, điếu thuốc, điều trần, điểm
    chấm, điểm cấm, điểm khống, điểm nghỉ, điển hình, điển việt, điện hạt, điệp dữ, điệt côn, đoanh
    nghiệp, đoàn dầu, đoán bệnh, đoạn thẳng, đoạn ống, đoạt tài, đuổi tàu, đàn trẻ, đá dăm, đánh dấu, đâu
    tư, đèn báo, đèn cảnh, đèn giao, đèn tín, đính chính, đính kèm, đòi hỏi, đòi nợ, đón tiếp, đón trả,
    đón đoàn, đóng chai, đóng dấu, đóng trụ, đông công, đông nam, đông người, đông sáng, đông thông, đúng
    cam, đúng đắn, đơn kháng, đưa tang, đương sinh, đường kính, đường thuỷ, đường thẳng, đường thủy,
    đường viền, đường ống, đạn dược, đạo diễn, đảng cộng, đất dành, đất ngập, đất trồng, đất đá, đấu giá,
    đấu nối, đấu thầu, đấu tranh, đậu tránh, đẳng giới, đẳng sư, đẳng trở, đẳng tư, đặc thù, đặc trưng,
    đặt chụp, đặt côn, đặt cược, đặt trụ, đặt ống, đền bù, đền ơn, địa chấn, địch bắt, địch họa, địch vụ,
    định cha, định chấm, định cưỡng, định cấm, định dạng, định hoãn, định khoảng, định kháng, định miễn,
    định sô, định trưng, định tương, định tạikhoản, định tạm, định đoạt, định đình, đối tượng, đồ chơi,
    đồ chạy, đồ uống, đồn biên, đồn công, đồn trưởng, đồng dầu, đồng thuê, đồng đối, đổi so, độ chạy, độ
    cồn, độ phức, độ thạc, độ tuổi, động chăn, động dầu, động kháng, động nhượng, động quần, động thăm,
    đới chịu, đợt chào, ảnh chân, ảnh chụp, ảnh viễn, ống bê, ống dài, ống dẫn, ống nhựa, ống thép, ống
    vận, ứng hạt
    """
)
