"""Phrases of other offices that have no date of their own: offsets, events, windows, doubtful ones.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
offset Y | sau khi kết thúc quý 15 ngày
    = 15 day after period_end
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
offset W | trong vòng 05 (năm) ngày kể từ ngày nhận được văn bản
    = 5 day after ngày nhận được văn bản
offset W | trong thời hạn 06 (sáu) ngày làm việc kể từ ngày ký
    = 6 workday after ngày ký
offset W | trong vòng năm ngày làm việc kể từ khi nhận hồ sơ
    = 5 workday after nhận hồ sơ
unknown W | trước ngày 31/4/2025
unknown W | trước ngày 30/02
offset W | chậm nhất 10 ngày làm việc sau khi kết thúc quý
    = 10 workday after period_end
offset M | chậm nhất 15 ngày kể từ ngày kết thúc tháng
    = 15 day after period_end
    2025-01-15 by 2024-12; 2025-02-15 by 2025-01
offset W | trước ngày họp 3 ngày làm việc
    = 3 workday before ngày họp
offset W | trước khi họp ít nhất 03 ngày làm việc
    = 3 workday before họp
offset W | chậm nhất 02 ngày trước ngày tổ chức hội nghị
    = 2 day before ngày tổ chức hội nghị
offset W | trong vòng 24 giờ kể từ khi xảy ra sự cố
    = 24 hour after xảy ra sự cố
offset Y | trong 01 tháng kể từ ngày kết thúc năm
    = 1 month after period_end
    2025-01-31 by 2024
offset Y | trước khi kết thúc năm 10 ngày
    = 10 day before period_end
    2025-12-21 by 2025
window W | Số liệu tính từ ngày 15 tháng trước đến ngày 14 tháng báo cáo
window W | chốt số liệu trước ngày 15 hằng tháng
unknown W | theo Công văn số 990/BHXH-CNTT ngày 10/4/2023
unknown W | căn cứ Quyết định số 24/QĐ-BHXH ngày 19 tháng 01 năm 2024
unknown W | Hằng quý, trước ngày 25
unknown W | Hằng tháng trước ngày 15/12
unknown W | trước ngày 15
unknown W | cuối tháng
unknown W | năm trước
unknown W | của năm trước
unknown W | không gửi trước ngày 15 hằng tháng
unknown W | đối với hồ sơ nộp trước ngày 01/01/2025
unknown W | các văn bản ban hành trước ngày 31/5/2020
window W | từ ngày 15 đến ngày 20 hằng tháng
unknown W | trong quý I
unknown W | Tháng 6
unknown W | Thứ sáu, ngày 20/12/2025
unknown W | Định kỳ hàng
unknown W | trước ngày 15 háng tháng
unknown W | trước ngày 15/12/25
event W | đột xuất khi có yêu cầu
unknown W | trước ngày 15 tháng 12 âm lịch
unknown W | trước ngày 15 hoặc ngày 20 hằng tháng
unknown W | Trước ngày 32 hằng tháng
unknown W | trước ngày 15 tháng này
unknown W | trước ngày 15 tháng tới
window W | từ ngày 15 tháng trước đến ngày 14 tháng này
unknown W | chậm nhất ngày 20 của tháng cuối kỳ báo cáo
offset W | Trong thời hạn 10 ngày kể từ ngày Quyết định có hiệu lực
    = 10 day after ngày Quyết định có hiệu lực
offset W | trong vòng 07 ngày làm việc, kể từ ngày nhận đủ hồ sơ hợp lệ
    = 7 workday after ngày nhận đủ hồ sơ hợp lệ
offset W | Chậm nhất 30 ngày sau khi kết thúc năm tài chính
    = 30 day after kết thúc năm tài chính
offset W | chậm nhất 20 ngày sau ngày kết thúc kỳ báo cáo
    = 20 day after period_end
offset Y | Báo cáo quý: chậm nhất 20 ngày sau ngày kết thúc kỳ báo cáo
    = 20 day after period_end
    2025-01-20 by 2024-Q4; 2025-04-20 by 2025-Q1; 2025-07-20 by 2025-Q2; 2025-10-20 by 2025-Q3
offset W | Hằng quý, chậm nhất 05 ngày làm việc sau khi kết thúc quý
    = 5 workday after period_end
offset W | sau khi kết thúc quý I/2025 10 ngày
    = 10 day after period_end
    2025-04-10 by 2025-Q1
offset Y | 15 ngày sau khi kết thúc quý IV
    = 15 day after period_end
    2025-01-15 by 2024-Q4
offset W | trước ngày khai mạc 30 ngày
    = 30 day before ngày khai mạc
offset W | ít nhất 05 ngày trước khi tổ chức hội nghị
    = 5 day before tổ chức hội nghị
offset W | 48 giờ sau khi phát hiện
    = 48 hour after phát hiện
offset W | không quá 02 ngày làm việc kể từ khi tiếp nhận
    = 2 workday after tiếp nhận
unknown W | trong ngày làm việc
offset W | 03 tháng trước khi hết hạn hợp đồng
    = 3 month before hết hạn hợp đồng
offset W | trước khi hợp đồng hết hạn 03 tháng
    = 3 month before hợp đồng hết hạn
offset W | 30 ngày kể từ ngày 01/7/2025
    = 30 day after 2025-07-01
    2025-07-31 by 2025-07-31
unknown W | 2021-2025
unknown W | trước ngày 20 hằng tháng (trừ các tháng cuối quý)
unknown W | đầu quý
unknown W | trung tuần tháng 6
unknown W | khoảng ngày 15 hằng tháng
unknown W | sau ngày 15 hằng tháng
unknown W | từ ngày 15 hằng tháng
unknown W | trước và sau ngày 15
unknown W | trước Tết Nguyên đán
unknown W | tháng Giêng
unknown W | theo lịch công tác
unknown W | theo kế hoạch được phê duyệt
unknown W | theo Thông tư số 02/2018/TT-BNV
unknown W | Nghị quyết 01/NQ-CP ngày 08/01/2025
window W | Số liệu lấy từ ngày 15/12 năm trước đến ngày 14/12 năm báo cáo
window W | kỳ báo cáo 6 tháng: từ ngày 15 tháng 12 năm trước đến ngày 14 tháng 6
window W | thời gian lấy số liệu từ ngày 15 của tháng cuối quý trước đến ngày 14 của tháng cuối quý báo cáo
window W | lũy kế đến hết ngày 31/12/2025
window W | tính đến 31/12/2025
unknown W | Kế hoạch năm sau gửi trước ngày 15/12
unknown W | khong bao cao truoc ngay 15 hang thang
unknown W | truoc ngay 15 thang sau
window W | từ ngày 20 đến ngày 25 hằng tháng
unknown W | ngày 10-12 hằng tháng
unknown W | 15/12 hoặc 20/12
unknown W | trước ngày 15/12 và ngày 15/01/2026
unknown W | Thứ Hai và thứ Năm hằng tuần
unknown W | đã ban hành trước ngày 31/5/2020
unknown W | hợp đồng ký trước ngày 01/01/2025
unknown W | người tham gia trước ngày 01/7/2025
unknown W | hồ sơ tiếp nhận trước ngày 15 hằng tháng
window W | Số liệu phát sinh trước ngày 15 hằng tháng
window W | số liệu đến ngày 14 hằng tháng
window W | dữ liệu tính đến ngày 31/12 hằng năm
window W | kỳ số liệu từ ngày 01/01 đến ngày 31/12
unknown W | Từ ngày 01/7/2025, báo cáo trước ngày 15 hằng tháng
offset Y | sau 15 ngày kể từ ngày kết thúc quý
    = 15 day after period_end
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
offset M | sau khi hết tháng 05 ngày
    = 5 day after period_end
    2025-01-05 by 2024-12; 2025-02-05 by 2025-01
offset Y | sau khi kết thúc năm 30 ngày
    = 30 day after period_end
    2025-01-30 by 2024
event W | ngay sau khi kết thúc quý
event W | khi kết thúc hợp đồng
event W | nếu có thay đổi
event W | khi có yêu cầu của cấp có thẩm quyền
event W | theo yêu cầu của Thủ trưởng đơn vị
event W | trước khi tổ chức hội nghị
continuous W | liên tục
continuous W | thường xuyên trong năm 2025
unknown W | không thường xuyên
unknown W | Phụ lục 2
unknown W | mẫu số 02
unknown W | 5 đơn vị
unknown W | ngày
unknown W | tháng
unknown W | 15
unknown W | 2025
unknown W | trước
unknown W | -
unknown W | (
unknown W | trước ngày
unknown W | ngày tháng năm
unknown W | ngày ... tháng ... năm 2025
unknown W | ngày      tháng 12 năm 2025
unknown W | trước ngày     /12/2025
unknown W | riêng đơn vị phía Nam trước ngày 20 hằng tháng
unknown W | trước ngày 15 hằng tháng, riêng Vụ Pháp chế trước ngày 20
unknown W | trước ngày 15 hằng tháng, trường hợp trùng ngày nghỉ thì thực hiện theo quy định
unknown W | nếu ngày 15 là ngày nghỉ thì gửi trước ngày 12
unknown W | trước ngày 05 (sáu) hằng tháng
unknown W | trong 05 (sáu) ngày kể từ ngày nhận
offset W | năm (05) ngày làm việc kể từ ngày nhận
    = 5 workday after ngày nhận
offset W | trong vòng hai tuần kể từ khi kết thúc
    = 14 day after kết thúc
event W | ½ ngày sau khi nhận
unknown W | trong 1,5 ngày kể từ ngày nhận
unknown W | trước ngày 15,5 hằng tháng
unknown W | chậm nhất 3 ngày trước ngày 15 hằng tháng
offset W | 15 ngày trước ngày 31/12/2025
    = 15 day before 2025-12-31
    2025-12-16 by 2025-12-16
offset W | 2 tháng kể từ ngày 31/12/2024
    = 2 month after 2024-12-31
    2025-02-28 by 2025-02-28
unknown W | Chậm nhất vào ngày 15 của tháng tiếp theo sau quý báo cáo
unknown W | thứ Sáu tuần cuối cùng của tháng
offset W | Chậm nhất 03 ngày làm việc trước ngày 15/12/2025
    = 3 workday before 2025-12-15
offset W | trước thời điểm họp 02 ngày
    = 2 day before thời điểm họp
offset W | ít nhất 10 ngày trước ngày hết hạn
    = 10 day before ngày hết hạn
offset W | 24h kể từ khi nhận được yêu cầu
    = 24 hour after nhận được yêu cầu
unknown W | trong ngày
event W | ngay sau khi ban hành
recurring M | Ngày 05 hằng tháng gửi báo cáo tháng trước
    2025-01-05 by 2025-01; 2025-02-05 by 2025-02
recurring M | Trước ngày 05 hằng tháng gửi báo cáo của tháng trước
    2025-01-05 before 2025-01; 2025-02-05 before 2025-02
unknown W | báo cáo kết quả tháng trước trước ngày 05 hằng tháng
recurring Y | trước ngày 10 tháng 12 hằng năm đối với kế hoạch năm sau
    2025-12-10 before 2025
offset W | không chậm hơn 5 ngày kể từ ngày nhận
    = 5 day after ngày nhận
offset Y | 15 (mười lăm) ngày trước khi kết thúc quý
    = 15 day before period_end
    2025-03-16 by 2025-Q1; 2025-06-15 by 2025-Q2; 2025-09-15 by 2025-Q3; 2025-12-16 by 2025-Q4
unknown W | đầu tháng 12 hằng năm
unknown W | trước ngày 15 hằng quý
unknown W | ngày 15 cuối quý
offset W | chậm nhất là 15 ngày làm việc sau khi kết thúc 6 tháng đầu năm
    = 15 workday after period_end
unknown W | chậm nhất 10 ngày kể từ khi kết thúc quý, 30 ngày kể từ khi kết thúc năm
"""
