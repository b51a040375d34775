"""Pages as pictures, drawn when somebody looks, and kept in memory alone for as long as they are likely to look again."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from gevinst.desk.showing import CannotShow, Mark, Pages, shows_pages

MOST_BYTES = 32 << 20
"""Some two hundred pages."""
MOST_REFUSED = 200
"""Pages that can't be drawn, which are remembered too: to try one may take as long as is allowed."""
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
        self._refused: OrderedDict[tuple[str, int], tuple[float, str]] = OrderedDict()
        self._bytes = 0
        self._looking = Lock()
        self._under_way: dict[_Key, Future[Picture]] = {}
        # One thread: the child takes one at a time in any case.
        self._draws = ThreadPoolExecutor(max_workers=1, thread_name_prefix="draws")

    def page(self, asked: Asked, number: int) -> Picture:
        """One page, however long it takes.

        Raises:
            CannotShow: There is none of that number, or the file can't be drawn.
        """
        found = self._known(asked, number) or self._begun(asked, number)
        return found if isinstance(found, Picture) else found.result()

    def first_pages(self, documents: Iterable[Asked], *, seconds: float) -> list[Picture | CannotShow | None]:
        """Each document's first page, as far as they are drawn within these seconds in all.

        None where it takes longer: it goes on being drawn, and `page` waits for it. Nothing more is begun then.
        """
        end = time.monotonic() + seconds
        return [self._first_page(each, end) for each in documents]

    def close(self) -> None:
        """Draw nothing more: what nobody has begun is nobody's any longer."""
        self._draws.shutdown(wait=False, cancel_futures=True)

    def _first_page(self, asked: Asked, end: float) -> Picture | CannotShow | None:
        try:
            known = self._known(asked, 1)
            left = end - time.monotonic()
            if known is not None or left <= 0:
                return known
            return self._begun(asked, 1).result(left)
        except CannotShow as cannot:
            return cannot
        except TimeoutError:
            return None

    def _known(self, asked: Asked, number: int) -> Picture | None:
        with self._looking:
            until, sentence = self._refused.get((asked.sha256, number), (0.0, ""))
            if time.monotonic() < until:
                raise self._remembered(asked, number, sentence)
            first, key = self._drawn.get(asked.key(1)), asked.key(number)
            if first is not None and number > first.count:
                raise CannotShow(_NO_PAGE)
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def _begun(self, asked: Asked, number: int) -> Future[Picture]:
        """The drawing of a page: one for all who wait for it."""
        key = asked.key(number)
        with self._looking:
            if key not in self._under_way:
                self._under_way[key] = self._draws.submit(self._draw, asked, number)
            return self._under_way[key]

    def _draw(self, asked: Asked, number: int) -> Picture:
        try:
            # Another page of the document may have brought this one with it while it waited.
            return self._known(asked, number) or self._drawn_now(asked, number)
        finally:
            with self._looking:
                del self._under_way[asked.key(number)]

    def _drawn_now(self, asked: Asked, number: int) -> Picture:
        try:
            drawn = shows_pages()(asked.path, asked.name, number, asked.marks)
        except CannotShow as refused:
            with self._looking:
                raise self._remembered(asked, number, refused.sentence) from None
        if number not in drawn.pictures:
            with self._looking:
                raise self._remembered(asked, number, _NO_PAGE)
        self._keep(asked, drawn)
        return Picture(drawn.pictures[number], drawn.count, drawn.rest)

    def _remembered(self, asked: Asked, number: int, sentence: str) -> CannotShow:
        """That a page can't be drawn: for a while from the last look at it."""
        key = (asked.sha256, number)
        self._refused[key] = (time.monotonic() + REFUSED_SECONDS, sentence)
        self._refused.move_to_end(key)
        while len(self._refused) > MOST_REFUSED:
            self._refused.popitem(last=False)
        return CannotShow(sentence)

    def _keep(self, asked: Asked, drawn: Pages) -> None:
        with self._looking:
            for number, png in drawn.pictures.items():
                before = self._drawn.pop(asked.key(number), None)
                self._bytes += len(png) - (len(before.png) if before else 0)
                self._drawn[asked.key(number)] = Picture(png, drawn.count, drawn.rest)
            while self._bytes > MOST_BYTES and self._drawn:
                _, gone = self._drawn.popitem(last=False)
                self._bytes -= len(gone.png)
