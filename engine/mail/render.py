"""A letter as text and as HTML, from the Jinja templates of the registry folder (or, where it has none, our
own).

A template is `letter.<language>.txt.j2` or `letter.<language>.html.j2`; HTML is escaped by itself. An
office that wants other words copies a file into its own `templates/` folder and edits it there.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from config.settings import SHIPPED_REGISTRY
from engine.mail.language import EN, VI, Words
from engine.mail.letter import Letter
from engine.texts import one_line

LANGUAGES: dict[str, Words] = {"vi": VI, "en": EN}
_SHIPPED = SHIPPED_REGISTRY / "templates"


def text_of(letter: Letter, folder: Path | None = None) -> str:
    """The plain-text part, all languages of the letter one after the other. Lines are not wrapped: mail
    programs do.
    """
    environment = _environment(folder)
    parts = [
        environment.get_template(f"letter.{code}.txt.j2").render(_values(letter, code))
        for code in letter.languages
    ]
    return ("\n" + "=" * 60 + "\n\n").join(part.strip() + "\n" for part in parts)


def html_of(letter: Letter, folder: Path | None = None) -> str:
    """The HTML part: one page, inline styles, no remote content."""
    environment = _environment(folder)
    bodies = [
        (code, environment.get_template(f"letter.{code}.html.j2").render(_values(letter, code)))
        for code in letter.languages
    ]
    return environment.get_template("page.html.j2").render(bodies=bodies, letter=letter)


def _values(letter: Letter, code: str) -> dict[str, object]:
    return {"letter": letter, "w": LANGUAGES[code]}


@lru_cache(maxsize=4)
def _environment(folder: Path | None) -> Environment:
    own = [FileSystemLoader(folder)] if folder and folder != _SHIPPED and folder.is_dir() else []
    environment = Environment(
        loader=ChoiceLoader([*own, FileSystemLoader(_SHIPPED)]),
        # By the template's name: the text part must not be escaped.
        autoescape=lambda name: bool(name and ".html" in name),  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Names and titles come from files people edit: a line break in one must not fake a line of the letter.
    environment.filters["line"] = one_line
    environment.filters["cap"] = lambda text: text[:1].upper() + text[1:]
    return environment
