"""What screen objects share: knowing themselves, typing all or nothing, and a write that is one key, once."""

from collections.abc import Callable, Mapping
from typing import Self, TypeVar

from pydantic import SecretStr

from connectors.terminal.case import TerminalCase
from connectors.terminal.code_page import must_be_typeable
from connectors.terminal.keys import Key
from connectors.terminal.labels import input_field, value
from connectors.terminal.picture import Field, Picture
from connectors.terminal.tables import read_table
from gevinst.errors import ProcessError, RetryLater, SystemDown

Ownership = Callable[[], None]


class SessionExpired(RetryLater):
    """The system has signed us off; nothing was written since. Signing on again is the visit's business."""


class Screen:
    """One screen. Whoever brings it up calls `shown`, so no one holds a screen that isn't there.

    It serves for one key: after that it is left, and does nothing more until it is `shown` again.

    Attributes:
        title: The text it is known by, wherever that stands by itself.
        expired: Texts by which the system says that it signed us off, on whatever screen.
        down: Texts by which it says that it is closed.
    """

    title = ""
    expired: tuple[str, ...] = ()
    down: tuple[str, ...] = ()

    def __init__(self, case: TerminalCase) -> None:
        self.case = case
        self._pressed_before = -1
        self._is_spent = False

    def shown(self) -> Self:
        """Wait for it: the keyboard is free and the title is there.

        Raises:
            SessionExpired, SystemDown: When the system says so, or doesn't answer in time.
            ProcessError: When another screen is there.
        """
        first_shown(self.case, self)
        return self

    def is_on(self, picture: Picture) -> bool:
        """Whether this is the screen in the picture. One whose pages share a title may ask for more."""
        return picture.has_heading(self.title)

    # --- reading and typing -----------------------------------------------------------------------------------------

    def value(self, label: str) -> str:
        """What stands behind the label; none or two of them is `ProcessError`."""
        return value(self._here(), label)

    def table(self, columns: tuple[str, ...]) -> list[dict[str, str]]:
        """The rows of the table on this screen, by header text."""
        return read_table(self._here(), columns)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Type a text behind each label. All are looked for and tried first: an error leaves every field as it was.

        Raises:
            ProcessError: When a label isn't there once, a text is too long for its field, or has a character that the
                code page lacks.
        """
        picture = self._here()
        fields = {label: self._field(picture, label, text) for label, text in texts.items()}
        self.case.typed(texts.values())
        for label, text in texts.items():
            self.case.type_into(fields[label], text)
        after = self._here()
        for label, text in texts.items():
            if not fields[label].hidden and after.content(fields[label]) != text.rstrip():
                raise ProcessError(f"{self.case.system}: the field '{label}' did not take what was typed")

    def fill_secret(self, label: str, secret: SecretStr) -> None:
        """Type a secret; only into a field that doesn't show it."""
        field = self._field(self._here(), label, secret.get_secret_value())
        if not field.hidden:
            raise ProcessError(f"{self.case.system}: the field '{label}' would show the secret; nothing was typed")
        self.case.type_into(field, secret.get_secret_value())

    # --- leaving it -------------------------------------------------------------------------------------------------

    def press(self, key: Key) -> None:
        """Send it by one key. The next screen is whoever calls `shown` on it."""
        self._here()
        self.case.press(key)

    def commit(self, ownership: Ownership, *, key: Key) -> None:
        """The one key that saves. A normal return proves nothing; the receipt is read on a fresh screen.

        `ownership` is asked at the last moment. What it raises goes to the caller, the line is closed and nothing was
        sent. The screen is spent from then on: a second press is refused.
        """
        self._here()
        self._is_spent = True
        try:
            ownership()
        except BaseException:
            self.case.hang_up()
            raise
        self._must_be_up(self.case.look())
        self.case.press(key)
        self.case.wait(lambda picture: not picture.locked, expected="an answer to the key that saves")

    # --- what it checks ---------------------------------------------------------------------------------------------

    def _here(self) -> Picture:
        """The screen as it is now; refused when it was left, or isn't the one any more."""
        if self._is_spent:
            raise ProcessError(f"{self.case.system}: the screen '{self.title}' was committed; a second key is refused")
        if self._pressed_before != self.case.presses:
            raise ProcessError(f"{self.case.system}: the screen '{self.title}' was left, or was never shown")
        picture = self.case.look()
        self._must_be_up(picture)
        return picture

    def _must_be_up(self, picture: Picture) -> None:
        self.must_be_open(picture)
        if picture.locked or not self.is_on(picture):
            raise ProcessError(f"{self.case.system}: the screen '{self.title}' is not there any more")

    def must_be_open(self, picture: Picture) -> None:
        """Raise what the system says of the session or of itself."""
        system = self.case.system
        if any(picture.says(text) for text in self.expired):
            raise SessionExpired(f"the session of {system} expired")
        if any(picture.says(text) for text in self.down):
            raise SystemDown(system, f"{system} says that it is closed")

    def _field(self, picture: Picture, label: str, text: str) -> Field:
        field = input_field(picture, label)
        where = f"{self.case.system}: the field '{label}'"
        must_be_typeable(text, self.case.code_page, where=where)
        if len(text) > field.length:
            raise ProcessError(f"{where} takes {field.length} characters, not {len(text)}; nothing was typed")
        return field

    def arrived(self) -> None:
        """Serve for the next key; one that was committed never does again."""
        if self._is_spent:
            raise ProcessError(f"{self.case.system}: the screen '{self.title}' was committed; make a new one")
        self._pressed_before = self.case.presses


ScreenT = TypeVar("ScreenT", bound=Screen)


def first_shown(case: TerminalCase, *screens: ScreenT) -> ScreenT:
    """Wait until one of them is there; the earlier one counts where two are. A refusal is a screen like any other.

    Raises:
        As `Screen.shown`.
    """

    def is_there(picture: Picture) -> bool:
        if picture.locked:  # what is on it may be the screen before
            return False
        for screen in screens:
            screen.must_be_open(picture)
        return any(screen.is_on(picture) for screen in screens)

    picture = case.wait(is_there, expected=" / ".join(screen.title for screen in screens))
    there = next(screen for screen in screens if screen.is_on(picture))
    there.arrived()
    return there
