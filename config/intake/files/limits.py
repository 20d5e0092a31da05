"""How much of an untrusted file is taken in: bounds far above any plan an office writes, far below what would
fill a small machine's memory or keep a person waiting. Sizes are in bytes.
"""

from __future__ import annotations

FILE_BYTES = 20_000_000
"""A file as it lies on the disk. Plans are under 2 MB; above this it is pictures or an attack."""

TEXT_BYTES = 10_000_000
"""A csv, web or text file: it is decoded and cut up in memory, at several times its size."""

EXPANDED_BYTES = 64_000_000
"""All that an Office file (a zip) holds, really counted while unpacking. Pictures hardly shrink in a zip, so
an honest file stays near FILE_BYTES; 20,000 full rows of Excel make about 50 MB."""

RATIO = 250
RATIO_FROM_BYTES = 8_000_000
"""A part that grew more than RATIO times, once it is RATIO_FROM_BYTES long, is a bomb: repetitive tables of
real offices reach 20 to 60 times, deflate's utmost is 1032."""

MEMBERS = 4_000
"""Parts of an Office file: a document of five hundred pictures has about 1,100."""

MARKUP_BYTES = 24_000_000
"""What is held as a tree (all XML of a Word file, all of Excel but its sheets): a plan of 1,000 rows takes
4 to 8 MB of it."""

MARKS = 1_000_000
"""Tags, and as many attributes, of what is held as a tree; libxml2 takes 120 to 240 bytes for each, so this
is what bounds the memory of a file made of nothing but tags."""

BOOK_MARKS = 100_000
"""The same for what openpyxl makes objects of, the styles of a workbook above all, at 30 microseconds each;
Excel itself stops at 65,490 styles, honest workbooks have hundreds."""

SHEETS = 100
"""Sheets of a workbook: one for each province and some more."""

SHEET_ELEMENTS = 3_000_000
"""Opening and closing tags of all sheets, cells that are empty but have a colour or a border included: a
million such cells take one to two million, 200,000 full cells one million; some six seconds at most."""

MERGES = 50_000
"""Merged ranges of a sheet: two or three for each of 20,000 rows."""

ROWS = 20_000
"""Rows of a table: the longest of the plans known has 94."""

COLUMNS = 64
"""Columns of a table. Word stops at 63; task tables have 5 to 12."""

CELLS = 200_000
"""Cells with something in them, over all tables of a file: 20,000 rows of 10 columns, read in four seconds.
"""

CHARACTERS = 8_000_000
"""Characters of all cells and paragraphs together, about 3,000 pages: in Excel a thousand cells may share one
long text, so a small file can say very much."""

CELL_TEXT = 20_000
"""Characters of a cell, about eight pages: Excel stops at 32,767, and a task is a few sentences."""

PARTS = 100_000
"""Paragraphs and tables of a file: about 3,000 pages."""

TABLES_DEEP = 20
"""Tables within tables: layouts nest two or three deep."""

OFFICE_SECONDS = 60
"""For LibreOffice to convert a file, and as many seconds of processor time: a plan takes two to five."""

OFFICE_BYTES = 2_000_000_000
"""Of address space for it; a plan is converted within half of that."""

TITLE_LINES = 5
TITLE_CHARS = 300
"""The heading of a table: as many short lines just before it; a longer line is running text."""

NAMED = 5
"""Cells or places that one sentence names before it says that there are others."""
