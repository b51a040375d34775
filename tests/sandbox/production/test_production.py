"""The shipped example of an installation starts by one command, with everything that production asks for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gevinst.settings import ROOT


@pytest.mark.skipif(shutil.which("caddy") is None, reason="the package caddy is what `make setup` installs")
def test_the_example_starts_and_is_as_it_must_be(tmp_path: Path) -> None:
    """TLS, sign-in at a real provider, a caseworker refused what isn't theirs, a backup; a second start finds the first's."""
    folder = tmp_path / "production"
    tmp_path.parent.parent.chmod(0o711)  # PostgreSQL's own account must get through pytest's folders
    tmp_path.parent.chmod(0o711)
    tmp_path.chmod(0o711)
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
