"""Every place between two statements of a write transaction, seen through SQLAlchemy's own events.

A transaction is named by the function of ours that began it, so a new one needs no line here. Its places are `begin`
(nothing sent yet), `1`, `2` … (right before that statement), `commit` (all sent, not committed) and `after`.
"""

import sys
import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Pool, event

from gevinst.settings import ROOT
from gevinst.store.engine import READ_ONLY
from tests.chaos.watch import Passing

if TYPE_CHECKING:
    from types import FrameType

_OURS = (str(ROOT / "gevinst"), str(ROOT / "tasks"))
_OPENING = str(ROOT / "gevinst" / "store")
_OUTSIDE = ("BEGIN", "PRAGMA", "SET ")


class _Current(threading.local):
    """The transaction this thread is in; the heartbeat has its own."""

    name = ""
    statements = 0
    committed = ""


class _Listeners:
    """What SQLAlchemy tells, turned into places."""

    def __init__(self, passing: Passing) -> None:
        self._passing = passing
        self._current = _Current()

    def begin(self, connection: Connection) -> None:
        self._current.name = "" if connection.get_execution_options().get(READ_ONLY) else _name()
        self._current.statements, self._current.committed = 0, ""
        self._pass("begin")

    def before_cursor_execute(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(_OUTSIDE):
            self._current.statements += 1
            self._pass(str(self._current.statements))

    def commit(self, _connection: Connection) -> None:
        self._pass("commit")
        self._current.committed, self._current.name = self._current.name, ""

    def rollback(self, _connection: Connection) -> None:
        self._current.name = ""

    def checkin(self, *_connection: Any) -> None:
        self._current.name, self._current.committed = self._current.committed, ""
        self._pass("after")
        self._current.name = ""

    def _pass(self, moment: str) -> None:
        if self._current.name:
            self._passing(f"{self._current.name}:{moment}")


def watch_transactions(passing: Passing) -> None:
    """Report every place from now on, on every engine of this process."""
    listeners = _Listeners(passing)
    for name in ("begin", "before_cursor_execute", "commit", "rollback"):
        event.listen(Engine, name, getattr(listeners, name))
    event.listen(Pool, "checkin", listeners.checkin)


def _name() -> str:
    """The function of ours that asked for a transaction; empty for one that only reads and was begun by itself."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        path = frame.f_code.co_filename
        if frame.f_code.co_name == "_autobegin":
            return ""
        if path.startswith(_OURS) and not path.startswith(_OPENING):
            return frame.f_code.co_name
        frame = frame.f_back
    return ""
