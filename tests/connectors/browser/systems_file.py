"""Write the file of systems that a test wants."""

from pathlib import Path
from typing import Any

import pytest
import yaml


def describe(house: Path, monkeypatch: pytest.MonkeyPatch, **systems: dict[str, Any]) -> Path:
    """Describe these systems, and none else; returns the file."""
    file = house / "systems.yaml"
    file.write_text(yaml.safe_dump({"systems": systems}), encoding="utf-8")
    monkeypatch.setenv("GEVINST_SYSTEMS_FILE", str(file))
    return file


def secret(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """Put a secret there; returns its name, to be written into the file."""
    monkeypatch.setenv("GEVINST_SECRET_" + name.upper().replace("-", "_"), value)
    return name
