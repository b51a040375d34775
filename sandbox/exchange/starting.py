"""Start the stand-in as a process of its own, for tests and the demo, and end it by that process."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.exchange.faults import Faults
from sandbox.exchange.model import Exchange

_ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Running:
    """A stand-in that answers, what clients need to know of it, and its model to look into."""

    ews: str
    graph: str
    authority: str
    token_url: str
    tenant: str
    client_id: str
    client_secret: str = field(repr=False)
    certificate_file: str
    certificate_key_file: str
    certificate_thumbprint: str
    user: str
    password: str = field(repr=False)
    robot_address: str
    ca_file: str
    database: str
    url: str

    @property
    def exchange(self) -> Exchange:
        """The model: deliver into it, look into it."""
        return Exchange(Path(self.database))

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return Faults(Path(self.database))


@contextmanager
def started(folder: Path, mailboxes: Iterable[str] = (), *, port: int = 0) -> Iterator[Running]:
    """The stand-in on a free port, with these mailboxes, until the body ends. It is ready when the body begins."""
    command = [sys.executable, "-m", "sandbox.exchange", "serve", "--folder", str(folder), "--port", str(port)]
    command += [word for address in mailboxes for word in ("--mailbox", address)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _ready(process)
        finally:
            _end(process)


def _ready(process: "subprocess.Popen[str]") -> Running:
    """It says where it answers on its first line; a process that ends without one closes the pipe."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError("the stand-in for Exchange didn't start; it says why on the standard error")
    return Running(**json.loads(line))


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
