"""English phrases of offices that say a time.

A row is the kind, the days its deadlines are asked for (W: 2019 to 2031, Y: 2025, M: January and
February 2025) and the phrase. Under it: `=` the offset, then the deadlines as nominal day, boundary, period.
"""

from __future__ import annotations

TABLE = """
recurring Y | no later than the 20th of the month following the quarter
    2025-01-20 by 2024-Q4; 2025-04-20 by 2025-Q1; 2025-07-20 by 2025-Q2; 2025-10-20 by 2025-Q3
recurring Y | No later than the 20th day of the month following the end of each quarter
    2025-01-20 by 2024-Q4; 2025-04-20 by 2025-Q1; 2025-07-20 by 2025-Q2; 2025-10-20 by 2025-Q3
recurring Y | by the 15th of the month following the reporting quarter
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
recurring Y | by the 10th of the month after the quarter
    2025-01-10 by 2024-Q4; 2025-04-10 by 2025-Q1; 2025-07-10 by 2025-Q2; 2025-10-10 by 2025-Q3
recurring Y | by the 25th of the second month following the quarter
    2025-02-25 by 2024-Q4; 2025-05-25 by 2025-Q1; 2025-08-25 by 2025-Q2; 2025-11-25 by 2025-Q3
recurring Y | by the 15th day of the first month of the following quarter
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
recurring Y | before the 5th of the first month of each quarter
    2025-01-05 before 2025-Q1; 2025-04-05 before 2025-Q2; 2025-07-05 before 2025-Q3; 2025-10-05 before 2025-Q4
recurring Y | by the 20th of the last month of each quarter
    2025-03-20 by 2025-Q1; 2025-06-20 by 2025-Q2; 2025-09-20 by 2025-Q3; 2025-12-20 by 2025-Q4
recurring Y | on the last day of each quarter
    2025-03-31 by 2025-Q1; 2025-06-30 by 2025-Q2; 2025-09-30 by 2025-Q3; 2025-12-31 by 2025-Q4
recurring W | by the last working day of each quarter
recurring Y | before the end of each quarter
    2025-03-31 by 2025-Q1; 2025-06-30 by 2025-Q2; 2025-09-30 by 2025-Q3; 2025-12-31 by 2025-Q4
recurring Y | by the end of the quarter
    2025-03-31 by 2025-Q1; 2025-06-30 by 2025-Q2; 2025-09-30 by 2025-Q3; 2025-12-31 by 2025-Q4
recurring M | by the end of each month
    2025-01-31 by 2025-01; 2025-02-28 by 2025-02
recurring M | before the last day of each month
    2025-01-31 before 2025-01; 2025-02-28 before 2025-02
recurring W | by the last working day of the month
recurring W | no later than the 3rd working day of each month
recurring M | by the fifth of each month
    2025-01-05 by 2025-01; 2025-02-05 by 2025-02
recurring M | by the 5th of the following month
    2025-01-05 by 2024-12; 2025-02-05 by 2025-01
recurring M | monthly, by the 5th of the following month
    2025-01-05 by 2024-12; 2025-02-05 by 2025-01
recurring M | monthly, by the 25th of the month
    2025-01-25 by 2025-01; 2025-02-25 by 2025-02
recurring M | Monthly report: by the 25th of the month
    2025-01-25 by 2025-01; 2025-02-25 by 2025-02
recurring Y | quarterly, by the 15th of the following month
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
recurring Y | Quarterly reports, no later than the 15th of the month following the reporting period
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
recurring Y | semi-annually (30 June and 31 December)
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | Semi-annual, by 15 June and 15 December
    2025-06-15 by 2025-H1; 2025-12-15 by 2025-H2
recurring Y | half-yearly, by 10 July and 10 January of the following year
    2025-01-10 by 2024-H2; 2025-07-10 by 2025-H1
recurring Y | twice a year, by 30 June and 31 December
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | every six months, by the 15th of the month following the reporting period
    2025-01-15 by 2024-H2; 2025-07-15 by 2025-H1
recurring Y | by 15 December each year
    2025-12-15 by 2025
recurring Y | By 15 December of each year
    2025-12-15 by 2025
recurring Y | by 15 December every year
    2025-12-15 by 2025
recurring Y | annually by 15 December
    2025-12-15 by 2025
recurring Y | annually, no later than 15 December
    2025-12-15 by 2025
recurring Y | yearly, before 31 January of the following year
    2025-01-31 before 2024
recurring Y | by December 15 each year
    2025-12-15 by 2025
recurring Y | before the 15th of December each year
    2025-12-15 before 2025
recurring Y | not later than the 15th day of December of each year
    2025-12-15 by 2025
recurring Y | on or before 31 March of the year following the reporting year
    2025-03-31 by 2024
recurring Y | by 31 March of the following year
    2025-03-31 by 2024
recurring Y | Annual report by 31 January of the following year
    2025-01-31 by 2024
recurring Y | by 15 May each year
    2025-05-15 by 2025
recurring Y | by 15 Sept. each year
    2025-09-15 by 2025
recurring Y | by 15 Dec. each year
    2025-12-15 by 2025
recurring Y | by 28 February each year
    2025-02-28 by 2025
recurring Y | by the last day of February each year
    2025-02-28 by 2025
recurring Y | 15 December, annually
    2025-12-15 by 2025
recurring Y | 30 June and 31 December each year
    2025-06-30 by 2025-H1; 2025-12-31 by 2025-H2
recurring Y | 15 January, 15 April, 15 July and 15 October each year
    2025-01-15 by 2025-01; 2025-04-15 by 2025-04; 2025-07-15 by 2025-07; 2025-10-15 by 2025-10
recurring M | the 1st and 15th of each month
    2025-01-01 by 2025-01; 2025-01-15 by 2025-01; 2025-02-01 by 2025-02; 2025-02-15 by 2025-02
recurring M | the 10th and the 25th of every month
    2025-01-10 by 2025-01; 2025-01-25 by 2025-01; 2025-02-10 by 2025-02; 2025-02-25 by 2025-02
recurring M | the last Friday of each month
    2025-01-31 by 2025-01; 2025-02-28 by 2025-02
recurring M | by the first Monday of every month
    2025-01-06 by 2025-01; 2025-02-03 by 2025-02
recurring M | no later than the second Tuesday of each month
    2025-01-14 by 2025-01; 2025-02-11 by 2025-02
recurring M | the third Wednesday of the month
    2025-01-15 by 2025-01; 2025-02-19 by 2025-02
recurring M | every Friday
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | each Monday
    2025-01-06 by 2025-W02; 2025-01-13 by 2025-W03; 2025-01-20 by 2025-W04; 2025-01-27 by 2025-W05; 2025-02-03 by 2025-W06; 2025-02-10 by 2025-W07; 2025-02-17 by 2025-W08; 2025-02-24 by 2025-W09
recurring M | Friday of each week
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | weekly, by Friday
    2025-01-03 by 2025-W01; 2025-01-10 by 2025-W02; 2025-01-17 by 2025-W03; 2025-01-24 by 2025-W04; 2025-01-31 by 2025-W05; 2025-02-07 by 2025-W06; 2025-02-14 by 2025-W07; 2025-02-21 by 2025-W08; 2025-02-28 by 2025-W09
recurring M | weekly on Monday
    2025-01-06 by 2025-W02; 2025-01-13 by 2025-W03; 2025-01-20 by 2025-W04; 2025-01-27 by 2025-W05; 2025-02-03 by 2025-W06; 2025-02-10 by 2025-W07; 2025-02-17 by 2025-W08; 2025-02-24 by 2025-W09
recurring M | no later than Thursday of each week
    2025-01-02 by 2025-W01; 2025-01-09 by 2025-W02; 2025-01-16 by 2025-W03; 2025-01-23 by 2025-W04; 2025-01-30 by 2025-W05; 2025-02-06 by 2025-W06; 2025-02-13 by 2025-W07; 2025-02-20 by 2025-W08; 2025-02-27 by 2025-W09
recurring M | by Tuesday of the following week
    2025-01-07 by 2025-W01; 2025-01-14 by 2025-W02; 2025-01-21 by 2025-W03; 2025-01-28 by 2025-W04; 2025-02-04 by 2025-W05; 2025-02-11 by 2025-W06; 2025-02-18 by 2025-W07; 2025-02-25 by 2025-W08
recurring Y | Half-year report: by 15 June; annual report: by 15 December
    2025-06-15 by 2025-H1; 2025-12-15 by 2025
recurring Y | Quarterly report by the 20th of the last month of the quarter and annual report by 20 December
    2025-03-20 by 2025-Q1; 2025-06-20 by 2025-Q2; 2025-09-20 by 2025-Q3; 2025-12-20 by 2025; 2025-12-20 by 2025-Q4
recurring Y | Submit to the Ministry of Agriculture and Rural Development by 15 June each year
    2025-06-15 by 2025
recurring M | Send the summary to the Provincial Statistics Office before the 18th of each month
    2025-01-18 before 2025-01; 2025-02-18 before 2025-02
recurring Y | The report shall be submitted no later than 15 November each year
    2025-11-15 by 2025
recurring M | Reports are due on the 10th of each month
    2025-01-10 by 2025-01; 2025-02-10 by 2025-02
recurring M | All units must send their figures to the Planning Department by the 22nd of the month
    2025-01-22 by 2025-01; 2025-02-22 by 2025-02
recurring Y | Prepare and publish the list of procedures by 30 June each year
    2025-06-30 by 2025
recurring Y | by 15 December each year or upon request
    2025-12-15 by 2025
recurring Y | by 15 December each year, and as needed
    2025-12-15 by 2025
recurring Y | quarterly, no later than the 15th of the following month, or when required
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
offset Y | 15 days after the end of each quarter
    = 15 day after period_end
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
offset Y | within 15 days after the end of the quarter
    = 15 day after period_end
    2025-01-15 by 2024-Q4; 2025-04-15 by 2025-Q1; 2025-07-15 by 2025-Q2; 2025-10-15 by 2025-Q3
offset M | no later than 15 days after the end of the month
    = 15 day after period_end
    2025-01-15 by 2024-12; 2025-02-15 by 2025-01
offset Y | within 30 days of the end of the year
    = 30 day after period_end
    2025-01-30 by 2024
offset Y | not later than 90 days after the end of the calendar year
    = 90 day after period_end
    2025-03-31 by 2024
offset Y | within three months after the end of the year
    = 3 month after period_end
    2025-03-31 by 2024
offset Y | within 10 days after the end of the reporting period, quarterly
    = 10 day after period_end
    2025-01-10 by 2024-Q4; 2025-04-10 by 2025-Q1; 2025-07-10 by 2025-Q2; 2025-10-10 by 2025-Q3
offset Y | 10 days before the end of each quarter
    = 10 day before period_end
    2025-03-21 by 2025-Q1; 2025-06-20 by 2025-Q2; 2025-09-20 by 2025-Q3; 2025-12-21 by 2025-Q4
offset Y | at least 15 days before the end of the year
    = 15 day before period_end
    2025-12-16 by 2025
offset M | two weeks after the end of each month
    = 14 day after period_end
    2025-01-14 by 2024-12; 2025-02-14 by 2025-01
recurring M | by 17:00 on the 15th of each month
    2025-01-15 by 2025-01; 2025-02-15 by 2025-02
recurring M | before 4 p.m. on the 15th of each month
    2025-01-15 by 2025-01; 2025-02-15 by 2025-02
recurring M | by noon on the last Friday of each month
    2025-01-31 by 2025-01; 2025-02-28 by 2025-02
recurring M | by the 15th of each month at the latest
    2025-01-15 by 2025-01; 2025-02-15 by 2025-02
recurring Y | 15 December each year at the latest
    2025-12-15 by 2025
recurring Y | in the first quarter of each year
    2025-03-31 by 2025
recurring Y | during November each year
    2025-11-30 by 2025
recurring Y | by 15 December
    2025-12-15 by 2025
recurring Y | 30 June
    2025-06-30 by 2025
recurring Y | by 15/12
    2025-12-15 by 2025
recurring Y | no later than 30/6 each year
    2025-06-30 by 2025
once W | on or before 30 June 2026
    2026-06-30 by 2026-06-30
once W | by 15 December 2026
    2026-12-15 by 2026-12-15
once W | by December 15, 2026
    2026-12-15 by 2026-12-15
once W | by 15th December 2026
    2026-12-15 by 2026-12-15
once W | by the 15th of December 2026
    2026-12-15 by 2026-12-15
once W | by 15/12/2026
    2026-12-15 by 2026-12-15
once W | by 15.12.2026
    2026-12-15 by 2026-12-15
once W | 15-12-2026
    2026-12-15 by 2026-12-15
once W | by 12/15/2026
    2026-12-15 by 2026-12-15
once W | by 2026-12-15
    2026-12-15 by 2026-12-15
once W | 2026-12-15
    2026-12-15 by 2026-12-15
once W | before 1 July 2026
    2026-07-01 before 2026-07-01
once W | prior to 1 July 2026
    2026-07-01 before 2026-07-01
once W | no later than Friday, 18 December 2026
    2026-12-18 by 2026-12-18
once W | by 5 p.m. on 15 December 2026
    2026-12-15 by 2026-12-15
once W | by 03/03/2026
    2026-03-03 by 2026-03-03
once W | by 03/04/2026 and 15/12/2026
    2026-04-03 by 2026-04-03; 2026-12-15 by 2026-12-15
once W | 15 June 2026 and 15 December 2026
    2026-06-15 by 2026-06-15; 2026-12-15 by 2026-12-15
once W | 15 June and 15 December 2026
    2026-06-15 by 2026-06-15; 2026-12-15 by 2026-12-15
once W | by end of March 2026
    2026-03-31 by 2026-03
once W | by the end of March 2026
    2026-03-31 by 2026-03
once W | before the end of March 2026
    2026-03-31 by 2026-03
once W | no later than the end of Q2 2026
    2026-06-30 by 2026-Q2
once W | in Q2 2026
    2026-06-30 by 2026-Q2
once W | Q2 2026, in the field
once W | within Q3/2026
    2026-09-30 by 2026-Q3
once W | in the second quarter of 2026
    2026-06-30 by 2026-Q2
once W | during the first half of 2026
    2026-06-30 by 2026-H1
once W | in H1 2026
    2026-06-30 by 2026-H1
once W | in March 2026
    2026-03-31 by 2026-03
once W | within March 2026
    2026-03-31 by 2026-03
once W | by the end of 2026
    2026-12-31 by 2026
once W | in 2026
    2026-12-31 by 2026
once W | before the end of the year 2026
    2026-12-31 by 2026
once W | The draft must be completed before 1 July 2026
    2026-07-01 before 2026-07-01
once W | Completed by 30 September 2026
    2026-09-30 by 2026-09-30
once W | Complete the inventory of assets by 30 September 2026
    2026-09-30 by 2026-09-30
once W | Deadline: 15 December 2026
    2026-12-15 by 2026-12-15
once W | the deadline is 15 December 2026
    2026-12-15 by 2026-12-15
once W | the report is due on 15 December 2026
    2026-12-15 by 2026-12-15
offset Y | within 15 days after the end of March 2026
    = 15 day after period_end
offset Y | within 30 days after the end of Q2 2026
    = 30 day after period_end
offset Y | within 10 days after 15 March 2026
    = 10 day after 2026-03-15
offset Y | at least 7 days before 15 March 2026
    = 7 day before 2026-03-15
offset W | within 10 working days of receipt
    = 10 workday after receipt
offset W | within ten (10) working days of receipt of the request
    = 10 workday after receipt of the request
offset W | within 5 days from the date of receipt of the application
    = 5 day after the date of receipt of the application
offset W | no later than 3 working days after the decision is issued
    = 3 workday after the decision is issued
offset W | within 24 hours after the incident
    = 24 hour after the incident
offset W | two weeks after the meeting
    = 14 day after the meeting
offset W | not later than 90 days after the end of the financial year
    = 90 day after the end of the financial year
offset W | within 60 days of the close of the fiscal year
    = 60 day after the close of the fiscal year
offset W | at least 10 days before the meeting
    = 10 day before the meeting
offset W | no later than 5 working days prior to the session
    = 5 workday before the session
event W | upon request
event W | as needed
event W | as required
event W | ad hoc
event W | on demand
event W | upon receipt of the request
event W | when the contract is signed
event W | immediately after the inspection
event W | as soon as the budget is approved
recurring W | monthly
recurring W | Quarterly
recurring W | on a weekly basis
recurring W | every six months
recurring W | semi-annually
recurring W | annually
recurring W | every two years
recurring W | every 3 months
recurring W | once a month
recurring W | daily
recurring W | twice a year
recurring W | Monthly and quarterly
recurring W | quarterly report
continuous W | continuously
continuous W | on an ongoing basis
recurring Y | In 2026, quarterly, by the 15th of the following month
once W | in accordance with Decision No. 12 dated 5 March 2025, by 15 December 2026
    2026-12-15 by 2026-12-15
recurring Y | By 30 June in each year the Authority shall publish a report
    2025-06-30 by 2025
once Y | Registration closes on 30 September 2025
    2025-09-30 by 2025-09-30
offset W | Due 30 days from invoice date
    = 30 day after invoice date
recurring Y | by 15 December each year (Form 3, Annex II)
    2025-12-15 by 2025
recurring W | Monthly, no later than the 5th working day of the following month
"""  # noqa: E501
