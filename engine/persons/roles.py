"""What a person may do: each role may all that those before it may."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """READ looks at everything; RECORD records what units sent; ADMINISTER also decides about mails."""

    READ = "read"
    RECORD = "record"
    ADMINISTER = "administer"

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where `needed` is asked for."""
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER = (Role.READ, Role.RECORD, Role.ADMINISTER)
ROLES = tuple(str(each) for each in _ORDER)
