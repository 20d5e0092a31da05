"""The operator's settings: environment over HOME/dondoc.toml over defaults, and secrets also from files.

A setting `smtp_password` is found in this order, the first one wins:

1. the variable `DONDOC_SMTP_PASSWORD`, or the file that `DONDOC_SMTP_PASSWORD_FILE` names (not both);
2. for a secret, the file `smtp_password` in the folder that `DONDOC_SECRETS_DIR` names;
3. the key `smtp_password` of the TOML file in the home folder;
4. the default.

Read with the standard library alone: `dondoc due` has 0.6 s, and a settings framework would take half of it.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from config.mail_servers import MailServer, ReplyMailbox, mail_server, reply_mailbox
from config.setting_values import READERS, Refused, plain_file
from language import Message, MessageError, system

PREFIX = "DONDOC_"
TOML_NAME = "dondoc.toml"
SHIPPED_REGISTRY = Path(__file__).resolve().parent / "offices" / "bhxh"
EXAMPLE_REGISTRY = SHIPPED_REGISTRY.with_name("company")
"""An office that speaks English alone, to learn from."""
MAX_SECRET_BYTES = 64 * 1024
# Read elsewhere: by desk (debugging), by the tests, and by this file itself.
OTHER_VARIABLES = frozenset({"SECRETS_DIR", "DEBUG", "PICTURES"})


class SettingsError(MessageError):
    """Settings are wrong; each of `errors` names one, where it stands, what was expected and found."""

    def __init__(self, errors: Iterable[Message]) -> None:
        self.errors = tuple(errors)
        super().__init__("settings.wrong", errors=self.errors)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator decides. Secrets and addresses that may carry one are left out of `repr`."""

    home: Path = Path("var")
    """Everything the program writes: database, outbox, logs."""
    config: Path = SHIPPED_REGISTRY
    """The registry folder; another office names its own."""
    database_url: str | None = field(default=None, repr=False)
    """SQLAlchemy URL; None is SQLite in the home folder."""
    smtp: str | None = field(default=None, repr=False)
    """`smtp://user@host:587` (STARTTLS), `smtps://user@host:465`, `smtp://host:25?starttls=no`, or files."""
    smtp_password: str | None = field(default=None, repr=False)
    """Kept apart from `smtp`, so that the address can be shown."""
    smtp_ca_file: Path | None = None
    """A PEM file of authorities to trust besides the system's, for a mail server of the office's own."""
    smtp_timeout: int = 30
    """Seconds to wait for every single answer of the mail server."""
    smtp_connections: int = 1
    """How many connections to the mail server a delivery may keep at once."""
    mails_per_connection: int = 100
    """After so many mails a connection to the mail server is closed and another one opened."""
    mails_per_minute: int | None = None
    """How many mails may leave through the mail server in a minute, of all processes together; None: as many
    as it takes."""
    delivery_minutes: int = 5
    """So long a delivery goes on at most; what still waits then leaves with the next one."""
    mail_from: str | None = None
    """Sender address; None is the office's own from office.yaml."""
    replies: str | None = field(default=None, repr=False)
    """The mailbox of units' replies: `imaps://user@host/INBOX`, `imap://user@host/INBOX` (STARTTLS;
    `?starttls=no` on loopback) or `maildir:/folder`; None: replies are read by people alone."""
    replies_password: str | None = field(default=None, repr=False)
    """Kept apart from `replies`, so that the address can be shown."""
    replies_ca_file: Path | None = None
    """A PEM file of authorities to trust besides the system's, for a mail server of the office's own."""
    replies_authserv: str | None = None
    """How the office's own mail server names itself in Authentication-Results. Only with this must a reply
    have passed its checks."""
    replies_attachments: str = "keep"
    """`keep` or `drop`: whether files that come with a reply are kept as evidence."""
    channels: str = "off"
    """`on` or `off`: whether anything leaves by the channels beside mail that the registry names."""
    channel_secrets: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    """What stands for `{secret.NAME}` in a channel's URL, by name: a table, or lines `NAME = value`."""
    channel_timeout: int = 10
    """Seconds that one message by a channel may take in all."""
    web_base_url: str = "http://127.0.0.1:4200"
    """Where browsers reach the Prefect UI, which fetches its data from there."""
    prefect_port: int = 4200
    """Port of the Prefect server that `dondoc up` starts on loopback."""
    page_port: int = 4201
    """Port of the units' page that `dondoc up` and `dondoc web` serve; 0: none is served."""
    page_address: str = "127.0.0.1"
    """Address on which it listens; loopback until the operator names another."""
    page_url: str | None = None
    """Where the units' browsers reach it. Only with this do mails carry links to it."""
    page_user_header: str | None = None
    """The header in which the office's own login says who is there; None: only dondoc's login counts."""
    page_proxies: tuple[str, ...] = ("127.0.0.1",)
    """The addresses of proxies that are believed: who is there, and from which address a request came."""
    metrics_token: str | None = field(default=None, repr=False)
    """What a watchman sends to read `/metrics`; None: only this machine may, and with `page_url` nobody."""
    log_to: str = "home"
    log_format: str = "text"
    """Where what happened is noted, `home` (HOME/logs/dondoc.log) or `stderr`; as `text` or `json` lines."""
    outbox_max_files: int = 100_000
    """Above this many .eml files the outbox refuses more, rather than fill the disk."""
    archive_folder: Path | None = None
    """Where archives lie, a file a year; None: `archives` in the home folder."""
    go_live: date | None = None
    """Nothing due before this date is opened; None: the day of the first round."""
    language: str | None = None
    """What the command line speaks, `vi` or `en`; None is the office's first language."""
    mail_language: str | None = None
    """Language of mails: `vi`, `en`, or `vi+en` for both; None is the office's own from office.yaml."""
    mail_max_kb: int = 250
    """The size of a mail, in KB, that is not exceeded: what is too much is told in short, with a table."""
    heartbeat_url: str | None = field(default=None, repr=False)
    """Fetched after each healthy round, for an outside watchdog."""
    lease_seconds: int = 300
    """How long a worker may hold a message before another may send it."""
    unknown_variables: tuple[Message, ...] = ()
    """What to tell of DONDOC_ variables in the environment that mean nothing here, each with a guess."""

    @property
    def database(self) -> str:
        """The SQLAlchemy URL that is really used. It may hold a password: never print it."""
        return self.database_url or f"sqlite:///{self.home / 'dondoc.db'}"

    @property
    def mail_server(self) -> MailServer | None:
        """The parts of `smtp` and its password; None when mail goes into files."""
        if self.smtp is None:
            return None
        server = mail_server(self.smtp, self.smtp_password)
        return replace(server, ca_file=self.smtp_ca_file, timeout=self.smtp_timeout)

    @property
    def reply_mailbox(self) -> ReplyMailbox | None:
        """The parts of `replies` and its password; None when no replies are read."""
        if self.replies is None:
            return None
        return replace(reply_mailbox(self.replies, self.replies_password), ca_file=self.replies_ca_file)

    @property
    def channels_on(self) -> bool:
        """Whether anything may leave by channels beside mail."""
        return self.channels == "on"

    @property
    def archives(self) -> Path:
        """Where archives lie."""
        return self.archive_folder or self.home / "archives"

    @property
    def evidence(self) -> Path:
        """Where files that came with replies lie."""
        return self.home / "replies"

    @property
    def outbox(self) -> Path:
        """Where .eml files go."""
        return self.home / "outbox"

    @property
    def toml(self) -> Path:
        """The operator's file; it need not exist."""
        return self.home / TOML_NAME


