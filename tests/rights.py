"""Rights as everybody but root has them, and file systems of a test's own."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION_3, OVERRIDE = 0x20080522, 0b111


@contextmanager
def bound() -> Iterator[None]:
    """Within it, permissions bind this thread and those it starts, also where root runs the tests."""
    if not hasattr(os, "geteuid") or (os.geteuid() == 0 and not sys.platform.startswith("linux")):
        pytest.skip("permissions bind nobody here")
    if os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert system.capget(header, sets) == 0
    held = sets[0]
    sets[0] &= ~OVERRIDE
    assert system.capset(header, sets) == 0
    try:
        yield
    finally:
        sets[0] = held
        assert system.capset(header, sets) == 0


def mounted(folder: Path, size: str, code: str, **environment: str) -> str:
    """What a process prints to which `folder` is a disk of that size of its own."""
    command = f"mount -t tmpfs -o size={size} tmpfs {folder} && exec {sys.executable} -c '{code}'"
    found = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    if found.returncode and ("unshare:" in found.stderr or "mount:" in found.stderr):
        pytest.skip(f"no disk of our own can be mounted here: {found.stderr.strip()}")
    assert found.returncode == 0, found.stderr
    return found.stdout
