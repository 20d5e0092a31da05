"""Templates as data: the office's own may lay a letter out, and neither reach the machine nor fill it.

Jinja's sandbox keeps a template from Python's inside; on top of it nothing grows without end, and a page has
a size and a time. What is refused is a fault of the template like any other.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from jinja2 import Template, nodes, pass_eval_context
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from language import MessageError

MOST_CHARACTERS = 4_000_000
MOST_SECONDS = 20.0
"""A letter of a thousand tasks takes a tenth of it on a slow machine."""
_MOST_WRITTEN = 4 * MOST_CHARACTERS
"""Of all that is put out on the way, also into blocks and macros that end on no page."""
_TURNS_A_LOOK = 64
_STRETCHING = frozenset(
    {"center", "ljust", "rjust", "zfill", "expandtabs", "format", "format_map", "replace"}
)
"""Methods of a text that make a long one of a short one."""
_STRETCHING_FILTERS = (
    "batch", "center", "format", "indent", "pprint", "replace", "slice", "tojson", "wordwrap", "xmlattr",
)  # fmt: skip
"""Filters that do the same."""
_CONTAINERS = (list, tuple, dict, set, frozenset)
_OF_MANY = frozenset(
    {"attr", "count", "d", "default", "dictsort", "first", "groupby", "items", "join", "last", "length",
     "list", "map", "max", "min", "random", "reject", "rejectattr", "reverse", "select", "selectattr", "sort",
     "sum", "unique"}
)  # fmt: skip
"""Filters that take many things; the others write what they are given as a text."""


class OutOfBounds(MessageError):
    """What a template may not do, because a machine could be filled with it."""


class _Budget:
    """What one page may cost: the time until an instant of `clock`, and characters."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._until = clock, clock() + MOST_SECONDS
        self._turns = self._written = 0

    def turn(self, size: int) -> None:
        """A turn of a loop, a call of a macro: it comes with so many characters of the template's own."""
        self._turns += 1
        self.write(size)
        if self._turns % _TURNS_A_LOOK == 1:
            self.look()

    def write(self, size: int) -> None:
        """So many characters are put out somewhere."""
        self._written += size
        if self._written > _MOST_WRITTEN:
            raise _too_much()

    def look(self) -> None:
        """At the clock."""
        if self._clock() > self._until:
            raise _too_much()


_BUDGET: ContextVar[_Budget | None] = ContextVar("budget", default=None)


def _too_much() -> OutOfBounds:
    return OutOfBounds("template.too-much", most=MOST_CHARACTERS, seconds=int(MOST_SECONDS))


class Bounded(ImmutableSandboxedEnvironment):
    """The sandbox, without what makes something huge of something small; loops and macros count their turns,
    also those that put nothing out.
    """

    def __init__(self, *args: Any, **details: Any) -> None:
        super().__init__(*args, finalize=_put_out, **details)
        for name in _STRETCHING_FILTERS:
            self.filters.pop(name, None)
        self.filters |= {name: _bounded(name, each) for name, each in self.filters.items()}
        for name in ("namespace", "lipsum"):  # by the one a loop doubles a text, the other writes without end
            self.globals.pop(name, None)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        loops: Iterator[Any] = tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock))
        for each in loops:
            size = sum(len(data.data) for node in each.body for data in _texts(node))
            each.body.insert(0, nodes.ExprStmt(_call("turn", nodes.Const(size))))
            if isinstance(each, nodes.For) and each.test is not None:  # what it skips are turns as well
                each.test = nodes.And(_call("turn", nodes.Const(0)), each.test)
        tree = _Joins().visit(tree)
        tree.set_environment(self)
        return nodes.Template(tree.body, lineno=1)

    def turn(self, size: int) -> bool:
        """What every turn of a loop and every call of a macro begins with. True."""
        if (budget := _BUDGET.get()) is not None:
            budget.turn(size)
        return True

    @pass_eval_context
    def joined(self, context: nodes.EvalContext, parts: list[Any]) -> str:
        """What `~` makes: the parts as one text, within the bounds."""
        texts = [_text_of(part) for part in parts]
        _check(sum(map(len, texts)))
        return markup_join(parts) if context.autoescape else str_join(parts)

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
        if isinstance(obj, str) and attr in {*_STRETCHING, "join"}:
            return False
        return bool(super().is_safe_attribute(obj, attr, value))


class _Joins(NodeTransformer):
    """Has `~` ask before it joins."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - jinja calls it so
        self.generic_visit(node)
        return _call("joined", nodes.List(node.nodes, lineno=node.lineno)).set_lineno(node.lineno)


def _call(name: str, *args: nodes.Expr) -> nodes.Call:
    # By the environment, not by a name, which a template could give to something else.
    return nodes.Call(nodes.EnvironmentAttribute(name), list(args), [], None, None)


def _texts(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    """The template's own words in a node, loops and macros inside left out, which count for themselves."""
    if isinstance(node, nodes.TemplateData):
        yield node
    elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
        for each in node.iter_child_nodes():
            yield from _texts(each)


def _text_of(value: Any) -> str:
    """A list as a text is nobody's wish, and one of lists of lists fills a machine."""
    if isinstance(value, _CONTAINERS):
        raise OutOfBounds("template.grows", operator="[]")
    return value if isinstance(value, str) else str(value)


def _check(size: int) -> None:
    if size > MOST_CHARACTERS:
        raise _too_much()
    if (budget := _BUDGET.get()) is not None:
        budget.write(size)


def _put_out(value: Any) -> Any:
    """What `{{ ... }}` is about to write, on the page or into a block."""
    _check(len(_text_of(value)))
    return value


def _bounded(name: str, given: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, with bounds on what it is given and what it makes."""
    place = 1 if hasattr(given, "jinja_pass_arg") else 0

    @functools.wraps(given)
    def bounded(*args: Any, **more: Any) -> Any:
        if name not in _OF_MANY and len(args) > place:
            _text_of(args[place])
        if name == "sum" and not isinstance(more.get("start", (*args[place:], 0, 0, 0)[2]), int | float):
            raise OutOfBounds("template.grows", operator="sum")
        if name == "join":
            parts = list(args[place])
            _check(
                sum(len(_text_of(each)) for each in parts) + len(parts) * len(str((*args[place:], "", "")[1]))
            )
            args = (*args[:place], parts, *args[place + 1 :])
        made = given(*args, **more)
        if isinstance(made, str):
            _check(len(made))
        return made

    return bounded


def rendered(template: Template, clock: Callable[[], float] = time.monotonic, /, **given: Any) -> str:
    """The page, piece by piece within its bounds. OutOfBounds beyond them."""
    budget = _Budget(clock)
    token = _BUDGET.set(budget)
    try:
        size, pieces = 0, []
        for piece in template.generate(**given):
            size += len(piece)
            if size > MOST_CHARACTERS:
                raise _too_much()
            budget.look()
            pieces.append(piece)
        return "".join(pieces)
    finally:
        _BUDGET.reset(token)
