"""The files that an import has to read: every document in the forms in which offices send such plans."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.originals import plain_files, plans, sheet_files, sources, variants, word_files
from tests.support.originals.plans import Plan
from tests.support.originals.shape import Table

Change = Callable[[Table], Table]


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing some of the documents. `change` is made to each task table, `write` makes the file."""

    name: str
    suffix: str
    write: Callable[[Path, Plan], Path]
    numbers: tuple[str, ...] = plans.NUMBERS
    change: Change | None = None


def _pages(table: Table) -> Table:
    return variants.repeated_head(table if table.breaks else variants.paged(table, 9))


def _typed(table: Table) -> Table:
    first = variants.two_heads(table) if "helpers" in table.roles else table
    return variants.hard_spaces(first)


def _raw(path: Path, plan: Plan) -> Path:
    shutil.copyfile(sources.path(plan.number), path)
    return path


_MERGED = "3035/KH-BHXH"
_UNMERGED = tuple(number for number in plans.NUMBERS if number != _MERGED)
_TABBED = ("490/KH-BHXH", "188/QĐ-BHXH")
FORMS = (
    Form(
        "as it stands", ".docx", lambda path, plan: word_files.write(path, plan, word_files.Word(broken=True))
    ),
    Form(
        "parted, counted",
        ".docx",
        lambda path, plan: word_files.write(path, plan, word_files.Word(parted=True, numbered=True)),
        _UNMERGED,
        lambda table: table if table.breaks else variants.paged(table, 9),
    ),
    Form(
        "head on each page, NFD",
        ".docx",
        lambda path, plan: word_files.write(path, plan, word_files.Word(marked=False)),
        change=lambda table: variants.decomposed(_pages(table)),
    ),
    Form("as it stands", ".xlsx", sheet_files.write),
    Form(
        "two heads, hard spaces",
        ".xlsx",
        lambda path, plan: sheet_files.write(path, plan, left=2, gaps=False, many=True),
        change=_typed,
    ),
    Form(
        "numerals over the sections",
        ".docx",
        word_files.write,
        ("1177/QĐ-BHXH", *_TABBED),
        lambda table: variants.counted(variants.sections(table)),
    ),
    Form("as it stands", ".csv", plain_files.write_csv, ("24/QĐ-BHXH", "490/KH-BHXH")),
    Form(
        "semicolons",
        ".csv",
        lambda path, plan: plain_files.write_csv(path, plan, delimiter=";"),
        ("1177/QĐ-BHXH", _MERGED),
        lambda table: variants.unmerged(table, filled=True),
    ),
    Form("as it stands", ".html", plain_files.write_html),
    Form("tabs", ".txt", plain_files.write_text, ("24/QĐ-BHXH", "1177/QĐ-BHXH", _MERGED)),
    Form("the source's text", ".txt", _raw, _TABBED),
)


def cases() -> Iterator[tuple[Form, str]]:
    """Each form with each document that comes in it."""
    for form in FORMS:
        for number in form.numbers:
            yield form, number


def changed(number: str, change: Change | None) -> Plan:
    """The document with its task tables changed."""
    plan = plans.plan(number)
    return plan if change is None else plan.with_tables([change(table) for table in plan.tables])
