"""How a stranger's file gets onto the page: connectors show it, found by an entry point, so the core opens none itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol

GROUP = "gevinst.showing"


class CannotShow(Exception):
    """A file that can't be shown; `sentence` says why, in Danish, and repeats nothing of it."""

    def __init__(self, sentence: str) -> None:
        super().__init__("the file can't be shown")
        self.sentence = sentence


@dataclass(frozen=True)
class Mark:
    """What is marked on a page: where (`box` in points from the upper left corner, or the `text` to look for), and what.

    `stumbled` where the robot could not read what stands there.
    """

    page: int
    label: str = ""
    box: tuple[float, float, float, float] | None = None
    text: str = field(default="", repr=False)
    stumbled: bool = False


@dataclass(frozen=True)
class Pages:
    """Pages of a document as PNG files, by number from 1: the one asked for and what was drawn with it.

    Attributes:
        count: How many can be asked for.
        rest: In Danish, that there are more and where they are seen; empty where there aren't.
    """

    count: int
    pictures: Mapping[int, bytes] = field(repr=False)
    rest: str = ""


@dataclass(frozen=True)
class ShownMail:
    """A mail as a caseworker reads it. `repr` shows nothing.

    Attributes:
        names: What its files were called by their sender, by the hash of their content.
    """

    sender: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None = None
    names: Mapping[str, str] = field(default_factory=dict, repr=False)


class ShowsPages(Protocol):
    """Draws pages of a kept document, in a limited child; keeps nothing."""

    def __call__(self, path: Path, name: str, page: int, marks: Sequence[Mark]) -> Pages:
        """The pages, with the marks on them.

        Raises:
            CannotShow: The file has no pages, or can't be drawn.
        """
        ...


class ShowsMail(Protocol):
    """Takes a kept mail apart, in a limited child; keeps nothing."""

    def __call__(self, path: Path) -> ShownMail:
        """The mail.

        Raises:
            CannotShow: It can't be read safely.
        """
        ...


def shows_pages() -> ShowsPages:
    """Whoever draws pages here.

    Raises:
        CannotShow: Nobody does.
    """
    shower: ShowsPages = _find("pages")
    return shower


def shows_mail() -> ShowsMail:
    """Whoever reads mail here.

    Raises:
        CannotShow: Nobody does.
    """
    shower: ShowsMail = _find("mail")
    return shower


def _find(name: str) -> Any:  # noqa: ANN401 (what the entry point names)
    for entry in entry_points(group=GROUP, name=name):
        try:
            return entry.load()
        except (ImportError, AttributeError):
            break
    raise CannotShow("Det kan ikke vises her. Driften: kør `gevinst doctor`.")
