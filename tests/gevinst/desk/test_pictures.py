"""Pictures are drawn once for who looks twice, and never kept for longer, or for more, than memory allows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import pytest

from gevinst.desk import pictures
from gevinst.desk.pictures import Asked, Pictures
from gevinst.desk.showing import CannotShow, Mark, Pages

ASKED = Asked(1, "a" * 64, Path("a"), "a.pdf", (), 5)


@dataclass
class Drawer:
    """Draws three pages of nothing, one at a time, can refuse, and takes its time over the file `slow`."""

    refuses: bool = False
    size: int = 10
    drawn: list[tuple[str, int]] = field(default_factory=list)
    slow: Event | None = None

    def __call__(self, path: Path, name: str, page: int, marks: Sequence[Mark]) -> Pages:
        """One page."""
        self.drawn.append((str(path), page))
        if self.slow is not None and path.name == "slow":
            assert self.slow.wait(60)
        if self.refuses:
            raise CannotShow("Filen er låst.")
        return Pages(3, {page: b"x" * self.size} if page <= 3 else {})


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    """Who draws."""
    made = Drawer()
    monkeypatch.setattr(pictures, "shows_pages", lambda: made)
    return made


def test_a_page_is_drawn_once(drawer: Drawer) -> None:
    """Until the document is read anew, or it is another case's: its marks are others then."""
    kept = Pictures()
    assert [kept.page(ASKED, 1).count for _ in range(3)] == [3, 3, 3]
    kept.page(ASKED, 2)
    kept.page(replace(ASKED, read_at=6), 1)
    kept.page(replace(ASKED, item_id=2), 1)
    assert len(drawer.drawn) == 4
    with pytest.raises(CannotShow):
        kept.page(ASKED, 4)
    assert len(drawer.drawn) == 4  # how many there are is known


def test_what_was_looked_at_longest_ago_goes_first(drawer: Drawer) -> None:
    """Memory is bounded; a page larger than all of it is shown and not kept."""
    kept = Pictures()
    drawer.size = pictures.MOST_BYTES // 2
    for item in (1, 2, 1, 3):
        kept.page(replace(ASKED, item_id=item), 1)
    kept.page(replace(ASKED, item_id=1), 1)
    assert len(drawer.drawn) == 3
    kept.page(replace(ASKED, item_id=2), 1)
    assert len(drawer.drawn) == 4
    drawer.size = pictures.MOST_BYTES + 1
    assert len(kept.page(replace(ASKED, item_id=9), 1).png) == drawer.size


def test_a_file_that_cannot_be_drawn_is_tried_again_later(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for each look, since a try may take long; but a moment's trouble isn't held against it for ever."""
    kept, now = Pictures(), 1000.0
    monkeypatch.setattr(pictures.time, "monotonic", lambda: now)
    drawer.refuses = True
    for _ in range(3):
        with pytest.raises(CannotShow) as refused:
            kept.page(ASKED, 1)
        assert refused.value.sentence == "Filen er låst."
    assert len(drawer.drawn) == 1
    drawer.refuses = False
    now += pictures.REFUSED_SECONDS + 1
    assert kept.page(ASKED, 1).count == 3


def test_a_page_that_cannot_be_drawn_says_nothing_of_the_others(drawer: Drawer) -> None:
    """What is remembered is of that page; and to look at it again is to be told again, without a try."""
    kept = Pictures()
    drawer.refuses = True
    for _ in range(2):
        with pytest.raises(CannotShow):
            kept.page(ASKED, 2)
    drawer.refuses = False
    assert kept.page(ASKED, 1).count == 3
    assert drawer.drawn == [("a", 2), ("a", 1)]


def test_what_cannot_be_drawn_is_remembered_while_somebody_looks(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time runs from the last look: a file that takes all it may isn't tried every five minutes for who works on."""
    kept, now = Pictures(), 1000.0
    monkeypatch.setattr(pictures.time, "monotonic", lambda: now)
    drawer.refuses = True
    for _ in range(4):
        with pytest.raises(CannotShow):
            kept.page(ASKED, 1)
        now += pictures.REFUSED_SECONDS - 1
    assert len(drawer.drawn) == 1


def test_a_slow_document_is_not_waited_for(drawer: Drawer) -> None:
    """What is drawn in time is there, nothing is begun after it, and who asks for the slow page gets the one begun."""
    kept, quick, slow, later = (
        Pictures(),
        ASKED,
        replace(ASKED, path=Path("slow"), sha256="b"),
        replace(ASKED, item_id=2),
    )
    drawer.slow = Event()
    kept.page(quick, 1)
    found = kept.first_pages([quick, slow, later], seconds=0.05)
    assert [each and each.count for each in found if not isinstance(each, CannotShow)] == [3, None, None]
    drawer.slow.set()
    assert kept.page(slow, 1).count == 3
    assert drawer.drawn == [("a", 1), ("slow", 1)]
    drawer.refuses = True
    (refused,) = kept.first_pages([later], seconds=60)
    assert isinstance(refused, CannotShow)


def test_without_anybody_who_draws_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation costs the picture, not the case."""
    monkeypatch.setattr("gevinst.desk.showing.entry_points", lambda **_: [])
    with pytest.raises(CannotShow) as refused:
        Pictures().page(ASKED, 1)
    assert "gevinst doctor" in refused.value.sentence
