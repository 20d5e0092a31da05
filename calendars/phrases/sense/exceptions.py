"""Exceptions: `riêng báo cáo tháng 01 năm 2024, gửi trước ngày 22`, `riêng quý IV ...`, `trừ tháng 12`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calendars.periods import Kind
from calendars.phrases.dates import nominal
from calendars.phrases.grammar.items import Item, Mark, Named, Rest, Sep
from calendars.phrases.meaning import Rule
from calendars.phrases.text.lexicon import ROMAN
from calendars.phrases.text.vocabulary import ORDINARY
from calendars.rules import Override
from language import Message, MessageError

_SURELY_NEXT, _SURELY_OWN = 10, 20
"""Days of "hằng tháng" until which a report is for the month before, and after which for its own."""
_PLAIN = ORDINARY - frozenset(ROMAN)


class Unclear(MessageError):
    """Two parts of a phrase that do not fit each other; the message says which."""


def removed(found: Sequence[Item]) -> tuple[Kind, tuple[int, ...]] | None:
    """The periods after "trừ"."""
    for n, item in enumerate(found):
        if isinstance(item, Mark) and item.what == "trừ":
            following = found[n + 1] if n + 1 < len(found) else None
            if _bracketed(found, n):
                continue
            if not isinstance(following, Named) or following.year is not None or following.kind is Kind.YEAR:
                raise Unclear("phrase.except-which")
            return following.kind, following.numbers
    return None


def _bracketed(found: Sequence[Item], n: int) -> bool:
    """Whether what is taken out stands in brackets and is no time: `(trừ khai tổng hợp)` limits who."""
    if not n or not isinstance(before := found[n - 1], Sep) or before.sign != "(":
        return False
    for item in found[n + 1 :]:
        if isinstance(item, Sep) and item.sign == ")":
            return True
        plain = isinstance(item, Rest) and (
            item.weight == "filler" or item.text in _PLAIN or len(item.text) == 1
        )
        if not plain and not isinstance(item, Sep):
            return False
    return False


def excepted(
    rules: list[Rule],
    special: list[tuple[Message, list[Rule]]],
    without: tuple[Kind, tuple[int, ...]] | None,
) -> tuple[list[Rule], tuple[Message, ...]]:
    """The rules after what the phrase takes out of them, and the wordings of it.

    `special`: what follows each "riêng", with the rules it came to (none: it names no period).
    """
    if any(_both(one, other) for one in rules for other in rules):
        raise Unclear("phrase.apart-which")
    texts = []
    if without is not None:
        rules, hit = _without(rules, *without)
        if not hit:
            raise Unclear("phrase.except-no-match")
        texts.append(Message("phrase.except", numbers=without[1]))
    for text, made in special:
        if not made:
            raise Unclear("phrase.apart-which")
        for rule in made:
            rules = _with_exception(rules, rule)
        texts.append(text)
    return rules, tuple(texts)


def _both(one: Rule, other: Rule) -> bool:
    """Whether a quarter has two days of which no "riêng" says that one is apart."""
    whole = one.pattern is None and not one.only and one.due is not None
    return whole and one.kind is other.kind and bool(other.only) and other.due is not None


def _without(rules: list[Rule], kind: Kind, numbers: tuple[int, ...]) -> tuple[list[Rule], bool]:
    out, hit = [], False
    for rule in rules:
        if rule.kind is kind and rule.pattern is None:
            most = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}[kind]
            left = tuple(n for n in rule.only or range(1, most + 1) if n not in numbers)
            hit = hit or len(left) < len(rule.only or range(most))
            if left:
                out.append(replace(rule, only=left))
        else:
            out.append(rule)
    return out, hit


def _told_by(known: Rule, apart: Rule) -> Rule:
    """The rule, of which an exception says for which period its day is.

    `trước ngày 20 của tháng đầu tiên hằng quý, riêng quý IV trước ngày 05 tháng 01 năm kế tiếp`: the
    quarter is over when the exception is due, so the day in a quarter's first month is for the one before.
    Where that is not said, nobody knows which four days are meant.
    """
    opens = {Kind.QUARTER: "first", Kind.HALF: "first", Kind.MONTH: None}
    if known.kind is not apart.kind or known.kind not in opens or not known.due or not apart.due:
        return known
    if known.due.month != opens[known.kind] or known.due.day == "last" or known.due.after is not None:
        return known
    later = apart.due.month == "next" or apart.due.year == "next"
    day = known.due.day or known.due.workday
    if known.kind is Kind.MONTH and (not later or not isinstance(day, int) or day > _SURELY_OWN):
        return known
    if later and (known.kind is not Kind.MONTH or (isinstance(day, int) and day <= _SURELY_NEXT)):
        return replace(known, due=replace(known.due, month="next"))
    raise Unclear("phrase.apart-which")


def _with_exception(rules: list[Rule], rule: Rule) -> list[Rule]:
    """The rules with one period, or one number of period, taken out and given its own date."""
    if not rules:
        return [rule]
    if rule.pattern is not None:
        day = nominal(rule, rule.pattern)
        for n, known in enumerate(rules):
            if known.kind is rule.pattern.kind and known.pattern is None and known.due and rule.due and day:
                overrides = {**known.due.overrides, rule.pattern.code: Override(day, rule.due.boundary)}
                return [
                    *rules[:n],
                    replace(known, due=replace(known.due, overrides=overrides)),
                    *rules[n + 1 :],
                ]
        raise Unclear("phrase.exception-no-match")
    if rule.only:
        kind = rule.kind
        assert kind is not None
        rules = [_told_by(known, rule) for known in rules]
        left, hit = _without(rules, kind, rule.only)
        if not hit:
            raise Unclear("phrase.exception-no-match")
        return [*left, rule]
    if any(known.cycle is rule.cycle for known in rules):
        raise Unclear("phrase.exception-which")
    return [*rules, rule]
