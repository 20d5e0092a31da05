"""Settings: which source wins, what is refused and how, and that secrets are never shown."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from config import settings
from config.settings import Settings, SettingsError
from language import say

SECRET = "s3cret-w0rd"


def refused(env: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings.load(env)
    return str(caught.value).splitlines()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def with_toml(home: Path, text: str, **env: str) -> dict[str, str]:
    (home / "dondoc.toml").write_text(text, encoding="utf-8")
    return {"DONDOC_HOME": str(home), **env}


def test_nothing_set_gives_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    found = settings.load({})
    assert found == Settings()
    assert found.home == Path("var")
    assert found.database == "sqlite:///var/dondoc.db"
    assert (found.config / "units.yaml").is_file()
    assert found.mail_server is None


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(home: Path) -> None:
    env = with_toml(home, 'prefect_port = 4300\nlease_seconds = 60\ngo_live = 2026-01-05\nlanguage = "vi"\n')
    found = settings.load({**env, "DONDOC_PREFECT_PORT": "4400"})
    assert (found.prefect_port, found.lease_seconds, found.outbox_max_files) == (4400, 60, 100_000)
    assert found.go_live == date(2026, 1, 5)
    assert found.language == "vi"


def test_an_empty_variable_is_not_set(home: Path) -> None:
    assert (
        settings.load(with_toml(home, "prefect_port = 4300\n", DONDOC_PREFECT_PORT="")).prefect_port == 4300
    )


def test_the_registry_folder_counts_from_the_file_that_names_it(home: Path) -> None:
    assert settings.load(with_toml(home, 'config = "office"\n')).config == home / "office"
    assert settings.load(with_toml(home, 'config = "/srv/office"\n')).config == Path("/srv/office")
    assert settings.load({"DONDOC_CONFIG": "office"}).config == Path("office")


@pytest.mark.parametrize(
    ("toml", "error"),
    [
        (
            "prefect_prot = 1\n",
            "prefect_prot: expected a known setting (did you mean prefect_port?), found an unknown key",
        ),
        ('home = "x"\n', "home: expected in the variable DONDOC_HOME only, since this file lies in the home"),
        ("prefect_port = 70000\n", "prefect_port: expected a whole number from 1 to 65535, found 70000"),
        ("prefect_port = true\n", "prefect_port: expected a whole number from 1 to 65535, found True"),
        ('go_live = "soon"\n', "go_live: expected a date such as 2026-01-05, found 'soon'"),
        ("go_live = 2026-01-05T08:00:00\n", "go_live: expected a date such as 2026-01-05, found "),
        ('language = "vi+en"\n', "language: expected vi or en, found 'vi+en'"),
        ('mail_language = "fr"\n', "mail_language: expected vi, vi+en or en, found 'fr'"),
        ('mail_from = "nobody"\n', "mail_from: expected a mail address, found 'nobody'"),
        (
            'mail_from = "Phong A <phong..a@office.example>"\n',
            "mail_from: expected a mail address, found 'Phong A <phong..a@office.example>'",
        ),
        (
            'web_base_url = "ftp://x"\n',
            "web_base_url: expected an address such as http://... or https://..., found 'ftp://x'",
        ),
        ("smtp = 5\n", "smtp: expected an address such as smtp://... or smtps://..., found something else"),
        ("smtp_connections = 0\n", "smtp_connections: expected a whole number from 1 to 50, found 0"),
        ("mails_per_minute = 0\n", "mails_per_minute: expected a whole number from 1 to 100000, found 0"),
        ("mails_per_connection = -1\n", "mails_per_connection: expected a whole number from 1 to 100000"),
        ("delivery_minutes = 0.5\n", "delivery_minutes: expected a whole number from 1 to 600, found 0.5"),
        ("not toml\n", "dondoc.toml: expected a TOML file, found a mistake: "),
    ],
)
def test_mistakes_in_the_file(home: Path, toml: str, error: str) -> None:
    (line,) = refused(with_toml(home, toml))
    assert line.startswith(str(home))
    assert error in line


def test_all_mistakes_at_once(home: Path) -> None:
    lines = refused(
        with_toml(home, "prefect_port = 0\nx = 1\n", DONDOC_GO_LIVE="x", DONDOC_LEASE_SECONDS="1")
    )
    assert len(lines) == 4


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = [" * 5000])
def test_a_file_that_is_no_toml(home: Path, content: bytes) -> None:
    (home / "dondoc.toml").write_bytes(content)
    (line,) = refused({"DONDOC_HOME": str(home)})
    assert "expected a TOML file" in line


def test_secrets_come_from_files_too(home: Path) -> None:
    (home / "pw").write_text(SECRET + "\n", encoding="utf-8")
    found = settings.load(
        {"DONDOC_SMTP": "smtp://post@mail.example", "DONDOC_SMTP_PASSWORD_FILE": str(home / "pw")}
    )
    assert found.smtp_password == SECRET
    (home / "smtp_password").write_text("from the folder", encoding="utf-8")
    folder = {"DONDOC_SECRETS_DIR": str(home)}
    assert settings.load(folder).smtp_password == "from the folder"
    assert settings.load({**folder, "DONDOC_SMTP_PASSWORD": "direct"}).smtp_password == "direct"


def test_a_secret_from_two_places_or_from_nowhere(home: Path) -> None:
    assert refused({"DONDOC_SMTP_PASSWORD": "a", "DONDOC_SMTP_PASSWORD_FILE": "b"}) == [
        "DONDOC_SMTP_PASSWORD: expected it or DONDOC_SMTP_PASSWORD_FILE, found both"
    ]
    (line,) = refused({"DONDOC_SMTP_PASSWORD_FILE": str(home / "none")})
    assert line == "DONDOC_SMTP_PASSWORD_FILE: cannot be read: No such file or directory"
    (line,) = refused({"DONDOC_SECRETS_DIR": str(home / "none")})
    assert line.startswith("DONDOC_SECRETS_DIR: expected a folder, found ")
    (home / "big").write_bytes(b"x" * 70_000)
    (line,) = refused({"DONDOC_SMTP_PASSWORD_FILE": str(home / "big")})
    assert "more than 65536 bytes" in line


def test_no_secret_is_ever_shown(home: Path) -> None:
    env = {
        "DONDOC_SMTP_PASSWORD": SECRET,
        "DONDOC_SMTP": f"smtp://post:{SECRET}@mail.example",
        "DONDOC_DATABASE_URL": f"postgresql+psycopg://dondoc:{SECRET}@db.example/dondoc",
        "DONDOC_HEARTBEAT_URL": f"https://watch.example/{SECRET}",
    }
    found = settings.load(env)
    assert SECRET not in repr(found) + str(found) + repr(found.mail_server)
    assert SECRET in found.database
    wrong = {name: value.replace("://", ":/") + "\n" for name, value in env.items()}
    assert SECRET not in "\n".join(refused(wrong))


@pytest.mark.parametrize(
    ("smtp", "security", "port", "user"),
    [
        ("smtp://mail.example", "starttls", 0, ""),
        ("smtp://post%40office:p%2Fw@mail.example:2525", "starttls", 2525, "post@office"),
        ("smtps://post@mail.example", "ssl", 0, "post"),
        ("smtp://mail.example:25?starttls=no", "none", 25, ""),
    ],
)
def test_the_parts_of_a_mail_server(smtp: str, security: str, port: int, user: str) -> None:
    server = settings.load({"DONDOC_SMTP": smtp}).mail_server
    assert server is not None
    assert (server.host, server.security, server.port, server.user) == ("mail.example", security, port, user)
    assert server.password == ("p/w" if "p%2Fw" in smtp else "")


@pytest.mark.parametrize(
    "smtp", ["smtp://", "smtp://h:x", "smtps://h?starttls=no", "smtp://h?tls=1", "smtp://h/path", "h"]
)
def test_mail_servers_that_are_refused(smtp: str) -> None:
    assert refused({"DONDOC_SMTP": smtp})


def test_a_mistyped_variable_is_mentioned_not_fatal() -> None:
    found = settings.load({"DONDOC_GOLIVE": "2026-01-05", "DONDOC_DEBUG": "1", "OTHER": "1"})
    (told,) = found.unknown_variables
    assert say(told, "en") == "DONDOC_GOLIVE (did you mean GO_LIVE?) means nothing here"
    assert say(told, "vi") == "DONDOC_GOLIVE (có phải là GO_LIVE không?) không có tác dụng gì ở đây"


@pytest.mark.slow
def test_settings_and_loader_import_nothing_heavy() -> None:
    code = (
        "import sys; from config import settings; from config.loading import loader; settings.load({});"
        "print([m for m in ('pydantic', 'sqlmodel', 'sqlalchemy', 'prefect', 'holidays', 'click', 'jinja2') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
