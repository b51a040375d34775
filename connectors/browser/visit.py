"""A signed-in visit to an outside system: signs in at first use, and once more when the session expires.

A system's own visit inherits this and says how to sign in, what can be asked, and on which pages writes are prepared.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, TypeVar

from connectors.browser.case import CaseContext
from connectors.browser.errors import SessionExpired, speaking_to
from connectors.browser.evidence import save_evidence
from connectors.browser.evidence.traces import untraced
from gevinst.errors import ConfigurationError, LeaseLost, ProcessError, Refused

T = TypeVar("T")
VisitT = TypeVar("VisitT", bound="Visit")


class Visit(ABC):
    """One visit, in one case's context.

    Attributes:
        system: The system's name, as queues name it.
        personal: What was read that no evidence may show: names, whole and in parts.
    """

    system: ClassVar[str]

    def __init__(self, case: CaseContext, *, read_only: bool = False) -> None:
        self.case = case
        self.personal: set[str] = set()
        self._read_only = read_only
        self._signed_in = False
        self._refused: ConfigurationError | None = None
        self._filter_is_proven = False

    @abstractmethod
    def sign_in(self) -> None:
        """Sign in, once. A refused password is a `ConfigurationError`: accounts get locked by the next attempts."""

    def in_session(self, work: Callable[[], T]) -> T:
        """Work, signed in; when the session has expired, sign in once more and work again. Only around what saves nothing."""
        try:
            self._be_signed_in()
            return work()
        except SessionExpired:
            self._signed_in = False
            self._be_signed_in()
            return work()

    def prove_filter(self, search_for_nothing: Callable[[], Sized]) -> None:
        """The positive control, once a visit: a search for what can't exist gives nothing.

        Raises:
            ProcessError: It gives something: the search doesn't filter, and nothing it shows can be trusted.
        """
        if not self._filter_is_proven:
            if len(search_for_nothing()):
                raise ProcessError(f"{self.system}: the search doesn't filter; nothing it shows can be trusted")
            self._filter_is_proven = True

    def must_be_writable(self) -> None:
        """Refuse a write in a visit that was opened to look only."""
        if self._read_only:
            raise Refused(f"the visit to {self.system} is read-only: nothing is written in a dry run")

    def _be_signed_in(self) -> None:
        if self._refused is not None:
            raise self._refused
        if not self._signed_in:
            try:
                with speaking_to(self.system), untraced(self.case):
                    self.sign_in()
            except ConfigurationError as refused:
                self._refused = refused
                raise
            self._signed_in = True


@contextmanager
def with_evidence(visit: VisitT, folder: Path | None) -> Iterator[VisitT]:
    """The visit while the body runs; a failure that operations must see leaves its masked evidence in the folder."""
    try:
        yield visit
    except (ConfigurationError, LeaseLost):
        raise
    except Exception:
        if folder is not None:
            save_evidence(visit.case, folder, personal=sorted(visit.personal, key=len, reverse=True))
        raise
