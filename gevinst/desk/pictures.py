"""Pages as pictures, drawn when somebody looks, and kept in memory alone for as long as they are likely to look again."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from gevinst.desk.showing import CannotShow, Mark, Pages, shows_pages

MOST_BYTES = 32 << 20
"""Some two hundred pages."""
MOST_REFUSED = 200
"""Files that can't be drawn, which are remembered: they cost as much as others."""


@dataclass(frozen=True)
class Asked:
    """A document somebody looks at, of one item: its content, what it is called, and what is marked on it."""

    item_id: int
    sha256: str
    path: Path
    name: str
    marks: Sequence[Mark]
    read_at: int


class Pictures:
    """What was drawn last. A picture is a citizen's: it goes with the process, and whoever asks has been let through before."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[int, str, int, int], tuple[int, bytes]] = OrderedDict()
        self._refused: OrderedDict[str, str] = OrderedDict()
        self._bytes = 0
        self._drawing = Lock()

    def page(self, asked: Asked, number: int) -> tuple[int, bytes]:
        """How many pages there are, and one of them as a PNG.

        Raises:
            CannotShow: There is none of that number, or the file can't be drawn.
        """
        with self._drawing:  # the child takes one at a time in any case
            key = (asked.item_id, asked.sha256, asked.read_at, number)
            if asked.sha256 in self._refused:
                raise CannotShow(self._refused[asked.sha256])
            if key not in self._drawn:
                self._keep(asked, self._draw(asked, number))
            if key not in self._drawn:
                raise CannotShow("Dokumentet har ikke så mange sider.")
            self._drawn.move_to_end(key)
            return self._drawn[key]

    def _draw(self, asked: Asked, number: int) -> Pages:
        try:
            return shows_pages()(asked.path, asked.name, number, asked.marks)
        except CannotShow as refused:
            if number == 1:
                self._refused[asked.sha256] = refused.sentence
                while len(self._refused) > MOST_REFUSED:
                    self._refused.popitem(last=False)
            raise

    def _keep(self, asked: Asked, drawn: Pages) -> None:
        for number, picture in drawn.pictures.items():
            key = (asked.item_id, asked.sha256, asked.read_at, number)
            self._bytes += len(picture) - len(self._drawn.pop(key, (0, b""))[1])
            self._drawn[key] = (drawn.count, picture)
        while self._bytes > MOST_BYTES and len(self._drawn) > len(drawn.pictures):
            _, (_, picture) = self._drawn.popitem(last=False)
            self._bytes -= len(picture)
