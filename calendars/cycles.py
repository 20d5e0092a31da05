"""How often a duty comes round: the same words in the registry and in phrases."""

from __future__ import annotations

from enum import StrEnum


class Cycle(StrEnum):
    """How often a duty comes round, in the words of the YAML files."""

    WEEKLY = "weekly"
    EVERY_N_WEEKS = "every_n_weeks"
    SEMI_MONTHLY = "semi_monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    NINE_MONTH = "nine_month"
    ANNUAL = "annual"
    EVERY_N_YEARS = "every_n_years"
    ONCE = "once"
    RANGE = "range"
    CONTINUOUS = "continuous"
    EVENT = "event"
