"""Follow a walk-through as it is written: its files are laid over the repository, its commands are done in this process."""

import importlib
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import connectors
import flows
import tasks
from gevinst.cli import run as gevinst
from gevinst.errors import ProcessError
from tasks.forms import RunForm
from tests.orchestrator import Ran, run_flow

_BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_NAME_ABOVE = re.compile(r"`([\w/]+\.py)`:\n\n\Z")
_COMMAND = re.compile(
    r"^(?P<line>.+?)(?: <<'(?P<end>[A-Z]+)'(?P<rest>.*)\n(?P<text>(?s:.*?))^(?P=end))?$", re.MULTILINE
)
_Way = Callable[[], object]
_LAID_OVER = (connectors, tasks, flows)
_NOT_DONE = ("kill", "until", "order()", "}")
"""What starts, awaits and ends servers: the test has its own. How a run is ordered: the test does it in its own way."""


def make_folders(*paths: str) -> None:
    """Each, with those above it."""
    for path in paths:
        Path(path).mkdir(parents=True, exist_ok=True)


def files_of(page: str) -> dict[str, str]:
    """The Python files of a page, by the paths that stand above them."""
    blocks = [block for block in _BLOCK.finditer(page) if block["kind"] == "python"]
    return {_path_above(page, block): block["body"] for block in blocks}


def _path_above(page: str, block: re.Match[str]) -> str:
    (path,) = _NAME_ABOVE.findall(page[: block.start()])
    return str(path)


class Follower:
    """Someone who does what a page says, in the working directory.

    Attributes:
        name: What the page's own modules are called.
        files: What the page has written so far, by path.
        stopped: What stopped a piece of Python that was expected to stop.
        said: What the commands of `gevinst` said since somebody asked.
        runs: The runs that were ordered.
    """

    def __init__(
        self, page: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.page, self.name = page, name
        self.files: dict[str, str] = {}
        self.stopped: ProcessError | None = None
        self.said: list[str] = []
        self.runs: list[Ran] = []
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self._functions: dict[str, str] = {}
        self._place = 0
        for package in _LAID_OVER:
            monkeypatch.setattr(package, "__path__", [*package.__path__, str(Path.cwd() / package.__name__)])

    def follow(self, upto: str = "") -> None:
        """Go on from where one stopped, up to a heading."""
        end = self.page.index(f"\n## {upto}") if upto else len(self.page)
        for block in _BLOCK.finditer(self.page, self._place, end):
            if block["kind"] == "python":
                self._write(_path_above(self.page, block), block["body"])
            else:
                for command in _COMMAND.finditer(block["body"]):
                    self._do(command)
        self._place = end

    def forget(self) -> None:
        """Let the page's modules be read anew: a process that starts knows none of them."""
        for module in [each for each in sys.modules if self.name in each.split(".")]:
            del sys.modules[module]
        for package in _LAID_OVER:
            vars(package).pop(self.name, None)

    def _do(self, command: re.Match[str]) -> None:
        first, *words = shlex.split(command["line"])
        text = command["text"] or ""
        ways: dict[str, _Way] = {
            "mkdir": lambda: make_folders(*words[1:]),
            "cat": lambda: self._write(words[1], text),
            "echo": lambda: self._write(words[2], words[0] + "\n"),
            "mv": lambda: Path(words[0]).rename(words[1]),
            "sed": lambda: self._replace(*words[1:]),
            "export": lambda: self._export(words),
            ".venv/bin/gevinst": lambda: self._gevinst(words),
            ".venv/bin/python": lambda: self._python(text, may_stop=command["rest"] == " || true"),
            "order": lambda: self._order(words[0]),
        }
        if first in self._functions:
            self._with_arguments(self._functions[first], words)
        elif first.endswith("()") and text:
            self._functions[first.removesuffix("()")] = text
        elif "&" not in words and first not in _NOT_DONE:
            ways[first]()

    def _write(self, path: str, text: str) -> None:
        self.files[path] = text
        make_folders(str(Path(path).parent))
        Path(path).write_text(text, encoding="utf-8")

    def _replace(self, change: str, path: str) -> None:
        _, before, after, _ = change.split("/")
        assert before in self.files[path]
        self._write(path, self.files[path].replace(before, after))

    def _export(self, settings: list[str]) -> None:
        for name, value in (each.split("=", 1) for each in settings):
            if name.startswith("GEVINST_"):
                self._monkeypatch.setenv(name, value)

    def _gevinst(self, arguments: list[str]) -> None:
        self._capsys.readouterr()
        code = gevinst(arguments)
        said = self._capsys.readouterr()
        assert code == 0, said.err
        self.said.append(said.out)

    def _python(self, text: str, *, may_stop: bool) -> None:
        self.forget()
        try:
            exec(compile(text, "the page", "exec"), {})  # noqa: S102 (our own page)
        except ProcessError as stopped:
            if not may_stop:
                raise
            self.stopped = stopped

    def _with_arguments(self, text: str, arguments: list[str]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["-", *arguments])
            self._python(text, may_stop=False)

    def _order(self, form: str) -> None:
        self.forget()
        flow: Any = getattr(importlib.import_module(f"flows.{self.name}"), self.name)
        self.runs.append(run_flow(flow, RunForm.model_validate_json(form)))
