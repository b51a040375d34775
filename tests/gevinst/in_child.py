"""What the tests have the limited child do: honest work, and everything a stranger's file could make a library do."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_kept: list[Any] = []


def echo(value: Any) -> Any:
    """Honest work."""
    return value


def process_id() -> int:
    """Which process serves."""
    return os.getpid()


def environment() -> dict[str, str]:
    """All the child knows of its surroundings."""
    return dict(os.environ)


def loop() -> None:
    """Never come back."""
    while True:
        pass


def loop_in_one_instruction() -> int:
    """Never come back, and let no other thread of the process run meanwhile."""
    return sum(iter(int, 1))


def eat(gigabytes: int) -> int:
    """Take that much memory at once."""
    return len(bytearray(gigabytes << 30))


def eat_slowly() -> None:
    """Take memory in small bites until there is none."""
    while True:
        _kept.append(bytearray(1 << 20))


def nested(depth: int) -> Any:
    """A structure too deep to write down."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def long_text(letters: int) -> str:
    """An answer of that size."""
    return "x" * letters


def crash(how: str) -> None:
    """Die in one of the ways libraries die."""
    match how:
        case "abort":
            os.abort()
        case "segmentation fault":
            ctypes.string_at(0)
        case "exit":
            sys.exit(0)
        case "leave":
            os._exit(0)


def fail(text: str) -> None:
    """Raise with a text that came from the file."""
    raise LookupError(text)


def no_json() -> Any:
    """An answer that JSON can't hold."""
    return {1, 2}


def chatter() -> str:
    """Write to standard output by every road there is, then answer."""
    print("x" * 100_000)  # noqa: T201
    os.write(1, b"\x00\x00\x00\x02{}")
    subprocess.run(["echo", "from a program"], check=True)
    sys.stderr.write("and to standard error")
    return "answer"


def read_standard_input() -> str:
    """Try to read the requests that come after."""
    return sys.stdin.read()


def hold_open(path: str, *, then: str) -> None:
    """Open a named pipe for as long as this process lives."""
    pipe = Path(path).open("w")  # noqa: SIM115 (it is to stay open)
    pipe.write(f"{os.getpid()}\n")
    pipe.flush()
    _kept.append(pipe)
    {"idle": int, "loop": loop, "loop in one instruction": loop_in_one_instruction}[then]()
