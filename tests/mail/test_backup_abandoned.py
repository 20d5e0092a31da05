"""What a backup that was killed leaves beside the database is taken away by the next one; what one that runs
holds is not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from engine.backup.abandoned import FRESH, held, sweep
from engine.backup.taking import take
from engine.installation import Installation
from tests.support.cast import at
from tests.support.mailroom import mailroom

NOW = at("2026-09-16")
LONG_AGO = NOW.timestamp() - 2 * FRESH


def test_the_next_backup_takes_away_what_a_killed_one_left(url: str, tmp_path: Path) -> None:
    room = mailroom(url, tmp_path, database_url=url)
    beside = Path(room.engine.url.database or "").parent
    left, part = beside / ".backup-abc", tmp_path / ".office.zip.0a1b2c3d.part"
    left.mkdir()
    (left / "copy.db").write_bytes(b"half")
    part.write_bytes(b"half")
    fresh, others = beside / ".backup-fresh", tmp_path / ".other.zip.0a1b2c3d.part"
    fresh.mkdir()
    others.write_bytes(b"of another backup")
    for path in (left, part, others):
        os.utime(path, (LONG_AGO, LONG_AGO))
    here = Installation(room.settings, room.registry, room.engine)
    take(here, tmp_path / "office.zip", NOW, keys=False, passphrase=None, force=False)
    assert not left.exists()
    assert not part.exists()
    assert fresh.exists()
    assert others.exists()


def test_what_is_held_stays_until_its_holder_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / ".backup-held"
    folder.mkdir()
    program = (
        "import sys, time; from pathlib import Path; from engine.backup.abandoned import held\n"
        f"with held(Path({str(folder)!r})): print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    os.utime(folder, (LONG_AGO, LONG_AGO))
    assert sweep(tmp_path, ".backup-*", NOW) == []
    with held(folder):  # by two at once as well
        assert sweep(tmp_path, ".backup-*", NOW) == []
    other.send_signal(signal.SIGKILL)
    other.wait(timeout=30)
    other.stdout.close()
    assert sweep(tmp_path, ".backup-*", NOW) == [".backup-held"]
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".backup-link").symlink_to(tmp_path / "elsewhere")
    os.utime(tmp_path / "elsewhere", (LONG_AGO, LONG_AGO))
    assert sweep(tmp_path, ".backup-*", NOW) == []
