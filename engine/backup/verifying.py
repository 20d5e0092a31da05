"""Looking through a backup: every part whole, every row readable, as many as the manifest says."""

from __future__ import annotations

from pathlib import Path

from engine.backup import parts
from engine.backup.container import Manifest, Reading, reading
from engine.errors import BackupError
from models import portable
from models.schema import REVISIONS


def verify(path: Path, passphrase: str | None) -> Manifest:
    """Reads the whole backup and answers what it holds. BackupError says which part is not as written."""
    with reading(path, passphrase) as backup:
        look_through(backup)
        return backup.manifest


def look_through(backup: Reading) -> None:
    """The same for one that is open."""
    for part in backup.manifest.parts:
        if not part.name.startswith(f"{parts.TABLES}/"):
            for _ in backup.pieces(part.name):
                pass
    for name, count in backup.manifest.rows.items():
        part_name = f"{parts.TABLES}/{name}.jsonl"
        try:
            _, rows = portable.read(backup.lines(part_name))
            found = sum(1 for _ in rows)
        except (portable.NotPortable, StopIteration) as error:
            raise BackupError("backup.damaged-rows", part=part_name, why=str(error)) from error
        if found != count:
            raise BackupError("backup.other-count", part=part_name, found=found, n=count)


def refuse_newer(manifest: Manifest) -> None:
    """BackupError for one that only a later version can bring back."""
    if manifest.schema not in REVISIONS:
        raise BackupError(
            "backup.newer-schema", schema=manifest.schema, head=REVISIONS[-1], dondoc=manifest.dondoc
        )
