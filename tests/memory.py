"""How much memory a process has had: what a test of flat memory asks in a process of its own."""

import sys
from pathlib import Path

import pytest

needs_proc = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a process the most memory it ever had"
)


def peak() -> int:
    """The most memory this process has had since it began, in KiB; `ru_maxrss` would begin at its parent's."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
