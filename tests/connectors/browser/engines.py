"""Both engines that Debian has: the headless shell, and the whole browser, which shows what the other doesn't."""

from pathlib import Path

import pytest

SHELL = Path("/usr/lib/chromium/chromium-headless-shell")
WHOLE = Path("/usr/lib/chromium/chromium")


def _engine(path: Path) -> object:
    return pytest.param(path, id=path.name, marks=pytest.mark.skipif(not path.exists(), reason=f"needs {path}"))


each_engine = pytest.mark.parametrize("case", [_engine(SHELL), _engine(WHOLE)], indirect=True)
"""The test's case is opened in one engine and then in the other."""
