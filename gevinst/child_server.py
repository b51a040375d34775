"""What runs in the limited child: reads a call, makes it, answers; started by `gevinst.child` only."""

import importlib
import json
import os
import select
import signal
import struct
import sys
import threading
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_OPEN_FILES = 64
_FILE_BYTES = 512 << 20
_GRACE_SECONDS = 2


def main() -> None:
    """Serve calls until the pipe closes; the answer goes out on a private descriptor that prints can't reach."""
    _limit(int(sys.argv[1]))
    _end_with_parent()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    stdin = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _answer(out, b'{"ready": true}')
    while head := stdin.read(_LENGTH.size):
        request = json.loads(stdin.read(_LENGTH.unpack(head)[0]))
        _alarm(request["seconds"] + _GRACE_SECONDS)
        try:
            answer = {"result": _call(request["function"], request["arguments"])}
            body = json.dumps(answer).encode()
        except MemoryError:
            _answer(out, b'{"limit": "memory"}')
            return
        except RecursionError:
            body = b'{"limit": "depth"}'
        except Exception as error:  # noqa: BLE001 (only its class goes out: a text may hold what the file held)
            body = json.dumps({"failed": type(error).__name__}).encode()
        _alarm(0)
        _answer(out, body)


def _call(function: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401 (JSON)
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(**arguments)


def _answer(out: BinaryIO, body: bytes) -> None:
    out.write(_LENGTH.pack(len(body)) + body)
    out.flush()


def _end_with_parent() -> None:
    """Leave at once when the pipe from the parent closes, also in the middle of a call (not on Windows)."""
    if not hasattr(select, "poll"):
        return
    pipe = os.dup(0)

    def watch() -> None:
        closed = select.poll()
        closed.register(pipe, 0)  # no event is asked for: that it hung up is always reported
        closed.poll()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _alarm(seconds: float) -> None:
    """End by the system's own clock: should the parent be gone, or a library hold every thread, nobody else would."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(memory_bytes: int) -> None:
    """Ask the operating system to hold the limits, where it can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
