"""What one worker process is told: where it lives, and at which place it meets its end."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class How(StrEnum):
    """What happens at the place."""

    KILL = "kill"
    KILL_SOON = "kill soon"
    """A few milliseconds later: while the request is under way."""
    SUSPEND = "suspend"
    KILL_BROWSER = "kill browser"


@dataclass(frozen=True)
class Doom:
    """One stroke.

    Attributes:
        window: What it counts under.
        place: Where in the worker; empty where the parent strikes, at a moment of its own.
        nth: At which passing of that place.
        how: What happens there.
        tries: How many workers have been given it and never came by.
    """

    window: str
    place: str = ""
    nth: int = 1
    how: How = How.KILL
    tries: int = 0


@dataclass(frozen=True)
class Order:
    """One worker.

    Attributes:
        name: Told apart in the notes.
        folder: The house's folder.
        environment: Its whole environment.
        clock_us: How far its clock is moved.
        chromium: Whether it drives the real browser, or speaks PENSYS' forms itself.
        doom: Its end, if it has one.
        seed: For the chance within.
    """

    name: str
    folder: Path
    environment: dict[str, str]
    clock_us: int
    chromium: bool
    doom: Doom | None
    seed: int
