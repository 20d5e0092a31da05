"""docs/reliability.md is what its figures say."""

from __future__ import annotations

from chaos import figures, page


def test_the_page_is_written_from_the_figures() -> None:
    assert page.PAGE.read_text() == page.written(figures.read())


def test_no_promise_was_broken_when_it_was_last_tried() -> None:
    tried = figures.read()
    assert tried
    assert [
        each
        for what, of in tried.items()
        for one in of.values()
        for each in one["broken" if what == "laws" else "violations"]
    ] == []
