"""How long lists travel to PostgreSQL: the driver writes them value by value, in Python; numbers and texts
are written at once here.
"""

from __future__ import annotations

import json
from typing import Any

from psycopg.abc import Buffer
from psycopg.types.array import ListDumper

_TEXTS = frozenset({str, type(None)})


class ListsAtOnce(ListDumper):
    """The driver's own, but for flat lists of numbers or of texts."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        """`{1,2}`, `{"a",null}`."""
        kinds = set(map(type, obj))
        if kinds == {int}:
            return ("{" + ",".join(map(str, obj)) + "}").encode()
        if str in kinds and kinds <= _TEXTS and self.sub_dumper:
            written = json.dumps(obj, ensure_ascii=False, separators=(",", ":"))
            if "\\" not in written:  # where JSON escapes nothing, PostgreSQL quotes and says NULL alike
                return self.sub_dumper.dump("{" + written[1:-1] + "}")
        return super().dump(obj)
