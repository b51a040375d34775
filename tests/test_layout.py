"""The tree stays what the design says: names that lead here, and files a reader takes in at once."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gevinst.settings import ROOT

PACKAGES = ("flows", "tasks", "connectors", "gevinst", "deployments", "sandbox", "benchmarks", "tests")
MOST_LINES = 400
WRITTEN_ONCE = ROOT / "gevinst" / "store" / "migrations" / "versions"
"""A migration is never edited again, and tells the whole of one change."""


@pytest.mark.parametrize("name", PACKAGES)
def test_a_root_package_is_this_repositorys(name: str) -> None:
    """The names are common: another package of the same name earlier on the path would run silently in its place."""
    package = importlib.import_module(name)
    assert Path(package.__file__ or "").parent == ROOT / name


def test_no_file_is_long() -> None:
    """A file that takes more than a few screens has more than one idea in it."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in source_files()
        if not path.is_relative_to(WRITTEN_ONCE)
        if (count := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


def test_every_folder_of_tests_is_a_package() -> None:
    """Two test files of one name in folders that are none would be taken for the same module."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


def source_files() -> Iterator[Path]:
    """What people read: code, templates, settings and pages."""
    for folder in (*PACKAGES, "docs"):
        for suffix in ("py", "md", "yaml", "env", "sh", "html", "css"):
            yield from (ROOT / folder).rglob(f"*.{suffix}")
    yield from (path for path in ROOT.glob("*.*") if path.suffix in {".md", ".toml", ".yaml"})
    yield ROOT / "Makefile"