SECRETS = ("database_url", "smtp", "smtp_password", "replies", "replies_password",
           "channel_secrets", "metrics_token", "heartbeat_url")  # fmt: skip
"""Never shown, not even in an error; may stand in files."""


def load(env: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process, from `env` (None: the process's own environment).

    Relative folders count from the working folder; `config` in the TOML file counts from that file's folder.
    An empty variable counts as not set. SettingsError lists every wrong setting.
    """
    variables = os.environ if env is None else env
    problems: list[Message] = []
    found: dict[str, object] = {}
    if "HOME" in _set_names(variables):
        _take(found, problems, "home", variables[f"{PREFIX}HOME"], f"{PREFIX}HOME")
    home = found.get("home", Path("var"))
    assert isinstance(home, Path)
    _from_toml(home / TOML_NAME, found, problems)
    _from_folder(variables, found, problems)
    _from_environment(variables, found, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(**found, unknown_variables=_unknown(variables))  # type: ignore[arg-type]


def _set_names(variables: Mapping[str, str]) -> set[str]:
    return {
        name.removeprefix(PREFIX) for name, value in variables.items() if name.startswith(PREFIX) and value
    }


def _take(found: dict[str, object], problems: list[Message], name: str, raw: object, where: str) -> None:
    try:
        found[name] = READERS[name](raw)
    except Refused as refused:
        problems.append(_wrong(where, refused.expected, _shown(name, raw)))


def _shown(name: str, raw: object) -> Message | str:
    """A value as an error may show it."""
    if name in SECRETS:
        return Message("settings.something-else")
    return ascii(raw) if len(str(raw)) <= 80 else Message("settings.longer-text")


def _wrong(where: str, expected: Message, found: Message | str) -> Message:
    return Message("settings.problem", where=where, expected=expected, found=found)


def _from_toml(path: Path, found: dict[str, object], problems: list[Message]) -> None:
    try:
        plain_file(path)
        with path.open("rb") as file:
            content = tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problems.append(Message("settings.no-toml", file=str(path), why=str(error)))
        return
    except OSError as error:
        problems.append(Message("settings.unreadable", where=str(path), why=system.why(error)))
        return
    for key, raw in content.items():
        where = f"{path}: {key if key.isprintable() else ascii(key)}"
        if key == "home":
            problems.append(Message("settings.home-in-file", where=where, variable=f"{PREFIX}HOME"))
        elif key not in READERS:
            near = _near(key, READERS)
            name = "settings.unknown-key-near" if near else "settings.unknown-key"
            problems.append(Message(name, where=where, near=near))
        else:
            _take(found, problems, key, raw, where)
            if key == "config" and isinstance(config := found.get("config"), Path):
                found["config"] = path.parent / config


def _from_folder(variables: Mapping[str, str], found: dict[str, object], problems: list[Message]) -> None:
    folder = variables.get(f"{PREFIX}SECRETS_DIR")
    if not folder:
        return
    if not Path(folder).is_dir():
        problems.append(_wrong(f"{PREFIX}SECRETS_DIR", Message("settings.folder"), ascii(folder)))
        return
    for name in SECRETS:
        path = Path(folder) / name
        if path.exists():
            _from_file(path, name, str(path), found, problems)


def _from_environment(
    variables: Mapping[str, str], found: dict[str, object], problems: list[Message]
) -> None:
    names = _set_names(variables)
    for name in READERS:
        upper = name.upper()
        direct, indirect = upper in names, name in SECRETS and f"{upper}_FILE" in names
        if direct and indirect:
            problems.append(
                Message("settings.both", variable=f"{PREFIX}{upper}", file=f"{PREFIX}{upper}_FILE")
            )
        elif direct and name != "home":
            _take(found, problems, name, variables[PREFIX + upper], PREFIX + upper)
        elif indirect:
            where = f"{PREFIX}{upper}_FILE"
            _from_file(Path(variables[where]), name, where, found, problems)


def _from_file(path: Path, name: str, where: str, found: dict[str, object], problems: list[Message]) -> None:
    try:
        plain_file(path)
        with path.open("rb") as file:
            content = file.read(MAX_SECRET_BYTES + 1)
        if len(content) > MAX_SECRET_BYTES:
            problems.append(Message("settings.long-file", where=where, most=MAX_SECRET_BYTES))
            return
        # Editors end a file with a line break that is no part of the secret.
        _take(found, problems, name, content.decode("utf-8").rstrip("\r\n"), where)
    except UnicodeDecodeError:
        problems.append(Message("settings.utf8", where=where))
    except (OSError, ValueError) as error:
        problems.append(Message("settings.unreadable", where=where, why=system.why(error)))


def _unknown(variables: Mapping[str, str]) -> tuple[Message, ...]:
    names = {name.upper() for name in READERS}
    known = names | {f"{name.upper()}_FILE" for name in SECRETS} | OTHER_VARIABLES
    odd = sorted(name for name in _set_names(variables) if name not in known and not name.startswith("TEST_"))
    return tuple(_unknown_variable(PREFIX + name, _near(name, known)) for name in odd)


def _unknown_variable(variable: str, near: str | None) -> Message:
    if near is None:
        return Message("settings.unknown-variable", variable=variable)
    return Message("settings.unknown-variable-near", variable=variable, near=near)


def _near(word: str, known: Iterable[str]) -> str | None:
    """The one known word that is close, if any."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1)), None)
