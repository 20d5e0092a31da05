"""What can go wrong in the engine: each carries its message, which says what to do next."""

from __future__ import annotations

from language import MessageError


class EngineError(MessageError):
    """Root of the room: every error a person can cause is one of these and reads as one sentence."""


class RoundError(EngineError):
    """A round that must not run as asked."""


class RoundBehind(RoundError):
    """The instant asked for lies before the last round: a later round has already done this one's work.

    A scheduler that delivers a missed run late may treat it as "nothing to do"; a person is told.
    """


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


class BadLink(EngineError):
    """A link that opens nothing; for whichever reason, it says the same."""
