"""Open a stranger's file in a warm child process with limits on time, memory and output; standard library only.

The child is not trusted: what goes in and comes out is JSON, its environment holds no secret, its standard error is
dropped, and one that breaks a limit, or whose answer nobody waited for, is killed and replaced: an answer can never be
taken for the next call's. Warm, so a call costs about a millisecond.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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

    One call at a time of children with the same memory: a second thread waits for the first.

    Raises:
        LimitExceeded: When a limit was broken.
        ChildFailed: For every other failure.
    """
    limits = limits or Limits()
    with _one_at_a_time.setdefault(limits.memory_bytes, threading.Lock()):
        try:
            answer = _child_for(limits.memory_bytes).call(function, arguments, limits)
        except BaseException as error:  # whatever interrupted us: its answer may still come, and must reach nobody
            _drop(limits.memory_bytes)
            if isinstance(error, (OSError, EOFError, ValueError, RecursionError)):
                message = "the child process died"
                raise ChildFailed(message) from None
            raise
    if "failed" in answer:
        raise ChildFailed(answer["failed"])
    return answer["result"]


def close_children() -> None:
    """End every warm child; the next call starts a new one."""
    for memory_bytes in list(_children):
        _drop(memory_bytes)


class _Child:
    def __init__(self, memory_bytes: int) -> None:
        self.calls = 0
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gevinst.child_server", str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_clean_environment(),
        )

    def call(self, function: str, arguments: dict[str, Any], limits: Limits) -> dict[str, Any]:
        if self.calls == 0:
            with self._within(_START_SECONDS):
                self._receive(limits.output_bytes)  # it says that it is ready
        self.calls += 1
        request = {"function": function, "arguments": arguments, "seconds": limits.seconds}
        body = json.dumps(request).encode()
        with self._within(limits.seconds):
            assert self.process.stdin is not None  # noqa: S101 (opened as a pipe above)
            self.process.stdin.write(_LENGTH.pack(len(body)) + body)
            self.process.stdin.flush()
            answer = self._receive(limits.output_bytes)
        if "limit" in answer:
            raise LimitExceeded(answer["limit"])
        return answer

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Kill the child when the time is up. A timer, since `select` can't wait for a pipe on Windows."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, EOFError):
            if late.is_set():
                raise LimitExceeded("time") from None
            raise
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():  # it answered in its last moment, and is gone: that is no answer to count on
            raise LimitExceeded("time")

    def _receive(self, most: int) -> dict[str, Any]:
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size))
        if size > most:
            raise LimitExceeded("output")
        answer = json.loads(self._read(size))
        if not isinstance(answer, dict) or not answer.keys() <= {"ready", "result", "failed", "limit"}:
            raise ValueError
        return answer

    def _read(self, size: int) -> bytes:
        assert self.process.stdout is not None  # noqa: S101
        part = self.process.stdout.read(size)
        if len(part) < size:
            raise EOFError
        return part

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
_one_at_a_time: dict[int, threading.Lock] = {}
atexit.register(close_children)


def _child_for(memory_bytes: int) -> _Child:
    child = _children.get(memory_bytes)
    if child is not None and (child.process.poll() is not None or child.calls >= _CALLS_PER_CHILD):
        _drop(memory_bytes)
        child = None
    if child is None:
        child = _children[memory_bytes] = _Child(memory_bytes)
    return child


def _drop(memory_bytes: int) -> None:
    if child := _children.pop(memory_bytes, None):
        child.kill()


def _clean_environment() -> dict[str, str]:
    """What the child needs to start, and nothing that is secret."""
    kept = ("PATH", "LANG", "LC_ALL", "HOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV")
    own = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MALLOC_ARENA_MAX": "1",  # a second thread's arena would take a good part of the address space it may use
    }
    return {name: os.environ[name] for name in kept if name in os.environ} | own
