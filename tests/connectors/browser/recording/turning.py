"""From a script to page objects, and from page objects to something a test can call."""

import importlib.util
from pathlib import Path
from types import ModuleType

from connectors.browser.recording.screens import screens_of
from connectors.browser.recording.script import steps_of
from connectors.browser.recording.skeleton import skeleton


def turned(script: str) -> str:
    """The module's text."""
    return skeleton(screens_of(steps_of(script)), "prøve")


def body_of(text: str, name: str) -> str:
    """One class of it, without its docstring."""
    return text.partition(f"class {name}(")[2].partition("\nclass ")[0]


def imported(text: str, folder: Path) -> ModuleType:
    """The module itself."""
    file = folder / "recorded_pages.py"
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("recorded_pages", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
