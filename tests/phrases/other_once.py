"""Phrases of other offices that name one time or a stretch of time.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
once W | 15.12.2025
    2025-12-15 by 2025-12-15
once W | ngày 15-12-2025
    2025-12-15 by 2025-12-15
once W | trước 15/12/2025
    2025-12-15 before 2025-12-15
range W | Đến năm 2025
range W | Đến hết năm 2025
once W | chậm nhất đến hết năm 2025
    2025-12-31 by 2025
once W | hoàn thành trong quý II/2025
    2025-06-30 by 2025-Q2
once W | chậm nhất trong tháng 6/2025
    2025-06-30 by 2025-06
once W | trước tháng 6/2025
    2025-06-01 before 2025-06-01
once W | đến hết tháng 6/2025
    2025-06-30 by 2025-06
once W | Quý I, quý III/2025
    2025-03-31 by 2025-Q1; 2025-09-30 by 2025-Q3
range W | Quý III - IV/2025
    2025-12-31 by 2025-12-31
once W | Thứ sáu, ngày 19/12/2025
    2025-12-19 by 2025-12-19
once W | quý năm 2024
once W | trước ngày 2O/6/2O25
    2025-06-20 before 2025-06-20
once W | Báo cáo năm 2024 trước ngày 15/12/2024
    2024-12-15 before 2024
once W | Kế hoạch năm 2026 trước ngày 15/12/2025
    2025-12-15 before 2026
range W | từ tháng 01 đến tháng 10/2022
    2022-10-31 by 2022-10-31
range W | từ ngày 01/01/2025 đến ngày 31/12/2025
once W | trước ngày 15/12/2025 theo Công văn số 990/BHXH-CNTT ngày 10/4/2023
    2025-12-15 before 2025-12-15
range W | từ năm 2025 đến năm 2030
once W | Quý I/2025: trước ngày 20/3/2025
    2025-03-20 before 2025-Q1
once W | trước ngày 20/3/2025 (đối với báo cáo quý I)
    2025-03-20 before 2025-Q1
once W | Trước 15/01/2026
    2026-01-15 before 2026-01-15
once W | 31.12.2025
    2025-12-31 by 2025-12-31
once W | 31 - 12 - 2025
    2025-12-31 by 2025-12-31
once W | ngày 01 tháng 7 năm 2025
    2025-07-01 by 2025-07-01
once W | trước 17 giờ 30 phút ngày 20/12/2025
    2025-12-20 by 2025-12-20
once W | trước 11h30 ngày 15/5/2025
    2025-05-15 by 2025-05-15
once W | trước 24 giờ ngày 31/12/2025
    2025-12-31 by 2025-12-31
once W | Từ năm 2025
range W | giai đoạn 2026-2030
once W | đến hết quý III/2025
    2025-09-30 by 2025-Q3
range W | hết năm 2025
once W | chậm nhất 31/12/2025
    2025-12-31 by 2025-12-31
once W | Hoàn thành trước 30/6/2025
    2025-06-30 before 2025-06-30
once W | riêng năm 2025 trước ngày 20/12/2025
    2025-12-20 before 2025
once W | cuối quý III/2025
once W | chậm nhất cuối quý III/2025
    2025-09-30 by 2025-Q3
once W | theo Luật BHXH năm 2024
once W | báo cáo năm 2025 trước ngày 15/01/2026
    2026-01-15 before 2025
once W | năm 2025
    2025-12-31 by 2025
once W | NĂM 2025
    2025-12-31 by 2025
once W | Trước ngày 05/11/2024; trước ngày 05/11/2025
    2024-11-05 before 2024-11-05; 2025-11-05 before 2025-11-05
once W | chậm nhất 17h ngày 10/5/2025
    2025-05-10 by 2025-05-10
once W | trong ngày 20/12/2025
    2025-12-20 by 2025-12-20
once W | trước ngày 15/12/2025 gửi về Văn phòng để tổng hợp
    2025-12-15 before 2025-12-15
once W | trước 15/12/2025, Vụ Pháp chế tổng hợp
    2025-12-15 before 2025-12-15
range W | phấn đấu trước ngày 31/12/2025 hoàn thành
once W | mục tiêu đến năm 2030 đạt 100%
range W | Tầm nhìn đến năm 2045
once W | năm 2024, 2025
range W | Năm 2025 - 2026
range W | Từ quý I đến quý IV/2025
    2025-12-31 by 2025-12-31
range W | Từ tháng 3/2025 đến hết tháng 12/2025
    2025-12-31 by 2025-12-31
range W | Tháng 3-5/2025
    2025-05-31 by 2025-05-31
range W | Tháng 3/2025-5/2025
    2025-05-31 by 2025-05-31
once W | 06 tháng đầu năm 2025
    2025-06-30 by 2025-H1
once W | 9 tháng đầu năm 2025
    2025-09-30 by 2025-9M
once W | 6 tháng cuối năm 2025
    2025-12-31 by 2025-H2
once W | trong 6 tháng đầu năm 2025
    2025-06-30 by 2025-H1
once W | Hoàn thành trong tháng 9 năm 2025
    2025-09-30 by 2025-09
once W | Xong trước ngày 20/8/2025
    2025-08-20 before 2025-08-20
once W | Hạn: 20/8/2025
    2025-08-20 by 2025-08-20
once W | Hạn cuối 20/8/2025
    2025-08-20 by 2025-08-20
once W | Thời hạn: trước ngày 20/8/2025
    2025-08-20 before 2025-08-20
once W | thời gian hoàn thành: tháng 9/2025
    2025-09-30 by 2025-09
once W | hết quý I/2025
    2025-03-31 by 2025-Q1
once W | chậm nhất hết quý I/2025
    2025-03-31 by 2025-Q1
once W | sau quý I/2025
once W | từ quý I/2025
range W | trước năm 2026
once W | 30 tháng 4 năm 2025
    2025-04-30 by 2025-04-30
once W | ngày 30/4 và 01/5/2025
    2025-04-30 by 2025-04-30; 2025-05-01 by 2025-05-01
once W | 10h ngày 10/10/2025
    2025-10-10 by 2025-10-10
once W | trước ngày 15-12-2025
    2025-12-15 before 2025-12-15
once W | trước ngày 15 . 12 . 2025
    2025-12-15 before 2025-12-15
once W | trước ngày 15/ 12/ 2025
    2025-12-15 before 2025-12-15
once W | trước ngày 15 /12/2025
    2025-12-15 before 2025-12-15
"""
