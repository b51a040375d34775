"""Sessions: a sign-in as a row, known by the hash of a random token that only the browser has.

A row can be ended, here and at once by whoever deletes it; what is remembered between two looks is ten seconds old at most.
Operations' open websockets are the exception: they were looked at when they began, and go on until they are closed.
"""

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from gevinst.door.person import Person, Role
from gevinst.settings import settings
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import sessions, staff

_MINUTE_US = 60 * MICROSECONDS
_REMEMBERED_SECONDS = 10.0
_TOUCHED_US = _MINUTE_US
"""How stale the row's last use may become: it is not written for each picture of a page."""
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Session:
    """A sign-in that is valid; `csrf` stands in each form of its pages."""

    token_hash: str
    person: Person
    csrf: str


def begin_session(connection: Connection, person: Person) -> str:
    """Sign somebody in with a token that nobody had before; returns it, for the cookie. Rows that are over go."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(sessions).where(~_lives()))
    connection.execute(
        insert(sessions).values(
            token_hash=_hash(token),
            staff_id=person.staff_id,
            roles=sorted(person.roles),
            units=sorted(person.units),
            csrf=secrets.token_urlsafe(32),
            began_at=now_us(),
            used_at=now_us(),
        )
    )
    return token


class Sessions:
    """The sessions of a database, as the door asks for them: some hundred times a second."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, tuple[float, Session]] = {}
        self._lock = threading.Lock()

    def remembered(self, token: str) -> Session | None:
        """The session of a token that was looked up a moment ago, without asking the database."""
        with self._lock:
            known = self._known.get(_hash(token))
        if known is None or known[0] < time.monotonic():
            return None
        return known[1]

    def find(self, token: str) -> Session | None:
        """The session of a token, its use noted; None where it is over or never was."""
        name = _hash(token)
        with self._engine.begin() as connection:
            row = connection.execute(
                select(sessions, staff.c.initials, (now_us() - sessions.c.used_at).label("unused_us"))
                .join(staff, staff.c.id == sessions.c.staff_id)
                .where(sessions.c.token_hash == name, _lives(), staff.c.initials.is_not(None))
            ).one_or_none()
            if row is None:
                self._forget(name)
                return None
            if row.unused_us > _TOUCHED_US:
                connection.execute(update(sessions).where(sessions.c.token_hash == name).values(used_at=now_us()))
        person = Person(row.staff_id, row.initials, frozenset(map(Role, row.roles)), frozenset(row.units))
        session = Session(name, person, row.csrf)
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[name] = (time.monotonic() + _REMEMBERED_SECONDS, session)
        return session

    def end(self, session: Session) -> None:
        """Sign out: the token is nobody's from now on."""
        with self._engine.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == session.token_hash))
        self._forget(session.token_hash)

    def _forget(self, name: str) -> None:
        with self._lock:
            self._known.pop(name, None)


def end_sessions_of(connection: Connection, staff_id: int) -> int:
    """End every session of one colleague: a password was changed, somebody left. Returns how many."""
    return int(connection.execute(delete(sessions).where(sessions.c.staff_id == staff_id)).rowcount)


def _lives() -> ColumnElement[bool]:
    known = settings()
    idle, whole = known.session_idle_minutes * _MINUTE_US, known.session_hours * 60 * _MINUTE_US
    return (sessions.c.used_at > now_us() - idle) & (sessions.c.began_at > now_us() - whole)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
