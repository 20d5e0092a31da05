"""What can be wrong with a registry, or with what is asked of one."""

from __future__ import annotations

from collections.abc import Iterable

from language import MessageError


class RegistryError(MessageError):
    """Something was asked of the registry that it does not know: the text says what it does know."""


class RegistryErrors(Exception):
    """All that is wrong with a registry folder. `errors`: each `file:line: key: expected ..., found ...`."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(self.errors))
