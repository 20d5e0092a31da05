"""contacts.yaml: who reads for the units. A wrong entry is left out and told, and stops nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from config.loading.contacts import Contacts
from config.loading.contacts_text import changed
from config.registry import RegistryError
from config.registry.contacts import Contact, ContactRole, remarks_on
from config.settings import SHIPPED_REGISTRY
from tests.support import registries
from tests.support.acts import en

FILE = """\
contacts:
- {unit: TST, name: Chuyên viên 1, mail: cv1@tst.example, deputy: Chuyên viên 2,
   absent: {from: 2026-09-14, until: 2026-09-16}}
- {unit: TST, name: Chuyên viên 2, role: other, mail: cv2@tst.example, telephone: +84 24 0000 0000}
- {unit: TST, name: Chuyên viên 3, mail: cv3 at tst}
- {unit: TSTT, name: Chuyên viên 4, mail: cv4@tst.example}
- {unit: VP, name: Chuyên viên 1, mail: cv1@vp.example, deputy: Chuyên viên 9, fax: 1}
- {unit: VP, name: Chuyên viên 5, mail: cv5@vp.example, deputy: Chuyên viên 9}
- {unit: VP, name: chuyên viên 5, mail: cv6@vp.example}
- {unit: VP, name: Chuyên viên 7, mail: cv7@vp.example, absent: {from: 2026-09-14, until: 2026-09-01}}
"""


def read(text: str) -> Contacts:
    contacts = Contacts(("TST", "VP"))
    contacts.read(text.encode())
    return contacts


def test_each_wrong_entry_is_told_with_its_line_and_the_others_hold() -> None:
    found = read(FILE)
    assert {code: [each.name for each in people] for code, people in found.by_unit.items()} == {
        "TST": ["Chuyên viên 1", "Chuyên viên 2"],
        "VP": ["Chuyên viên 5"],
    }
    first = found.by_unit["TST"][0]
    assert (first.absent_from, first.absent_until) == (date(2026, 9, 14), date(2026, 9, 16))
    assert [en(each).partition(" (this contact")[0] for each in found.faults] == [
        "contacts.yaml:5: contacts.TST.mail: expected a mail address such as secretary@office.example, "
        "found 'cv3 at tst'",
        "contacts.yaml:6: contacts.TSTT.unit: expected a unit of units.yaml (did you mean TST?), "
        "found 'TSTT'",
        "contacts.yaml:7: contacts.VP.fax: expected a known key, found 'fax', unknown",
        "contacts.yaml:8: contacts.VP.deputy: expected the name of another contact of the unit, "
        "found 'Chuyên viên 9'",
        "contacts.yaml:9: contacts.VP.name: expected each contact once in a unit, "
        "found 'chuyên viên 5' again",
        "contacts.yaml:10: contacts.VP.absent.until: expected a date not before 2026-09-14, "
        "found '2026-09-01'",
    ]


def test_a_file_that_is_no_yaml_or_only_comments_leaves_the_registry_as_it_is() -> None:
    assert len(read("contacts: [").faults) == 1
    assert read("# contacts:\n# - {unit: TST}\n").faults == ()
    assert read("contacts:\n").faults == ()


def test_the_shipped_office_names_nobody() -> None:
    assert not (SHIPPED_REGISTRY / "contacts.yaml").exists()
    assert list(remarks_on(registries.shipped(), date(2026, 11, 27))) == []


def test_what_is_written_is_read_back_whatever_a_contact_is_called() -> None:
    names = ("null", "reports", "Chuyên viên: #1", 'a "b" {c}', "- x", "\\n")
    people = [Contact(unit="TST", name=each, mail="cv1@tst.example", deputy="null") for each in names[1:]]
    people += [Contact(unit="VP", name="null", mail="a@vp.example", role=ContactRole.HEAD)]
    people += [Contact(unit="TST", name="null", mail="cv2@tst.example")]
    text = changed("", people, ("TST", "VP"))
    assert [each.name for each in read(text).by_unit["TST"]] == [*names[1:], "null"]
    assert changed(text, people, ("TST", "VP")) == text
    first = replace(people[0], absent_from=date(2026, 9, 14), absent_until=date(2026, 9, 15))
    found = changed(text, [first], ("TST", "VP")).splitlines()
    assert [n for n, line in enumerate(found) if line != text.splitlines()[n]] == [1]


def test_a_file_that_is_not_in_lines_is_left_to_a_hand() -> None:
    with pytest.raises(RegistryError, match="edit the file by hand"):
        changed(
            "contacts: [{unit: TST, name: a, mail: a@tst.example}]\n",
            [Contact(unit="TST", name="a", mail="b@tst.example")],
            ("TST",),
        )
