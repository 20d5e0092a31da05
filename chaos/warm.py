"""What the process that others are forked from imports: the commands that live and die, and the registry."""

from __future__ import annotations

import contextlib

import alembic.autogenerate
import alembic.command
import psycopg

import desk.cli
import desk.commands.round
import desk.commands.submit
import engine.answers.answers
import engine.mail.channels.choose
import engine.mail.channels.folder
import engine.mail.message
import engine.rounds.rounds
import models.schema
from chaos.life import remember_the_registry
from engine.mail.channels import ChannelDown
from engine.mail.channels.apprise_smtp import SmtpChannel
from engine.mail.channels.smtp import SmtpServer

remember_the_registry()
# Apprise reads its services when the first channel is opened: nobody listens on this port.
with contextlib.suppress(ChannelDown), SmtpChannel(SmtpServer("127.0.0.1", 9, "none")):
    pass
