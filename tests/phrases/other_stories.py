"""Sentences of judgments, contracts and law that tell of a day or of how long something holds, and cells of
plans whose day is due all the same.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
unknown W | Vào ngày 05/6/2025, sau khi khách hàng yêu cầu, doanh nghiệp đã cung cấp một hóa đơn
unknown W | Đến ngày 31 tháng 12 năm 2028, bà M chưa hoàn thành nghĩa vụ bồi hoàn kinh phí hỗ trợ
unknown W | Sau đó, vào ngày 15/4/2020, họ đăng ký kết hôn lại tại Ủy ban nhân dân xã
unknown W | Đến ngày 30/9/2025, các phòng vẫn gửi báo cáo bằng giấy
unknown W | Ngày khởi công công trình là ngày 01 tháng 06 năm 2024
unknown W | Ngày khai mạc giải là ngày 12/5/2026
once W | Ngày nộp báo cáo là ngày 15/6/2026
    2026-06-15 by 2026-06-15
unknown W | Tại thời điểm kiểm tra, công ty không xuất trình được chứng từ, thời hạn trả là ngày 30/9/2014
unknown W | Mục đích: theo dõi các nghị quyết của Hội đồng nhân dân tỉnh trước ngày 01/7/2025
unknown W | Thời hạn hiệu lực của thẻ: 05 năm kể từ ngày phát hành
unknown W | Giấy phép có thời hạn 05 năm kể từ ngày cấp
unknown W | Phiếu có giá trị 12 tháng kể từ ngày cấp
unknown W | Nhiệm kỳ của Hội đồng là 05 năm kể từ ngày được thành lập
unknown W | Thời hiệu khiếu nại là 90 ngày, kể từ ngày nhận được quyết định hành chính
unknown W | Thời hạn bảo hành là 12 tháng kể từ ngày nghiệm thu
unknown W | Doanh nghiệp phải lưu giữ hồ sơ ít nhất 05 năm kể từ ngày giải thể
unknown W | Nghiêm cấm chuyển nhượng cổ phần trong vòng 12 tháng kể từ ngày ký
unknown W | Anh đề xuất vay trả góp trong 12 tháng từ công ty tài chính
unknown W | Trong vòng 10 ngày sau đó, anh N tiếp tục theo dõi
event W | Sau khi kết hôn, họ chỉ chung sống với nhau được 03 tháng
offset W | Trong thời hạn bảo hành, bên B sửa chữa trong vòng 05 ngày kể từ ngày nhận được thông báo
    = 5 day after ngày nhận được thông báo
offset W | Gửi lịch họp ít nhất 05 ngày trước ngày họp
    = 5 day before ngày họp
offset W | Bên mua kiểm tra hàng hóa trong vòng 07 ngày kể từ ngày nhận hàng
    = 7 day after ngày nhận hàng
once W | Từ ngày phát động đến hết ngày 30/11/2026
    2026-11-30 by 2026-11-30
once W | Thời gian nộp bài dự thi: từ ngày ban hành Thể lệ đến hết ngày 15/8/2026
    2026-08-15 by 2026-08-15
once W | Từ khi triển khai đến ngày 15/9/2026
    2026-09-15 by 2026-09-15
unknown W | Hiệu lực từ ngày công bố đến hết ngày 30/11/2026
unknown W | Nghỉ từ ngày công bố đến hết ngày 30/11/2026
recurring Y | Báo cáo quý gửi trước các ngày 05/4, 05/7, 05/10 và 05/01 năm sau
    2025-01-05 before 2024-Q4; 2025-04-05 before 2025-Q1; 2025-07-05 before 2025-Q2; 2025-10-05 before 2025-Q3
recurring Y | Chậm nhất các ngày 10/4, 10/7 hằng năm
    2025-04-10 by 2025-04; 2025-07-10 by 2025-07
once W | Tổng kết phong trào: tháng 12/2026
    2026-12-31 by 2026-12
once W | Sơ kết: Quý II/2026
    2026-06-30 by 2026-Q2
window W | Số liệu: tháng 12/2026
unknown W | Thời gian tổ chức: dự kiến ngày 20/5/2026
once W | Tổng kết công tác năm vào ngày 25/12/2026
    2026-12-25 by 2026
recurring Y | Định kỳ ngày 25 của tháng thứ 2 mỗi quý
    2025-02-25 by 2025-Q1; 2025-05-25 by 2025-Q2; 2025-08-25 by 2025-Q3; 2025-11-25 by 2025-Q4
recurring Y | Trước ngày 15 tháng thứ 3 của quý
    2025-03-15 before 2025-Q1; 2025-06-15 before 2025-Q2; 2025-09-15 before 2025-Q3; 2025-12-15 before 2025-Q4
unknown W | Trước ngày 20 thứ 2 hằng tuần
unknown W | Trước ngày 15/6/2026 là thời gian chuẩn bị
unknown W | Trước ngày 01/7/2025 do Sở Nội vụ thực hiện
unknown W | Mục tiêu trước ngày 30/6/2026
unknown W | Khác với quy định trước ngày 15 hằng tháng
unknown W | Bên bán giữ giá trong 06 tháng kể từ ngày ký
"""
