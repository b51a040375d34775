"""A dry run: the same steps over items in memory, in transactions the database refuses to write in.

Nothing is claimed, saved, posted or sent. A case ends where its first write would be, and says which.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import BaseModel
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, GevinstError, RetryLater, SetAside, SystemDown, Uncertain
from gevinst.items.act import Act
from gevinst.items.case import Case, Credit, current_case, hand_over_changed
from gevinst.items.files import hash_of
from gevinst.items.loop import Tally
from gevinst.items.model import DUPLICATES, Item, Outcome, State
from gevinst.items.queues import Placing, Queue
from gevinst.items.readings import DocumentReading
from gevinst.items.transitions import Ending
from gevinst.settings import settings
from gevinst.store.engine import reading
from gevinst.store.tables import CLAIM_ORDER, items

ReceiptT = TypeVar("ReceiptT", bound=BaseModel)
T = TypeVar("T")


class WouldWrite(GevinstError):
    """A dry run has come to its first write and ends here."""

    def __init__(self, act: str) -> None:
        super().__init__(f"would carry out '{act}'")
        self.act = act


@dataclass
class PreviewCase(Case):
    """A case that reads and never writes."""

    dry_run = True

    def still_mine(self) -> None:
        """Refuse: whoever asks is about to write."""
        raise WouldWrite("write")

    def checkpoint(self, step: str, returns: type[T], work: Callable[[], T], credit: Credit | None = None) -> T:
        """Run the step; save nothing."""
        return work()

    def guarded(self, act: Act[ReceiptT]) -> ReceiptT:
        """Look, as the real write would, and stop there."""
        act.look()
        raise WouldWrite(act.name)

    def keep_file(self, content: bytes | Path, *, role: str, file_name: str, media_type: str) -> str:
        """Keep it in a folder that goes when the case ends, so that the next steps can read it."""
        if isinstance(content, Path):
            with content.open("rb") as stream:
                sha256 = hash_of(stream)
            shutil.copyfile(content, self.kept_file(sha256))
            return sha256
        sha256 = hashlib.sha256(content).hexdigest()
        self.kept_file(sha256).write_bytes(content)
        return sha256

    def keep_reading(self, sha256: str, template: str, read: DocumentReading) -> None:
        """Keep nothing."""

    def kept_file(self, sha256: str) -> Path:
        """Where a file of this preview lies."""
        return Path(self.keep_open("files", lambda: TemporaryDirectory(prefix="gevinst-preview-"))) / sha256

    def add_child(
        self,
        queue: Queue,
        *,
        reference: str,
        content_hash: str,
        payload: dict[str, Any],
        placing: Placing | None = None,
    ) -> int | None:
        """Split nothing off."""
        raise WouldWrite("split")

    def __enter__(self) -> Self:
        self._token = current_case.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._let_go(kind, error, trace)
        if error is not None and not isinstance(error, Exception):
            return False
        ending = foreseen(error)
        self.on_end(self, ending)
        return not ending.stops_run


@dataclass
class Preview:
    """A dry run over the new items of a queue, and over what hasn't been put in yet."""

    engine: Engine
    queue: str
    incoming: Iterable[dict[str, Any]] = ()
    limit: int = 0
    tally: Tally = field(default_factory=Tally)

    def __iter__(self) -> Iterator[Case]:
        """Each item in the order it would be claimed; ids are 0 for what has none yet."""
        with reading(self.engine) as connection:
            known = [
                Item.from_row(row)
                for row in connection.execute(
                    select(items)
                    .where(items.c.queue == self.queue, items.c.state == State.NEW)
                    .order_by(*CLAIM_ORDER)
                    .limit(self.limit or settings().max_items_per_run)
                )
            ]
        fresh = [Item(0, self.queue, State.NEW, 0, 0, payload=payload) for payload in self.incoming]
        for item in (known + fresh)[: self.limit or settings().max_items_per_run]:
            case = PreviewCase(self.engine, item, lambda case, ending: self.tally.add(case.item.label, ending))
            if not hand_over_changed(case):
                yield case
            if self.tally.endings and self.tally.endings[-1][1].code is Code.SYSTEM_DOWN:
                return  # a real run would wait now, too


def foreseen(error: Exception | None) -> Ending:
    """How a real run would end this case, as far as a dry run can see."""
    match error:
        case None | WouldWrite():
            return Ending(State.COMPLETED, Outcome.BY_ROBOT)
        case SetAside():
            return Ending(
                State.COMPLETED, Outcome.DUPLICATE if error.code in DUPLICATES else Outcome.SET_ASIDE, error.code
            )
        case BusinessError() | Uncertain():
            return Ending(State.PENDING, code=error.code)
        case RetryLater() | SystemDown():
            return Ending(State.NEW, code=error.code)
        case ConfigurationError():
            return Ending(State.NEW, code=error.code, stops_run=True, notice=error.detail)
        case GevinstError():
            return Ending(State.FAILED, code=error.code)
        case _:
            return Ending(State.FAILED, code=Code.UNKNOWN_FAILURE, is_unknown=True)
