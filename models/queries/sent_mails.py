"""The mails as they were sent."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.queries.sets import kind
from models.tables import sent_mail as m


def keep_sent(s: Session | Connection, message_id: int, mail: str) -> None:
    """Keeps the packed mail under its message, over one that left before under the same number."""
    s.execute(_keeping(kind(s)), {"message_id": message_id, "mail": mail})


@cache
def _keeping(database: str) -> Any:
    new = (sqlite if database == "sqlite" else postgresql).insert(m)
    return new.on_conflict_do_update(index_elements=[m.c.message_id], set_={"mail": new.excluded.mail})


def sent_mail(s: Session, message_id: int) -> str | None:
    """The packed mail, or None where none was kept."""
    return s.scalar(select(m.c.mail).where(m.c.message_id == message_id))
