"""Run the flow in a process that is killed at a named point: `python -m tests.flows.unplugged ACT MOMENT`.

The process ends by SIGKILL, as by a pulled plug: no handler, no clean-up. Without arguments it is the next run, an hour
later. Prefect's server is left out: its tasks are plain calls here, since what is proven must hold without it.
"""

import logging
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import prefect


def _plain(*_args: Any, **_kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return lambda function: function


prefect.task = prefect.flow = _plain  # type: ignore[assignment]


def kill(*_args: Any, **_kwargs: Any) -> None:
    """Pull the plug."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(act: str, moment: str) -> None:
    """Let the process die at the moment of the act."""
    if act in ("register", "file"):
        _arm_browser(act, moment)
    else:
        _arm_mailbox(act, moment)


def _arm_browser(act: str, moment: str) -> None:
    from playwright.sync_api import Route

    from connectors.pension.acts import FileDocument, RegisterDocument

    kind: Any = {"register": RegisterDocument, "file": FileDocument}[act]
    write = kind.write

    def armed(self: Any, ownership: Callable[[], None]) -> None:
        if moment == "before":
            kill()
        if moment == "during":
            Route.fulfill = kill  # type: ignore[method-assign]  # the server has saved; its answer never arrives
        write(self, ownership)
        kill()

    kind.write = armed


def _arm_mailbox(act: str, moment: str) -> None:
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder

    real = getattr(LocalMailbox, act)

    def armed(self: Any, *args: Any) -> Any:
        if act == "move" and args[1] is not Folder.DONE:
            return real(self, *args)
        if moment == "before":
            kill()
        if moment == "during":
            LocalMailbox._writing = _uncommitted  # type: ignore[method-assign]
        result = real(self, *args)
        kill()
        return result

    setattr(LocalMailbox, act, armed)


@contextmanager
def _uncommitted(self: Any) -> Iterator[sqlite3.Connection]:
    """A transaction whose statements are done and that is never committed."""
    with self._reading() as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        kill()


def main() -> None:
    """Run the flow, with whatever is armed."""
    from gevinst.store import clock

    if len(sys.argv) > 1:
        arm(sys.argv[1], sys.argv[2])
    else:
        clock.offset.microseconds = 3600 * clock.MICROSECONDS
    from tasks import receipt, running
    from tasks.forms import RunForm

    receipt.create_table_artifact = receipt.create_markdown_artifact = _plain
    running.get_run_logger = logging.getLogger
    from flows.helbredstillaeg import helbredstillaeg

    helbredstillaeg(RunForm(initialer="ABC"))


if __name__ == "__main__":
    main()
