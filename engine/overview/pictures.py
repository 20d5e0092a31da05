"""Pictures of the boards: rows of figures to an SVG text. Pure; nothing here knows where it will be shown.

The Prefect UI shows them as `data:` pictures on light and on dark pages: no background is painted, text is
of a middle grey and every bar of a middle tone, so that both pages give enough contrast. A colour is never
the only sign: each bar says its figures, and the order of its parts is always the same.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from language import Message, say

_TEXT = "#7d8590"  # 4:1 or more on white and on the near-black of dark pages
_TRACK = "#8b949e"
_ROW = 42
_WIDTH = 690  # what Prefect's artifact page gives: a wider one would be shrunk, letters and all
_LEFT = 225  # where bars begin
_RIGHT = 112  # room for the figures behind a bar
_GAP = 8  # between what stands before a bar and the bar
_NARROW, _BROAD = " .,:;·'()[]|/-fijlrtI", "mwMW%—…"
_LEAST = 3  # width of the smallest part
_FONT = "font-family='system-ui, Segoe UI, Roboto, Noto Sans, sans-serif'"


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of part of a bar, in the order in which they are drawn."""

    code: str
    colour: str

    @property
    def label(self) -> Message:
        return Message(f"picture.{self.code}")


PARTS = (
    Part("on_time", "#2da44e"),
    Part("late_sent", "#bf8700"),
    Part("open", "#4c8ddb"),
    Part("overdue", "#d1453b"),
    Part("unopened", "#a9b4c0"),
    Part("ended", "#8b949e"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One obligation and period. Every unit is counted in exactly one part."""

    label: str
    note: str = ""
    on_time: int = 0
    late_sent: int = 0
    open: int = 0
    overdue: int = 0
    unopened: int = 0
    ended: int = 0

    @property
    def total(self) -> int:
        """All units of the bar."""
        return sum(self.counts)

    @property
    def counts(self) -> tuple[int, ...]:
        """The figures in the order of `PARTS`."""
        return tuple(getattr(self, part.code) for part in PARTS)


def bars(rows: Sequence[Bar], language: str, *, title: str) -> str:
    """One strip per row, divided into its parts, with a legend of the parts that occur. An SVG text.

    `title` is what a screen reader says, `language` what the legend and the figures are said in; labels and
    notes are said already. A row without units is an empty track.
    """
    used = [part for index, part in enumerate(PARTS) if any(row.counts[index] for row in rows)]
    height = 34 + _ROW * max(len(rows), 1) + 6
    drawn = [
        _legend(used, language),
        *(_bar(row, 34 + _ROW * index, language) for index, row in enumerate(rows)),
    ]
    if not rows:
        drawn.append(_text(0, 56, say(Message("picture.empty"), language), 13))
    return _svg(_WIDTH, height, title, drawn)


def data_url(svg: str) -> str:
    """The picture as a `data:` address, for Markdown that shows pictures but no inline SVG."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _bar(row: Bar, top: int, language: str) -> str:
    width = _WIDTH - _LEFT - _RIGHT
    drawn = [_text(0, top + 14, _cut(row.label, 14), 14)]
    if row.note:
        drawn.append(_text(0, top + 30, _cut(row.note, 12), 12))
    drawn.append(
        f"<rect x='{_LEFT}' y='{top + 3}' width='{width}' height='20' rx='3' fill='{_TRACK}' opacity='.25'/>"
    )
    at = float(_LEFT)
    shown = sum(count > 0 for count in row.counts)
    for part, count in zip(PARTS, row.counts, strict=True):
        if not count:
            continue
        said = say(Message("picture.part", count=count, part=part.label), language)
        # A single unit among thousands must still be seen.
        wide = _LEAST + (width - _LEAST * shown) * count / row.total
        drawn.append(
            f"<rect x='{at:.1f}' y='{top + 3}' width='{wide:.1f}' height='20' fill='{part.colour}'>"
            f"<title>{escape(said)}</title></rect>"
        )
        if wide > 9 * len(str(count)) + 6:
            drawn.append(
                f"<text x='{at + wide / 2:.1f}' y='{top + 17.5}' font-size='13' fill='#fff' "
                f"font-weight='600' text-anchor='middle' {_FONT}>{count}</text>"
            )
        at += wide
    sent = row.on_time + row.late_sent
    tally = Message("tally.sent", sent=sent, expected=row.total - row.ended)
    figures = say(tally, language) if row.total else "—"
    drawn.append(_text(_LEFT + width + 10, top + 18, figures, 14))
    return "".join(drawn)


def _legend(parts: Sequence[Part], language: str) -> str:
    labels = [say(part.label, language) for part in parts]
    wide = [16 + 7.2 * len(label) + 18 for label in labels]
    # Above the bars, and further left when all parts occur.
    at = min(float(_LEFT), _WIDTH - sum(wide))
    drawn = []
    for part, label, width in zip(parts, labels, wide, strict=True):
        drawn.append(f"<rect x='{at:.1f}' y='6' width='11' height='11' rx='2' fill='{part.colour}'/>")
        drawn.append(_text(at + 16, 16, label, 13))
        at += width
    return "".join(drawn)


def _text(x: float, y: float, text: str, size: int) -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{_TEXT}' {_FONT}>{escape(text)}</text>"


def _svg(width: int, height: int, title: str, drawn: Sequence[str]) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}' role='img'><title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )


def _cut(text: str, size: int) -> str:
    """As much of it as ends before the bars, in whatever of the fonts a browser has."""
    room = _LEFT - _GAP
    if _wide(text, size) <= room:
        return text
    while text and _wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" ,·(") + "…"


def _wide(text: str, size: int) -> float:
    """About how wide it is drawn at most. A mark over or under a letter takes no room of its own."""
    letters = unicodedata.normalize("NFD", text)
    return size * sum(
        0 if unicodedata.combining(each) else 0.34 if each in _NARROW else 1.03 if each in _BROAD
        else 0.72 if each.isupper() else 0.59 for each in letters
    )  # fmt: skip
