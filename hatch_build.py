"""What building, also an editable install, does besides copying files: it compiles the message catalogues."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueBuildHook(BuildHookInterface[Any]):
    """Every `.po` gets its `.mo` beside it, which is part of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is missing or older than its source."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from language.catalogues import compile_all

        compile_all()
        build_data["artifacts"].append("/language/locales/*/LC_MESSAGES/*.mo")
