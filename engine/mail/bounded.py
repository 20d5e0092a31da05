"""Templates as data: the office's own may lay a letter out, and neither reach the machine nor fill it.

Jinja's sandbox keeps a template from Python's inside; on top of it nothing grows without end, and a page has
a size and a time. What is refused is a fault of the template like any other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from jinja2 import Template, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from language import MessageError

MOST_CHARACTERS = 4_000_000
MOST_SECONDS = 20.0
"""A letter of a thousand tasks takes a tenth of it on a slow machine."""
_STRETCHING = frozenset(
    {"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "replace"}
)
"""Methods of a text that make a long one of a short one."""
_MOST_JOINS = 12
_STRETCHING_FILTERS = ("center", "format", "indent", "replace", "wordwrap", "xmlattr")
"""Filters that do the same."""


class OutOfBounds(MessageError):
    """What a template may not do, because a machine could be filled with it."""


class Bounded(ImmutableSandboxedEnvironment):
    """The sandbox, without what makes something huge of something small."""

    def __init__(self, *args: Any, **details: Any) -> None:
        super().__init__(*args, **details)
        for name in _STRETCHING_FILTERS:
            self.filters.pop(name, None)
        self.globals.pop("namespace", None)  # by it a loop doubles a text with each turn

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if sum(1 for _ in tree.find_all(nodes.Concat)) > _MOST_JOINS:  # each may double a text
            raise OutOfBounds("template.grows", operator="~")
        return tree

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """None of these of texts and lists, which they make longer; no powers."""
        long = isinstance(left, str | bytes | list | tuple) or isinstance(right, str | bytes | list | tuple)
        if operator == "**" or long:
            raise OutOfBounds("template.grows", operator=operator)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Any:
        """No `format` of a text: its fields have a width."""
        if (found := super().wrap_str_format(value)) is not None:
            raise OutOfBounds("template.grows", operator="format")
        return found

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As the sandbox does it; and no method that makes a text longer than what it is given."""
        if isinstance(obj, str) and attr in _STRETCHING:
            return False
        return bool(super().is_safe_attribute(obj, attr, value))


def rendered(template: Template, clock: Callable[[], float] = time.monotonic, /, **given: Any) -> str:
    """The page, piece by piece within its bounds. OutOfBounds beyond them."""
    until, size, pieces = clock() + MOST_SECONDS, 0, []
    for piece in template.generate(**given):
        size += len(piece)
        if size > MOST_CHARACTERS or clock() > until:
            raise OutOfBounds("template.too-much", most=MOST_CHARACTERS, seconds=int(MOST_SECONDS))
        pieces.append(piece)
    return "".join(pieces)
