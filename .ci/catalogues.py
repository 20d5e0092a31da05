"""Holds the message catalogues against the code and against each other. Run by `make lint`.

- every message id in the code has a text in every language, and every text an id in the code;
- the languages use the same fields, and the code gives every field that a text uses;
- no finished sentence stands in the code where a message id belongs, and in the rooms that speak to people no
  two words in one literal;
- no Vietnamese stands in the code of the rooms that have given all their words to the catalogues;
- the files are in the form in which Babel writes them (`--write` puts them into it).
"""

from __future__ import annotations

import ast
import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "language" / "locales"
ROOMS = ("language", "calendars", "config", "models", "engine", "flows", "desk")
LANGUAGES = ("vi", "en")
ROOMS_WITHOUT_WORDS = ("engine/overview", "flows")
"""Rooms whose string literals hold no Vietnamese letter: what people read stands in the catalogues.
Docstrings may show what comes out."""
VIETNAMESE = re.compile("[\u00c0-\u1ef9]")
SPEAKING = ("desk",)
"""Rooms in which whatever a person reads is a message: any words in a literal are a slip."""
TELLING = {"line", "lines", "say", "spoken", "Problem", "WrongUsage", "BadValue", "Misuse"}
"""What prints or raises: a literal given to one of these is a message id."""
NOT_SAID = {"bold red", "PRAGMA quick_check(1)"}
"""Literals of these rooms that have words and that nobody reads."""
FOR_PROGRAMS = {"desk/web/guard.py", "desk/web/metrics.py"}
"""What stands in these files is read by browsers, and by the operators' tools, which speak English."""
_WORDS = re.compile(r"[^\W\d_][.,:;!?)]* +[(\"'`]?[^\W\d_]")
ID = re.compile(r"[a-z]+(\.[a-z0-9_-]*[a-z0-9_])+")
DIFFER = "languages differ"
"""A comment (`#. languages differ: ...`) on an entry of the first language that says why its fields do."""
_FILES = (".html", ".css", ".j2", ".log")
PLURAL_FORMS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
Key = tuple[str, str]
"""(surface or '', message id)."""
_TEMPLATE = re.compile(r"""\bt\(\s*["']([a-z]+(?:\.[a-z0-9_-]+)+)["'](?!\s*~)""")
_TEMPLATE_PREFIX = re.compile(r"""\bt\(\s*["']([a-z]+\.[a-z0-9_.-]*)["']\s*~""")


def main() -> int:
    write = "--write" in sys.argv
    problems = list(_canonical(write=write))
    texts = {code: _texts(code) for code in LANGUAGES}
    used = _Used()
    problems += _between(texts)
    problems += _against_code(texts, used)
    problems += _words_in_code()
    sys.stdout.write("".join(f"{line}\n" for line in problems))
    verdict = "kept" if not problems else f"{len(problems)} breaches"
    sys.stdout.write(f"catalogues: {verdict} ({len(texts['vi'])} messages in {', '.join(LANGUAGES)})\n")
    return 1 if problems else 0


def files(language: str) -> list[Path]:
    return sorted((LOCALES / language / "LC_MESSAGES").glob("*.po"))


def _catalogue(file: Path, language: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=language)


def _written(catalogue: Catalog, language: str) -> bytes:
    made = io.BytesIO()
    write_po(made, catalogue, width=110, omit_header=True, sort_output=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURAL_FORMS[language]}\\n"\n\n'
    )
    return head.encode() + made.getvalue().strip() + b"\n"


def _canonical(*, write: bool) -> Iterator[str]:
    for language in LANGUAGES:
        for file in files(language):
            wanted = _written(_catalogue(file, language), language)
            if file.read_bytes() == wanted:
                continue
            if write:
                file.write_bytes(wanted)
            else:
                yield f"{file.relative_to(ROOT)}: not as Babel writes it; python .ci/catalogues.py --write"


