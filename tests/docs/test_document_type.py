"""The recipe for a new document type, followed as it is written: its commands are run, and say what the page says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gevinst.settings import ROOT

RECIPE = (ROOT / "docs" / "adding-a-document-type.md").read_text(encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the recipe touches, with this environment."""
    for name in ("connectors", "gevinst"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def follow(clone: Path, commands: str) -> str:
    """What a block of commands says, run in the copy."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands.replace(".venv/bin/gevinst", ".venv/bin/python -m gevinst")],
        cwd=clone,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(clone), "HOME": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_recipe_is_followed_as_it_is_written(clone: Path) -> None:
    """A sample, a beginning, the template of the page, what it reads, and the golden file."""
    sample, template, look, keep = re.findall(r"^```(?:yaml)?\n(.*?)^```$", RECIPE, re.DOTALL | re.MULTILINE)
    path = clone / "connectors" / "documents" / "templates" / "aktindsigt.yaml"
    follow(clone, sample)
    begun = path.read_text(encoding="utf-8")
    assert "sagsnummer:" in begun
    assert "Ahornblad" not in begun
    path.write_text(template, encoding="utf-8")
    said = follow(clone, look)
    assert "valgt" in said
    assert "Ahornblad" not in said
    assert (clone / "var" / "prøve" / "side.png").is_file()
    assert "aktindsigt: 1 golden files, 0 differences" in follow(clone, keep)
