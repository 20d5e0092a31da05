"""From the text of a unit column to codes of the registry: known names as they stand, slips only when unique.

Nothing is guessed: a text that may mean two units resolves to none, and what no unit or group stands for is
kept as text. `Resolver.read` says of every doubt what stood there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from config.intake.comparable import AND, Word, distance, folded, one_line, words
from config.intake.meaning import legends
from config.intake.meaning.found import Found, Hit
from config.intake.meaning.matching import FREE, LEADERS, PAPER, joined, matched, pieces, shortens, slipped
from config.intake.meaning.names import Names, names_of, registry_member
from config.intake.meaning.whole_office import is_office, leads_office
from config.registry import Registry
from language import Message

_COMRADE = re.compile(r"\bđ/c\b", re.IGNORECASE)
_DEFINED = re.compile(
    r"\(\s*(?:(?:sau đây\s+)?(?:gọi|viết)\s+(?:tắt|chung)?\s*(?:là|:)?\s*|viết tắt\s*(?:là|:)?\s*)?[“\"']?"
    r"([^()“”\"']{2,40}?)[”\"']?\s*\)",
    re.IGNORECASE,
)
_LIST_OF = re.compile(r"\s*(?:sau(?:\s+đây)?)?\s*[:：]|\s*\(1\)")
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\bvà\b)\s*(?:\(\d+\)\s*)?", re.IGNORECASE)
_GOES_ON = re.compile(r"[ \t]*(?:\([^()]*\)[ \t]*)?\n?[ \t]*([^\W\d_]\w*)")
_COMES_FROM = re.compile(r"([^\W_]+)[ \t]*$")
_ABBREVIATION = re.compile(r"[A-ZĐ&]{2,8}")
LEAST_LETTERS = 8


class Resolver:
    """The names of one registry as they are meant on one day, with what the document itself defines."""

    def __init__(self, registry: Registry, day: date, defined_in: Iterable[str] = ()) -> None:
        self.registry = registry
        self.day = day
        self.names: Names = names_of(registry)
        self._defined: dict[tuple[str, ...], str] = {}
        self._clear: set[str] = set()
        self._other: dict[tuple[str, ...], str] = {}
        """Abbreviations that the document explains as something else than the registry does."""
        self._known = {name.keys for names in self.names.by_first.values() for name in names}
        self._known |= {name.keys for name in self.names.office}
        self._grouped = {name.code: group for group, names in self.names.within.items() for name in names}
        self.read = lru_cache(maxsize=5_000)(self._read)
        for text in defined_in:
            self._define(text)
            for short, name in legends.explained(text):
                self._explain(short, name)

    # --- what the document says of its own abbreviations ---

    def _define(self, text: str) -> None:
        """`Trung tâm Truyền thông (TT)`: from here on the document's TT is that one."""
        if "(" not in text:
            return
        for match in _DEFINED.finditer(text):
            head = text[max(0, match.start() - 120) : match.start()].rstrip()
            last = [hit for hit in self._exact(head, words(head)) if not head[hit.end :].strip(" ,.-")]
            tokens = tuple(word.key for word in words(match[1]) if word.key != AND)
            if not last or not tokens or len(tokens) > 6 or tokens in self._known:
                continue
            if not shortens(match[1].strip(), head[last[-1].start :]):
                continue
            code = last[-1].code
            if self._defined.setdefault(tokens, code) != code:
                self._defined[tokens] = ""  # defined twice, differently: the document's word is no help
            elif match[1].strip().isupper():
                self._clear.add(match[1].strip())

    def _explain(self, short: str, name: str) -> None:
        """`KT: Phòng Kế toán` in a legend: the document's own word goes before the registry's."""
        hits = self._exact(name, words(name))
        tokens = tuple(word.key for word in words(short) if word.key != AND)
        whole = (
            hits[0].code
            if len(hits) == 1 and not list(pieces(name[: hits[0].start] + name[hits[0].end :]))
            else ""
        )
        known = {
            code
            for keys in (tokens,)
            for length, code in self._at(short, words(short), 0)
            if length == len(keys)
        }
        if known and known != {whole}:
            self._other[tokens] = one_line(name)
        elif whole and tokens and self._defined.setdefault(tokens, whole) != whole:
            self._defined[tokens] = ""
        elif whole:
            self._clear.add(short)

    # --- reading ---

    def _read(self, text: str) -> Found:
        """What units and groups a text names."""
        text = _COMRADE.sub("đồng chí", unicodedata.normalize("NFC", text).replace("\u00a0", " "))
        text = _DEFINED.sub(self._undefined, text)
        papers = tuple(
            Message("intake.paper-no-unit", text=one_line(match[0])) for match in PAPER.finditer(text)
        )
        text = PAPER.sub(lambda match: " " * len(match[0]), text)
        found = self._named(text)
        return replace(found, doubts=(*papers, *found.doubts)) if papers else found

    def _named(self, text: str) -> Found:
        tokens = words(text)
        if not tokens:
            return Found()
        hits = self._exact(text, tokens)
        for hit in hits:
            before = LEADERS.search(text, 0, hit.start) if hit.code not in ("", "-") else None
            if before and not any(before.start() < other.end <= hit.start for other in hits):
                # The leaders of a unit are the unit.
                text = text[: before.start()] + " " * len(before[0]) + text[hit.start :]
                tokens = words(text)
        hits = self._lists(text, hits)
        hits += self._slips(text, tokens, hits)
        hits.sort(key=lambda hit: hit.start)
        return self._told(text, list(self._whole(text, hits)))

    def _undefined(self, match: re.Match[str]) -> str:
        """Spaces in place of a bracket that only says how a name is shortened from here on."""
        keys = tuple(word.key for word in words(match[1]) if word.key != AND)
        return " " * len(match[0]) if keys in self._defined else match[0]

    def _whole(self, text: str, hits: list[Hit]) -> Iterator[Hit]:
        """A name that goes on is another name: `Văn phòng Chính phủ` is no `Văn phòng`."""
        starts, ends = {hit.start for hit in hits}, [hit.end for hit in hits]
        for hit in hits:
            more = _GOES_ON.match(text, hit.end)
            word = more[1] if more and more.start(1) not in starts else ""
            said = one_line(text[hit.start : more.end() if more else hit.end])
            broken = bool(more and "\n" in more[0])
            if hit.code in ("", "-") or folded(word) in FREE or (broken and word[:1].isupper()):
                word = ""
            before = _COMES_FROM.search(text, max([0, *(end for end in ends if end <= hit.start)]), hit.start)
            if word and (hit.group or word[:1].isupper()):
                if not hit.group:
                    yield replace(hit, code="", doubt=Message("intake.which-unit", text=said))
                continue
            if word and not hit.doubt:
                doubt = Message("intake.behind-name", text=said, unit=self._called(hit.code))
                hit = replace(hit, doubt=doubt)
            elif before and hit.code not in ("", "-") and folded(before[1]) not in FREE and not hit.doubt:
                said = one_line(f"{before[1]} {text[hit.start : hit.end]}")
                doubt = Message("intake.before-name", words=said, unit=self._called(hit.code))
                hit = replace(hit, doubt=doubt)
            yield hit

    def _exact(self, text: str, tokens: tuple[Word, ...]) -> list[Hit]:
        """Names as they stand, the longest at each place."""
        hits: list[Hit] = []
        place = 0
        while place < len(tokens):
            best, codes = 0, dict[str, None]()
            for length, code in self._at(text, tokens, place):
                if length > best:
                    best, codes = length, {code: None}
                elif length == best:
                    codes[code] = None
            if best and (hit := self._hit(text, tokens, place, best, list(codes))):
                hits.append(hit)
            place += best or 1
        return hits

    def _at(self, text: str, tokens: tuple[Word, ...], place: int) -> Iterator[tuple[int, str]]:
        for name in self.names.by_first.get(tokens[place].key, ()):
            if name.exact is not None and tokens[place].text != name.exact:
                continue
            if length := matched(
                name.keys, [word.key for word in tokens[place : place + len(name.keys) + 3]]
            ):
                yield length, name.code
        for keys, code in self._defined.items():
            capitals = tokens[place].text.isupper() or not " ".join(keys).isascii() or len(keys) > 1
            if code and capitals and matched(keys, [word.key for word in tokens[place : place + len(keys)]]):
                yield len(keys), code

    def _hit(
        self, text: str, tokens: tuple[Word, ...], place: int, length: int, codes: list[str]
    ) -> Hit | None:
        start, end = tokens[place].start, tokens[place + length - 1].end
        said = one_line(text[start:end])
        if meant := self._other.get(
            tuple(word.key for word in tokens[place : place + length] if word.key != AND)
        ):
            return Hit(start, end, "", Message("intake.explained-else", text=said, meant=meant))
        living = [code for code in codes if code and self._alive(code)]
        if len(living) == 1:
            doubt = None
            if living[0] in self.registry.units and self.registry.units[living[0]].unexplained:
                doubt = Message("intake.unexplained", text=said, unit=self._called(living[0]))
            return Hit(start, end, living[0], doubt, living[0] in self.registry.groups)
        if living:
            which = [self._called(code) for code in living]
            return Hit(start, end, "", Message("intake.may-be", text=said, units=which))
        known = [code for code in codes if code in self.registry.units]
        if len(known) == 1:
            return self._ended(start, end, said, known[0])
        return None

    def _ended(self, start: int, end: int, said: str, code: str) -> Hit:
        heir = self.registry.successor(code, self.day)
        if heir.code != code and heir.alive(self.day):
            doubt = Message("intake.unit-succeeded", text=said, day=self.day, heir=heir.name)
            return Hit(start, end, heir.code, doubt)
        return Hit(start, end, "", Message("intake.unit-not-there", text=said, code=code, day=self.day))

    def _lists(self, text: str, hits: list[Hit]) -> list[Hit]:
        """`BHXH các tỉnh: (1) Hà Nội; (2) ...`: the members named behind the colon, not the whole group."""
        kept: list[Hit] = []
        for place, hit in enumerate(hits):
            kept.append(hit)
            limit = next((each.start for each in hits[place + 1 :]), len(text))
            if hit.code in self._grouped:
                kept += self._next(self._grouped[hit.code], text, hit.end, limit)
            if not hit.group:
                continue
            members = self._members(hit.code, text, hit.end, limit)
            if not _LIST_OF.match(text, hit.end) and not joined(text, hit.end, members):
                continue
            group = self.registry.groups[hit.code]
            inside = [
                each
                for each in hits[place + 1 :]
                if each.code in self.registry.units and registry_member(self.registry.units[each.code], group)
            ]
            if members or (inside and _LIST_OF.match(text, hit.end)):
                kept[-1:] = [replace(hit, code="-", group=False), *members]
        return kept

    def _members(self, group: str, text: str, start: int, end: int) -> list[Hit]:
        tokens = words(text[start:end])
        found, place = [], 0
        while place < len(tokens):
            best, codes = 0, dict[str, None]()
            for name in self.names.within[group]:
                if name.keys[0] != tokens[place].key:
                    continue
                length = matched(name.keys, [word.key for word in tokens[place : place + len(name.keys)]])
                if length and self._alive(name.code):
                    codes = {name.code: None} if length > best else {**codes, name.code: None}
                    best = max(best, length)
            if best and len(codes) == 1:
                found.append(
                    Hit(start + tokens[place].start, start + tokens[place + best - 1].end, next(iter(codes)))
                )
            place += best or 1
        return found

    def _next(self, group: str, text: str, start: int, end: int) -> Iterator[Hit]:
        """`BHXH Hà Nội, Hà Nam`: further members, one right behind the other."""
        for hit in self._members(group, text, start, end):
            if not _BETWEEN.fullmatch(text[start : hit.start]):
                return
            yield hit
            start = hit.end

    def _slips(self, text: str, tokens: tuple[Word, ...], hits: list[Hit]) -> list[Hit]:
        """Names with a slip of the reader in them, where only one unit comes near; always doubtful."""
        taken = [(hit.start, hit.end) for hit in hits]
        found: list[Hit] = []
        for place, word in enumerate(tokens):
            if any(start < word.end and word.start < end for start, end in taken):
                continue
            near = sorted(self._near(tokens, place), key=lambda each: (each[0], -each[1]))
            if not near:
                continue
            slips, length, _ = near[0]
            codes = {code for cost, _, code in near if cost <= slips + 1}
            start, end = word.start, tokens[place + length - 1].end
            if len(codes) != 1 or any(one < end and start < other for one, other in taken):
                continue
            code = codes.pop()
            said = one_line(text[start:end])
            doubt = Message("intake.nearest-name", text=said, unit=self._called(code))
            found.append(Hit(start, end, code, doubt, code in self.registry.groups))
            taken.append((start, end))
        return found

    def _near(self, tokens: tuple[Word, ...], place: int) -> Iterator[tuple[int, int, str]]:
        """(slips, tokens, code) of the names of several words that nearly stand here."""
        first = tokens[place].fold
        for head, names in self.names.by_first_fold.items():
            if distance(first, head, 1) > 1:
                continue
            for name in names:
                if (
                    len(name.folds) < 2
                    or sum(map(len, name.folds)) < LEAST_LETTERS
                    or not self._alive(name.code)
                ):
                    continue
                there = list(tokens[place : place + len(name.folds) + 2])
                cost = slipped(name, there)
                if cost is not None:
                    yield *cost, name.code

    def _told(self, text: str, hits: list[Hit]) -> Found:
        codes, doubts = dict[str, None](), dict[Message, None]()
        rest: list[str] = []
        remarks: list[str] = []
        place = 0
        for hit in [*hits, Hit(len(text), len(text), "-")]:
            for piece, bracketed in pieces(text[place : hit.start]):
                (remarks if bracketed and place else rest).append(piece)
            place = max(place, hit.end)
            if hit.doubt:
                doubts[hit.doubt] = None
            if hit.code and hit.code != "-":
                codes[hit.code] = None
            elif hit.code == "" and hit.end > hit.start:
                rest.append(one_line(text[hit.start : hit.end]))
        if leads_office(self.registry, text) or is_office(self.names, text):
            rest = [one_line(text)]
        for piece in rest:
            if is_office(self.names, piece):
                doubts[Message("intake.whole-office", text=piece)] = None
            elif leads_office(self.registry, piece):
                doubts[Message("intake.office-leaders", text=piece)] = None
            elif (meant := self.names.unclear.get(piece)) and piece not in self._clear:
                doubts[Message("intake.unclear-name", text=piece, names=" / ".join(meant))] = None
            elif _ABBREVIATION.fullmatch(piece):
                doubts[Message("intake.unknown-abbreviation", text=piece)] = None
        return Found(tuple(codes), tuple(rest), tuple(remarks), tuple(doubts))

    def _alive(self, code: str) -> bool:
        if code in self.registry.units:
            return self.registry.units[code].alive(self.day)
        group = self.registry.groups.get(code)
        return group is not None

    def _called(self, code: str) -> str:
        if code in self.registry.units:
            return f"{code} ({self.registry.units[code].name})"
        return f"{code} ({self.registry.groups[code].title})" if code in self.registry.groups else code
