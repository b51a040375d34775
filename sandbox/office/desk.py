"""The project office's desk: commands as a person types them, what they answer, and the figures afterwards."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from gevinst.reports.danish import fte, hours, month_name, number
from gevinst.reports.figures import Figures, compute_figures
from gevinst.store.engine import open_engine, reading
from sandbox.demo.services import ROOT


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit code, and all it wrote, complaints too."""

    code: int
    text: str


Runner = Callable[[tuple[str, ...]], Said]


class Unexpected(Exception):
    """A step of the walk-through didn't go as docs/projektkontor.md says."""


def by_command_line(arguments: tuple[str, ...]) -> Said:
    """Run `gevinst` in a process of its own, with the settings of the house."""
    done = subprocess.run(
        [sys.executable, "-m", "gevinst", *arguments],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout)


@dataclass
class Desk:
    """Where the walk-through is shown.

    Attributes:
        folder: Where the office keeps its files; commands are shown with names relative to it.
        month: The month that is worked on, `YYYY-MM`.
        run: How a command is run.
        console: Where all of it is printed.
        transcripts: The commands of each step with their answers, for the pictures.
    """

    folder: Path
    month: str
    run: Runner = by_command_line
    console: Console = field(default_factory=lambda: Console(highlight=False))
    transcripts: dict[str, list[str]] = field(default_factory=dict)
    _step: str = ""

    def step(self, name: str, title: str) -> None:
        """Begin a step; `name` is what its picture is called."""
        self._step = name
        self.console.print(f"\n[bold]== {title}[/]")

    def gevinst(self, *arguments: str, fails: bool = False, shown: int = 24) -> str:
        """Run one command and show it with its answer, at most `shown` lines of it; returns all of the answer.

        Raises:
            Unexpected: It failed and shouldn't, or the other way round.
        """
        typed = f"$ gevinst {shlex.join(arguments)}".replace(f"{self.folder}/", "")
        said = self.run(arguments)
        lines = said.text.rstrip().replace(f"{self.folder}/", "").splitlines()
        answer = "\n".join([*lines[:shown], *([f"… {len(lines) - shown} linjer mere"] if len(lines) > shown else [])])
        self.console.print(Text(typed, "bold"), soft_wrap=True)
        self.console.print(answer, markup=False, soft_wrap=True)
        self.transcripts.setdefault(self._step, []).append(f"{typed}\n{answer}")
        if (said.code != 0) is not fails:
            message = f"`gevinst {shlex.join(arguments)}` ended with {said.code}"
            raise Unexpected(message)
        return said.text

    def accounts(self) -> Figures:
        """All figures up to and with the month."""
        with reading(open_engine()) as connection:
            return compute_figures(connection, self.month)

    def figures(self) -> None:
        """Print where the month stands now."""
        found = self.accounts()
        now = found.now.sums
        line = (
            f"Tallene nu ({month_name(self.month)}): forventet {hours(found.expected_seconds)} timer om året; "
            f"{number(now.cases)} sager, brutto {number(now.gross_seconds)} s, netto {number(now.net_seconds)} s, "
            f"foreløbig {number(now.provisional_seconds)} s; seneste 12 måneder {fte(found.now.rolling.net_fte)} årsværk netto; "
            f"hjemtaget {fte(found.harvested.fte)} årsværk."
        )
        self.console.print(f"[green]{line}[/]", soft_wrap=True)
        self.transcripts.setdefault(self._step, []).append(line)
