"""Times in the company of a sentence: what stands around a date, and what it does to it.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
recurring M | Gửi báo cáo về Sở không trễ quá ngày 15 hằng tháng
    2025-01-15 by 2025-01; 2025-02-15 by 2025-02
recurring Y | Gửi Bộ Nông nghiệp và Phát triển nông thôn trước ngày 15 tháng 6 hằng năm
    2025-06-15 before 2025
recurring Y | b.3) Theo quy trình, gửi Hội Chữ thập đỏ trước ngày 10 tháng 12 hằng năm để tổng hợp, xem xét
    2025-12-10 before 2025
recurring Y | Ngân hàng tín dụng gửi báo cáo về Mặt trận Tổ quốc trước ngày 20 tháng 11 hằng năm
    2025-11-20 before 2025
recurring Y | Hội nghị lần thứ ba họp vào ngày 25 tháng 9 hằng năm
    2025-09-25 by 2025
recurring M | Chậm nhất ngày 05 hằng tháng, đơn vị nộp số tiền đã thu của tháng trước vào tài khoản
    2025-01-05 by 2025-01; 2025-02-05 by 2025-02
recurring Y | Nộp tối thiểu 50% số phải nộp trước 31 tháng 7, số còn lại nộp trước 30 tháng 11 hằng năm
    2025-07-31 before 2025; 2025-11-30 before 2025
recurring Y | Đối với hộ khoán, nộp tờ khai chậm nhất là ngày 15 tháng 12 của năm trước liền kề năm tính thuế
    2025-12-15 by 2026
recurring Y | Công bố kết quả trước ngày 30 tháng 6 hằng năm, bắt đầu từ năm 2025
    2025-06-30 before 2025
recurring Y | Hằng năm (trước ngày 30 tháng 10) hoặc đột xuất theo yêu cầu nhiệm vụ
    2025-10-30 before 2025
recurring Y | Định kỳ tháng 12 hằng năm, báo cáo tổng hợp tình hình đào tạo và đề xuất kiến nghị nếu cần
    2025-12-31 by 2025
recurring Y | ngày thứ 20 (hai mươi) của quý tiếp theo
    2025-01-20 by 2024-Q4; 2025-04-20 by 2025-Q1; 2025-07-20 by 2025-Q2; 2025-10-20 by 2025-Q3
recurring Y | Trước ngày 31/01 năm liền kề
    2025-01-31 before 2024
recurring M | Trước ngày 05 của tháng liền kề
    2025-01-05 before 2024-12; 2025-02-05 before 2025-01
recurring Y | Tờ khai năm nộp chậm nhất vào ngày cuối cùng của tháng thứ 3 kể từ ngày kết thúc năm dương lịch
    2025-03-31 by 2024
recurring Y | trước ngày 15 tháng 4 đối với báo cáo 06 tháng
    2025-04-15 before 2025
recurring Y | trước ngày 20 tháng 6 của kỳ báo cáo đối với báo cáo 06 tháng đầu năm
    2025-06-20 before 2025-H1
recurring Y | không muộn hơn ngày 31 tháng 3 của năm dương lịch tiếp theo
    2025-03-31 by 2024
offset Y | chậm nhất là ngày thứ chín mươi kể từ ngày kết thúc năm dương lịch
    = 90 day after period_end
    2025-03-31 by 2024
offset Y | Báo cáo 06 tháng gửi trong thời hạn 45 ngày đầu kể từ ngày kết thúc 06 tháng đầu năm
    = 45 day after period_end
    2025-08-14 by 2025-H1
offset W | Hội đồng tuyển sinh phải trả lời thí sinh chậm nhất là 10 ngày kể từ ngày nhận đơn
    = 10 day after ngày nhận đơn
offset W | Nếu hồ sơ hợp lệ thì chậm nhất 03 ngày làm việc kể từ ngày nhận đủ hồ sơ
    = 3 workday after ngày nhận đủ hồ sơ
once W | Kế hoạch ban hành trước ngày 15/3/2026
    2026-03-15 before 2026-03-15
once W | Việc hủy bỏ các quy định kỹ thuật phải hoàn thành trước ngày 30 tháng 9 năm 2026
    2026-09-30 before 2026-09-30
once W | Nếu mua sắm trước năm 2023 thì phải hoàn thành việc kiểm định trước ngày 01 tháng 6 năm 2026
    2026-06-01 before 2026-06-01
once W | Kỳ tính thuế tháng 6, tháng 7 và tháng 8 năm 2026 chậm nhất là ngày 21 tháng 12 năm 2026
    2026-12-21 by 2026-12-21
once W | 6/2026
    2026-06-30 by 2026-06
unknown W | Không phải báo cáo trước ngày 15 hằng tháng
unknown W | Bãi bỏ báo cáo gửi trước ngày 15 hằng tháng
unknown W | trước ngày 15 tháng 3 hằng năm (cũ)
unknown W | trước ngày 10 tháng 3 hằng năm (AL)
unknown W | từ ngày 15 hằng tháng trở đi báo cáo trước ngày 20 hằng tháng
unknown W | Người bị thương trước ngày 01 tháng 7 năm 2026
unknown W | Hồ sơ của giám định viên đã được bổ nhiệm trước ngày 01 tháng 01 năm 2026
unknown W | Thực phẩm đã được nhập khẩu trước ngày 01 tháng 01 năm 2026 thì được tiếp tục lưu thông
unknown W | Cuối tháng là ngày cuối cùng của tháng
unknown W | Kể từ ngày ... tháng ... năm 2026 đến hết ngày 31 tháng 12 năm 2026, mức thu như sau
unknown W | ban hành ngày 23/03/2026
unknown W | Hà Nội, ngày 06 tháng 5 năm 2026
unknown W | đến hết ngày 31/12 nếu còn dư kinh phí thì không được chi tiếp
unknown W | tổng thời hạn không quá 1/3 thời hạn cho vay
window W | Kỳ báo cáo quý là 03 tháng, tính từ đầu ngày 01 tháng đầu quý đến hết ngày cuối của tháng cuối quý
recurring Y | Số thuế năm N nộp chậm nhất ngày 25 tháng 3 năm N+1
    2025-03-25 by 2024
recurring Y | Để tổng hợp trình Bộ trưởng, các vụ gửi báo cáo trước ngày 12 tháng 7 hằng năm
    2025-07-12 before 2025
recurring Y | Gửi báo cáo trước ngày 12/6 hoặc trước ngày 12/12 hằng năm
    2025-06-12 before 2025-H1; 2025-12-12 before 2025-H2
recurring Y | Hoàn thành kiểm kê trong thời gian từ ngày 20 đến ngày 28 tháng 9 hằng năm
    2025-09-28 by 2025
recurring Y | Nộp chậm nhất ngày 12/6 đối với báo cáo 6 tháng, 12/12 đối với báo cáo năm
    2025-06-12 by 2025-H1; 2025-12-12 by 2025
recurring Y | Báo cáo tài chính quý gửi trước ngày 25 của tháng đầu tiên quý kế tiếp
    2025-01-25 before 2024-Q4; 2025-04-25 before 2025-Q1; 2025-07-25 before 2025-Q2; 2025-10-25 before 2025-Q3
recurring Y | Sở tổng hợp kết quả của năm trước báo cáo Bộ trước ngày 25 tháng 3 hằng năm
    2025-03-25 before 2025
recurring Y | Nộp báo cáo tài chính năm trước liền kề trước ngày 25 tháng 3 hằng năm
    2025-03-25 before 2025
recurring Y | Kế hoạch kiểm toán ban hành chậm nhất vào ngày 25 tháng 11 hằng năm
    2025-11-25 by 2025
offset W | Chậm nhất 12 ngày làm việc kể từ ngày kết thúc kỳ báo cáo, đơn vị gửi báo cáo
    = 12 workday after period_end
offset W | Trước 25 ngày tính đến ngày giấy phép hết hạn
    = 25 day before ngày giấy phép hết hạn
once W | Gửi góp ý trước 16 giờ 30 ngày 22/9/2025 để hoàn thiện
    2025-09-22 by 2025-09-22
once W | Thời gian thực hiện: tháng 10/2026
    2026-10-31 by 2026-10
once W | Hạn nộp hồ sơ dự tuyển: đến hết ngày 22/9/2026
    2026-09-22 by 2026-09-22
once W | Nhận được văn bản này, đề nghị các đơn vị rà soát và báo cáo kết quả trước ngày 22/9/2026
    2026-09-22 before 2026-09-22
unknown W | Gửi báo cáo chậm nhất ngày 20 hoặc ngày 25 hằng tháng
unknown W | Nộp chậm so với hạn ngày 20 hằng tháng thì bị xử phạt
unknown W | Điểm d khoản 2 Điều 15 được sửa đổi như sau: "trước ngày 15 tháng 12 hằng năm"
unknown W | Giấy phép có thời hạn đến hết ngày 31/12/2026
window W | Số liệu báo cáo từ ngày 15 đến ngày 25 hằng tháng
unknown W | Đã gửi báo cáo trước ngày 12 tháng 6 năm 2026
unknown W | Chỉ nhận hồ sơ trước ngày 12 hằng tháng, nộp sau ngày này thì chuyển sang tháng sau
unknown W | Ngày 30 tháng 6 hằng năm là thời điểm chốt sổ
unknown W | Đến hết ngày 30/6 hằng năm, dư nợ không vượt quá hạn mức
"""
