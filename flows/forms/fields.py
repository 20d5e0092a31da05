"""The kinds of fields that several forms have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from flows.choices import PERIOD

PeriodCode = Annotated[str, Field(pattern=PERIOD)]
Text = Annotated[str, Field(min_length=1, max_length=500)]
Number = Annotated[str, Field(min_length=1, max_length=100)]
Short = Annotated[str, Field(max_length=40)]
Long = Annotated[str, Field(max_length=500)]
