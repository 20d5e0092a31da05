"""The kinds of fields that several forms have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

PeriodCode = Annotated[str, Field(min_length=1, max_length=60)]
"""As people write it; whether an obligation has it is the registry's answer."""
Text = Annotated[str, Field(min_length=1, max_length=500)]
Number = Annotated[str, Field(min_length=1, max_length=100)]
Short = Annotated[str, Field(max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
"""Of a person: who records."""
Units = Annotated[str, Field(max_length=2000)]
"""Codes or names in one line, parted by commas or semicolons; empty for all."""
Long = Annotated[str, Field(max_length=500)]
