"""Real product code in a thread of its own, held right before one of its statements, so that two transactions overlap.

No test here sleeps: on PostgreSQL the server itself is asked who waits for a lock; on SQLite whoever begins while another
transaction is open has to wait, since both take the one write lock first.
"""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, event, text

from gevinst.store.engine import open_engine

COMMIT = "COMMIT"
PATIENCE_SECONDS = 60


class Held:
    """Work in a thread. Entering it waits until the work stands where it is held; leaving lets it go and waits for it.

    Attributes:
        result: What the work returned.
        error: What it raised.
    """

    def __init__(self, engine: Engine, work: Callable[[Engine], object], *, before: str = "") -> None:
        """Ready to go.

        Args:
            engine: The database; the work is given an engine of its own on it.
            work: What is done.
            before: How the statement begins that is held up, or `COMMIT`; empty holds nothing up.
        """
        self.result: Any = None
        self.error: BaseException | None = None
        self._engine, self._work, self._before = (
            open_engine(engine.url.render_as_string(hide_password=False)),
            work,
            before,
        )
        self._began, self._stands, self._go, self._over = (threading.Event() for _ in range(4))
        self._spoilt: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        event.listen(self._engine, "before_cursor_execute", self._says)
        event.listen(self._engine, "commit", self._commits)

    def __enter__(self) -> Self:
        self._thread.start()
        if self._before:
            assert self._stands.wait(PATIENCE_SECONDS), f"never came to {self._before}: {self.error or self.result}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()
        self._thread.join(PATIENCE_SECONDS)
        self._engine.dispose()

    def wait_until_it_waits(self) -> None:
        """Until the database lets it wait for another transaction, which is held."""
        assert self._began.wait(PATIENCE_SECONDS)
        if self._engine.dialect.name == "postgresql":
            until = time.monotonic() + PATIENCE_SECONDS
            while not self._waits_for_a_lock():
                assert not self._over.is_set(), f"it did not wait: {self.result or self.error}"
                assert time.monotonic() < until, "nobody waits for a lock"
        assert not self._over.is_set(), f"it did not wait: {self.result or self.error}"

    def let_go(self, *, spoilt: BaseException | None = None) -> None:
        """Let it go on; `spoilt` is raised where it stands, so that its transaction is rolled back."""
        self._spoilt = spoilt
        self._go.set()

    def finish(self) -> Any:
        """Let it go on, and wait for its result; what it raised is raised here."""
        self.let_go()
        assert self._over.wait(PATIENCE_SECONDS), "it did not end"
        if self.error is not None:
            raise self.error
        return self.result

    def _run(self) -> None:
        try:
            self.result = self._work(self._engine)
        except BaseException as error:  # noqa: BLE001 (handed to the test)
            self.error = error
        finally:
            self._over.set()

    def _says(self, _connection: Connection, _cursor: Any, statement: str, *_rest: object) -> None:
        self._began.set()  # on SQLite its first words are BEGIN IMMEDIATE, which asks for the lock
        if self._before and statement.lstrip().upper().startswith(self._before):
            self._stand()

    def _commits(self, _connection: Connection) -> None:
        if self._before == COMMIT:
            self._stand()

    def _stand(self) -> None:
        if self._stands.is_set():
            return
        self._stands.set()
        assert self._go.wait(PATIENCE_SECONDS)
        if self._spoilt is not None:
            raise self._spoilt

    def _waits_for_a_lock(self) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.execute(_WAITING).scalar_one())


_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
