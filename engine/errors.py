"""What can go wrong in the engine: each carries its message, which says what to do next."""

from __future__ import annotations

import logging

from language import Message, MessageError

_LONGEST = 300
log = logging.getLogger(__name__)


class EngineError(MessageError):
    """Root of the room: every error a person can cause is one of these and reads as one sentence."""


class RoundError(EngineError):
    """A round that must not run as asked."""


class RoundBehind(RoundError):
    """The instant asked for lies before the last round: a later round has already done this one's work.

    A scheduler that delivers a missed run late may treat it as "nothing to do"; a person is told.
    """


class RoundAhead(RoundError):
    """The instant lies further ahead than time can have gone: whoever knows better says so."""


class RegistryGone(EngineError):
    """The registry has less than when it was last used: nothing uses it until somebody has agreed to that."""


class AnswerError(EngineError):
    """An answer (submit, accept, return, extend, waive, reassign) that the task cannot take."""


class UnknownName(AnswerError):
    """No such unit, obligation or period, or the unit does not owe it; the text suggests what exists."""


class AlreadyAnswered(AnswerError):
    """The task was submitted before, with something else; `amend` replaces it."""


class PlanChanged(EngineError):
    """What a plan would do is not what was shown when its fingerprint was printed: look again."""


class LinkKeysError(EngineError):
    """The file of the keys that sign links cannot be read or written."""


class PersonError(EngineError):
    """A person who cannot be added or found, a password that will not do, or their file cannot be used."""


class BackupError(EngineError):
    """A backup that cannot be written, read or brought back; nothing was changed."""


class ArchiveError(EngineError):
    """An archive that cannot be written or read, or is not the one that the database tells of."""


class NoMail(EngineError):
    """A mail of the outbox that cannot be written, or has nothing left to say."""


class BadLink(EngineError):
    """A link that opens nothing; for whichever reason, it says the same."""


def fault_of(error: Exception) -> Message | str:
    """Why one thing of many could not be done, whatever the error: it is set aside with this reason, and the
    others go on. What is wrong with the database is wrong for all of them, a word in one row apart: that is
    raised again.
    """
    from sqlalchemy.exc import SQLAlchemyError  # no start of a command waits for it

    from models.errors import DatabaseError
    from models.types import UnknownWord

    if isinstance(error, SQLAlchemyError | DatabaseError) and not isinstance(error, UnknownWord):
        raise error
    if isinstance(error, MessageError):
        return error.message
    log.warning("set aside", exc_info=error)
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
