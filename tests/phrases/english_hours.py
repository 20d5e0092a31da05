"""English phrases with an hour behind the day, bodies that report, and what a monthly report is about.

A row is as in `english.py`.
"""

from __future__ import annotations

TABLE = """
recurring M | Every Friday by 5 p.m.
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | Every Monday at 09:00
    2025-01-06 by 2025-W02; 2025-01-13 by 2025-W03; 2025-01-20 by 2025-W04; 2025-01-27 by 2025-W05; 2025-02-03 by 2025-W06; 2025-02-10 by 2025-W07; 2025-02-17 by 2025-W08; 2025-02-24 by 2025-W09
unknown W | by 5 p.m. every Friday
once W | By COB Friday, 12 June 2026
    2026-06-12 by 2026-06-12
once W | by close of business on 15 June 2026
    2026-06-15 by 2026-06-15
unknown W | By COB Friday, 13 June 2026
recurring Y | Each agency shall submit its annual report to the Ministry not later than 31 January of the following year
    2025-01-31 by 2024
recurring M | By the 10th of every month for the preceding month
    2025-01-10 by 2025-01; 2025-02-10 by 2025-02
unknown W | By the 10th of every month for the preceding quarter
unknown W | Each agenyc shall submit by 15 June
"""  # noqa: E501
