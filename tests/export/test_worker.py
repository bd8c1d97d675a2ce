"""Files are made in a process of their own: bounded, given up where they take too long, gone with the server."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore, Event

import psutil
import pytest
from loky.process_executor import TerminatedWorkerError

from analytics import stories
from analytics.export import packs, worker
from analytics.figures.context import Context
from analytics.figures.population import births

ROOT = Path(__file__).parents[2]
SERVER = """
import time
from analytics.city import scope
from analytics.database import store
from analytics.export import worker
from analytics.figures.context import Context
from analytics.figures.population import births
build = store.current()
figure = births.tfr(Context(build, scope.usual(build)))
print(len(worker.run("png.write", figure, "出典", "0")), flush=True)
time.sleep(60)
"""


class Crew:
    """Another process that does nothing until it is told what became of the work."""

    def __init__(self) -> None:
        self.asked: list[Future] = []
        self.given_up = False

    def submit(self, *_work: object) -> Future:
        self.asked.append(Future())
        return self.asked[-1]

    def shutdown(self, **_how: object) -> None:
        self.given_up = True


@pytest.fixture
def crew(monkeypatch) -> Crew:
    found = Crew()
    monkeypatch.setattr(worker, "_executor", lambda: found)
    monkeypatch.setattr(worker, "_places", BoundedSemaphore(2))
    return found


def test_a_file_is_the_same_from_another_process(database, filters):
    story = stories.ready("ja")["residents"]
    asked = (database, filters, story)
    made = worker.run("packs.write", *asked, "html")
    assert made.content == packs.write(*asked, "html").content
    assert worker.run("packs.problems", *asked) == ()


def test_who_asks_for_one_too_many_is_told_at_once(crew):
    with ThreadPoolExecutor(2) as pool:
        two = [pool.submit(worker.run, "png.write") for _ in range(2)]
        while len(crew.asked) < 2:
            time.sleep(0.01)
        with pytest.raises(worker.BusyError):
            worker.run("png.write")
        for future in crew.asked:
            future.set_result(b"file")
        assert [each.result(20) for each in two] == [b"file"] * 2
    crew.asked.clear()
    with ThreadPoolExecutor(1) as pool:
        again = pool.submit(worker.run, "png.write")
        while not crew.asked:
            time.sleep(0.01)
        crew.asked[0].set_result(b"again")
        assert again.result(20) == b"again"


def test_a_file_that_takes_too_long_is_given_up(crew, monkeypatch):
    monkeypatch.setattr(worker, "PATIENCE", 0.01)
    with pytest.raises(worker.BusyError):
        worker.run("png.write")
    assert crew.given_up


def test_a_process_that_dies_is_told(crew, monkeypatch):
    monkeypatch.setattr(crew, "submit", lambda *_work: _failed(TerminatedWorkerError("gone")))
    with pytest.raises(worker.BusyError):
        worker.run("png.write")


def _failed(error: Exception) -> Future:
    future = Future()
    future.set_exception(error)
    return future


def test_a_page_is_made_while_a_file_waits(crew, database, filters):
    waiting = Event()
    with ThreadPoolExecutor(1) as pool:
        file = pool.submit(lambda: (waiting.set(), worker.run("png.write"))[1])
        assert waiting.wait(20)
        assert births.tfr(Context(database, filters)).spec
        assert not file.done()
        while not crew.asked:
            time.sleep(0.01)
        crew.asked[0].set_result(b"file")
        assert file.result(20) == b"file"


@pytest.mark.skipif(os.name != "posix", reason="only there a process learns that its parent is gone")
def test_the_process_ends_with_its_server(database):
    assert database
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert int(server.stdout.readline()) > 10_000
    others = psutil.Process(server.pid).children(recursive=True)
    assert others
    server.send_signal(signal.SIGKILL)
    server.wait(20)
    _gone, alive = psutil.wait_procs(others, timeout=20)
    assert alive == []
