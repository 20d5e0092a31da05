"""What the process that others are forked from imports: the commands that live and die, and the registry."""

from __future__ import annotations

import desk.cli
import desk.commands.round
import desk.commands.submit
import engine.answers.answers
import engine.mail.channels.apprise_smtp
import engine.mail.channels.choose
import engine.mail.channels.folder
import engine.mail.message
import engine.rounds.rounds
import models.schema
from chaos.life import remember_the_registry

remember_the_registry()
