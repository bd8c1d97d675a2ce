"""The two servers under measurement: ours and the peer, each started the way a visitor's server is."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
PATIENCE = 60


class App(NamedTuple):
    """name : column of the report; page, query : where it is measured; key : the widget that is changed."""

    name: str
    folder: Path
    page: str
    query: str
    key: str
    flags: tuple[str, ...] = ()


OURS = App("ours", ROOT, "births", "lang=ja", "basis")
PLAIN = App("plain", ROOT / "bench" / "plain", "", "", "area", ("--browser.gatherUsageStats", "false"))
APPS = (OURS, PLAIN)


class Server:
    """A running app; `started` is the wall clock just before its process was."""

    def __init__(self, app: App, builds: Path) -> None:
        self.app, self.port = app, _free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        command += ["--server.address", HOST, "--server.headless", "true", *app.flags]
        self.started = time.time()
        self.process = subprocess.Popen(
            command, cwd=app.folder, env=_environment(builds), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    @property
    def url(self) -> str:
        """The address of the page the app is measured on."""
        return self.at(self.app.page)

    def at(self, page: str, query: str = "") -> str:
        """The address of a page, with something asked of it beside what the app is always asked."""
        asked = self.asked(query)
        return f"http://{HOST}:{self.port}/{page}" + (f"?{asked}" if asked else "")

    def asked(self, query: str = "") -> str:
        """That query after the app's own."""
        return "&".join(filter(None, [self.app.query, query]))

    def wait(self) -> "Server":
        """Until it answers. Raises RuntimeError when it does not."""
        end = time.time() + PATIENCE
        while time.time() < end and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{self.port}/_stcore/health", timeout=5):
                return self
            time.sleep(0.02)
        raise RuntimeError(f"{self.app.name} did not start")

    def memory(self) -> float:
        """Resident MB of the server and whatever it started."""
        process = psutil.Process(self.process.pid)
        return sum(part.memory_info().rss for part in [process, *process.children(recursive=True)]) / 2**20

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


def _environment(builds: Path) -> dict[str, str]:
    """Ours, with this run's database, without Streamlit settings from outside or a proxy before the loopback."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    return kept | {"CITY_BUILDS": str(builds), "NO_PROXY": HOST, "no_proxy": HOST}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
