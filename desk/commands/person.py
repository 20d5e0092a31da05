"""`dondoc person`: who may come in at the page with a name of their own, and what they may do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.command import Group, argument, option
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, line, table
from desk.typed import Choice
from desk.unseen import typed
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.persons.stored import Person

ROLES = ("read", "record", "administer")


@click.group(cls=Group, help="help.person")
def person() -> None:
    """The command itself does nothing: it has commands."""


@person.command(help="help.person.add")
@argument("name", "metavar.name")
@option("--role", type=Choice(ROLES), default="record", show_default=True, help="help.person.role-option")
@option("--no-password", "without", is_flag=True, help="help.person.no-password")
@options.by
@options.writing
@options.as_json
def add(name: str, role: str, without: bool, actor: str | None, dry_run: bool, as_json: bool) -> None:
    """Let somebody in."""
    from engine.persons import changing
    from engine.persons.roles import Role

    desk = _desk(dry_run=dry_run)
    password = None if without else _password()
    with desk.acting(actor, dry_run=dry_run) as act:
        made = changing.add(act, name, Role(role), password=password)
    _tell("added", made, dry_run=dry_run, as_json=as_json)


@person.command("list", help="help.person.list")
@options.reading
def list_(as_of: datetime | date | None, as_json: bool) -> None:
    """Print who may come in: now, since nothing else is kept of them."""
    from engine.persons import stored

    found = list(stored.read(Desk(as_of).settings.home).values())
    if as_json:
        answer({"persons": [_entry(each) for each in found]})
        return
    table(
        ("head.name", "head.role", "head.password"),
        [
            (
                *(each.name, Message(f"person.may-{each.role}")),
                Message("cli.person.has-password" if each.hash else "cli.person.by-proxy"),
            )
            for each in found
        ],
    )
    line(Message("cli.person.count", n=len(found)))


@person.command(help="help.person.role")
@argument("name", "metavar.name")
@argument("role", "metavar.role", type=Choice(ROLES))
@options.by
@options.writing
@options.as_json
def role(name: str, role: str, actor: str | None, dry_run: bool, as_json: bool) -> None:
    """Give somebody another role."""
    from engine.persons import changing
    from engine.persons.roles import Role

    with _desk(dry_run=dry_run).acting(actor, dry_run=dry_run) as act:
        made = changing.give_role(act, name, Role(role))
    _tell("role-given", made, dry_run=dry_run, as_json=as_json)


@person.command(help="help.person.password")
@argument("name", "metavar.name")
@options.by
@options.writing
@options.as_json
def password(name: str, actor: str | None, dry_run: bool, as_json: bool) -> None:
    """Give somebody another password."""
    from engine.persons import changing

    desk = _desk(dry_run=dry_run)
    given = _password()
    with desk.acting(actor, dry_run=dry_run) as act:
        made = changing.give_password(act, name, given)
    _tell("password-given", made, dry_run=dry_run, as_json=as_json)


@person.command(help="help.person.remove")
@argument("name", "metavar.name")
@options.by
@options.writing
@options.as_json
def remove(name: str, actor: str | None, dry_run: bool, as_json: bool) -> None:
    """Let somebody in no more."""
    from engine.persons import changing

    with _desk(dry_run=dry_run).acting(actor, dry_run=dry_run) as act:
        gone = changing.remove(act, name)
    _tell("removed", gone, dry_run=dry_run, as_json=as_json)


def _desk(*, dry_run: bool) -> Desk:
    desk = Desk()
    if not dry_run:
        make_home(desk.settings.home)
    return desk


def _password() -> str:
    return typed("cli.person.type-password", differs="cli.person.not-the-same")


def _tell(done: str, who: Person, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        answer({"done": done, "dry_run": dry_run, **_entry(who)})
        return
    said = Message(f"cli.person.{done}", name=who.name, role=Message(f"person.may-{who.role}"))
    line(Message("cli.person.would", what=said) if dry_run else said)


def _entry(who: Person) -> dict[str, object]:
    return {"name": who.name, "role": who.role.value, "password": bool(who.hash)}
