"""Cells as clerks type them, and law that was judged before its reading was looked at.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
recurring Y | truoc ngay 20/6 hang nam
    2025-06-20 before 2025
recurring M | truoc ngay 15 hang thang
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring Y | cham nhat ngay 10/01 nam sau
    2025-01-10 by 2024
recurring Y | Trc 25/12
    2025-12-25 before 2025
recurring Y | Trước 01/12 năm trước năm KH
    2025-12-01 before 2026
recurring Y | BC 6 tháng: trước 15/6; BC năm: trước 15/12
    2025-06-15 before 2025-H1; 2025-12-15 before 2025
recurring Y | Trước ngày 18/3 (quý I), 18/6 (6 tháng), 18/9 (9 tháng), 18/12 (năm)
    2025-03-18 before 2025-Q1; 2025-06-18 before 2025-H1; 2025-09-18 before 2025-9M; 2025-12-18 before 2025
recurring Y | ngày 20 tháng 3, 6, 9 và 12
    2025-03-20 by 2025-Q1; 2025-06-20 by 2025-Q2; 2025-09-20 by 2025-Q3; 2025-12-20 by 2025-Q4
unknown W | ngày 20 tháng 3, 6 đơn vị nộp báo cáo
offset W | 05 ngày LV từ khi nhận đủ hồ sơ
    = 5 workday after nhận đủ hồ sơ
unknown W | Theo BC số 12/BC-UBND ngày 15/3/2025
recurring Y | gửi Bộ Ngoại giao trước ngày 20 tháng 11 hằng năm
    2025-11-20 before 2025
recurring Y | Báo cáo số tiền chậm nộp trước ngày 30 tháng 7 hằng năm
    2025-07-30 before 2025
recurring Y | Lệ phí trước bạ nộp trước ngày 30 tháng 7 hằng năm
    2025-07-30 before 2025
recurring Y | trước ngày 10 tháng 01 của năm liền kề sau năm đánh giá
    2025-01-10 before 2024
recurring Y | Tờ khai năm: chậm nhất là ngày cuối cùng của tháng đầu tiên năm dương lịch
    2025-01-31 by 2025
recurring Y | ngày cuối cùng của tháng thứ 3 kể từ ngày kết thúc năm dương lịch hoặc năm tài chính
    2025-03-31 by 2024
recurring Y | Đối tượng tại khoản 3 (trừ điểm c) nộp chậm nhất ngày 31 tháng 12 hằng năm
    2025-12-31 by 2025
once Y | Chậm nhất đến hết ngày 31 tháng 12 năm 2025:
    2025-12-31 by 2025-12-31
offset W | trong thời hạn 03 ngày làm việc kể từ ngày nhận được văn bản của Cục Hàng không
    = 3 workday after ngày nhận được văn bản của Cục Hàng không
once W | Thông tư này có hiệu lực thi hành sau 15 ngày kể từ ngày ký
recurring W | kế hoạch định kỳ hằng năm, 05 năm, 10 năm sau khi được phê duyệt
recurring Y | kế hoạch năm sau trước ngày 10 tháng 12 hằng năm
    2025-12-10 before 2025
recurring Y | niêm yết công khai lần 2 trước ngày 30 tháng 01 hằng năm tại bộ phận một cửa
    2025-01-30 before 2025
recurring Y | gửi báo cáo trước ngày 25/6 và 25/12 hằng năm như sau:
    2025-06-25 before 2025-H1; 2025-12-25 before 2025-H2
recurring Y | Bộ Văn hóa, Thể thao và Du lịch trước ngày 31 tháng 12 hằng năm
    2025-12-31 before 2025
recurring Y | chậm nhất là ngày 31 tháng 3 của năm tài chính kế tiếp
    2025-03-31 by 2024
recurring Y | gửi báo cáo kết quả Tháng hành động vì trẻ em trước ngày 31 tháng 7 hằng năm
    2025-07-31 before 2025
recurring Y | Nộp đủ phần còn lại chậm nhất trước ngày 31 tháng 10 của năm.
    2025-10-31 before 2025
recurring Y | hoàn thành trước ngày 15 tháng 11 năm hiện hành
    2025-11-15 before 2025
recurring M | kê khai theo tháng chậm nhất là ngày thứ 20 của tháng tiếp theo tháng phát sinh nghĩa vụ
    2025-01-20 by 2024-12; 2025-02-20 by 2025-01
recurring Y | cập nhật vào cơ sở dữ liệu quốc gia trước ngày 28 tháng 02 hằng năm
    2025-02-28 before 2025
unknown W | Trước ngày 15 tháng 11 hằng năm trước
range W | tháng 02/1982 đến tháng 12/1999
unknown W | Đến ngày 20/10/2016, tổ chức được chấp thuận niêm yết chính thức, số phí phải nộp là:
unknown W | Trước ngày 01 của tháng tiếp theo, doanh nghiệp B đến nộp phí cho xe của mình
event W | Kế hoạch 05 năm sau khi được phê duyệt
"""
