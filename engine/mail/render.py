"""A letter as text and as HTML, from the Jinja templates of the registry folder (or, where it has none, our
own).

The templates `letter.txt.j2` and `letter.html.j2` lay out one language of a letter, `page.html.j2` puts them
into one page; HTML is escaped by itself. An office that wants another layout copies a file into its own
`templates/` folder and edits it there; `letter.vi.txt.j2` is for one language alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from config.settings import SHIPPED_REGISTRY
from engine.mail import summary_page
from engine.mail.bounded import Bounded, OutOfBounds, rendered
from engine.mail.detail import WHOLE, Detail
from engine.mail.language import words_of
from engine.mail.letter import Letter
from engine.mail.page import Page, page_of
from engine.mail.summary import Summary
from engine.mail.summary_page import SummaryPage
from engine.texts import one_line

_SHIPPED = SHIPPED_REGISTRY / "templates"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
MOST_KEPT = 2048
"""Cards of some 2,000 characters that a template has laid out."""
_KEPT_LINES = 2048
_ONCE: WeakKeyDictionary[Template, Once] = WeakKeyDictionary()
_ADDRESS = re.compile(r"(?<![\w.@+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def pages_of(letter: Letter, detail: Detail = WHOLE) -> list[Page]:
    """The letter in each of its languages, with so much of it as `detail` says."""
    return [page_of(letter, words_of(code), detail) for code in letter.languages]


def text_of(letter: Letter, folder: Path | None = None, pages: Sequence[Page] = ()) -> str:
    """The plain-text part, all languages of the letter one after the other. Lines are not wrapped: mail
    programs do. `pages` is what `pages_of` answered, for a caller that needs both parts.
    """
    parts = [_rendered(letter, page, "txt", folder) for page in pages or pages_of(letter)]
    return ("\n" + "=" * 60 + "\n\n").join(part.strip() + "\n" for part in parts)


def html_of(letter: Letter, folder: Path | None = None, pages: Sequence[Page] = ()) -> str:
    """The HTML part: one page, inline styles, no remote content."""
    pages = pages or pages_of(letter)
    bodies = [(page.language, _rendered(letter, page, "html", folder)) for page in pages]
    template = _environment(folder, "html").get_template("page.html.j2")
    return _laid_out(template, bodies=bodies, letter=letter, title=pages[0].brand)


def summary_of(letter: Letter, summary: Summary, folder: Path | None = None) -> tuple[str, str]:
    """The text and the HTML of a summary, all its languages; the layouts are `summary.txt.j2` and
    `summary.html.j2`, within the letters' `page.html.j2`.
    """
    pages = [summary_page.page_of(letter, summary, words_of(code)) for code in letter.languages]

    def laid_out(page: SummaryPage, kind: str) -> str:
        return _laid_out(_environment(folder, kind).get_template(f"summary.{kind}.j2"), page=page)

    text = ("\n" + "=" * 60 + "\n\n").join(laid_out(page, "txt").strip() + "\n" for page in pages)
    bodies = [(page.language, laid_out(page, "html")) for page in pages]
    around = _environment(folder, "html").get_template("page.html.j2")
    return text, _laid_out(around, bodies=bodies, letter=letter, title=pages[0].brand)


def _rendered(letter: Letter, page: Page, kind: str, folder: Path | None) -> str:
    words = words_of(page.language)
    template = _template(folder, page.language, kind)
    return _laid_out(template, page=page, letter=letter, w=words, t=words.t, once=_once(template))


def _laid_out(template: Template, **given: Any) -> str:
    """What a template makes of it; an office's own within bounds."""
    bounded = isinstance(template.environment, Bounded)
    return rendered(template, **given) if bounded else template.render(given)


def _template(folder: Path | None, language: str, kind: str) -> Template:
    """The layout of a letter: the one for its language alone, where there is such a file."""
    environment, name = _environment(folder, kind), f"letter.{language}.{kind}.j2"
    # An office's files come and go while mails are made; ours do not.
    named = [name] if isinstance(environment, Bounded) or _is_ours(name) else []
    return environment.select_template([*named, f"letter.{kind}.j2"])


@lru_cache(maxsize=32)
def _is_ours(name: str) -> bool:
    return (_SHIPPED / name).is_file()


class Once:
    """What a macro makes of the same values, made once: `{{ once(macro, value) }}`.

    It lives as long as its template, so that an edited one begins anew.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], str] = {}

    def __call__(self, macro: Macro, *given: object) -> str:
        """What the macro answers; values are the same when they are equal."""
        key = macro.name, *given
        if (made := self._made.get(key)) is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            made = self._made[key] = macro(*given)
        return made


def _always(macro: Macro, *given: object) -> str:
    """Of an office's own template, which may read more in a macro than what it is given."""
    if not isinstance(macro, Macro):
        raise OutOfBounds("template.grows", operator="once")
    return macro(*given)


def _once(template: Template) -> Callable[..., str]:
    if isinstance(template.environment, Bounded):
        return _always
    return _ONCE.setdefault(template, Once())


@lru_cache(maxsize=_KEPT_LINES, typed=True)
def _plain(text: str) -> str:
    """A text as it stands in a plain mail: on one line, without marks for bold."""
    return _BOLD.sub(r"\1", one_line(text))


@lru_cache(maxsize=_KEPT_LINES, typed=True)
def _rich(text: str) -> Markup:
    """A text as it stands in HTML: escaped, bold where it is marked so, addresses to click on."""
    escaped = str(escape(one_line(text)))
    linked = _ADDRESS.sub(lambda a: f'<a href="mailto:{a[0]}" style="color:#1b5a9e;">{a[0]}</a>', escaped)
    return Markup(_BOLD.sub(r"<b>\1</b>", linked))  # noqa: S704 - escaped above


def forget_templates() -> None:
    """Reads the templates anew: a folder or a file may have come that was not there before."""
    _environment.cache_clear()
    _is_ours.cache_clear()


class _Own(FileSystemLoader):
    """An office's own templates: one that cannot be read is a broken one, and is named."""

    def get_source(self, environment: Environment, template: str) -> Any:
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:
            raise
        except (OSError, UnicodeError) as error:
            raise TemplateSyntaxError(str(error), 1, template) from error


class _Ours(FileSystemLoader):
    """Our templates for an office that has a folder of its own, where one of that name may come any time."""

    def __init__(self, own: Path) -> None:
        super().__init__(_SHIPPED)
        self._own = own

    def get_source(self, environment: Environment, template: str) -> Any:
        source, file, unchanged = super().get_source(environment, template)
        return source, file, lambda: unchanged() and not (self._own / template).is_file()


@lru_cache(maxsize=8)
def _environment(folder: Path | None, part: str) -> Environment:
    """What templates are read by, for the `part` of a mail that is `html` or `txt`: what they include and
    extend, by whatever name, is escaped in the one and is not in the other."""
    # The program's own need no bounds, which take twice the time: they are ours, and have their tests.
    kind: type[Environment] = Environment
    loader: BaseLoader = FileSystemLoader(_SHIPPED)
    if folder and folder != _SHIPPED and folder.is_dir():
        kind, loader = Bounded, ChoiceLoader([_Own(folder), _Ours(folder)])
    environment = kind(
        loader=loader,
        autoescape=part == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Names and titles come from files people edit: a line break in one must not fake a line of the letter.
    environment.filters.update(line=one_line, plain=_plain, rich=_rich)
    return environment
