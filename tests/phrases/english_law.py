"""English sentences of law that say a time, with what stands around it.

Rows as in `english`.
"""

from __future__ import annotations

TABLE = """
once W | by 12 June 2026 at 17:00
    2026-06-12 by 2026-06-12
recurring Y | by 12 June at 5 pm each year
    2025-06-12 by 2025
once W | no later than the close of business on 12 May 2026
    2026-05-12 by 2026-05-12
recurring Y | the return is due on the last day of the month that follows the end of the quarter
    2025-01-31 by 2024-Q4; 2025-04-30 by 2025-Q1; 2025-07-31 by 2025-Q2; 2025-10-31 by 2025-Q3
recurring M | Returns must be filed by the 12th day of the month that follows
    2025-01-12 by 2024-12; 2025-02-12 by 2025-01
recurring Y | Form T-4 must be sent by 25 February each year
    2025-02-25 by 2025
recurring Y | File Form 720 by April 30, July 31, October 31 and January 31 each year
    2025-01-31 by 2025-01; 2025-04-30 by 2025-04; 2025-07-31 by 2025-07; 2025-10-31 by 2025-10
offset W | Accounts must be filed 8 months after the end of the financial year
    = 8 month after the end of the financial year
recurring Y | The statement is due every 12 June
    2025-06-12 by 2025
recurring Y | By 25 March of each year, they shall submit a report on the previous calendar year
    2025-03-25 by 2025
offset W | The return is due 90 days after the end of the fiscal year
    = 90 day after the end of the fiscal year
once W | The deadline for applications is 15 March 2025
    2025-03-15 by 2025-03-15
once W | To be completed by Q1 2025
    2025-03-31 by 2025-Q1
"""
