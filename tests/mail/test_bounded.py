"""A template of the office lays a letter out, and does nothing else to the machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import TemplateError

from engine.mail import render
from engine.mail.bounded import Bounded, OutOfBounds, rendered
from tests.support.letters import KSTTHC, item, letter


@pytest.mark.parametrize(
    "text",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 'x' * 1000000000 }}",
        "{{ [0] * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ 'a'|center(1000000000) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{% set a = 'xxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
        "{% set n = namespace(a='x') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}" + "x" * 9999 + "{% endfor %}{% endfor %}",
        "{{ lipsum(n=1000000000) }}",
        "{{ 'a'|slice(1000000000)|list|length }}",
        "{{ [1]|tojson(indent=1000000000) }}",
        "{% set a = 'xxxxxxxx' %}" + "{% set a = [a, a]|join %}" * 40,
        "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}",
        "{% set a = ['x'] %}" + "{% set a = [a, a] %}" * 40 + "{% set b = a|string %}",
        "{% set a = 'xxxxxxxx' %}" + "{% set b %}{{ a }}{{ a }}{% endset %}{% set a = b %}" * 40,
        "{% macro f(x) %}{{ f([x, x]|join) }}{% endmacro %}{{ f('x') }}",
        "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('x') }}",
        "{% set x %}{% for a in range(9999) %}{% for b in range(9999) %}"
        + "x" * 9999
        + "{% endfor %}{% endfor %}{% endset %}",
        "{{ ''.join(['x', 'y']) }}",
    ],
)
def test_what_reaches_the_machine_or_fills_it_is_a_fault_of_the_template(text: str) -> None:
    with pytest.raises((TemplateError, OutOfBounds)):
        rendered(Bounded().from_string(text))


def test_a_page_that_takes_too_long_is_given_up() -> None:
    ticks = iter(range(0, 1000, 9))
    text = "{% for each in range(50) %}{{ each }}{% endfor %}"
    with pytest.raises(OutOfBounds):
        rendered(Bounded().from_string(text), lambda: next(ticks))


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) if b < 0 %}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% if n %}{% set a = f(n - 1) %}{% set b = f(n - 1) %}{% endif %}{% endmacro %}"
        "{{ f(60) }}",
        "{% set f = 1 %}{% for a in [[[]]] recursive %}{{ loop([a, a]) }}{% endfor %}",
        "{% macro f() %}{{ caller() }}{% endmacro %}{% for a in range(99999) %}{% for b in range(99999) %}"
        "{% call f() %}{% endcall %}{% endfor %}{% endfor %}",
    ],
)
def test_a_loop_or_a_macro_that_writes_nothing_ends_as_well(text: str) -> None:
    ticks = iter(range(10_000))
    with pytest.raises((TemplateError, OutOfBounds, RecursionError)):
        rendered(Bounded().from_string(text), lambda: next(ticks))


def test_joining_escapes_as_ever() -> None:
    page = Bounded(autoescape=True).from_string("{{ '<' ~ n ~ ('<b>'|safe) }}{{ ['<', '>']|join('-') }}")
    assert rendered(page, n=3) == "&lt;3<b>&lt;-&gt;"
    plain = Bounded().from_string("{{ '<' ~ ('<b>'|safe) }}{{ [1, 2]|sum }}{{ ['b', 'a']|sort|join(', ') }}")
    assert rendered(plain) == "<<b>3a, b"


def test_what_letters_need_goes_on() -> None:
    text = "{% for each in names %}{{ loop.index + 1 }}. {{ each ~ ': ' ~ n * 2 }}{% endfor %}"
    assert rendered(Bounded().from_string(text), names=["Hà Nội"], n=3) == "2. Hà Nội: 6"


def test_the_offices_own_templates_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "letter.txt.j2").write_text("{{ 'x' * 10 }}")
    template = render._environment(tmp_path, "txt").get_template("letter.txt.j2")
    with pytest.raises(OutOfBounds):
        rendered(template)


TITLE = "<script>x</script> & co"
OWN = {
    "includes": ("{% include 'foot.j2' %}", {"foot.j2": "{{ page.sections[0].cards[0].title }}"}),
    "extends": ("{% extends 'base.j2' %}", {"base.j2": "{{ page.sections[0].cards[0].title }}"}),
    "imports": (
        "{% import 'm.j2' as m %}{{ m.told(page.sections[0].cards[0].title) }}",
        {"m.j2": "{% macro told(title) %}{{ title }}{% endmacro %}"},
    ),
}


@pytest.mark.parametrize("how", OWN)
def test_what_an_offices_template_brings_in_is_escaped_for_the_page_alone(tmp_path: Path, how: str) -> None:
    """By whatever name it has."""
    source, others = OWN[how]
    for name in ("letter.txt.j2", "letter.html.j2"):
        (tmp_path / name).write_text(source)
    for name, text in others.items():
        (tmp_path / name).write_text(text)
    each = letter(item(replace(KSTTHC, title=TITLE)))
    assert TITLE in render.text_of(each, tmp_path)
    page = render.html_of(each, tmp_path)
    assert "&lt;script&gt;x&lt;/script&gt; &amp; co" in page
    assert "<script>" not in page


def test_a_template_that_is_no_text_is_a_broken_one_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.html.j2").write_text("Kính gửi", encoding="utf-16")
    with pytest.raises(TemplateError, match="'utf-8' codec") as met:
        render.html_of(letter(item()), tmp_path)
    assert "letter.html.j2" in str(met.value)
