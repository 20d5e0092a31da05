"""contacts.yaml written by the program: one line for each contact that changes; every other line, and every
comment, stays as somebody wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from config.loading.contacts import FILE, Contacts
from config.loading.yaml_nodes import Node, Problems, parse_bytes
from config.registry.errors import RegistryError
from config.registry.stored_contacts import Contact, ContactRole

_BEGINS = re.compile(r"contacts:\s*(\[\s*\])?\s*(#.*)?")


def changed(
    text: str, contacts: Sequence[Contact], units: Sequence[str], *, gone: Sequence[tuple[str, str]] = ()
) -> str:
    """The text with these contacts: each in the place of the one of its unit and name, else at the end; and
    without those that are `gone`, by unit and name.

    RegistryError when the file is not written with one `- ` line for each contact, or would not be read back.
    """
    lines = text.splitlines()
    at = _places(text)
    new = [each for each in contacts if _key(each.unit, each.name) not in at]
    # From the end, so that the places before stay true.
    for each in sorted(contacts, key=lambda each: at.get(_key(each.unit, each.name), (0, 0)), reverse=True):
        if (place := at.get(_key(each.unit, each.name))) is not None:
            lines[place[0] : place[1]] = [_indent(lines[place[0]]) + written(each)]
    last = max((end for _, end in _places("\n".join(lines)).values()), default=None)
    if last is None and new:
        begins = next((n for n, line in enumerate(lines) if _BEGINS.fullmatch(line)), None)
        if begins is None:
            lines, begins = [*lines, "contacts:"], len(lines)
        lines[begins], last = "contacts:", begins + 1
    if new and last is not None:
        indent = _indent(lines[last - 1]) if lines[last - 1].lstrip().startswith("- ") else ""
        lines[last:last] = [indent + written(each) for each in new]
    out = [_key(*each) for each in gone]
    at = _places("\n".join(lines)) if out else {}
    for begin, end in sorted((at[each] for each in out if each in at), reverse=True):
        del lines[begin:end]
    if out and not any(line.lstrip().startswith("- ") for line in lines):
        lines = ["contacts: []" if _BEGINS.fullmatch(line) else line for line in lines]
    made = "\n".join(lines) + "\n"
    _prove(made, contacts, units, out)
    return made


def written(contact: Contact) -> str:
    """The contact as one line of the file."""
    said = [f"unit: {contact.unit}", f"name: {_quoted(contact.name)}"]
    if contact.role is not ContactRole.REPORTS:
        said.append(f"role: {contact.role.value}")
    more = (("mail", contact.mail), ("telephone", contact.telephone), ("deputy", contact.deputy))
    said += [f"{key}: {_quoted(value)}" for key, value in more if value]
    if contact.absent_from and contact.absent_until:
        from_, until = contact.absent_from.isoformat(), contact.absent_until.isoformat()
        said.append(f"absent: {{from: {from_}, until: {until}}}")
    return "- {" + ", ".join(said) + "}"


def _places(text: str) -> Mapping[tuple[str, str], tuple[int, int]]:
    """By unit and name: the first line of each entry and the line after its last, from 0."""
    if all(line.strip()[:1] in ("", "#") for line in text.splitlines()):
        return {}
    node = parse_bytes(text.encode(), FILE, Problems())
    if node is None or node.entries is None:
        raise RegistryError("contact.file-unreadable", file=FILE)
    entries = node.entries.get("contacts")
    items = (entries.items if entries else None) or []
    lines = text.splitlines()
    if not items:
        return {}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for item, following in zip(items, [*items[1:], None], strict=True):
        begin = item.line - 1
        if not lines[begin].lstrip().startswith("- "):
            raise RegistryError("contact.file-not-in-lines", file=FILE, line=str(item.line))
        end = following.line - 1 if following else len(lines)
        while end > begin + 1 and lines[end - 1].strip()[:1] in ("", "#"):
            end -= 1
        found.setdefault(_key(_said(item, "unit"), _said(item, "name")), (begin, end))
    return found


def _prove(
    text: str, contacts: Sequence[Contact], units: Sequence[str], gone: Sequence[tuple[str, str]] = ()
) -> None:
    read = Contacts(units)
    read.read(text.encode())
    found = {_key(each.unit, each.name): each for people in read.by_unit.values() for each in people}
    for each in contacts:
        back = found.get(_key(each.unit, each.name))
        if back is None or written(back) != written(each):
            raise RegistryError("contact.file-not-in-lines", file=FILE, line="1")
    if any(each in found for each in gone):
        raise RegistryError("contact.file-not-in-lines", file=FILE, line="1")


def _said(item: Node, key: str) -> str:
    node = (item.entries or {}).get(key)
    return (node.text if node else None) or ""


def _key(unit: str, name: str) -> tuple[str, str]:
    return unit, name.strip().casefold()


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which YAML reads as it is: a name may be called null
