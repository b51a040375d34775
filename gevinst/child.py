"""Open a stranger's file in a warm child process with limits on time, memory and output; standard library only.

The child is not trusted: what goes in and comes out is JSON, its environment holds no secret, its standard error is
dropped, and one that breaks a limit is killed and replaced. Warm, so a call costs about a millisecond.
"""

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

_LENGTH = struct.Struct(">I")
_CALLS_PER_CHILD = 200
_START_SECONDS = 30


@dataclass(frozen=True)
class Limits:
    """What one call may use. Memory is the child's whole address space; on Windows only time and output are limited."""

    seconds: float = 30
    memory_bytes: int = 1 << 30
    output_bytes: int = 16 << 20


class LimitExceeded(Exception):
    """The call used more `time`, `memory` or `output` than it may; the child is gone."""


class ChildFailed(Exception):
    """The function raised, or the child died. The message is the exception's class name only, never its text."""


def call_limited(function: str, /, *, limits: Limits | None = None, **arguments: Any) -> Any:  # noqa: ANN401 (JSON)
    """Run `package.module:function` with JSON arguments in the child and return its JSON result.

    Raises:
        LimitExceeded: When a limit was broken.
        ChildFailed: For every other failure.
    """
    limits = limits or Limits()
    child = _child_for(limits.memory_bytes)
    try:
        return child.call(function, arguments, limits)
    except (LimitExceeded, BrokenPipeError, EOFError) as error:
        child.kill()
        _children.pop(limits.memory_bytes, None)
        if isinstance(error, LimitExceeded):
            raise
        message = "the child process died"
        raise ChildFailed(message) from None


def close_children() -> None:
    """End every warm child; the next call starts a new one."""
    for child in _children.values():
        child.kill()
    _children.clear()


class _Child:
    def __init__(self, memory_bytes: int) -> None:
        self.calls = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gevinst.child_server", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_clean_environment(),
        )

    def call(self, function: str, arguments: dict[str, Any], limits: Limits) -> Any:  # noqa: ANN401
        self.calls += 1
        allowance = limits.seconds + (_START_SECONDS if self.calls == 1 else 0)
        deadline = time.monotonic() + allowance
        body = json.dumps({"function": function, "arguments": arguments, "seconds": limits.seconds}).encode()
        assert self.process.stdin is not None  # noqa: S101 (opened as a pipe above)
        self.process.stdin.write(_LENGTH.pack(len(body)) + body)
        self.process.stdin.flush()
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
        if size > limits.output_bytes:
            raise LimitExceeded("output")
        answer = json.loads(self._read(size, deadline))
        if "limit" in answer:
            raise LimitExceeded(answer["limit"])
        if "failed" in answer:
            raise ChildFailed(answer["failed"])
        return answer["result"]

    def _read(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout is not None  # noqa: S101
        pipe = self.process.stdout.fileno()
        parts = bytearray()
        while len(parts) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise LimitExceeded("time")
            part = os.read(pipe, size - len(parts))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


_children: dict[int, _Child] = {}
atexit.register(close_children)


def _child_for(memory_bytes: int) -> _Child:
    child = _children.get(memory_bytes)
    if child is not None and (child.process.poll() is not None or child.calls >= _CALLS_PER_CHILD):
        child.kill()
        child = None
    if child is None:
        child = _children[memory_bytes] = _Child(memory_bytes)
    return child


def _clean_environment() -> dict[str, str]:
    """What the child needs to start, and nothing that is secret."""
    kept = ("PATH", "LANG", "LC_ALL", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONPATH": os.pathsep.join(sys.path)}
