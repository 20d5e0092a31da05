"""What an installation is made of: packages of one version with their hashes, told in a bill of materials."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec
    assert spec.loader
    sys.modules["audit"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_of_the_locks_has_one_version_and_its_hashes(audit: ModuleType) -> None:
    assert audit.faults() == []


@pytest.mark.parametrize(
    "line",
    [
        "evil",
        "evil>=1",
        "evil==1.0",
        "evil @ https://evil.example/evil.whl --hash=sha256:" + "0" * 64,
        "-e .",
        "--pre",
        "--no-index",
        "evil==1.0 --hash=md5:" + "0" * 32,
        "evil==1.0 --hash=sha256:" + "0" * 63,
        "evil==* --hash=sha256:" + "0" * 64,
    ],
)
def test_a_line_that_could_be_another_package_tomorrow_is_no_line_of_a_lock(
    audit: ModuleType, line: str
) -> None:
    whole = f"good==1.0 \\\n    --hash=sha256:{'a' * 64}\n    # via dondoc\n"
    packages, wrong = audit.read(whole + line + "\n")
    assert [each.name for each in packages] == ["good"]
    assert wrong == [line[:80]]


def test_a_dependency_that_somebody_forgot_to_lock_is_told(audit: ModuleType) -> None:
    names = audit.named((ROOT / "pyproject.toml").read_text())
    assert {"prefect", "pdfminer-six", "hatchling"} <= names["requirements.lock"]
    assert "pytest" in names["requirements-dev.lock"] - names["requirements.lock"]
    assert names["requirements-many.lock"] == {"prefect-redis"}
    packages, _ = audit.read(f"Good_One==1.0 --hash=sha256:{'a' * 64}\n")
    assert audit.lacking(packages, {"good-one", "other"}) == ["other"]


def test_the_bill_of_materials_has_every_package_with_its_hashes(audit: ModuleType) -> None:
    packages, _ = audit.read((ROOT / "requirements.lock").read_text())
    text = audit.bill(packages, "1.2.3")
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    parts = {each["purl"]: {sum_["content"] for sum_ in each["hashes"]} for each in told["components"]}
    assert len(parts) == len(packages) > 100
    (jinja,) = [each for each in packages if each.name == "jinja2"]
    assert parts[f"pkg:pypi/jinja2@{jinja.version}"] == set(jinja.hashes)
    assert text == audit.bill(packages, "1.2.3")
    depends = {each["ref"]: each.get("dependsOn", []) for each in told["dependencies"]}
    assert len(depends["dondoc"]) == len(packages)


def test_a_service_that_knows_none_of_the_packages_is_no_all_clear(audit: ModuleType) -> None:
    """pip-audit says "No known vulnerabilities found" then, and ends with 0."""
    unknown = [{"name": "a", "skip_reason": "not found"}, {"name": "b", "skip_reason": "not found"}]
    assert audit.told_by(unknown)[1].startswith("known weaknesses: the service knows none of 2")
    weak = {"name": "c", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
    found, said = audit.told_by([*unknown, weak])
    assert found == ["c 1: CVE-1, mended in ['2']"]
    assert said == "known weaknesses: 1 in 1 of 3 packages that are known"
