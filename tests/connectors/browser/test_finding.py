"""Which browser is used: the setting's, else Edge or Chrome, else Playwright's own, else Debian's; else one sentence."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from connectors.browser import finding
from connectors.browser.finding import BrowserChoice, find_browser
from gevinst.errors import ConfigurationError

if TYPE_CHECKING:
    from playwright.sync_api import Playwright


@dataclass
class Machine:
    """A machine with no browser at all, until a test puts one there."""

    folder: Path

    @property
    def chromium(self) -> "Machine":
        """As `playwright.chromium`."""
        return self

    @property
    def executable_path(self) -> str:
        """Where Playwright would have put its own."""
        return str(self.folder / "own")

    def install(self, name: str) -> Path:
        """Put a program there."""
        path = self.folder / name
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def find(self, wanted: str = "") -> BrowserChoice:
        """Look."""
        return find_browser(cast("Playwright", self), wanted)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Every place that is looked in lies in a folder of the test's own."""
    channels = (("msedge", tmp_path / "edge"), ("chrome", tmp_path / "chrome"))
    monkeypatch.setattr(finding, "_CHANNELS", channels)
    monkeypatch.setattr(finding, "_HEADLESS_SHELL", tmp_path / "shell")
    monkeypatch.setenv("PATH", str(tmp_path))
    return Machine(tmp_path)


def test_the_nearest_browser_is_taken(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each one found stands before all that were there already, in the order the operations guide gives."""
    assert machine.install("chromium") == machine.find().executable
    assert machine.install("shell") == machine.find().executable
    assert machine.install("own") == machine.find().executable
    machine.install("chrome")
    assert machine.find() == BrowserChoice(channel="chrome")
    machine.install("edge")
    assert machine.find() == BrowserChoice(channel="msedge")
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", str(machine.install("set")))
    assert str(machine.find()) == str(machine.folder / "set")


def test_a_browser_to_look_at_is_no_headless_shell(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants to see the robot work gets a browser that has a window."""
    monkeypatch.setenv("GEVINST_BROWSER_HEADED", "true")
    machine.install("shell")
    full = machine.install("google-chrome")
    assert machine.find().executable == full


def test_no_browser_names_the_package_and_the_setting(machine: Machine) -> None:
    """One sentence says both ways out."""
    with pytest.raises(ConfigurationError) as caught:
        machine.find()
    assert caught.value.detail == (
        "no browser was found: install the package chromium-headless-shell, or set GEVINST_BROWSER_EXECUTABLE"
    )


def test_a_system_gets_the_browser_it_asks_for(machine: Machine) -> None:
    """Whatever else is there, and whatever the machine's own choice is; *chromium* is the full one."""
    machine.install("shell")
    machine.install("edge")
    chrome, full = machine.install("chrome"), machine.install("chromium")
    assert machine.find("chrome") == BrowserChoice(channel="chrome")
    assert machine.find("chromium").executable == full
    assert machine.find(str(chrome)).executable == chrome
    assert machine.install("own") == machine.find("chromium").executable


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("msedge", "msedge, and it isn't installed"),
        ("chromium", "the package chromium"),
        ("/findes/ikke", "no file is"),
    ],
)
def test_another_browser_than_a_system_asks_for_is_never_taken(wanted: str, said: str, machine: Machine) -> None:
    """It is asked for because the others don't do."""
    machine.install("shell")
    with pytest.raises(ConfigurationError, match=said):
        machine.find(wanted)


def test_a_system_may_be_shown_where_the_others_are_not(machine: Machine) -> None:
    """And then it isn't given a browser without a window."""
    machine.install("shell")
    full = machine.install("chromium")
    assert find_browser(cast("Playwright", machine), headed=True).executable == full


def test_a_setting_that_names_no_file_is_not_worked_around(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another browser than the one asked for is never taken in its place."""
    machine.install("chromium")
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", str(machine.folder / "væk"))
    with pytest.raises(ConfigurationError, match=r"GEVINST_BROWSER_EXECUTABLE is .*væk, and no file is there"):
        machine.find()
