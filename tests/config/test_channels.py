"""`channels:` in the registry's files: what is read, what is refused, and that no URL is ever shown."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from config.loading import loader
from config.registry import Registry, RegistryErrors
from config.registry.difference import difference
from config.registry.remarks import remarks
from config.registry.ways import channels_of, filled, unknown_ways
from config.settings import SHIPPED_REGISTRY, Settings, SettingsError, load
from engine.mail.ways_checked import faults
from language import say

TODAY = date(2026, 9, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "office"
    shutil.copytree(SHIPPED_REGISTRY, target)
    return target


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def with_channels(folder: Path, channels: str, rung: str = "[mail, chat]") -> Registry:
    """The shipped registry with channels for TST and its head, and a rung that names them."""
    edit(folder / "units.yaml", "code: TST,", f"code: TST, {channels},")
    edit(
        folder / "ladders.yaml",
        "late: 3, to: [head, unit]}",
        f"late: 3, to: [head, unit], channels: {rung}}}",
    )
    return loader.load(folder)


def test_units_heads_the_leadership_and_rungs(folder: Path) -> None:
    edit(
        folder / "office.yaml", "leadership: {", 'leadership: {channels: {phone: "sinch://a/{secret.b}/c"}, '
    )
    found = with_channels(
        folder, 'channels: {chat: "json://c.example/{secret.x}"}, head_channels: {sms: "form://h.example"}'
    )
    assert found.channels == {
        "TST": {"chat": "json://c.example/{secret.x}"},
        "TST:head": {"sms": "form://h.example"},
        "leadership": {"phone": "sinch://a/{secret.b}/c"},
    }
    assert found.ladders["standard"].ways("escalate-head-3wd") == ("mail", "chat")
    assert found.ladders["standard"].ways("remind-5wd") == ("mail",)
    assert channels_of(found, "leadership", TODAY) == {"phone": "sinch://a/{secret.b}/c"}
    assert channels_of(found, "VP", TODAY) == {}


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        (
            "{chat: chat.example/tuyet-mat}",
            "an Apprise URL such as json://chat.vp.example/hook/{secret.chat_vp}",
        ),
        ("{chat: 'json://c.example/{tuyet-mat}'}", "braces only for a name in channel_secrets"),
        ("{chat: 'json://u:tuyet-mat@c.example'}", "the password in the setting channel_secrets"),
        ("{mail: 'json://c.example/tuyet-mat'}", "a channel's name such as chat, other than 'mail'"),
        ("{'a b': 'json://c.example/tuyet-mat'}", "a channel's name such as chat"),
    ],
)
def test_a_wrong_channel_is_told_without_what_was_written(folder: Path, channels: str, expected: str) -> None:
    with pytest.raises(RegistryErrors) as refused:
        with_channels(folder, f"channels: {channels}")
    (error,) = refused.value.errors
    said = say(error.message, "en", "cli")
    assert re.match(r"units.yaml:\d+: units.TST.channels", said)
    assert f"expected {expected}" in said
    assert "tuyet-mat" not in said


def test_a_rung_names_channels_in_a_list(folder: Path) -> None:
    with pytest.raises(RegistryErrors, match=r"channels: expected a list of channels such as \[mail, chat\]"):
        with_channels(folder, "channels: {}", "chat")


def test_a_password_by_name_is_taken_and_stands_in_the_url_as_it_must(folder: Path) -> None:
    found = with_channels(folder, 'channels: {chat: "json://u:{secret.pw}@c.example/{secret.pw}"}')
    url = found.channels["TST"]["chat"]
    assert filled(url, {"pw": "a b/é"}) == "json://u:a%20b%2F%C3%A9@c.example/a%20b%2F%C3%A9"


def test_what_would_not_be_reached_is_named(folder: Path) -> None:
    found = with_channels(
        folder, 'channels: {chat: "json://c.example/{secret.x}", old: "nosuch://tuyet-mat"}', "[chat, sms]"
    )
    on = Settings(channels="on", channel_secrets={"y": "z"})
    assert [say(each, "en", "cli") for each in faults(found, on)] == [
        "channel_secrets lacks 'x', which is needed for TST chat",
        "Apprise has no kind of service 'nosuch://', as written for TST old",
    ]
    assert [say(each, "vi", "cli") for each in faults(found, Settings())] == [
        "2 kênh ngoài thư điện tử trong danh mục chưa được bật, nên mọi việc đều gửi bằng thư; "
        'đặt channels = "on" nếu muốn dùng'
    ]
    (nobody,) = unknown_ways(found)
    assert say(nobody, "en", "cli") == "standard: nobody has a channel 'sms'; what is told by it goes by mail"
    assert nobody in list(remarks(found))


def test_another_url_is_a_difference_that_does_not_show_it(folder: Path) -> None:
    old = with_channels(folder, 'channels: {chat: "json://c.example/tuyet-mat-1"}')
    edit(folder / "units.yaml", "tuyet-mat-1", "tuyet-mat-2")
    (change,) = difference(old, loader.load(folder), TODAY, TODAY).changes
    assert (change.section, change.code, [key.key for key in change.keys]) == ("channels", "TST", ["chat"])
    assert "tuyet-mat" not in repr(change)


def test_secrets_from_the_file_the_variable_and_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "dondoc.toml").write_text('[channel_secrets]\nchat_vp = "ở tệp"\n', encoding="utf-8")
    home = {"DONDOC_HOME": str(tmp_path)}
    assert load(home).channel_secrets == {"chat_vp": "ở tệp"}
    assert load({**home, "DONDOC_CHANNEL_SECRETS": "a = 1=2\n# note\n\nb=3"}).channel_secrets == {
        "a": "1=2",
        "b": "3",
    }
    (tmp_path / "channel_secrets").write_text("chat = x\n", encoding="utf-8")
    assert load({**home, "DONDOC_SECRETS_DIR": str(tmp_path)}).channel_secrets == {"chat": "x"}
    assert "ở tệp" not in repr(load(home))


def test_a_wrong_secret_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load({"DONDOC_HOME": str(tmp_path), "DONDOC_CHANNEL_SECRETS": "tuyet-mat"})
    said = str(refused.value)
    assert "DONDOC_CHANNEL_SECRETS: expected a table of NAME" in said
    assert "tuyet-mat" not in said