def _texts(language: str) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    for file in files(language):
        for entry in _catalogue(file, language):
            if not entry.id:
                continue
            name = entry.id if isinstance(entry.id, str) else entry.id[0]
            said = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
            mark = (DIFFER,) if any(DIFFER in comment for comment in entry.auto_comments) else ()
            found[entry.context or "", name] = said
            if mark:
                EXEMPT.add(name)
            if name.partition(".")[0] != file.stem:
                WRONG_FILE.append(f"{file.relative_to(ROOT)}: {name} belongs into another domain's file")
    return found


EXEMPT: set[str] = set()
WRONG_FILE: list[str] = []


def _fields(texts: Iterable[str]) -> tuple[set[str], set[str]]:
    """(the fields of some texts, the messages that they name)."""
    fields, messages = set(), set()
    for text in texts:
        for _, name, spec, _ in string.Formatter().parse(text):
            if name is not None:
                (messages if "." in name else fields).add(name)
            if spec and "." in spec:
                messages.add(spec)
    return fields, messages


def _between(texts: dict[str, dict[Key, tuple[str, ...]]]) -> Iterator[str]:
    yield from WRONG_FILE
    first, *others = LANGUAGES
    for other in others:
        for key in sorted(texts[first].keys() ^ texts[other].keys()):
            missing = other if key in texts[first] else first
            yield f"{_told(key)}: has no text in {missing}"
        for key in sorted(texts[first].keys() & texts[other].keys()):
            for n, kind in enumerate(("fields", "messages")):
                one, two = _fields(texts[first][key])[n], _fields(texts[other][key])[n]
                if (
                    one != two
                    and key[1] not in EXEMPT
                    and key[1].partition(".")[0] not in ("words", "period")
                ):
                    yield f"{_told(key)}: {first} and {other} use other {kind}: {_listed(one ^ two)}"
    for language in LANGUAGES:
        for key, said in texts[language].items():
            if not all(text.strip() for text in said):
                yield f"{_told(key)}: is empty in {language}"
            for name in _fields(said)[1]:
                if not any(name == known for _, known in texts[language]):
                    yield f"{_told(key)}: names {name}, which has no text in {language}"


