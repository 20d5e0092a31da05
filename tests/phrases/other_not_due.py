"""Sentences of law with a day by which nothing is due, and their neighbours in which something is.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
unknown W | Gửi Cục Quản lý, giám sát bảo hiểm hồ sơ yêu cầu chuyển đổi chứng chỉ được cấp trước ngày 01 tháng 01 năm 2023
unknown W | Sở Tư pháp trình đề án đổi tên Trung tâm được thành lập trước ngày 01 tháng 7 năm 2025
unknown W | Sở Tài chính báo cáo các dự án đã khởi công trước ngày 01/01/2025
unknown W | Chương trình, dự án của tổ chức đang hoạt động trước ngày 01 tháng 7 năm 2024
unknown W | thuế trước ngày 01 tháng 7 năm 2025 nhưng thông tin đăng ký của hộ
unknown W | Các tờ khai đăng ký trước ngày 01/7/2025, nhưng cơ quan ban hành quyết định sau ngày này
unknown W | Người học trúng tuyển theo thông báo tuyển sinh và nhập học trước ngày 01 tháng 01 năm 2027
unknown W | cán bộ bị thương trước ngày 31/12/2025 gửi hồ sơ về Sở Nội vụ
unknown W | phải có giấy tờ sử dụng nhà ở được cơ quan có thẩm quyền cấp trước ngày 19 tháng 01 năm 2025
unknown W | Sở Xây dựng rà soát các dự án đã hoàn thành trước ngày 01/7/2025
once W | Nghiên cứu kiến nghị, báo cáo cấp có thẩm quyền theo khả năng cân đối của ngân sách trong tháng 8 năm 2026
    2026-08-31 by 2026-08
once W | Việc chuyển đổi chứng chỉ phải được hoàn thành trước ngày 31 tháng 12 năm 2025
    2025-12-31 before 2025-12-31
once W | Báo cáo được gửi trước ngày 31/12/2025
    2025-12-31 before 2025-12-31
once W | thời hạn nộp tiền thuê đất được gia hạn chậm nhất là ngày 02 tháng 11 năm 2026
    2026-11-02 by 2026-11-02
unknown W | Trước ngày 01 tháng 01 năm 2028, vốn điều lệ, vốn chủ sở hữu không thấp hơn vốn pháp định
once W | Trước ngày 01 tháng 01 năm 2028, doanh nghiệp bổ sung vốn điều lệ
    2028-01-01 before 2028-01-01
unknown W | khoản 4 Điều 19 Thông tư này thực hiện đến hết ngày 31 tháng 12 năm 2026
unknown W | Mức thu này áp dụng đến hết ngày 31/12/2025
unknown W | Chính sách hỗ trợ được kéo dài đến ngày 31/12/2026
unknown W | Thực hiện đến hết ngày 31/7/2027
unknown W | giảm 50% thuế thu nhập cá nhân trong 05 năm kể từ ngày 01 tháng 7 năm 2026
unknown W | Việc thí điểm được thực hiện trong thời hạn 02 năm kể từ ngày 01 tháng 02 năm 2025
unknown W | Đến ngày 01 tháng 7 năm 2025, ông Trần Văn B đủ điều kiện nâng bậc lương thường xuyên
unknown W | Đến ngày 15/3/2025, công ty C được chấp thuận niêm yết chính thức
once W | Đến ngày 31 tháng 12 năm 2025, các tổ chức phải hoàn thành việc lập hồ sơ đăng ký
    2025-12-31 by 2025-12-31
unknown W | Vào ngày 22/12/2025 vợ chồng ông C có nhận chuyển nhượng
unknown W | Đến ngày 15/11/2025, cơ
once W | Vào ngày 15/12/2025, tổ chức hội nghị tổng kết
    2025-12-15 by 2025-12-15
unknown W | thời hạn chậm nhất đến quý 3/2025, nhưng đến nay hộ ông P vẫn chưa
unknown W | Lần thứ 2 ngày 15/3/2025
unknown W | quyền sử dụng đất được lập vào ngày 16 tháng 01
unknown W | Tăng 10% lương hưu tính theo thời điểm trước tháng 10 năm 2025
unknown W | gia hạn thời hạn nộp thuế giá trị gia tăng trong năm 2025
once W | trình Thủ tướng Chính phủ xem xét, quyết định trước tháng 12 năm 2025
    2025-12-01 before 2025-12-01
unknown W | Vậy số giờ làm việc chuẩn trong năm 2025 của anh A sẽ là
unknown W | Quỹ lương, phụ cấp, trợ cấp ước thực hiện trong năm 2025
unknown W | Tình hình thu, chi và sử dụng số thu của địa phương trong năm 2025
unknown W | ưu tiên các dự án kết thúc hiệp định vay nước ngoài trong năm 2025
unknown W | Trong năm 2025, doanh nghiệp có hoạt động dịch vụ tại địa bàn tỉnh Hà Giang
unknown W | Trong 06 tháng đầu năm 2025, Thành phố đã đạt kết quả khá toàn diện
once W | Trong năm 2025, Bộ Nội vụ có trách nhiệm hướng dẫn về thành lập Hội đồng quản lý
    2025-12-31 by 2025
once W | trình Bộ trưởng phê duyệt kế hoạch cung cấp dịch vụ công trực tuyến trong năm 2025
    2025-12-31 by 2025
once W | Sở Y tế tổ chức hội nghị tập huấn trong quý II/2025
    2025-06-30 by 2025-Q2
once W | Việc xác định giá trị quyền sử dụng đất phải hoàn thành trong tháng 11 năm 2025
    2025-11-30 by 2025-11
once W | Thời gian hoàn thành: Trong tháng 8/2025
    2025-08-31 by 2025-08
unknown W | Mức vốn bố trí cho từng dự án phải phù hợp với khả năng giải ngân trong năm 2025
unknown W | Chi tổ chức ngày Hội Đại đoàn kết toàn dân tộc (ngày 18/11) hằng năm
unknown W | Ngày Pháp luật được tổ chức hằng năm vào ngày 09 tháng 11
unknown W | Ngày toàn dân tiết kiệm, chống lãng phí được tổ chức hằng năm vào ngày 31 tháng 5
unknown W | Hằng năm, tổ chức kỷ niệm Ngày Gia đình Việt Nam (ngày 28 tháng 6)
unknown W | Tháng hành động vì trẻ em được tổ chức vào tháng 6 hằng năm
unknown W | Ngày khóa sổ: ngày 31/12 hằng năm
recurring Y | Báo cáo kết quả tổ chức ngày Hội Đại đoàn kết toàn dân tộc trước ngày 25/11 hằng năm
    2025-11-25 before 2025
recurring M | Bộ trưởng tiếp công dân vào ngày 20 hằng tháng
    2025-01-20 by 2025-01; 2025-02-20 by 2025-02
unknown W | Thời gian cho ý kiến trước ngày 30 tháng 9, cùng với thời điểm cho ý kiến về dự toán năm đầu kỳ kế hoạch
unknown W | Sau 02 năm thực hiện Chương trình, các Bộ gửi đề xuất sửa đổi trước ngày 15 tháng 7
unknown W | Sau 02 (hai) năm thực hiện Chương trình, các Bộ gửi đề xuất trước ngày 15 tháng 8
unknown W | trình Bộ phê duyệt điều chỉnh kế hoạch 5 năm xây dựng tiêu chuẩn trước ngày 31 tháng 10
unknown W | báo cáo kế hoạch đầu tư công trung hạn trước ngày 31 tháng 7
unknown W | Năm cuối kỳ kế hoạch, gửi báo cáo tổng kết trước ngày 15 tháng 9
recurring Y | báo cáo kế hoạch đầu tư công trung hạn trước ngày 31 tháng 10 hằng năm
    2025-10-31 before 2025
unknown W | Thời gian cho ý kiến trước ngày 25 tháng 4 năm sau nữa
unknown W | trong mùa cạn, mỗi tháng ban hành 03 bản tin vào các ngày 10, 20 và ngày cuối tháng
unknown W | Trong mùa lũ, báo cáo trước ngày 15 hằng tháng
unknown W | Phiên họp được tổ chức mỗi tháng một lần, thường trước ngày 05 của tháng sau
unknown W | báo cáo đến ngày 14 tháng 12 của kỳ báo cáo
unknown W | 16/2025/TT-BCT (ngày 01/02/2025)
unknown W | từ năm 2021 đến năm 2025 (11/12/2024)
unknown W | gửi báo cáo 6 tháng trước ngày 30 tháng 6 và báo cáo năm trước ngày 31 tháng...
recurring Y | Trước ngày 20 của tháng đầu tiên hằng quý, gửi hồ sơ, riêng hồ sơ của quý IV gửi trước ngày 05 tháng 01 năm kế tiếp
    2025-01-05 before 2024-Q4; 2025-04-20 before 2025-Q1; 2025-07-20 before 2025-Q2; 2025-10-20 before 2025-Q3
unknown W | Trước ngày 20 của tháng đầu tiên hằng quý, riêng quý IV trước ngày 10 tháng 12
recurring M | Trước ngày 05 hằng tháng, riêng báo cáo tháng 12 trước ngày 10 tháng 01 năm sau
    2025-01-10 before 2024-12; 2025-02-05 before 2025-01
unknown W | Trước ngày 15 hằng tháng, riêng báo cáo tháng 12 trước ngày 10 tháng 01 năm sau
recurring M | Trước ngày 25 hằng tháng, riêng báo cáo tháng 12 trước ngày 05 tháng 01 năm sau
    2025-01-05 before 2024-12; 2025-01-25 before 2025-01; 2025-02-25 before 2025-02
unknown W | Trước ngày 20 của tháng đầu tiên hằng quý, gửi hồ sơ, hồ sơ quý IV gửi trước ngày 05 tháng 01 năm kế tiếp
recurring Y | báo cáo sáu tháng vào ngày 25 tháng 5 và báo cáo cuối năm vào ngày 25 tháng 11
    2025-05-25 by 2025-H1; 2025-11-25 by 2025
recurring Y | chậm nhất vào ngày 20 tháng 6 (đối với báo cáo định kỳ 06 tháng) và ngày 15 tháng 12 (đối với báo cáo định kỳ hằng năm)
    2025-06-20 by 2025-H1; 2025-12-15 by 2025
recurring M | trước ngày 10 của tháng tiếp theo đối với báo cáo tháng, ngày 10 của tháng đầu tiên của quý tiếp theo đối với báo cáo quý
    2025-01-10 before 2024-12; 2025-01-10 before 2024-Q4; 2025-02-10 before 2025-01
recurring Y | Vào tháng 9-10 hằng năm, Vụ Khoa học và Công nghệ kiểm tra tiến độ
    2025-10-31 by 2025
"""  # noqa: E501
