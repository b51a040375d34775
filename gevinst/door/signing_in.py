"""From who somebody says they are to a session: the same for password, provider and proxy, and written down each time."""

import threading
from collections.abc import Iterable

from sqlalchemy import Engine

from gevinst.door import audit
from gevinst.door.access import person_of
from gevinst.door.sessions import begin_session
from gevinst.door.throttle import Throttle
from gevinst.errors import Refused

ROUTE = "log ind"
_IN, _UNKNOWN, _NO_ROLE, _BRAKED = 200, 401, 403, 429


class NoEntry(Exception):
    """Why somebody wasn't let in: `sentence` in Danish, as they read it."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(status)
        self.sentence = sentence
        self.status = status


class SigningIn:
    """Signs colleagues in, and brakes whoever tries and tries."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._throttle = Throttle()
        self._one_at_a_time = threading.Lock()

    def by_password(self, name: str, password: str, address: str) -> str:
        """The token of a new session for whoever gave the right password.

        Raises:
            NoEntry: Name or password is wrong, too much was tried, or no group of theirs has a role.
            ConfigurationError: The file of users or of access can't be read.
        """
        name = name.strip().upper()
        groups = self._tried(name, password, address)
        if groups is None:
            self._write_down(_UNKNOWN)
            raise NoEntry("Initialer eller adgangskode er forkert.", _UNKNOWN)
        return self.vouched_for(name, groups)

    def _tried(self, name: str, password: str, address: str) -> tuple[str, ...] | None:
        """The groups of who gave the right password. Tried one at a time, so that no try is on its way uncounted."""
        from gevinst.door.passwords import groups_of

        braked = NoEntry("Der er prøvet for mange gange. Vent et kvarter, eller spørg driften.", _BRAKED)
        if not self._throttle.is_open(name, address):
            raise braked
        with self._one_at_a_time:
            if not self._throttle.is_open(name, address):
                raise braked
            groups = groups_of(name, password)
            if groups is None:
                self._throttle.failed(name, address)
            else:
                self._throttle.succeeded(name)
        return groups

    def vouched_for(self, initials: str, groups: Iterable[str]) -> str:
        """The token of a new session for whom a provider, a proxy or a password vouches.

        Raises:
            NoEntry: The name is none we can keep, or no group of theirs has a role.
            ConfigurationError: The file of access can't be read.
        """
        try:
            with self._engine.begin() as connection:
                person = person_of(connection, initials, groups)
                if person is not None:
                    token = begin_session(connection, person)
                    audit.record_outcome(connection, audit.record(connection, person, ROUTE), _IN)
                    return token
        except Refused:
            self._write_down(_NO_ROLE)
            raise NoEntry("Dit brugernavn kan ikke bruges som initialer her. Spørg driften.", _NO_ROLE) from None
        self._write_down(_NO_ROLE)
        raise NoEntry("Du er logget ind, men har ingen rolle her. Bed din leder om adgang.", _NO_ROLE)

    def _write_down(self, status: int) -> None:
        """One that failed, by nobody's name: what was typed may be a password, or a citizen."""
        with self._engine.begin() as connection:
            audit.record_outcome(connection, audit.record(connection, None, ROUTE), status)
