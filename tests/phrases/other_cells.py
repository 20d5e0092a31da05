"""Cells of plans' time columns: days in a row, lines, lengths without what they count from, headings.

A row is as in `other_once`.
"""

from __future__ import annotations

TABLE = """
once W | Xong trong ngày 20/5/2025
    2025-05-20 by 2025-05-20
recurring Y | 02 lần/năm (15/3 và 15/9)
    2025-03-15 by 2025-03; 2025-09-15 by 2025-09
range W | Từ ngày 05/5/2025 đến ngày 12/5/2025
    2025-05-12 by 2025-05-12
range W | 03/12 - 14/12/2025
    2025-12-14 by 2025-12-14
range W | 20-25/6/2025
    2025-06-25 by 2025-06-25
once W | Tổ chức tập huấn từ ngày 14/4 đến ngày 18/4/2025
    2025-04-18 by 2025-04-18
unknown W | - 15/6/2025 - 30/6/2025
once W | Cả năm 2025
    2025-12-31 by 2025
offset W | 08 giờ làm việc
    = 8 hour after
range W | Giấy phép từ ngày 05/5/2025 đến ngày 12/5/2025
once W | Hạn chót nộp bài dự thi: 31/10/2025
    2025-10-31 by 2025-10-31
recurring Y | không được muộn hơn ngày 15/01 hằng năm
    2025-01-15 by 2025
once W | Học kỳ I: trước ngày 20/01/2025; học kỳ II: trước ngày 30/5/2025
    2025-01-20 before 2025-01-20; 2025-05-30 before 2025-05-30
recurring Y | Báo cáo tài chính bán niên gửi trước ngày 30/8
    2025-08-30 before 2025-H1
recurring Y | 02 lần/năm (tháng 5 và tháng 11)
    2025-05-31 by 2025-H1; 2025-11-30 by 2025-H2
once W | Đăng ký tham gia từ ngày 01/3/2025 đến ngày 31/3/2025
    2025-03-31 by 2025-03-31
once W | Thời gian nhận hồ sơ: đến hết ngày 25/7/2025
    2025-07-25 by 2025-07-25
recurring Y | chậm nhất không quá ngày 25/12 hằng năm
    2025-12-25 by 2025
once W | Trước 09h00' ngày 21/7/2025
    2025-07-21 by 2025-07-21
range W | Người lao động nghỉ việc từ ngày 05/5/2025 đến ngày 12/5/2025
"""
