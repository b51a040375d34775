"""What a hostile file is here: a name, the reason it must end in, and how to make it."""

from collections.abc import Callable
from dataclasses import dataclass

from gevinst.codes import Code

TEXT = "Hermed regning fra klinikken"
"""Stands in each file that must be read after all; that no problem was found doesn't say that it was."""


@dataclass(frozen=True)
class Hostile:
    """One file. `reason` is the only code reading it may end in; None when it must be read like any other."""

    name: str
    reason: Code | None
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Lure:
    """Where a file's references out of itself lead: whoever follows one is seen at `url`, or shows what `path` holds."""

    url: str = "http://127.0.0.1:9"
    path: str = "/etc/hostname"
