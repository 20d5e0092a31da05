"""What the operating system refuses is said in the reader's language."""

from __future__ import annotations

import errno
import os
import re
import socket
from pathlib import Path

import pytest

from config.settings import SettingsError, load
from language import say, system
from language.errors import message_of


def test_no_usual_refusal_is_english_in_vietnamese() -> None:
    usual = [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EPIPE]
    usual += [errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.ENETUNREACH, errno.EHOSTUNREACH]
    for number in usual:
        error = OSError(number, os.strerror(number))
        assert re.search("[à-ỹđ]", say(system.why(error), "vi")), number
        assert say(system.why(error), "en").isascii()
    assert say(system.why(TimeoutError("timed out")), "vi") == "quá thời gian chờ kết nối"
    assert say(system.why(socket.gaierror(-2, "Name or service not known")), "vi").startswith(
        "không tìm thấy"
    )


def test_what_is_not_usual_is_said_as_the_system_says_it() -> None:
    assert system.why(OSError(errno.ELOOP, "Too many levels of symbolic links")).startswith("Too many")
    assert system.why(ValueError("embedded null byte")) == "embedded null byte"


def test_an_error_of_a_file_names_it() -> None:
    with pytest.raises(FileNotFoundError) as caught:
        Path("nowhere").read_text(encoding="utf-8")
    assert say(message_of(caught.value), "vi") == "nowhere: không có tệp hoặc thư mục này"


def test_a_file_of_settings_that_cannot_be_opened_says_so_in_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "password").mkdir()
    variables = {"DONDOC_HOME": str(tmp_path), "DONDOC_SMTP_PASSWORD_FILE": str(tmp_path / "password")}
    with pytest.raises(SettingsError) as caught:
        load(variables)
    assert "là một thư mục" in say(message_of(caught.value), "vi")
