"""What each row of the five appendices says, read by a person: number, who leads, and when. No sentences.

A row is `number | leads | time`. `?` among the leads: the cell names somebody whom no unit stands for, so
that a person has to look. Time: a day is the nominal one of a deadline that comes once (`<`: before it),
`-11-30` one that comes every year, `~` has no day (hằng năm, thường xuyên), `!` waits for an event, `~!`
comes round from an event on, `?` is left blank.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

_KH3035 = """
1 | TST | ~
2 | TST | ~
3 | VP | ~
4 | TST TCKT CSXH CSYT | ~
5 | CNTT | ~
6 | TST CSXH CSYT TCKT | ~
7 | TT | ~
8 | VP | ~
9 | VP | ~
10 | VP | 2021-12-31
11 | VP | 2022-12-31
12 | VP | ~
13 | LT | 2022-12-31
14 | CSKH | ~
15 | CSKH | ~
16 | CNTT | ?
17 | VP | ~
18 | VP | ~
19 | TST TCKT CSXH CSYT | ~
20 | TT | ~
21 | CSKH | ~
22 | CSKH | ~
23 | CNTT | ~
24 | VP | ~
25 | TCCB | ?
26 | TCCB | 2021-12-31
27 | TCCB | 2025-11-30
28 | TCCB | 2025-12-31
29 | TCCB | ~
30 | TCCB | ~
31 | TCCB | ~
32 | TCCB | ~
33 | TCKT | ~
34 | TCKT | ~
35 | TCKT | ~
36 | TCKT | ~
37 | TCKT | ~
38 | TCKT | 2021-12-31
39 | TCKT | 2021-12-31
40 | TCKT | 2021-12-31
41 | TCKT | 2021-12-31
42 | TT | ~
43 | TCKT | 2021-12-31
44 | CSXH | ~
45 | CNTT | ~
46 | HTQT | ~
47 | TCKT | !
48 | TCKT | ~
49 | TCKT | -11-30
50 | TCKT | ~
51 | TCKT | ~
52 | TCKT | ~!
53 | TCKT | ~!
54 | TT | ~
55 | TCKT | ~
56 | TCKT | -11-30
57 | CNTT | ~
58 | CNTT | ~
59 | CNTT | ~
60 | CNTT | ~
61 | CNTT | ~
62 | CNTT | ~
63 | CNTT | ~
64 | CNTT | ~
65 | CNTT | ~
66 | CNTT | ~
67 | PC | !
68 | PC | !
69 | CNTT | ~
70 | CNTT | ~
71 | CNTT | ~
72 | @trung-uong | ~
73 | CNTT | ~
74 | CNTT | ~
75 | CNTT | ~
76 | CNTT | ~
77 | CNTT | ~
78 | CNTT | ~
79 | TT | ~
80 | PC | !
81 | CNTT | !
82 | CNTT | ~
83 | LT | ~
84 | CNTT | 2025-12-31
85 | TT | ~
86 | @trung-uong @tinh | 2021-12-31
87 | PC @tinh | ~
88 | VKH @tinh | ~
89 | ? @tinh | ~
90 | PC @tinh | ~
91 | TCCB TCKT VP CNTT | ~
92 | TCCB TCKT VP CNTT @tinh | ?
93 | TT TCBH @tinh | ~
94 | ? | ~
"""

_QD24 = """
1 | TST | 2024-12-31
2 | TST | ~
3 | TST | ~
4 | TST | 2024-12-31
5 | TST | 2024-12-31
6 | TST | 2024-12-31
1 | TCKT | ~
2 | TCKT CSYT CSXH DTQ | ~
3 | TCKT | 2024-12-31
4 | TCKT | 2024-12-31
5 | TTKT KTNB | ~
6 | DTQ | 2024-12-31
7 | DTQ | 2024-12-31
8 | CSYT | 2024-12-31
9 | CSYT | 2024-12-31
10 | TCKT CSXH CSYT | 2024-12-31
11 | TCKT | 2024-01-31
12 | TCKT | 2024-12-31
13 | KHDT TCKT | 2024-12-31
14 | KHDT | 2024-12-31
15 | KHDT | 2024-12-31
1 | PC | 2024-12-31
2 | PC | 2024-12-31
1 | CSXH | 2024-12-31
2 | CSXH | 2024-12-31
3 | CSXH | 2024-12-31
4 | CSYT | ~
5 | TCKT CSXH CSYT | 2024-12-31
6 | GDYT | ~
7 | CSYT | 2024-12-31
8 | CSYT | 2024-12-31
9 | CSYT | ~
1 | TCCB | 2024-12-31
2 | TCCB | 2024-12-31
3 | TCCB | 2024-12-31
4 | TCCB | 2024-03-31
5 | PC | 2024-12-31
6 | VP | 2024-12-31
7 | VP | 2024-12-31
8 | VP | 2024-12-31
9 | CNTT | 2024-12-31
10 | CNTT | 2024-12-31
11 | CNTT | 2024-12-31
12 | CNTT | 2024-12-31
13 | TTKT KTNB | 2024-12-31
14 | TTKT | 2024-12-31
1 | HTQT | 2024-12-31
2 | HTQT | 2024-12-31
1 | TT | 2024-12-31
2 | TT | 2024-12-31
3 | TT | 2024-12-31
4 | TT | 2024-12-31
"""

_QD1177 = """
1.1 | CNTT | ~
1.2 | ? @tinh | ~
2.1 | ? | ~
2.2 | PC | ~
2.3 | CNTT | ~
2.4 | CNTT | ~
3.1 | TT | ~
3.2 | CNTT | ~
3.3 | TDKT | ~
4.1 | TCCB | ~
4.2 | CNTT | ~
5.1 | VP | ~
5.2 | VP | ~
5.3 | TCKT | ~
5.4 | CNTT | ~
6.1 | TST | 2023-12-31
6.2 | CNTT | ~
7.1 | CNTT | ~
7.2 | VP | ~
7.3 | CNTT | ~
"""

_KH490 = """
1.1 | VP | 2022-03-31
1.1 | @tinh | 2022-03-31
1.2 | VP | 2022-12-31
1.3 | VP | 2022-09-30
1.4 | VP | 2022-12-31
1.5 | CNTT | 2022-03-31
1.6 | CSKH | 2022-09-30
2.1 | TST CSXH CSYT TCKT PC @tinh | 2022-10-31
2.2 | TST CSXH CSYT TCKT | !
3.1 | TST CSXH CSYT TCKT | 2022-12-31
3.2 | VP | 2022-12-31
3.3 | TT TCBH VP @tinh ? | ~
3.4 | VP | !
3.5 | VP | !
3.6 | TCBH | !
4.1 | VP | 2022-12-31
4.2 | ? @tinh | 2022-12-31
4.3 | VP | 2022-12-31
5.1 | @tinh | 2022-12-31
5.2 | VP | 2022-12-31
6 | VP | 2022-12-31
7 | CNTT | 2022-12-31
8.1 | TT TCBH @tinh | ~
8.2 | VP | 2022-12-31
9 | TST CSXH CSYT TCKT TT CNTT PC | <-03-19 <-06-19 <-09-19 <2022-12-19
9 | @tinh | <-03-19 <-06-19 <-09-19 <2022-12-19
"""

_QD188 = """
1.1 | VP | 2025-03-31
1.2 | VP | 2025-12-31
1.3 | TST CSXH | 2025-12-31
1.4 | @tinh | ~
1.5 | CSXH CSYT TST TCKT | 2025-12-31
1.6 | CSXH | 2025-12-31
a | CSXH | 2025-12-31
b | CNTT | 2025-12-31
1.7 | VP | ~
1.8 | VP | ~
1.9 | @tinh | ~
2.1 | CNTT | ~
2.2 | CNTT | ~
2.3 | CNTT | ~
3.1 | @tinh | ~
3.2 | VP | 2025-12-31
3.3 | tinh-01 tinh-79 tinh-74 tinh-22 tinh-27 | 2025-12-31
3.4 | CNTT | ~
4.1 | VP | ~
4.2 | CNTT | ~
5.1 | TTKT | 2025-12-31
6.1 | TT | 2025-12-31
6.2 | TT | 2025-12-31
7.1 | TCKT | 2025-12-31
7.2 | @tinh | 2025-12-31
1 | VP | ?
2 | VP | ?
3 | VP | ?
4 | VP @tinh | ?
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """One row: its number, its leads (`doubtful`: one of them is no unit), its time in the signs above."""

    no: str
    leads: frozenset[str]
    doubtful: bool
    time: str

    @property
    def dated(self) -> bool:
        """Whether it has days."""
        return self.time not in ("~", "!", "~!", "?")

    @property
    def _signs(self) -> list[str]:
        return [sign.removeprefix("<") for sign in self.time.split()] if self.dated else []

    def days_allow(self, days: Collection[date]) -> bool:
        """Whether each of these is one of its days."""
        return all(any(day.isoformat().endswith(sign) for sign in self._signs) for day in days)

    def days_agree(self, days: Collection[date]) -> bool:
        """The same, and whether none is missing."""
        found = {day.isoformat() for day in days}
        return self.days_allow(days) and all(any(day.endswith(sign) for day in found) for sign in self._signs)


def _rows(table: str) -> tuple[Expected, ...]:
    found = []
    for line in table.strip().splitlines():
        no, leads, time = (part.strip() for part in line.split("|"))
        found.append(Expected(no, frozenset(leads.split()) - {"?"}, "?" in leads.split(), time))
    return tuple(found)


ROWS = {
    "3035/KH-BHXH": _rows(_KH3035),
    "24/QĐ-BHXH": _rows(_QD24),
    "1177/QĐ-BHXH": _rows(_QD1177),
    "490/KH-BHXH": _rows(_KH490),
    "188/QĐ-BHXH": _rows(_QD188),
}
"""By document; the 4 indicators of 188 follow its 25 tasks."""
