"""One case at the terminal: its connection, its keyboard, and how long it may wait.

A key locks the keyboard; the host unlocks it, and may do so before it has painted its answer. So every wait here is for
the free keyboard *and* for what was expected, until a deadline. Nothing sleeps, and no key is ever sent again.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from connectors.terminal.code_page import find_code_page
from connectors.terminal.emulator import Emulator
from connectors.terminal.evidence import Sight, save_evidence
from connectors.terminal.keys import Key
from connectors.terminal.line import Line
from connectors.terminal.picture import Field, Picture, take_picture
from connectors.terminal.wire import Wire
from gevinst.errors import ConfigurationError, GevinstError, LeaseLost, ProcessError, RetryLater, SystemDown
from gevinst.redaction import SHORTEST_NAME


class TerminalCase:
    """One case's terminal. Open it by `terminal`; page objects are the ones to read from it and to type on it.

    Attributes:
        line: Where it connects to.
        personal: Texts that evidence must not show. Page objects put in what they read; what is typed comes by itself.
        presses: How many keys were sent; a screen that was left knows itself by it.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.personal: set[str] = set()
        self.presses = 0
        self._code_page = find_code_page(line.code_page)
        self._ends = monotonic() + line.case_seconds
        self._expected = ""
        self._wire: Wire | None = None
        self._emulator: Emulator | None = None

    @property
    def system(self) -> str:
        """The outside system's name."""
        return self.line.system

    @property
    def code_page(self) -> str:
        """The code page of what is typed and read."""
        return self._code_page

    @property
    def is_usable(self) -> bool:
        """Whether a key can be sent: connected, and the keyboard is free. Else only `dial` goes on."""
        try:
            return not self.look().locked
        except (RetryLater, SystemDown):
            return False

    def dial(self) -> None:
        """Connect afresh; an earlier connection is closed, and its screens are left. The system asks to sign on again.

        Raises:
            SystemDown: When nobody answers in time.
            ConfigurationError: When the host doesn't prove who it is.
        """
        self.hang_up()
        self.presses += 1
        self._wire = Wire.dial(self.line, self._until() - monotonic())
        self._emulator = Emulator(self._wire, self._code_page)

    def hang_up(self) -> None:
        """Close the connection: nothing more is sent. What the screen showed last stays for the evidence."""
        if self._wire is not None:
            self._wire.abort()

    def look(self) -> Picture:
        """The screen as it is now, with everything that has come in."""
        while self._take_in(0):
            pass
        return take_picture(self._terminal())

    def wait(self, ready: Callable[[Picture], bool], *, expected: str) -> Picture:
        """The first picture that is `ready`; `expected` is what it is, in words that name nobody.

        Raises:
            SystemDown: When the keyboard is still locked at the deadline, or the case's time is over.
            ProcessError: When it is free, and what was expected is not there.
        """
        self._expected = expected
        until = self._until()
        while True:
            picture = self.look()
            if ready(picture):
                return picture
            if not self._take_in(until - monotonic()):
                break
        if picture.locked or monotonic() >= self._ends:
            raise SystemDown(self.system, f"{self.system} does not answer in time: expected '{expected}'")
        raise ProcessError(f"{self.system}: expected the screen '{expected}'")

    def typed(self, texts: Iterable[str]) -> None:
        """Keep what is about to be typed out of the evidence; a choice from a menu (`1`) tells nothing of anybody."""
        words = {word for text in texts for word in (text, *text.split())}
        self.personal |= {word for word in words if len(word) >= SHORTEST_NAME or not word.isdigit()}

    def type_into(self, field: Field, text: str) -> None:
        """Put a text into a field, in place of what was there; it is not sent yet."""
        with self._speaking():
            self._terminal().type_at(field.start, text)

    def press(self, key: Key) -> None:
        """Send the screen by one key, once. From here on the keyboard is locked and every screen is left."""
        emulator = self._terminal()
        self.presses += 1
        with self._speaking():
            emulator.send_key(key)

    def sight(self) -> Sight:
        """What evidence is made of: the last screen, with what had come in, and what was expected of it."""
        if self._emulator is None:
            return Sight(self.system, self._expected, connected=False, picture=None)
        connected = self._wire is not None and self._wire.is_open
        return Sight(self.system, self._expected, connected=connected, picture=take_picture(self._emulator))

    def _terminal(self) -> Emulator:
        if self._emulator is None or self._wire is None or not self._wire.is_open:
            raise RetryLater(f"{self.system}: the connection of this case is closed")
        return self._emulator

    def _until(self) -> float:
        """The end of what is done now: the action's own time, cut by what is left of the case's."""
        now = monotonic()
        if now >= self._ends:
            raise SystemDown(self.system, f"{self.system}: the case's {self.line.case_seconds:g} seconds are over")
        return min(now + self.line.action_seconds, self._ends)

    def _take_in(self, seconds: float) -> bool:
        """Take in what the host sent, waiting so long for it; False when nothing came."""
        emulator = self._terminal()
        if self._wire is None or not (data := self._wire.receive(max(seconds, 0))):
            return False
        with self._speaking():
            emulator.feed(data)
        if emulator.seslost:
            raise ProcessError(f"{self.system}: the host sent what is no 3270 data stream")
        return True

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Whatever the emulator raises is about the data stream; its own text may hold what is on the screen."""
        try:
            yield
        except GevinstError:
            raise
        except Exception as error:  # noqa: BLE001 (a stream out of order ends in any of them)
            raise ProcessError(f"{self.system}: the emulator refused ({type(error).__name__})") from None


@contextmanager
def terminal(line: Line, *, evidence: Path | None = None) -> Iterator[TerminalCase]:
    """One case at the terminal, hung up afterwards, whatever happened.

    Args:
        line: Where to.
        evidence: The folder for a masked picture of the screen on a failure that operations must see.
    """
    case = TerminalCase(line)
    try:
        case.dial()
        yield case
    except (ConfigurationError, LeaseLost):
        raise
    except Exception:
        if evidence is not None:
            save_evidence(case.sight(), evidence, personal=case.personal)
        raise
    finally:
        case.hang_up()
