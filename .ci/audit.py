"""What dondoc stands on: whether the locks are whole, a bill of materials, and known weaknesses.

`python .ci/audit.py` fails for a lock that is not whole: every package with one version and its hashes, and
every package that `pyproject.toml` names. It writes `dist/dondoc.cdx.json` (CycloneDX 1.6) of what an
installation consists of. Then it asks pip-audit for known weaknesses, in an environment of its own; where
that cannot be had, or the service does not know the packages, it says so in a line. A weakness that is known
is told; with `--strict` it fails.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN, DEV, TOOL = "requirements.lock", "requirements-dev.lock", "requirements-audit.lock"
MANY = "requirements-many.lock"
BILL = ROOT / "dist" / "dondoc.cdx.json"
INSTALLING, ASKING = 120, 120
"""Seconds; whatever takes longer is given up."""
_PACKAGE = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)(\[[\w,-]+\])?==(?P<version>[\w.!+-]+)( ; (?P<where>.+))?\Z"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\Z")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of a lock."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def read(text: str) -> tuple[list[Locked], list[str]]:
    """The packages of a lock, and its lines that are not one version with its hashes."""
    found, wrong = [], []
    whole = text.replace("\\\n", " ")
    for line in (line for line in whole.splitlines() if line.strip() and not line.lstrip().startswith("#")):
        said, *hashes = line.split(" --hash=")
        package = _PACKAGE.match(said.strip())
        sums = [_HASH.match(f"--hash={each.strip()}") for each in hashes]
        if package is None or not sums or not all(sums):
            wrong.append(line.strip()[:80])
            continue
        known = tuple(each[1] for each in sums if each)
        found.append(Locked(package["name"], package["version"], package["where"] or "", known))
    return found, wrong


def named(project: str) -> dict[str, set[str]]:
    """The packages that a pyproject names: for an installation, on several machines, and for development."""
    content = tomllib.loads(project)
    groups = content["dependency-groups"]
    run = [*content["project"]["dependencies"], *groups["build"]]
    many = content["project"]["optional-dependencies"]["many"]
    return {RUN: _names(run), MANY: _names(many), DEV: _names([*run, *groups["dev"]])}


def lacking(packages: list[Locked], names: set[str]) -> list[str]:
    """What a pyproject names and a lock has not."""
    return sorted(names - {_plain(each.name) for each in packages})


def faults() -> list[str]:
    """Whatever is wrong with the locks, a line each."""
    told, named_in = [], named((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for lock in (RUN, MANY, DEV, TOOL):
        packages, wrong = read((ROOT / lock).read_text(encoding="utf-8"))
        told += [f"{lock}: not one version with its hashes: {line}" for line in wrong]
        told += [f"{lock}: lacks {name}" for name in lacking(packages, named_in.get(lock, set()))]
    return told


def bill(packages: list[Locked], version: str) -> str:
    """The bill of materials, as JSON; the same for the same lock."""
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    made = Bom(version=1)
    made.metadata.component = root = Component(
        name="dondoc", version=version, type=ComponentType.APPLICATION, bom_ref="dondoc"
    )
    parts = [
        Component(
            name=each.name,
            version=each.version,
            type=ComponentType.LIBRARY,
            bom_ref=f"{each.name}=={each.version}",
            purl=PackageURL("pypi", None, _plain(each.name), each.version),
            description=f"only where {each.where}" if each.where else None,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=known) for known in each.hashes],
        )
        for each in packages
    ]
    made.components.update(parts)
    made.register_dependency(root, parts)
    content = json.loads(JsonV1Dot6(made).output_as_string())
    content.pop("serialNumber", None)  # drawn anew, and the instant is now's
    content["metadata"].pop("timestamp", None)
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def weaknesses() -> tuple[list[str], str]:
    """Known weaknesses, a line each, and how far anybody knew the packages."""
    home = ROOT / ".venv" / "audit"
    python = home / "bin" / "python"
    install = [
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
    ]
    try:
        if not (home / "bin" / "pip-audit").exists():
            venv.create(home, with_pip=True)
            subprocess.run(  # noqa: S603
                [*install, "-r", ROOT / TOOL], check=True, timeout=INSTALLING, capture_output=True
            )
        ask = [
            home / "bin" / "pip-audit",
            "-r",
            ROOT / RUN,
            "--require-hashes",
            "--disable-pip",
            "-f",
            "json",
        ]
        done = subprocess.run(  # noqa: S603
            [*ask, "--timeout", "10", "--progress-spinner", "off"],
            check=False,
            timeout=ASKING,
            capture_output=True,
            text=True,
        )
        answered = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        return (
            [],
            f"known weaknesses: nobody could be asked ({type(error).__name__}); the locks' hashes stand",
        )
    return told_by(answered)


def told_by(answered: list[dict[str, object]]) -> tuple[list[str], str]:
    """What pip-audit's answer says; a package that its service does not know is no all-clear."""
    seen = [each for each in answered if "skip_reason" not in each]
    found = [
        f"{each['name']} {each['version']}: {weak['id']}, mended in {weak['fix_versions'] or 'none'}"
        for each in seen
        for weak in each.get("vulns", ())  # type: ignore[attr-defined]
    ]
    if not seen:
        return (
            [],
            f"known weaknesses: the service knows none of {len(answered)} packages; the locks' hashes stand",
        )
    return found, f"known weaknesses: {len(found)} in {len(seen)} of {len(answered)} packages that are known"


def main() -> int:
    """Exit code 1 for a lock that is not whole, and with `--strict` for a known weakness."""
    wrong = faults()
    packages, _ = read((ROOT / RUN).read_text(encoding="utf-8"))
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    if not wrong:
        sys.stdout.write(f"locks: whole; {len(packages)} packages, each of one version with its hashes\n")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(bill(packages, version), encoding="utf-8")
    sys.stdout.write(f"bill of materials: {BILL.relative_to(ROOT)} ({len(packages)} parts)\n")
    found, said = weaknesses()
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{said}\n")
    return 1 if wrong or (found and "--strict" in sys.argv) else 0


def _names(requirements: list[str]) -> set[str]:
    return {_plain(found[0]) for each in requirements if (found := _NAME.match(each))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    raise SystemExit(main())
