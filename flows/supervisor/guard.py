"""Run a program that ends when its supervisor does: `python -m flows.supervisor.guard MODULE [ARGS...]`.

The supervisor holds the other end of our standard input. However it ends, also by SIGKILL, the pipe closes
and we stop; without this an abrupt end would leave a server on the port, and the next start would find it
taken.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

GRACE = 20.0  # seconds for an orderly end before a hard one


def watch_supervisor() -> None:
    """Stop this process when standard input is closed; call once, early, in the main thread."""

    def wait() -> None:
        try:
            while os.read(0, 1024):
                pass
        except OSError:
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(GRACE)
        os._exit(1)

    threading.Thread(target=wait, name="supervisor-watch", daemon=True).start()


def main() -> None:
    """Run the named module as if it had been started by itself."""
    if len(sys.argv) < 2:
        raise SystemExit("usage: python -m flows.supervisor.guard MODULE [ARGS...]")
    watch_supervisor()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
