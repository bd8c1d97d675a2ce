"""`python -m tests.waiting FOLDER run app.py …`: the real server, in which one figure and every file wait for a word.

What waits leaves `begun` in the folder, and goes on once `go_on` lies there.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.web import cli

from analytics.export import worker
from analytics.figures.population import causes

PATIENCE = 60


def waiting(folder: Path, work: Callable) -> Callable:
    def waits(*given: object) -> object:
        (folder / "begun").touch()
        end = time.monotonic() + PATIENCE
        while not (folder / "go_on").exists() and time.monotonic() < end:
            time.sleep(0.05)
        return work(*given)

    waits.__module__, waits.__name__ = work.__module__, work.__name__
    return waits


if __name__ == "__main__":
    folder, *arguments = sys.argv[1:]
    for module, name in ((causes, "by_year"), (worker, "run")):
        setattr(module, name, waiting(Path(folder), getattr(module, name)))
    sys.argv = ["streamlit", *arguments]
    sys.exit(cli.main())
