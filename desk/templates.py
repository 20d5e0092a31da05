"""The office's own templates of mails, tried before a morning has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import SHIPPED_REGISTRY

if TYPE_CHECKING:
    from desk.office import Desk
    from language import Message


def template_fault(desk: Desk) -> Message | None:
    """Why letters cannot be made of the office's templates; None when made-up ones could, or when it has none
    of its own: those of the program have their tests, and a quick command need not wait for them.
    """
    folder = desk.settings.config / "templates"
    if desk.settings.config == SHIPPED_REGISTRY or not any(folder.glob("*.j2")):
        return None
    from engine.mail import trial

    return trial.template_fault(desk.registry, desk.settings, desk.today)
