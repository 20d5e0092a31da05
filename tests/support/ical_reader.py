"""Prints what libical's GLib binding, the one that Evolution reads calendars with, sees of a calendar file.

Run by the system's Python, which has the binding (Debian: gir1.2-ical-3.0, python3-gi): one entry a line, as
kind, UID, day, sequence, status and the seconds from its day to its alarm, with tabs between.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def entries(library: Any, text: str) -> list[str]:
    """The entries of a calendar, in its order; SystemExit for what is none, or has errors."""
    calendar = library.Component.new_from_string(text)
    if calendar is None or not calendar.is_valid() or calendar.count_errors():
        sys.exit("libical finds errors in it")
    any_kind, found = library.ComponentKind.ANY_COMPONENT, []
    entry = calendar.get_first_component(any_kind)
    while entry:
        todo = entry.isa() == library.ComponentKind.VTODO_COMPONENT
        day = (entry.get_due() if todo else entry.get_dtstart()).as_ical_string()
        status = entry.get_status().value_nick.removeprefix("status-")
        alarm = entry.get_first_component(library.ComponentKind.VALARM_COMPONENT)
        before = ""
        if alarm:
            trigger = alarm.get_first_property(library.PropertyKind.TRIGGER_PROPERTY).get_trigger()
            before = str(trigger.get_duration().as_int())
        kind = "VTODO" if todo else "VEVENT"
        found.append("\t".join((kind, entry.get_uid(), day, str(entry.get_sequence()), status, before)))
        entry = calendar.get_next_component(any_kind)
    return found


if __name__ == "__main__":
    import gi

    gi.require_version("ICalGLib", "3.0")
    from gi.repository import ICalGLib

    print("\n".join(entries(ICalGLib, Path(sys.argv[1]).read_text(encoding="utf-8"))))
