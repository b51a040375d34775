"""Programs that die at a chosen point of an act, as a killed process does: no `finally`, no rollback, no goodbye."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[3]
KILLED = 9


def run_and_die(program: str, *arguments: str) -> None:
    """Run a program in its own process, which must end by `die()` in it."""
    prelude = f"import os, sys\ndef die(*_, **__):\n    os._exit({KILLED})\n"
    done = subprocess.run(
        [sys.executable, "-c", prelude + dedent(program), *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == KILLED, done.stderr.decode()


def run_at_once(program: str, count: int, *arguments: str) -> list[str]:
    """Start the program several times, let all begin together, and return what each printed."""
    prelude = "import sys\nprint('ready', flush=True)\nsys.stdin.readline()\n"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", dedent(program).replace("# GO", prelude), *arguments],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0].strip() for process in started]
