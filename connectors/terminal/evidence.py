"""Evidence of a failure: the screen as text with personal values replaced, and which screen was expected.

Evidence is case data: it lies in the case's folder, for the service account only, and never goes to the orchestrator.
What is hidden on the screen (a password) is in no picture of it, so it can't get here.
"""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from connectors.terminal.picture import Picture
from gevinst.private_files import write_private
from gevinst.redaction import NAME_MASK, SHORTEST_NAME, redact

_LONGEST_CUT = 40
"""Columns are no wider; what is cut later still begins with the words a name is made of."""


@dataclass(frozen=True)
class Sight:
    """What a case saw last. `expected` is a screen's own title, or another text that names nobody."""

    system: str
    expected: str
    connected: bool
    picture: Picture | None


def save_evidence(sight: Sight, folder: Path, *, personal: Iterable[str] = ()) -> None:
    """Write `where.txt` and `screen.txt`. `personal` are the case's known values: names, whole and in parts.

    Best effort by design: a full disk leaves a note at most, and the failure it is about matters more.
    """
    try:
        write_private(folder / "where.txt", _where(sight))
        if sight.picture is not None:
            write_private(folder / "screen.txt", _without(_drawn(sight.picture), personal))
    except Exception as error:  # noqa: BLE001 (whatever it is, it may not take the place of the failure in hand)
        with suppress(OSError):
            write_private(folder / "note.txt", f"the evidence ends here: {type(error).__name__}\n")


def _where(sight: Sight) -> str:
    keyboard = "unknown" if sight.picture is None else ("locked" if sight.picture.locked else "free")
    facts = {
        "system": sight.system,
        "expected screen": sight.expected or "none yet",
        "connection": "open" if sight.connected else "closed",
        "keyboard": keyboard,
    }
    return "".join(f"{name}: {fact}\n" for name, fact in facts.items())


def _drawn(picture: Picture) -> str:
    return "\n".join(row.rstrip() for row in picture.rows) + "\n"


def _without(text: str, personal: Iterable[str]) -> str:
    """The longest first, so that a part of a name doesn't take the whole apart."""
    for value in sorted({" ".join(value.split()) for value in personal} - {""}, key=lambda value: (-len(value), value)):
        pattern = _pattern(unicodedata.normalize("NFC", value))
        text = re.sub(pattern, lambda found: NAME_MASK + "\n" * found.group().count("\n"), text, flags=re.IGNORECASE)
    return redact(text)


def _pattern(value: str) -> str:
    """The text in any case, broken at the edge of the screen, or cut by its column after its fourth letter."""
    if len(value) < SHORTEST_NAME:
        return rf"(?<!\w){re.escape(value)}(?!\w)"
    letters = [r"\s+" if letter == " " else re.escape(letter) for letter in value]
    head, tail = r"\n?".join(letters[:SHORTEST_NAME]), letters[SHORTEST_NAME:]
    whole = head + "".join(rf"\n?{letter}" for letter in tail)
    near = tail[:_LONGEST_CUT]
    cut = head + "".join(rf"(?:\n?{letter}" for letter in near) + ")?" * len(near)
    return rf"{whole}|(?<!\w){cut}(?!\w)"
