"""The report as JSON: stable English keys, codes beside names; the same figures as every other format."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from engine.report.counting import Report
from engine.report.figures import Figures
from engine.report.ranking import ranked
from language import say


def write(report: Report) -> bytes:
    """A document of UTF-8 text, promised in docs/cli.md."""
    return (json.dumps(document(report), ensure_ascii=False, indent=2) + "\n").encode()


def document(report: Report) -> dict[str, Any]:
    """The report as JSON knows it; dates and instants are ISO text, the instant in UTC."""
    scope = report.scope
    places = {each.unit: each.place for each in ranked(report.units)}
    return {
        "as_of": report.as_of.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "from": None if scope.first == date.min else scope.first.isoformat(),
        "to": None if scope.last == date.max else scope.last.isoformat(),
        "units_asked": list(scope.units),
        "obligation": scope.obligation or None,
        "document": scope.document or None,
        "period": scope.period or None,
        "total": figures(report.total),
        "units": [
            {"unit": unit, "name": say(report.unit_names[unit], "en", "report"), "place": places.get(unit)}
            | figures(each)
            for unit, each in report.units.items()
        ],
        "obligations": [
            {"obligation": code, "title": say(report.duty_names[code], "en", "report")} | figures(each)
            for code, each in report.duties.items()
        ],
        "documents": [
            {"document": number or None} | figures(each) for number, each in report.documents.items()
        ],
        "periods": [
            {"obligation": line.obligation, "period": line.period, "due": line.due.isoformat()}
            | figures(each)
            for line, each in report.lines.items()
        ],
        "matrix": {
            "columns": list(report.columns),
            "rows": [
                {
                    "unit": unit,
                    "missed": [_cell(report, unit, column, "missed") for column in report.columns],
                    "expected": [_cell(report, unit, column, "expected") for column in report.columns],
                }
                for unit in report.units
            ],
        },
        "years": [{"year": year} | figures(each) for year, each in report.years.items()],
    }


def figures(each: Figures) -> dict[str, Any]:
    """The keys of `dondoc board --json`, and what a report adds."""
    return {
        "expected": each.expected,
        "received": each.received,
        "on_time": each.on_time,
        "late": each.late,
        "open": each.open,
        "overdue": each.overdue,
        "not_opened": each.unopened,
        "waived": each.waived,
        "withdrawn": each.withdrawn,
        "rate": _number(each.rate),
        "median_days": _number(each.median_days),
        "extensions": each.extensions,
    }


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _cell(report: Report, unit: str, column: str, what: str) -> int:
    each = report.matrix.get((unit, column))
    return getattr(each, what) if each else 0
