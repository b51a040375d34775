"""Pictures are drawn once for who looks twice, and never kept for longer, or for more, than memory allows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from gevinst.desk import pictures
from gevinst.desk.pictures import Asked, Pictures
from gevinst.desk.showing import CannotShow, Mark, Pages

ASKED = Asked(1, "a" * 64, Path("a"), "a.pdf", (), 5)


@dataclass
class Drawer:
    """Draws three pages of nothing, one at a time, and can refuse."""

    refuses: bool = False
    size: int = 10
    drawn: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, path: Path, name: str, page: int, marks: Sequence[Mark]) -> Pages:
        """One page."""
        self.drawn.append((str(path), page))
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


def test_without_anybody_who_draws_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation costs the picture, not the case."""
    monkeypatch.setattr("gevinst.desk.showing.entry_points", lambda **_: [])
    with pytest.raises(CannotShow) as refused:
        Pictures().page(ASKED, 1)
    assert "gevinst doctor" in refused.value.sentence