class _Used:
    """The message ids that the code and the templates use, and where they are given which fields."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        self.given: list[tuple[str, str, set[str]]] = []
        self.sentences: list[str] = []
        for room in ROOMS:
            for file in sorted((ROOT / room).rglob("*.py")):
                if "migrations" not in file.parts:
                    self._read(file)
        templates = [*(ROOT / "config" / "offices").rglob("*.j2"), *(ROOT / "desk" / "web").rglob("*.html")]
        for file in sorted(templates):
            source, where = file.read_text(encoding="utf-8"), str(file.relative_to(ROOT))
            for name in _TEMPLATE.findall(source):
                self.ids.setdefault(name, where)
            for prefix in _TEMPLATE_PREFIX.findall(source):
                self.prefixes.setdefault(prefix, where)

    def _read(self, file: Path) -> None:
        where = str(file.relative_to(ROOT))
        tree = ast.parse(file.read_text(encoding="utf-8"), where)
        if where.startswith(SPEAKING) and where not in FOR_PROGRAMS:
            self.sentences += [f"{where}:{line}: words that are no message" for line in _unspoken(tree)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                if node.value.endswith(_FILES):
                    continue
                self.ids.setdefault(node.value, f"{where}:{node.lineno}")
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefix = str(node.values[0].value)
                if re.fullmatch(r"[a-z]+\.[a-z0-9_.-]*", prefix):
                    self.prefixes.setdefault(prefix, f"{where}:{node.lineno}")
            elif isinstance(node, ast.Call) and node.args:
                self._call(node, f"{where}:{node.lineno}")

    def _call(self, call: ast.Call, where: str) -> None:
        name = ast.unparse(call.func).rpartition(".")[2]
        if name not in {"Message", "BadValue", "Misuse"} and not re.search(
            r"(Error|UnknownName|RoundBehind|AlreadyAnswered|PlanChanged|Problem|WrongUsage)$", name
        ):
            return
        first = next((a for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)), None)
        if first is None:
            sentence = any(
                " " in part for a in call.args if isinstance(a, ast.JoinedStr) for part in _words(a)
            )
            if sentence and name not in BUILT_IN:
                self.sentences.append(f"{where}: a sentence where a message id belongs")
            return
        if " " in first.value and name not in BUILT_IN:
            self.sentences.append(f"{where}: a sentence where a message id belongs")
        elif ID.fullmatch(first.value) and not any(keyword.arg is None for keyword in call.keywords):
            self.given.append((where, first.value, {str(keyword.arg) for keyword in call.keywords}))


def _unspoken(tree: ast.Module) -> Iterator[int]:
    """The lines of a speaking room with words for a person that are in no catalogue."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    logged = (
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and ast.unparse(n.func).startswith(("log.", "noted"))
    )
    docs |= {id(argument) for call in logged for argument in call.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            if _WORDS.search(node.value) and node.value not in NOT_SAID:
                yield node.lineno
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            given = node.args[: 2 if name == "Misuse" else 1] if name in TELLING else []
            given = [*given, *(each.value for each in node.keywords if each.arg in {"help", "metavar"})]
            literals = [each for each in given if isinstance(each, ast.Constant | ast.JoinedStr)]
            for each in literals:
                said = "".join(_words(each))
                if not isinstance(each, ast.JoinedStr) and ID.fullmatch(said):
                    continue
                if re.search(r"[^\W\d_]", said):
                    yield node.lineno


def _words(text: ast.Constant | ast.JoinedStr) -> Iterator[str]:
    """What a literal says itself, without the values put into it."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


BUILT_IN = {
    "ValueError",
    "TypeError",
    "RuntimeError",
    "LookupError",
    "KeyError",
    "OSError",
    "PermissionError",
}


def _against_code(texts: dict[str, dict[Key, tuple[str, ...]]], used: _Used) -> Iterator[str]:
    known = {name for _, name in texts["vi"]} | {name for _, name in texts["en"]}
    domains = {name.partition(".")[0] for name in known}
    for name, where in sorted(used.ids.items()):
        if name not in known and name.partition(".")[0] in domains and name not in NO_IDS:
            yield f"{where}: the message {name} has no text"
    named = set(used.ids)
    for said in (*texts["vi"].values(), *texts["en"].values()):
        named |= _fields(said)[1]
    for name in sorted(known - named):
        if not any(name.startswith(prefix) for prefix in used.prefixes):
            yield f"{name}: no code says it"
    for where, name, given in used.given:
        for language in LANGUAGES:
            lacking = _needed(name, texts[language]) - given
            if lacking and name in known:
                yield f"{where}: {name} needs {_listed(lacking)} ({language})"
    yield from used.sentences


def _words_in_code() -> Iterator[str]:
    for room in ROOMS_WITHOUT_WORDS:
        for file in sorted((ROOT / room).rglob("*.py")):
            where = str(file.relative_to(ROOT))
            for line, text in _literals(ast.parse(file.read_text(encoding="utf-8"), where)):
                if VIETNAMESE.search(text):
                    yield f"{where}:{line}: Vietnamese in the code: its place is the catalogues"


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that the code uses: no docstrings."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


NO_IDS = {"task.id", "calendar.yaml", "up.lock"}
"""Words with a dot that are no messages."""


def _needed(name: str, texts: dict[Key, tuple[str, ...]], seen: frozenset[str] = frozenset()) -> set[str]:
    """Every field that a message uses, on any surface, with those of the messages that it names."""
    fields: set[str] = set()
    for (_, known), said in texts.items():
        if known == name:
            own, messages = _fields(said)
            fields |= own
            for other in messages - seen:
                if any(other == spec for text in said for *_, spec, _ in string.Formatter().parse(text)):
                    continue  # `{n:count.units}` gives its own number
                fields |= _needed(other, texts, seen | {name})
    return fields


def _told(key: Key) -> str:
    return f"{key[1]} ({key[0]})" if key[0] else key[1]


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


if __name__ == "__main__":
    sys.exit(main())
