"""What the figures were measured on: without it a millisecond means nothing."""

import os
import platform
import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.timing import percentile

WRITES = 200


def describe() -> str:
    """Cores, versions, and what the disk under the databases takes to keep a page for good."""
    spent = _fsync_ms()
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}; fsync of 4 KiB: p50 {percentile(spent, 50):.2f} ms, p99 {percentile(spent, 99):.2f} ms"
    )


def load() -> str:
    """How busy the machine was in the last minute: others may be working on it."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def _fsync_ms() -> list[float]:
    spent = []
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "page").open("wb", buffering=0) as file:
        for _ in range(WRITES):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            spent.append((time.perf_counter() - began) * 1000)
    return spent
