"""Pages as pictures, drawn when somebody looks, and kept in memory alone for as long as they are likely to look again."""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from gevinst.desk.showing import CannotShow, Mark, Pages, shows_pages

MOST_BYTES = 32 << 20
"""Some two hundred pages."""
MOST_REFUSED = 200
"""Files that can't be drawn, which are remembered too: to try one may take as long as is allowed."""
REFUSED_SECONDS = 300
_NO_PAGE = "Dokumentet har ikke så mange sider."
_Key = tuple[int, str, int, int]


@dataclass(frozen=True)
class Asked:
    """A document somebody looks at, of one item: its content, what it is called, and what is marked on it."""

    item_id: int
    sha256: str
    path: Path
    name: str
    marks: Sequence[Mark]
    read_at: int

    def key(self, number: int) -> _Key:
        """What tells one of its pages, as it is marked now, from every other."""
        return (self.item_id, self.sha256, self.read_at, number)


@dataclass(frozen=True)
class Picture:
    """One page as a PNG, with how many can be asked for, and where the rest is seen if that isn't all."""

    png: bytes = field(repr=False)
    count: int
    rest: str = ""


class Pictures:
    """What was drawn last. A picture is a citizen's: it goes with the process, and whoever asks has been let through before."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[_Key, Picture] = OrderedDict()
        self._refused: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._bytes = 0
        self._looking, self._drawing = Lock(), Lock()

    def page(self, asked: Asked, number: int) -> Picture:
        """One page.

        Raises:
            CannotShow: There is none of that number, or the file can't be drawn.
        """
        known = self._known(asked, number)
        if known is None:
            with self._drawing:  # the child takes one at a time in any case; who waited may find what they wait for
                known = self._known(asked, number) or self._draw(asked, number)
        return known

    def _known(self, asked: Asked, number: int) -> Picture | None:
        with self._looking:
            until, sentence = self._refused.get(asked.sha256, (0.0, ""))
            if time.monotonic() < until:
                raise CannotShow(sentence)
            first, key = self._drawn.get(asked.key(1)), asked.key(number)
            if first is not None and number > first.count:
                raise CannotShow(_NO_PAGE)
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def _draw(self, asked: Asked, number: int) -> Picture:
        try:
            drawn = shows_pages()(asked.path, asked.name, number, asked.marks)
        except CannotShow as refused:
            if number == 1:
                self._refuse(asked, refused.sentence)
            raise
        if number not in drawn.pictures:
            raise CannotShow(_NO_PAGE)
        self._keep(asked, drawn)
        return Picture(drawn.pictures[number], drawn.count, drawn.rest)

    def _refuse(self, asked: Asked, sentence: str) -> None:
        with self._looking:
            self._refused[asked.sha256] = (time.monotonic() + REFUSED_SECONDS, sentence)
            while len(self._refused) > MOST_REFUSED:
                self._refused.popitem(last=False)

    def _keep(self, asked: Asked, drawn: Pages) -> None:
        with self._looking:
            for number, png in drawn.pictures.items():
                before = self._drawn.pop(asked.key(number), None)
                self._bytes += len(png) - (len(before.png) if before else 0)
                self._drawn[asked.key(number)] = Picture(png, drawn.count, drawn.rest)
            while self._bytes > MOST_BYTES and self._drawn:
                _, gone = self._drawn.popitem(last=False)
                self._bytes -= len(gone.png)
