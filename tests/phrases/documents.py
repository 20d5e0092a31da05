"""The timing phrases of the five documents.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

REPEATED = {
    "Năm 2022": 2,
    "Năm 2025": 2,
    "Thường xuyên": 4,
    "Quyết định này có hiệu lực kể từ ngày ký.": 2,
    "giai đoạn 2022 - 2025, tầm nhìn đến năm 2030": 2,
}
"""Phrases that stand more than once among the 117 (in several documents), and how often."""

TABLE = """
recurring W | Hằng năm
once W | Năm 2021
    2021-12-31 by 2021
once W | Năm 2022
    2022-12-31 by 2022
once W | Năm 2025
    2025-12-31 by 2025
continuous W | Thường xuyên
recurring W | Hằng năm và kết thúc giai đoạn 3 năm
recurring W | Hằng năm và định kỳ 3 năm
recurring W | Định kỳ 5 năm sau khi đơn vị được giao tự chủ về tài chính
    = 60 month after sau khi đơn vị được giao tự chủ về tài chính
recurring Y | Tháng 11 hằng năm
    2025-11-30 by 2025
recurring W | Hằng năm (định kỳ 6 tháng/lần)
range W | Năm 2025 và các năm tiếp theo
range W | Năm 2021 và các năm tiếp theo
once W | Tháng 12/2021
    2021-12-31 by 2021-12
once W | Tháng 11/2025
    2025-11-30 by 2025-11
once W | Tháng 12/2025
    2025-12-31 by 2025-12
event W | Khi các tổ chức cung ứng dịch vụ chi hộ được công nhận là đại lý của ngân hàng
event W | Sau khi có Nghị định quy định về định danh và xác thực điện tử được ban hành
event W | Sau khi Nghị định quy định về định danh và xác thực điện tử được ban hành
event W | Sau khi có văn bản quy định về cơ sở pháp lý
recurring Y | chậm nhất là ngày 15 tháng 12 của năm trước liền kề năm kế hoạch
    2025-12-15 by 2026
recurring Y | chậm nhất là ngày 25 tháng 12 của năm trước liền kề năm kế hoạch
    2025-12-25 by 2026
recurring W | Hằng năm, các đơn vị
range W | a) Đến năm 2025:
range W | b) Đến năm 2030
range W | 2. Đến năm 2030
range W | 1. Đến năm 2025
window W | tính đến hết ngày 31/5/2020
unknown W | tính đến hết ngày 31//2020
once W | Phấn đấu đến năm 2030 hoàn thành mục tiêu
range W | Giai đoạn 2021- 2025, giảm 63 đầu mối
range W | trong giai đoạn 2021 - 2025
range W | giai đoạn 2022- 2026
continuous W | Thường xuyên rà soát văn bản hiện hành, kịp thời tham mưu
unknown W | tại các cuộc họp giao ban định kỳ của đơn vị
unknown W | Hoạt động 2 Định kỳ rà soát các văn bản quy định
unknown W | 3.2. Thời gian chốt số liệu và thời gian gửi báo cáo định kỳ, mẫu báo cáo thực hiện theo hướng dẫn của Bộ Nội vụ
event W | khi có thay đổi
unknown W | định kỳ về chi phí quản lý BHXH, BHYT, BHTN giai đoạn
once W | Năm 2024
    2024-12-31 by 2024
once W | Tháng 1 năm 2024
    2024-01-31 by 2024-01
recurring W | Định kỳ hàng quý năm 2024
once W | 31/3/2024
    2024-03-31 by 2024-03-31
once W | trước ngày 31/3/2024
    2024-03-31 before 2024-03-31
once W | từ ngày 01/7/2024
once W | trong tháng 01 năm 2024
    2024-01-31 by 2024-01
once W | chậm nhất ngày 20/02/2024
    2024-02-20 by 2024-02-20
recurring W | a) Báo cáo hàng tháng:
recurring M | trước ngày 15 hàng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
once W | (riêng báo cáo tháng 01 năm 2024, gửi trước ngày 22 tháng 01 năm 2024)
    2024-01-22 before 2024-01
once W | trước ngày 05 tháng 11 năm 2024
    2024-11-05 before 2024-11-05
