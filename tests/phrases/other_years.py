"""Phrases of other offices that come round once a year or a few times.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
recurring Y | báo cáo 6 tháng trước ngày 10 tháng 7
    2025-07-10 before 2025-H1
recurring Y | hàng năm trước ngày 15 tháng 12
    2025-12-15 before 2025
recurring W | Thường xuyên hằng năm: mỗi tháng 01 lần
recurring Y | trước ngày 01 tháng 01 hằng năm
    2025-01-01 before 2025
recurring Y | trước ngày 01 tháng 01
    2025-01-01 before 2025
recurring Y | trước ngày 15 của tháng đầu quý sau
    2025-01-15 before 2024-Q4; 2025-04-15 before 2025-Q1; 2025-07-15 before 2025-Q2; 2025-10-15 before 2025-Q3
recurring Y | chậm nhất ngày 10 tháng đầu tiên của quý tiếp theo
    2025-01-10 by 2024-Q4; 2025-04-10 by 2025-Q1; 2025-07-10 by 2025-Q2; 2025-10-10 by 2025-Q3
recurring Y | chậm nhất ngày cuối cùng của quý
    2025-03-31 by 2025-Q1; 2025-06-30 by 2025-Q2; 2025-09-30 by 2025-Q3; 2025-12-31 by 2025-Q4
recurring W | ngày làm việc cuối cùng của tháng
recurring W | chậm nhất ngày làm việc thứ 3 của tháng sau
recurring Y | ngày 20/6 và ngày 20/12
    2025-06-20 by 2025-H1; 2025-12-20 by 2025-H2
recurring Y | trước ngày 20/6 và ngày 20/12 hằng năm
    2025-06-20 before 2025-H1; 2025-12-20 before 2025-H2
recurring Y | 6 tháng/lần trước ngày 20/6 và 20/12
    2025-06-20 before 2025-H1; 2025-12-20 before 2025-H2
recurring Y | 02 lần/năm (trước ngày 15/6 và trước ngày 15/12)
    2025-06-15 before 2025-H1; 2025-12-15 before 2025-H2
recurring Y | Báo cáo quý trước ngày 20 của tháng cuối quý và báo cáo năm trước ngày 20/12
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3; 2025-12-20 before 2025; 2025-12-20 before 2025-Q4
recurring Y | Báo cáo 6 tháng: trước ngày 15/6; báo cáo năm: trước ngày 15/12
    2025-06-15 before 2025-H1; 2025-12-15 before 2025
recurring Y | Báo cáo 6 tháng và báo cáo năm: trước ngày 15/6 và ngày 15/12
    2025-06-15 before 2025-H1; 2025-12-15 before 2025
recurring Y | Báo cáo 6 tháng đầu năm trước ngày 10/7, báo cáo 6 tháng cuối năm trước ngày 10/01 năm sau
    2025-01-10 before 2024-H2; 2025-07-10 before 2025-H1
recurring Y | báo cáo quý, 6 tháng, 9 tháng và năm: trước ngày 20 của tháng cuối kỳ báo cáo
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-H1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-9M; 2025-09-20 before 2025-Q3; 2025-12-20 before 2025; 2025-12-20 before 2025-H2; 2025-12-20 before 2025-Q4
recurring Y | 15/12
    2025-12-15 by 2025
recurring Y | 15-12
    2025-12-15 by 2025
recurring Y | trước ngày 29/02 hằng năm
    2025-02-28 before 2025
recurring Y | Hằng quý trước ngày 20 của tháng cuối quý, riêng quý IV trước ngày 10/12
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3; 2025-12-10 before 2025-Q4
recurring W | 6 tháng một lần
recurring W | 02 lần/năm
recurring W | mỗi năm 2 lần
recurring W | hai năm một lần
recurring Y | Định kỳ hằng quý, trước ngày 15 tháng đầu quý sau
    2025-01-15 before 2024-Q4; 2025-04-15 before 2025-Q1; 2025-07-15 before 2025-Q2; 2025-10-15 before 2025-Q3
recurring Y | trước ngày 15 tháng 12 năm trước
    2025-12-15 before 2026
recurring Y | trước ngày 31 tháng 01 năm sau
    2025-01-31 before 2024
recurring Y | chậm nhất ngày 31/01 của năm tiếp theo năm báo cáo
    2025-01-31 by 2024
recurring Y | trước ngày 20 tháng 12 năm báo cáo
    2025-12-20 before 2025
recurring Y | trước ngày 15 của tháng thứ hai của quý
    2025-02-15 before 2025-Q1; 2025-05-15 before 2025-Q2; 2025-08-15 before 2025-Q3; 2025-11-15 before 2025-Q4
recurring Y | tháng 6 và tháng 12 hằng năm
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | Quý I hằng năm
    2025-03-31 by 2025
recurring W | trong 05 ngày làm việc đầu tháng
recurring Y | Quý I: trước ngày 10/4; Quý II: trước ngày 10/7; Quý III: trước ngày 10/10; Quý IV: trước ngày 10/01 năm sau
    2025-01-10 before 2024-Q4; 2025-04-10 before 2025-Q1; 2025-07-10 before 2025-Q2; 2025-10-10 before 2025-Q3
recurring Y | trước ngày 15 tháng mười hai hằng năm
    2025-12-15 before 2025
recurring Y | ngày 15 tháng năm hằng năm
    2025-05-15 by 2025
recurring W | định kỳ hằng quý hoặc đột xuất khi có yêu cầu
recurring Y | chậm nhất vào ngày 25 của tháng cuối cùng mỗi quý
    2025-03-25 by 2025-Q1; 2025-06-25 by 2025-Q2; 2025-09-25 by 2025-Q3; 2025-12-25 by 2025-Q4
recurring Y | ngày 25 tháng thứ ba của quý
    2025-03-25 by 2025-Q1; 2025-06-25 by 2025-Q2; 2025-09-25 by 2025-Q3; 2025-12-25 by 2025-Q4
recurring W | hằng ngày
recurring Y | ngày cuối cùng của tháng cuối quý
    2025-03-31 by 2025-Q1; 2025-06-30 by 2025-Q2; 2025-09-30 by 2025-Q3; 2025-12-31 by 2025-Q4
recurring Y | 6 tháng đầu năm: trước ngày 25/6; cả năm: trước ngày 25/12
    2025-06-25 before 2025-H1; 2025-12-25 before 2025
recurring Y | hằng năm (tháng 11)
    2025-11-30 by 2025
recurring Y | Hằng năm, trong quý I
    2025-03-31 by 2025
recurring Y | Trước ngày 25 tháng cuối quý
    2025-03-25 before 2025-Q1; 2025-06-25 before 2025-Q2; 2025-09-25 before 2025-Q3; 2025-12-25 before 2025-Q4
recurring Y | Trước ngày 20 tháng cuối cùng của quý
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3; 2025-12-20 before 2025-Q4
recurring Y | trước ngày 10 của tháng đầu quý tiếp theo kỳ báo cáo
    2025-01-10 before 2024-Q4; 2025-04-10 before 2025-Q1; 2025-07-10 before 2025-Q2; 2025-10-10 before 2025-Q3
recurring Y | Báo cáo 6 tháng: chậm nhất ngày 18 tháng 6; báo cáo năm: chậm nhất ngày 20 tháng 12
    2025-06-18 by 2025-H1; 2025-12-20 by 2025
recurring Y | Trước ngày 15/6 đối với báo cáo 6 tháng và trước ngày 15/12 đối với báo cáo năm
    2025-06-15 before 2025-H1; 2025-12-15 before 2025
recurring Y | trước ngày 20/3, 20/6, 20/9 và 20/12 hằng năm
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3; 2025-12-20 before 2025-Q4
recurring Y | các ngày 15/3, 15/6, 15/9, 15/12
    2025-03-15 by 2025-Q1; 2025-06-15 by 2025-Q2; 2025-09-15 by 2025-Q3; 2025-12-15 by 2025-Q4
recurring Y | Báo cáo quý: trước ngày 15/3, 15/6, 15/9
    2025-03-15 before 2025-Q1; 2025-06-15 before 2025-Q2; 2025-09-15 before 2025-Q3
recurring Y | báo cáo quý I trước ngày 15/3; báo cáo quý II trước ngày 15/6
    2025-03-15 before 2025-Q1; 2025-06-15 before 2025-Q2
recurring Y | ngày 1/7 hằng năm
    2025-07-01 by 2025
recurring W | Định kỳ 02 năm/lần
recurring W | 3 tháng một lần
recurring W | hai tháng một lần
recurring W | Mỗi quý một lần
recurring W | 01 lần/quý
recurring W | ít nhất 02 lần/năm
recurring W | không quá 02 lần/năm
recurring W | Định kỳ 6 tháng, hằng năm
recurring W | hằng quý, 6 tháng và hằng năm
recurring W | định kỳ tháng, quý, năm
recurring Y | Quý II và quý IV hằng năm
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | tháng 3, 6, 9, 12 hằng năm
    2025-03-31 by 2025-Q1; 2025-06-30 by 2025-Q2; 2025-09-30 by 2025-Q3; 2025-12-31 by 2025-Q4
recurring Y | Tháng 6 hằng năm
    2025-06-30 by 2025
recurring Y | trong tháng 12 hằng năm
    2025-12-31 by 2025
recurring Y | trước 30/6 hằng năm
    2025-06-30 before 2025
recurring Y | Trước ngày 15 tháng 12 hằng năm, riêng năm 2025 trước ngày 20 tháng 12
    2025-12-20 before 2025
recurring Y | báo cáo năm trước ngày 15 tháng 01 năm sau
    2025-01-15 before 2024
recurring Y | báo cáo tháng 5 trước ngày 05/6
    2025-06-05 before 2025-05
recurring Y | trước ngày 05 tháng 6 (báo cáo tháng 5)
    2025-06-05 before 2025-05
recurring Y | Quý IV hàng năm
    2025-12-31 by 2025
recurring Y | Trước ngày 10 tháng cuối quý và ngày 10/12
    2025-03-10 before 2025-Q1; 2025-06-10 before 2025-Q2; 2025-09-10 before 2025-Q3; 2025-12-10 before 2025; 2025-12-10 before 2025-Q4
recurring W | ngày làm việc thứ năm của tháng
recurring W | ngày làm việc đầu tiên của tháng sau
recurring Y | ngày cuối cùng của năm
    2025-12-31 by 2025
recurring Y | trước ngày cuối cùng của tháng 6
    2025-06-30 before 2025
recurring Y | ngày 30 tháng 6 và 31 tháng 12 hằng năm
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | Quý I, II, III: trước ngày 19 của tháng cuối quý; quý IV: trước ngày 19/12
    2025-03-19 before 2025-Q1; 2025-06-19 before 2025-Q2; 2025-09-19 before 2025-Q3; 2025-12-19 before 2025-Q4
recurring Y | Hằng quý (trước ngày 10 của tháng đầu quý kế tiếp)
    2025-01-10 before 2024-Q4; 2025-04-10 before 2025-Q1; 2025-07-10 before 2025-Q2; 2025-10-10 before 2025-Q3
recurring Y | báo cáo 9 tháng trước ngày 25/9
    2025-09-25 before 2025-9M
recurring Y | chậm nhất ngày 15/11 hằng năm
    2025-11-15 by 2025
recurring Y | chậm nhất ngày 30/11 năm trước năm kế hoạch
    2025-11-30 by 2026
recurring Y | trước ngày 31/3 của năm sau năm báo cáo
    2025-03-31 before 2024
recurring Y | ngày 01 tháng 01 và ngày 01 tháng 7 hằng năm
    2025-01-01 by 2025-01; 2025-07-01 by 2025-07
recurring Y | trước ngày 20 tháng 6 và trước ngày 20 tháng 12
    2025-06-20 before 2025-H1; 2025-12-20 before 2025-H2
recurring Y | trước ngày 20-6 và 20-12
    2025-06-20 before 2025-H1; 2025-12-20 before 2025-H2
recurring Y | trước ngày 15 tháng 6, ngày 15 tháng 12 hàng năm
    2025-06-15 before 2025-H1; 2025-12-15 before 2025-H2
recurring Y | Vụ Pháp chế tổng hợp, gửi Bộ Nội vụ chậm nhất là ngày 25 tháng 12 của năm trước liền kề năm kế hoạch
    2025-12-25 by 2026
recurring W | thường xuyên, hằng tháng
recurring W | theo quý
recurring W | theo năm
recurring Y | trước ngày 20 của tháng cuối mỗi quý, riêng quý IV trước ngày 15/12
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3; 2025-12-15 before 2025-Q4
recurring Y | trước ngày 20 tháng cuối quý (trừ quý IV)
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3
recurring Y | Hằng quý (trừ quý IV), trước ngày 20 của tháng cuối quý
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3
recurring Y | Trước ngày 22 của tháng cuối quý; riêng báo cáo năm trước ngày 22 tháng 12
    2025-03-22 before 2025-Q1; 2025-06-22 before 2025-Q2; 2025-09-22 before 2025-Q3; 2025-12-22 before 2025; 2025-12-22 before 2025-Q4
recurring Y | Định kỳ hàng quý (trước ngày 20 của tháng cuối quý), 6 tháng (trước ngày 20/6) và năm (trước ngày 20/12)
    2025-03-20 before 2025-Q1; 2025-06-20 before 2025-H1; 2025-06-20 before 2025-Q2; 2025-09-20 before 2025-Q3; 2025-12-20 before 2025; 2025-12-20 before 2025-Q4
recurring Y | Báo cáo quý trước ngày 05 của tháng đầu quý sau, báo cáo năm trước ngày 15/01 năm sau
    2025-01-05 before 2024-Q4; 2025-01-15 before 2024; 2025-04-05 before 2025-Q1; 2025-07-05 before 2025-Q2; 2025-10-05 before 2025-Q3
recurring Y | Trước ngày 10 của tháng đầu tiên quý sau
    2025-01-10 before 2024-Q4; 2025-04-10 before 2025-Q1; 2025-07-10 before 2025-Q2; 2025-10-10 before 2025-Q3
recurring Y | Chậm nhất ngày 15 tháng 7 đối với báo cáo 6 tháng và ngày 15 tháng 01 năm sau đối với báo cáo năm
    2025-01-15 by 2024; 2025-07-15 by 2025-H1
recurring Y | báo cáo sơ kết 6 tháng trước ngày 15/6 và tổng kết năm trước ngày 15/12
    2025-06-15 before 2025-H1; 2025-12-15 before 2025
recurring Y | định kỳ 6 tháng (trước ngày 15/6) và năm (trước ngày 15/12)
    2025-06-15 before 2025-H1; 2025-12-15 before 2025
recurring W | sơ kết 6 tháng, tổng kết năm
recurring Y | Quý III hằng năm
    2025-09-30 by 2025
recurring Y | Trong quý IV hằng năm
    2025-12-31 by 2025
recurring Y | trước 30/11 hằng năm
    2025-11-30 before 2025
recurring Y | ngày 25 của tháng cuối quý
    2025-03-25 by 2025-Q1; 2025-06-25 by 2025-Q2; 2025-09-25 by 2025-Q3; 2025-12-25 by 2025-Q4
recurring W | trong vòng 03 ngày làm việc đầu tiên của tháng sau
recurring Y | Trước ngày 15 tháng 11 hàng năm báo cáo Bộ Tài chính
    2025-11-15 before 2025
recurring Y | Báo cáo định kỳ hằng quý: Gửi trước ngày 15 của tháng cuối quý. Báo cáo năm: Gửi trước ngày 15 tháng 12
    2025-03-15 before 2025-Q1; 2025-06-15 before 2025-Q2; 2025-09-15 before 2025-Q3; 2025-12-15 before 2025; 2025-12-15 before 2025-Q4
recurring Y | 6 tháng một lần (trước ngày 30/6 và trước ngày 31/12)
    2025-06-30 before 2025-H1; 2025-12-31 before 2025-H2
recurring Y | định kỳ vào tháng 6 và tháng 12 hằng năm
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | Hằng năm vào tháng 6, tháng 12
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | Trước ngày 15/3, 15/6, 15/9 và 15/12 hằng năm
    2025-03-15 before 2025-Q1; 2025-06-15 before 2025-Q2; 2025-09-15 before 2025-Q3; 2025-12-15 before 2025-Q4
recurring Y | trước ngày 15 tháng cuối quý I
    2025-03-15 before 2025-Q1
recurring Y | báo cáo quý trước ngày 05 tháng đầu quý sau
    2025-01-05 before 2024-Q4; 2025-04-05 before 2025-Q1; 2025-07-05 before 2025-Q2; 2025-10-05 before 2025-Q3
recurring Y | 30/4
    2025-04-30 by 2025
recurring Y | Trước ngày 25 tháng 6, 25 tháng 12
    2025-06-25 before 2025-H1; 2025-12-25 before 2025-H2
recurring W | 2 lần/tháng
recurring W | 3 lần/năm
recurring W | hằng quý: 01 lần
"""  # noqa: E501
