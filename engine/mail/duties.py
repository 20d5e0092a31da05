"""What a letter speaks of, as plain values: units by their names, and duties in one period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calendars.periods import Period
from language import Message


@dataclass(frozen=True, slots=True)
class Party:
    """A unit as a letter names it; `address` is '' when it has no usable one, `name_en` when it has no
    English name."""

    name: str
    address: str = ""
    name_en: str = ""
    former: bool = False
    """It has ended and left its name to another: 'BHXH tỉnh Lào Cai (cũ)'."""
    group: bool = False
    """Several units under one name, which only the registry's own language has."""
    stands_for: Party | None = None
    """The unit that owed it, in whose place this one answers."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A unit that no mail reaches: it has no usable address, or its mailbox `address` has refused all mail
    since that day, with the server's last words.
    """

    unit: Party
    address: str = ""
    since: date | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """An earlier duty that feeds this one, and who has not answered it yet: 3 of 86, by name."""

    title: str
    title_en: str
    period: Period
    units: tuple[Party, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation in one period, as a letter shows it. `worded` is this period's deadline in the document's
    own words; '' when the document has none, and the day is ours or rests on an assumption.
    """

    code: str
    title: str
    period: Period
    owner: Party
    document: str = ""
    document_date: date | None = None
    cite: str = ""
    worded: str = ""
    title_en: str = ""
    data: tuple[date, date] | None = None
    deliver_to: str = ""
    how: str = ""
    product: str = ""
    product_en: str = ""
    assumption: str = ""
    assumed: Message | None = None
    """What the office assumes for every duty of its kind."""
    tentative: bool = False
    """Its day rests on an assumption of ours that the office has not confirmed."""
    helpers: tuple[Party, ...] = ()
    helpers_text: str = ""
    """Helpers that no unit stands for: `các đơn vị liên quan`."""
    figure: str = ""
    """The unit of an indicator's yearly figure, `%`; empty when none is asked for."""
    target: Decimal | None = None
    """What the figure is held against; None in a year without a target."""
    event: str | None = None
    """What was reported of the event that the period is the day of; None when there was none to wait for."""
    spans: bool = False
    """It runs over the whole period and is open from its start."""

    def __hash__(self) -> int:
        """Of few fields, since a mail looks up what is kept of each duty several times; of enough that a
        duty's many events, and what each unit has to deliver of one, are not compared with each other."""
        return hash((self.code, self.period.first, self.product))


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody is told beside tasks: its kind, which has a section of its own, and one line."""

    kind: str
    said: Message
    link: str = ""
    """Where it is decided, as a mail may say it; '' where nothing can be reached from there."""
