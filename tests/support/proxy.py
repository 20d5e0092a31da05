"""Debian's nginx as a process of the test, with the configuration of the docs, on ports of loopback."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.mailserver import self_made
from tests.support.ports import free_ports

ROOT = Path(__file__).resolve().parents[2]
HOST = "dondoc.office.example"
_AROUND = """\
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    {temporary}
{given}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back: the names of headers are in small letters; of several of a name the last."""

    status: int
    headers: dict[str, str]
    cookies: str
    text: str


@dataclass
class Proxy:
    """Where it listens for the page and for Prefect, and what it wrote into its logs."""

    page: int
    prefect: int
    folder: Path

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        *,
        at_prefect: bool = False,
        method: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A request as a browser elsewhere sends it, by the office's host name."""
        given = {"Host": f"{HOST}:8443" if at_prefect else HOST, **(headers or {})}
        with self.connected(at_prefect=at_prefect) as made:
            made.request(method or ("GET" if body is None else "POST"), path, body, given)
            answer = made.getresponse()
            said = answer.read().decode("utf-8", "replace")
            named = {name.lower(): value for name, value in answer.getheaders()}
            got = "; ".join(each.partition(";")[0] for each in answer.headers.get_all("set-cookie") or ())
            return Answer(answer.status, named, got, said)

    @contextlib.contextmanager
    def connected(self, *, at_prefect: bool = False) -> Iterator[http.client.HTTPConnection]:
        context = untrusting()  # it is the name of the host that counts here
        port = self.prefect if at_prefect else self.page
        made = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
        try:
            yield made
        finally:
            made.close()

    def logs(self) -> str:
        """Everything that it wrote down."""
        return "".join(each.read_text("utf-8") for each in self.folder.glob("*.log"))


def program() -> str | None:
    """Where nginx is; None where it is not installed."""
    return shutil.which("nginx") or next((each for each in ("/usr/sbin/nginx",) if Path(each).exists()), None)


def of_the_docs() -> str:
    """The configuration that docs/operation.md gives."""
    text = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    return text.partition("```nginx\n")[2].partition("```")[0]


def of_several_machines() -> str:
    """That of docs/growing.md."""
    return (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


@contextlib.contextmanager
def running(given: str, folder: Path, *, page: int, prefect: int) -> Iterator[Proxy]:
    """nginx in the foreground with that configuration, but for its ports, ours and its certificate."""
    nginx = program()
    assert nginx is not None
    certificate = self_made(folder)
    made = Proxy(*free_ports(2), folder)
    changed = (
        (r"listen 443 ", f"listen 127.0.0.1:{made.page} "),
        (r"listen 8443 ", f"listen 127.0.0.1:{made.prefect} "),
        (r"\b[0-9.]{8,}:4201\b", f"127.0.0.1:{page}"),
        (r"\b[0-9.]{8,}:4200\b", f"127.0.0.1:{prefect}"),
        (r"/etc/nginx/dondoc\.pem", f"{certificate.cert}"),
        (r"/etc/nginx/dondoc\.key", f"{certificate.key}"),
    )
    for old, new in changed:
        given, n = re.subn(old, new, given)
        assert n, old
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.getuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_AROUND.format(user=user, folder=folder, temporary=temporary, given=given), "utf-8")
    process = subprocess.Popen(
        [nginx, "-c", str(file), "-p", str(folder)], stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _wait(made.page, process)
        yield made
    finally:
        process.terminate()
        process.wait(10)
        assert process.stderr is not None
        process.stderr.close()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    process.terminate()
    assert process.stderr is not None
    raise AssertionError(f"nginx does not start: {process.stderr.read().decode()}")


def untrusting() -> ssl.SSLContext:
    """For who asks about names and not about certificates."""
    return ssl._create_unverified_context()
