"""Files are made in a process of their own, one after the other, so that no page waits for somebody's file.

The process starts with the first file, gives way to the server, has a bound to its memory, and ends when nobody has
asked for a file for a while.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, TimeoutError
from contextlib import suppress
from importlib import import_module
from threading import BoundedSemaphore, Thread

WAITING, PATIENCE, IDLE, WATCH = 8, 120, 300, 2
NICE, MEMORY = 10, 3 * 2**30

_places = BoundedSemaphore(WAITING)


class BusyError(Exception):
    """The file cannot be had now: so many are being made, or it takes so long, or so much, that it was given up."""


def run(task: str, *given: object) -> object:
    """What "module.function" of this folder gives in the other process. Raises BusyError, and whatever it raises."""
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        return _executor().submit(_run, task, given).result(PATIENCE)
    except TimeoutError:
        _executor().shutdown(wait=False, kill_workers=True)
        raise BusyError from None
    except BrokenExecutor as error:
        raise BusyError from error
    finally:
        _places.release()


def _executor() -> Executor:
    from loky import get_reusable_executor

    return get_reusable_executor(
        max_workers=1,
        timeout=IDLE,
        initializer=_begin,
        initargs=(os.getpid(),),
        env={"NUMBA_NUM_THREADS": "1"},
    )


def _begin(server: int) -> None:
    Thread(target=_end_with, args=(server,), daemon=True).start()
    with suppress(AttributeError, OSError):
        os.nice(NICE)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _end_with(server: int) -> None:
    """Nobody asks for files once the server is gone, however it ended. Windows does not tell; there it ends idle."""
    while os.getppid() == server:
        time.sleep(WATCH)
    os._exit(0)


def _run(task: str, given: tuple) -> object:
    module, _dot, name = task.rpartition(".")
    function: Callable = getattr(import_module(f"{__package__}.{module}"), name)
    return function(*given)