once W | phấn đấu đến hết năm 2025
once W | ngay từ đầu năm dự toán
once W | Quyết định này có hiệu lực kể từ ngày ký.
recurring W | theo Chương trình tổng thể hàng năm
recurring W | phát triển KTXH tại địa phương hàng năm
event W | sau khi được Hội đồng Quản lý BHXH thông qua
event W | sau khi được Quốc hội thông qua
event W | ngay sau khi các văn bản được cấp có thẩm quyền phê duyệt
event W | sau khi Luật sửa đổi, bổ sung được thông qua
once W | gộp tháng 1, tháng 2-2024 vào cùng kỳ chi trả tháng 1-2024
event W | đột xuất theo yêu cầu của công tác quản lý
unknown W | để tổng hợp, báo cáo Tổng Giám đốc BHXH Việt Nam theo quy định
event W | Trong quá trình thực hiện nếu có vướng mắc báo cáo
range W | Kế hoạch 5 năm giai đoạn 2021-2025
range W | Năm 2023 và các năm tiếp theo.
range W | Năm 2024 và các năm tiếp theo.
once W | Tháng 12/2023
    2023-12-31 by 2023-12
recurring W | tối thiểu 01 lần/tháng
range W | 1. Năm 2023:
range W | 2. Giai đoạn 2024 - 2025:
range W | 3. Giai đoạn 2025 - 2030:
range W | giai đoạn 2022 - 2025, tầm nhìn đến năm 2030
range W | các nhiệm vụ năm 2023 và những năm tiếp theo
recurring W | gộp chung vào báo cáo hằng tháng theo yêu cầu tại Công văn số 990/BHXH-CNTT
continuous W | phải được tiến hành thường xuyên, liên tục
recurring W | Báo cáo hằng năm về đánh giá
once W | Phấn đấu đến hết năm 2024:
once W | Phấn đấu đến Quý II/2024:
range W | - Năm 2023:
range W | - Các năm tiếp theo:
range W | - Giai đoạn 2024 - 2025: 100%
event W | tuyển dụng mới (khi cần thiết)
once W | Quý I/2022
    2022-03-31 by 2022-Q1
once W | Quý III/2022
    2022-09-30 by 2022-Q3
range W | Tháng 01/2022 - 12/2022
    2022-12-31 by 2022-12-31
range W | Tháng 01/2022 - 10/2022
    2022-10-31 by 2022-10-31
range W | Tháng 4/2022 - 12/2022
    2022-12-31 by 2022-12-31
event W | Khi phương án đơn giản hóa TTHC được phê duyệt
event W | Sau khi Quyết định công bố TTHC được ký, ban hành
recurring W | - Báo cáo quý: trước ngày 19 của tháng cuối quý I, II, III; -Báo cáo năm: trước ngày 19/12/2022.
    2022-03-19 before 2022-Q1; 2022-06-19 before 2022-Q2; 2022-09-19 before 2022-Q3; 2022-12-19 before 2022
recurring W | - Báo cáo quý: trước ngày 19 của tháng cuối quý I, II, III; - Báo cáo năm: trước ngày 19/12/2022.
    2022-03-19 before 2022-Q1; 2022-06-19 before 2022-Q2; 2022-09-19 before 2022-Q3; 2022-12-19 before 2022
recurring W | theo định kỳ quý I, II, III (trước ngày 19 của tháng cuối quý) và cả năm (trước ngày 19/12/2022)
    2022-03-19 before 2022-Q1; 2022-06-19 before 2022-Q2; 2022-09-19 before 2022-Q3; 2022-12-19 before 2022
once W | Báo cáo kết quả rà soát TTHC trong quý III/2022
    2022-09-30 by 2022-Q3
window W | từ ngày 01 của tháng đầu quý đến hết ngày 14 của tháng cuối quý
window W | sinh từ ngày thứ 15 trở đi của tháng cuối quý được cộng dồn vào quý tiếp theo
window W | từ ngày 01 tháng 01 đến hết ngày 14 tháng 12
window W | từ ngày 15 tháng 12 trở đi được cộng dồn vào quý I của kỳ báo cáo tiếp theo
once W | chỉ thực hiện nội dung và gửi kết quả báo cáo tại Quý III/2022
recurring W | Thực hiện công tác Kiểm soát thủ tục hành chính (TTHC) hằng năm
event W | sau khi có kết quả rà soát TTHC năm 2021
window W | trong quý báo cáo, năm báo cáo
continuous W | 2.2. Thường xuyên rà soát, đánh giá tính hiệu quả của TTHC hiện hành
range W | giai đoạn 2021 - 2025
unknown W | ngày //2022
once W | Quý I/2025
    2025-03-31 by 2025-Q1
once W | Phân đầu đến hết năm 2025
recurring W | quá 01 lần/năm
continuous W | theo thời gian thực trên môi trường điện tử
once W | Chỉ tiêu năm 2025
unknown W | Thực hiện theo lộ trình
"""  # noqa: E501
