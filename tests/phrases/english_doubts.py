"""English phrases that say no deadline, or are doubtful: no date comes of any.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
unknown W | by 03/04/2026
unknown W | The office closes on 24 December
unknown W | Registration closed on 30 September 2025
unknown W | on or before 3/4/2026
unknown W | by 31 April 2026
unknown W | by 30 February each year
unknown W | by 15 December next year
unknown W | by the end of this month
unknown W | next month
unknown W | by 15/13/2026
unknown W | no later than Friday, 17 December 2026
once W | by March 2026
once W | by 2030
unknown W | FY2026
unknown W | by the end of FY 2026
unknown W | by the end of the financial year
unknown W | unless otherwise agreed, by 15 December each year
unknown W | not by 15 December each year
unknown W | by 15 December each year, except in 2027
unknown W | by 15 December each year unless an extension is granted
unknown W | reports due by 15 December each year are abolished
unknown W | suspended until 15 December 2026
unknown W | effective from 1 January 2026
unknown W | from 1 April 2026
unknown W | from 1 April to 30 June 2026
unknown W | 1 April 2026 - 30 June 2026
unknown W | 15-20 December 2026
unknown W | between 15 and 20 December each year
unknown W | until 15 December 2026
unknown W | since 15 December each year
unknown W | around 15 December each year
unknown W | employees appointed before 1 July 2025
unknown W | documents issued before 1 July 2024
unknown W | the year ended 31 December 2025
unknown W | data as of 31 December each year
unknown W | Decision No. 12 dated 5 March 2025
unknown W | in accordance with Circular 20 of 5 March 2025
unknown W | bimonthly
unknown W | biweekly, by Friday
unknown W | every other month
unknown W | by the 15th
unknown W | by the 32nd of each month
unknown W | at least 10 days after the meeting
unknown W | within 30 days
unknown W | not more than 10 days before the meeting
unknown W | within 10 days before the end of the quarter
unknown W | by 15 Decembr each year
unknown W | befor 15 December each year
unknown W | by 15 December and and 20 June the year
unknown W | 15 and 30 June each year
unknown W | if approved, by 15 December each year
unknown W | to be replaced by 15 December each year
unknown W | means the last Friday of each month
unknown W | by 15 December 2026 for ministries and 31 December 2026 for provinces
unknown W | as amended on 15 December 2026
unknown W | valid until 15 December 2026
unknown W | the first Monday of each quarter
unknown W | three times a year
unknown W | by 15 December each year and within 10 days of receipt
unknown W | by the 15th of each month, no longer required
unknown W | has been submitted by 15 December 2026
unknown W | by mid-December each year
unknown W | mid-March 2026
unknown W | early in Q2 2026
unknown W | Meeting of the steering committee, 15 December 2026
unknown W | by 3/4 each year
unknown W | open 24/7
unknown W | 1/3 of the units
unknown W | Decision No. 20 dated 5 March 2025
unknown W | by the 28th of March, June, September and December
unknown W | every 31 April
unknown W | By 25 March each year for the previous year
unknown W | the plan 12 December 2026 at 17:00
unknown W | An employer who fails to file by the 12th of each month is liable to a fine
"""
