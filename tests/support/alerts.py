"""The alert rules of docs/alerts.yml against a real answer of `/metrics`, as Prometheus would judge it.

Every rule compares one figure with one number, which is judged here in a few lines; how long it must stay so
(`for`) is left out. Where Prometheus's own `promtool` is installed, it is asked as well and must agree.
"""

from __future__ import annotations

import operator
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from prometheus_client.parser import text_string_to_metric_families

RULES_FILE = Path(__file__).resolve().parents[2] / "docs" / "alerts.yml"
_EXPRESSION = re.compile(r"([a-z_]+)(?:\{([^{}]*)\})? (==|>|<) ([0-9.e]+)")
_MATCHER = re.compile(r'([a-z_]+)(=~|=)"([^"]*)"')
_COMPARES = {"==": operator.eq, ">": operator.gt, "<": operator.lt}


@dataclass(frozen=True)
class Sample:
    """One figure with its labels."""

    name: str
    labels: dict[str, str]
    value: float


def rules() -> list[dict[str, Any]]:
    """The rules as they stand in the file."""
    (group,) = yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def samples(answer: str | None) -> list[Sample]:
    """What a scrape knows: `up`, and the figures of the answer (None: there was no answer)."""
    read = [Sample("up", {"job": "dondoc"}, float(answer is not None))]
    for family in text_string_to_metric_families(answer or ""):
        read += [Sample(each.name, dict(each.labels), each.value) for each in family.samples]
    return read


def raised(answer: str | None) -> set[str]:
    """The alerts that this answer of `/metrics` raises, by name; ValueError for a rule of another kind."""
    known = samples(answer)
    found = {rule["alert"] for rule in rules() if _holds(rule["expr"], known)}
    if program := shutil.which("promtool"):
        assert found == _raised_by_prometheus(program, known)
    return found


def _holds(expression: str, known: Iterable[Sample]) -> bool:
    parts = _EXPRESSION.fullmatch(expression)
    if parts is None:
        raise ValueError(f"no comparison of one figure with a number: {expression}")
    name, wanted, sign, number = parts.groups()
    matchers = _MATCHER.findall(wanted or "")
    return any(
        _COMPARES[sign](each.value, float(number))
        for each in known
        if each.name == name and all(_fits(each.labels.get(label, ""), *how) for label, *how in matchers)
    )


def _fits(found: str, how: str, wanted: str) -> bool:
    return found == wanted if how == "=" else re.fullmatch(wanted, found) is not None


def _raised_by_prometheus(program: str, known: Iterable[Sample]) -> set[str]:
    import tempfile

    series = [
        {
            "series": each.name
            + "{"
            + ",".join(f'{name}="{value}"' for name, value in each.labels.items())
            + "}",
            "values": f"{each.value!r}x5",
        }
        for each in known
    ]
    found = set()
    with tempfile.TemporaryDirectory() as folder:
        for rule in rules():
            # Asked whether it holds nowhere: what is refused, holds.
            test = {"expr": rule["expr"], "eval_time": "2m", "exp_samples": []}
            asked = Path(folder) / "asked.yml"
            asked.write_text(
                yaml.safe_dump(
                    {
                        "rule_files": [str(RULES_FILE)],
                        "tests": [{"interval": "1m", "input_series": series, "promql_expr_test": [test]}],
                    }
                )
            )
            done = subprocess.run([program, "test", "rules", str(asked)], capture_output=True, text=True)
            if done.returncode != 0:
                assert "expr:" in done.stdout + done.stderr, done.stdout + done.stderr
                found.add(rule["alert"])
    return found
