"""Processes beside this one: a site that serves, and contenders that are asked for one case at a time."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count

from benchmarks.peers import ROOT

references = (f"H-{number}" for number in count(1))
"""One of our numbers for each case, whoever does it."""


@contextmanager
def site() -> Iterator[str]:
    """The address of `benchmarks.case_site`, served while the body runs."""
    command = [sys.executable, "-m", "benchmarks.case_site"]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def asked(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Callable[[], float]]:
    """A contender in its own process: each call has it do one case, and answers the seconds that took."""
    surroundings = {**os.environ, **(environment or {})}
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask, answers = process.stdin, process.stdout
        assert answers.readline() == "ready\n"

        def one_case() -> float:
            ask.write(f"{next(references)}\n")
            ask.flush()
            return float(answers.readline()) / 1000

        yield one_case
        ask.close()
