"""Phrases of other offices that come round every month, week or day of the month.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
recurring M | chiều thứ năm hằng tuần
    2025-01-02 by 2025-W01; 2025-01-09 by 2025-W02; 2025-01-16 by 2025-W03; 2025-01-23 by 2025-W04; 2025-01-30 by 2025-W05; 2025-02-06 by 2025-W06; 2025-02-13 by 2025-W07; 2025-02-20 by 2025-W08; 2025-02-27 by 2025-W09
recurring M | Thứ Sáu hàng tuần
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | trước 16 giờ thứ Năm hằng tuần
    2025-01-02 by 2025-W01; 2025-01-09 by 2025-W02; 2025-01-16 by 2025-W03; 2025-01-23 by 2025-W04; 2025-01-30 by 2025-W05; 2025-02-06 by 2025-W06; 2025-02-13 by 2025-W07; 2025-02-20 by 2025-W08; 2025-02-27 by 2025-W09
recurring M | trước 17h00 ngày 15 hằng tháng
    2025-01-15 by 2025-01; 2025-02-15 by 2025-02
recurring M | trước 0 giờ ngày 15 hằng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | ngày thứ 20 hằng tháng
    2025-01-20 by 2025-01; 2025-02-20 by 2025-02
recurring M | trước ngày 05 của tháng sau
    2025-01-05 before 2024-12; 2025-02-05 before 2025-01
recurring M | chậm nhất là ngày 05 tháng tiếp theo
    2025-01-05 by 2024-12; 2025-02-05 by 2025-01
recurring M | ngày cuối cùng của tháng
    2025-01-31 by 2025-01; 2025-02-28 by 2025-02
recurring M | trước ngày 15 hằng tháng, nếu trùng ngày nghỉ thì chuyển sang ngày làm việc tiếp theo
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước ngày 15 hằng tháng (trường hợp ngày 15 trùng ngày nghỉ, ngày lễ thì báo cáo vào ngày làm việc liền trước)
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước ngày 15 hàng tháng (riêng báo cáo tháng 01 năm 2024, gửi trước ngày 22 tháng 01 năm 2024)
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước ngày 15 hằng tháng, riêng tháng 12 trước ngày 25
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Hằng tháng, trừ tháng 12, trước ngày 20
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | Thời gian chốt số liệu: từ ngày 15 tháng trước đến ngày 14 tháng này; thời hạn gửi: trước ngày 20 hằng tháng
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | gửi số liệu trước ngày 15 hằng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước ngày 15 hằng tháng theo Công văn số 990/BHXH-CNTT ngày 10/4/2023
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Hằng tháng, trước ngày 25
    2025-01-25 before 2025-01; 2025-02-25 before 2025-02
recurring M | ngày 10 và ngày 25 hằng tháng
    2025-01-10 by 2025-01; 2025-01-25 by 2025-01; 2025-02-10 by 2025-02; 2025-02-25 by 2025-02
recurring M | ngày 10, 20 và 30 hằng tháng
    2025-01-10 by 2025-01; 2025-01-20 by 2025-01; 2025-01-30 by 2025-01; 2025-02-10 by 2025-02; 2025-02-20 by 2025-02; 2025-02-28 by 2025-02
recurring M | không muộn hơn ngày 10 hằng tháng
    2025-01-10 by 2025-01; 2025-02-10 by 2025-02
recurring M | trong 10 ngày đầu của tháng tiếp theo
    2025-01-10 by 2024-12; 2025-02-10 by 2025-01
recurring M | thứ Hai đầu tiên của tháng
    2025-01-06 by 2025-01; 2025-02-03 by 2025-02
recurring M | trước ngày l5 hàng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | truớc ngày 15 hàng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | năm 2025: trước ngày 15 hằng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Báo cáo tháng: trước ngày 20; báo cáo quý: trước ngày 20 tháng cuối quý; báo cáo năm: trước ngày 20/12
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | báo cáo tháng trước ngày 05 tháng sau liền kề
    2025-01-05 before 2024-12; 2025-02-05 before 2025-01
recurring M | Trước ngày mồng 5 hằng tháng
    2025-01-05 before 2025-01; 2025-02-05 before 2025-02
recurring M | trước ngày mười lăm hằng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước ngày 20 hằng tháng hoặc khi có yêu cầu
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | trước ngày 15 hằng tháng gửi về Vụ Pháp chế
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Các đơn vị gửi báo cáo về Văn phòng trước ngày 15 hằng tháng để tổng hợp
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | chốt số liệu ngày 14, gửi báo cáo trước ngày 20 hằng tháng
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | trước ngày 05 tháng sau
    2025-01-05 before 2024-12; 2025-02-05 before 2025-01
recurring M | chậm nhất vào ngày 20 hằng tháng
    2025-01-20 by 2025-01; 2025-02-20 by 2025-02
recurring M | Chậm nhất ngày 05 của tháng liền kề sau tháng báo cáo
    2025-01-05 by 2024-12; 2025-02-05 by 2025-01
recurring M | Định kỳ ngày 15 hằng tháng
    2025-01-15 by 2025-01; 2025-02-15 by 2025-02
recurring M | Hàng tháng (trước ngày 20)
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | Hàng tháng, chậm nhất ngày 20
    2025-01-20 by 2025-01; 2025-02-20 by 2025-02
recurring M | ngày 20 hàng tháng
    2025-01-20 by 2025-01; 2025-02-20 by 2025-02
recurring M | hàng tháng vào ngày 20
    2025-01-20 by 2025-01; 2025-02-20 by 2025-02
recurring M | trước ngày 20 của mỗi tháng
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | mỗi tháng 1 lần, trước ngày 20
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | Hằng tuần, trước 15 giờ thứ Sáu
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | sáng thứ Hai hằng tuần
    2025-01-06 by 2025-W02; 2025-01-13 by 2025-W03; 2025-01-20 by 2025-W04; 2025-01-27 by 2025-W05; 2025-02-03 by 2025-W06; 2025-02-10 by 2025-W07; 2025-02-17 by 2025-W08; 2025-02-24 by 2025-W09
recurring M | thứ 6 hàng tuần
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | trước ngày 15 hằng tháng, trừ tháng 6 và tháng 12
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Hằng tháng trước ngày 20; riêng tháng 2 trước ngày 15/02
    2025-01-20 before 2025-01; 2025-02-15 before 2025-02
recurring M | TRƯỚC NGÀY 15 HÀNG THÁNG
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước   ngày 15    hàng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trướcngày 15 hàngtháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Trước ngày 15 hàng tháng.
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | - Trước ngày 15 hàng tháng;
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | trước ngày 5 và 20 hằng tháng
    2025-01-05 before 2025-01; 2025-01-20 before 2025-01; 2025-02-05 before 2025-02; 2025-02-20 before 2025-02
recurring M | trước ngày 15 và trước ngày 30 hằng tháng
    2025-01-15 before 2025-01; 2025-01-30 before 2025-01; 2025-02-15 before 2025-02; 2025-02-28 before 2025-02
recurring M | Trước 15 hàng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Định kỳ hằng tháng (trước ngày 05 của tháng tiếp theo)
    2025-01-05 before 2024-12; 2025-02-05 before 2025-01
recurring M | Báo cáo tháng trước ngày 25 hằng tháng, báo cáo quý trước ngày 25 của tháng cuối quý
    2025-01-25 before 2025-01; 2025-02-25 before 2025-02
recurring M | Chậm nhất trước ngày 15 hằng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | không sau ngày 25 hằng tháng
    2025-01-25 by 2025-01; 2025-02-25 by 2025-02
recurring M | Các đơn vị thuộc BHXH Việt Nam, BHXH tỉnh báo cáo trước ngày 10 hằng tháng
    2025-01-10 before 2025-01; 2025-02-10 before 2025-02
recurring M | trước ngày 05 (năm) hằng tháng
    2025-01-05 before 2025-01; 2025-02-05 before 2025-02
recurring M | trước ngày 15 (mười lăm) hằng tháng
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Trước ngày 15 hàng tháng báo cáo Vụ Pháp chế
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | Hằng tháng (trước ngày 25), hằng quý (trước ngày 25 tháng cuối quý)
    2025-01-25 before 2025-01; 2025-02-25 before 2025-02
recurring M | vào ngày 15 và ngày 30 hằng tháng
    2025-01-15 by 2025-01; 2025-01-30 by 2025-01; 2025-02-15 by 2025-02; 2025-02-28 by 2025-02
recurring M | mỗi tuần một lần vào thứ Sáu
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | thứ Sáu cuối cùng hằng tháng
    2025-01-31 by 2025-01; 2025-02-28 by 2025-02
recurring M | trước ngày 15 hằng tháng (nếu ngày 15 trùng vào ngày nghỉ thì nộp vào ngày làm việc tiếp theo)
    2025-01-15 before 2025-01; 2025-02-15 before 2025-02
recurring M | ngày 31 hằng tháng
    2025-01-31 by 2025-01; 2025-02-28 by 2025-02
recurring M | Thời gian gửi báo cáo: Trước ngày 20 hằng tháng
    2025-01-20 before 2025-01; 2025-02-20 before 2025-02
recurring M | Báo cáo tháng trước ngày 05
    2025-01-05 before 2025-01; 2025-02-05 before 2025-02
recurring M | ngày mùng 10 hằng tháng
    2025-01-10 by 2025-01; 2025-02-10 by 2025-02
recurring M | Báo cáo hằng tuần (thứ Sáu)
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | Trước 15h00 thứ Năm hằng tuần
    2025-01-02 by 2025-W01; 2025-01-09 by 2025-W02; 2025-01-16 by 2025-W03; 2025-01-23 by 2025-W04; 2025-01-30 by 2025-W05; 2025-02-06 by 2025-W06; 2025-02-13 by 2025-W07; 2025-02-20 by 2025-W08; 2025-02-27 by 2025-W09
"""  # noqa: E501
