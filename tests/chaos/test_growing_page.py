"""docs/growing.md is what its figures say, and nothing was lost when it was last tried."""

from __future__ import annotations

from chaos import figures, growing


def test_the_page_is_written_from_the_figures() -> None:
    assert growing.PAGE.read_text() == growing.written(figures.read())


def test_a_dead_part_without_figures_is_left_out() -> None:
    page = growing.written({})
    assert "| one of two workers, with its runs |" not in page
    assert "marked Crashed." in page
