"""The shipped example of an installation starts by one command, with everything that production asks for."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gevinst.settings import ROOT


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that PostgreSQL's own account gets through to: pytest's folders are shut, and shut again by each pytest."""
    with tempfile.TemporaryDirectory(prefix="gevinst-example-", dir="/tmp") as made:
        Path(made).chmod(0o711)
        yield Path(made) / "production"


@pytest.mark.skipif(shutil.which("caddy") is None, reason="the package caddy is what `make setup` installs")
def test_the_example_starts_and_is_as_it_must_be(folder: Path) -> None:
    """TLS, sign-in at a real provider, a caseworker refused what isn't theirs, and a backup; no secret is in a log."""
    command = [sys.executable, "-m", "sandbox.production", "--check", "--no-worker", "--folder", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170, check=False)
    log = folder / "services.log"
    assert done.returncode == 0, done.stdout + done.stderr + (log.read_text(encoding="utf-8") if log.exists() else "")
    told = [line for line in done.stdout.splitlines() if line.startswith(("ok", "NO"))]
    assert len(told) > 10
    assert all(line.startswith("ok") for line in told)
    for secret in (folder / "secrets").iterdir():
        assert secret.stat().st_mode & 0o077 == 0
        assert secret.read_text(encoding="utf-8") not in log.read_text(encoding="utf-8")
