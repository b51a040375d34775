"""The guarded write: look → intent → write once → verify on a fresh read → receipt, with a stop before each step."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from tests.gevinst.statemachine.model.people import People
from tests.gevinst.statemachine.model.things import Claim, Item, Line, Lost, Unsure

MARGIN = 30


@dataclass(frozen=True)
class Trouble:
    """What happens around one write. `where` is empty for none; `error` names the class of what is raised there."""

    where: str = ""
    error: str = ""


WHERE = ("looking", "before", "unsaved", "double", "after", "unread")
"""looking: the system is down. before: raised before the fence. unsaved: left and not saved. double: the outside system
saved twice. after: saved, then raised. unread: the reading back fails."""
DEADLINES = {"register": 400, "send": 90}


class SystemIsDown(Exception):
    """The look itself failed, as any step may."""


class Acts(People):
    """What the outside systems hold, and the acts on them."""

    def __init__(self, moved: Callable[[str], None]) -> None:
        super().__init__(moved)
        self.traces: dict[tuple[int, str], int] = {}
        self.doubled: set[tuple[int, str]] = set()

    def act(self, claim: Claim, act: str, trouble: Trouble) -> Generator[str, None, None]:
        """Step by step; each `yield` is a place where the worker may be held up or killed."""
        item, place = self.items[claim.item], (claim.item, act)
        if any(line.act == act and line.kind == "receipt" for line in item.journal):
            return
        round_ = item.round(act)
        has_tried = any(line.act == act and line.kind == "intent" and line.round == round_ for line in item.journal)
        yield "looking"
        if trouble.where == "looking":
            raise SystemIsDown
        seen = self.traces.get(place, 0)
        if seen == 1:
            self._receive(claim, act, round_)
            return
        if seen > 1 or has_tried:
            raise Unsure
        self.hold(claim, DEADLINES[act] + MARGIN)
        item.journal.append(Line(act, "intent", round_, claim.claim_no, deadline=DEADLINES[act]))
        yield "ready"
        yield from self._write(claim, act, trouble)
        if trouble.where == "unread" or self.traces.get(place, 0) != 1:
            raise Unsure
        self._receive(claim, act, round_)

    def _write(self, claim: Claim, act: str, trouble: Trouble) -> Generator[str, None, None]:
        if trouble.where == "before":
            return
        self.hold(claim, DEADLINES[act] + MARGIN)
        yield "left"
        if trouble.where == "unsaved":
            return
        place = (claim.item, act)
        self.traces[place] = self.traces.get(place, 0) + (2 if trouble.where == "double" else 1)
        if trouble.where == "double":
            self.doubled.add(place)
        yield "saved"

    def _receive(self, claim: Claim, act: str, round_: int) -> None:
        """A receipt after the lease was lost is kept, marked late."""
        item = self.items[claim.item]
        late = not self.holds(claim)
        if not late:
            self.hold(claim)
        item.journal.append(Line(act, "receipt", round_, claim.claim_no, late=late))
        if late:
            self._moved("a receipt came late")
            raise Lost


__all__ = ["DEADLINES", "WHERE", "Acts", "Item", "SystemIsDown", "Trouble"]
