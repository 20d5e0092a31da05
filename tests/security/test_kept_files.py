"""What lies in files: a registry that somebody edits, a backup that somebody finds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.loading import loader
from config.registry import RegistryErrors
from config.settings import Settings
from engine.backup.taking import take
from engine.installation import Installation
from engine.links import keys
from engine.persons import stored
from tests.support.cast import at
from tests.support.trial_office import office_folder
from tests.web.conftest import REGISTRY


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['touch {file}']",
        "!!python/object/new:subprocess.Popen [['touch', '{file}']]",
        "!!python/name:os.system",
        "!!python/module:antigravity",
        "a: !<tag:yaml.org,2002:python/object/apply:os.system> ['touch {file}']",
    ],
)
def test_a_tag_in_yaml_makes_nothing(tmp_path: Path, text: str) -> None:
    folder = office_folder(tmp_path / "office")
    made = tmp_path / "made"
    (folder / "units.yaml").write_text(text.replace("{file}", str(made)), encoding="utf-8")
    with pytest.raises(RegistryErrors):
        loader.load(folder)
    assert not made.exists()


def test_a_backup_holds_no_secret_of_the_settings_and_keys_only_if_asked(
    database: Engine, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / "keys").mkdir(parents=True)
    (secret, *_) = keys.ensure(home)
    stored.path_in(home).write_text(
        '{"persons": [{"name": "Lan", "role": "read", "hash": "$argon2id$kept", "stamp": "s"}]}',
        encoding="utf-8",
    )
    given = ("smtp://me:geheim1@mail.example:587", "geheim2", "https://watch.example/geheim3")
    (home / "dondoc.toml").write_text(
        f'smtp = "{given[0]}"\nreplies_password = "{given[1]}"\nheartbeat_url = "{given[2]}"\n'
        '[channel_secrets]\nchat = "geheim4"\n',
        encoding="utf-8",
    )
    settings = Settings(home=home, config=office_folder(tmp_path / "office"))
    for asked in (False, True):
        file = tmp_path / f"{asked}.backup"
        take(
            Installation(settings, REGISTRY, database),
            file,
            at("2026-09-10"),
            keys=asked,
            passphrase=None,
            force=False,
        )
        assert file.stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(file) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
        assert b"geheim" not in content
        assert (secret.encode() in content, b"$argon2id$kept" in content) == (asked, asked)
