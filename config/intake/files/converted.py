"""Files of the old kinds (.doc, .xls, .odt, .ods, .rtf) made into .docx and .xlsx by LibreOffice where it is,
and a .docx printed as PDF.

It runs alone in a home of its own that is gone afterwards, without a network where the system allows it, with
bounds on time, memory and size, with macros off and no link followed. What it answers is read as any file is.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from config.intake.files import bounded, limits
from config.intake.files.grids import IntakeError
from language import Message

_FILTERS = {
    "doc": ("MS Word 97", "docx", "intake.old-word"),
    "xls": ("MS Excel 97", "xlsx", "intake.old-excel"),
    "odt": ("writer8", "docx", "intake.open-document"),
    "ods": ("calc8", "xlsx", "intake.open-document"),
    "rtf": ("Rich Text Format", "docx", "intake.rtf"),
}
"""How LibreOffice calls what is read (said outright: it never guesses), what it writes, the refusal else."""
KINDS = {kind: becomes for kind, (_, becomes, _) in _FILTERS.items()}
_SETTINGS: dict[str, dict[str, str | int]] = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": 0},
    "org.openoffice.Office.Calc/Content/Update": {"Link": 2},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": 9,
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": 9,
    },
}
"""No macros, no link updated, and every address behind a proxy at which nobody answers."""


def modern(kind: str, data: bytes) -> bytes:
    """The bytes of a .docx or .xlsx that says what the file of the old `kind` (of `KINDS`) says. Raises
    IntakeError where LibreOffice is missing, cannot read the file, or takes more than the bounds.
    """
    program = _program()
    name, becomes, missing = _FILTERS[kind]
    if program is None:
        raise IntakeError(missing, ending=f".{becomes}")
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        made = _run(program, name, data, Path(folder), (kind, becomes))
    if made is None:
        raise IntakeError(refusal(kind))
    return made


def printed(document: bytes) -> bytes | None:
    """The PDF that LibreOffice prints of a .docx; None where it is missing or fails within the bounds."""
    program = _program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        return _run(program, "MS Word 2007 XML", document, Path(folder), ("docx", "pdf"))


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def refusal(kind: str) -> Message:
    """What is said of a file of an old kind that nothing here can read."""
    return Message(_FILTERS[kind][2], ending=f".{KINDS[kind]}")


def _run(program: str, name: str, data: bytes, folder: Path, endings: tuple[str, str]) -> bytes | None:
    """What the program makes of `data`, read by its filter `name`; `endings` are before and after."""
    kind, becomes = endings
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    source = folder / f"plan.{kind}"
    source.write_bytes(data)
    quiet = ("--headless", "--nologo", "--norestore", "--nolockcheck", "--nodefault")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", *quiet, f"--infilter={name}"]
    command += ["--convert-to", becomes, "--outdir", str(folder / "out"), str(source)]
    made = folder / "out" / f"plan.{becomes}"
    started = bounded.run(command, folder)
    if not started or not made.is_file() or made.is_symlink() or made.stat().st_size > limits.FILE_BYTES:
        return None
    return made.read_bytes()


def _profile() -> str:
    """The settings as LibreOffice keeps them."""
    items = (
        f'<item oor:path="/{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, properties in _SETTINGS.items()
        for key, value in properties.items()
    )
    head = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{"".join(items)}</oor:items>'
