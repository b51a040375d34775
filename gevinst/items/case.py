"""The case in hand: what a flow's steps see of one claimed item.

`with case:` is the only error boundary of the product: leaving it cleanly completes the item and posts its entries in
one transaction; each error does what its class says (`gevinst/errors.py`).
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from contextvars import ContextVar, Token
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import Engine, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items import files, transitions
from gevinst.items.act import Act
from gevinst.items.answers import Answer, answers_of
from gevinst.items.choices import Choice
from gevinst.items.corrections import corrections_of, latest
from gevinst.items.guarded import carry_out
from gevinst.items.lease import heartbeat, hold
from gevinst.items.model import Item
from gevinst.items.queues import Placing, Queue, ensure_queue, put_in
from gevinst.items.readings import DocumentReading, keep_reading
from gevinst.items.steps import begin_step
from gevinst.settings import settings
from gevinst.store.clock import now_us
from gevinst.store.engine import reading
from gevinst.store.tables import checkpoints, credits_

log = logging.getLogger(__name__)

ModelT = TypeVar("ModelT", bound=BaseModel)
ReceiptT = TypeVar("ReceiptT", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True)
class Credit:
    """What a step did that a person would have done: posted as a saving when the item is completed.

    Attributes:
        activity: The baseline's activity: `read`, `register`, `file`, `acknowledge` …
        units: How many times.
        counts_by_person: Whether it still counts when a person finishes the case.
    """

    activity: str
    units: int = 1
    counts_by_person: bool = False


@dataclass
class Case:
    """One claimed item while its steps run. Get the current one by `case_in_hand()`."""

    engine: Engine
    item: Item
    on_end: Callable[["Case", transitions.Ending], None]
    _stack: ExitStack = field(default_factory=ExitStack, repr=False)
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)
    _token: Token["Case"] | None = field(default=None, repr=False)

    dry_run = False

    # --- what steps use ---------------------------------------------------------------------------------------------

    def payload(self, model: type[ModelT]) -> ModelT:
        """The item's payload as the queue's model; one that doesn't fit goes to a person."""
        try:
            return model.model_validate(self.item.payload)
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, part["loc"])) for part in error.errors())
            raise BusinessError(Code.PAYLOAD_INVALID, f"fields: {fields}") from None

    def still_mine(self) -> None:
        """Prove and prolong ownership; raises `LeaseLost`. What the browser's fence asks before a request leaves."""
        with self.engine.begin() as connection:
            hold(connection, self.item)

    def checkpoint(self, step: str, returns: type[T], work: Callable[[], T], credit: Credit | None = None) -> T:
        """Run a step once: its result and its credit are saved in one transaction, and a retry reads them back.

        Args:
            step: The step's name, unique within the item.
            returns: The result's type, anything Pydantic can round-trip through JSON.
            work: The step itself.
            credit: What it saved, if anything.
        """
        adapter = TypeAdapter(returns)
        with self.engine.connect() as connection:
            saved = connection.execute(
                select(checkpoints.c.result).where(checkpoints.c.item_id == self.item.id, checkpoints.c.step == step)
            ).one_or_none()
        if saved is not None:
            return adapter.validate_python(saved.result)
        began = time.monotonic()
        result = work()
        robot_ms = round((time.monotonic() - began) * 1000)
        self._save(step, adapter.dump_python(result, mode="json"), credit, robot_ms)
        return result

    def _save(self, step: str, result: Any, credit: Credit | None, robot_ms: int) -> None:  # noqa: ANN401 (JSON)
        with self.engine.begin() as connection:
            hold(connection, self.item)
            connection.execute(
                insert(checkpoints).values(
                    item_id=self.item.id,
                    step=step,
                    result=result,
                    claim_no=self.item.claim_no,
                    saved_at=now_us(),
                )
            )
            if credit is not None:
                dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
                connection.execute(
                    dialect.insert(credits_)
                    .values(
                        item_id=self.item.id,
                        activity=credit.activity,
                        units=credit.units,
                        robot_ms=robot_ms,
                        counts_by_person=credit.counts_by_person,
                        occurred_at=now_us(),
                    )
                    .on_conflict_do_nothing(index_elements=["item_id", "activity"])
                )

    def guarded(self, act: Act[ReceiptT]) -> ReceiptT:
        """Carry out one act outside, exactly once or not silently; see `gevinst/items/guarded.py`."""
        return carry_out(self.engine, self.item, act)

    def keep_file(self, content: bytes | Path, *, role: str, file_name: str, media_type: str) -> str:
        """Store a file, or the file at a path, and tie it to the item under a neutral name; returns its SHA-256."""
        sha256 = files.store_path(content) if isinstance(content, Path) else files.store_file(content)
        with self.engine.begin() as connection:
            hold(connection, self.item)
            files.attach(connection, self.item.id, role=role, sha256=sha256, file_name=file_name, media_type=media_type)
        return sha256

    def keep_reading(self, sha256: str, template: str, read: DocumentReading) -> None:
        """Keep what was read of a document, for whoever must look at it."""
        with self.engine.begin() as connection:
            keep_reading(connection, self.item, sha256, template, read)

    @property
    def corrected_at(self) -> int:
        """The number of the latest question that was answered with corrections; 0 where none was."""
        with reading(self.engine) as connection:
            return max((each.question for each in corrections_of(connection, self.item.id)), default=0)

    def corrections(self, sha256: str) -> dict[str, str]:
        """What a person has put right of one document, by field; nothing of what another document says."""
        with reading(self.engine) as connection:
            return {name: value for (of, name), value in latest(connection, self.item.id).items() if of == sha256}

    def kept_file(self, sha256: str) -> Path:
        """Where a file that was kept for this case lies."""
        return files.stored_path(sha256)

    def kept_originals(self) -> tuple[str, ...]:
        """The hashes of all that came, in the order it came: the first, and what a person has put in its place since."""
        with reading(self.engine) as connection:
            return files.originals_of(connection, self.item.id)

    def keep_open(self, name: str, opener: Callable[[], AbstractContextManager[T]]) -> T:
        """One thing for the whole case (a signed-in visit): opened at first use, closed when the case ends."""
        if name not in self._kept:
            self._kept[name] = self._stack.enter_context(opener())
        kept: T = self._kept[name]
        return kept

    def add_child(
        self,
        queue: Queue,
        *,
        reference: str,
        content_hash: str,
        payload: dict[str, Any],
        placing: Placing | None = None,
    ) -> int | None:
        """Split off an item of its own (one mail about two citizens); None when it was split off before.

        Raises:
            Refused: As `put_in` does.
        """
        with self.engine.begin() as connection:
            hold(connection, self.item)
            ensure_queue(connection, queue)
            return put_in(
                connection,
                queue,
                reference=reference,
                content_hash=content_hash,
                payload=payload,
                placing=replace(placing or Placing(), parent_id=self.item.id),
            )

    def answer_to(self, code: Code) -> Answer | None:
        """What a person last answered to a question with this code; None when none was asked or answered."""
        with reading(self.engine) as connection:
            given = [answer for answer in answers_of(connection, self.item.id) if answer.code is code]
        return given[-1] if given else None

    def is_settled(self, code: Code) -> bool:
        """Whether a person has looked at this very question and let the robot go on."""
        given = self.answer_to(code)
        return given is not None and given.choice is Choice.RETRY

    @property
    def evidence_folder(self) -> Path:
        """Where this claim's failure evidence goes: case data, for the service account only."""
        return settings().evidence_folder / self.item.label / f"claim-{self.item.claim_no}"

    # --- the boundary -----------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._stack.enter_context(heartbeat(self.engine, self.item))
        self._token = current_case.set(self)
        begin_step("")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._let_go(kind, error, trace)
        ending = self.end(error)
        self.on_end(self, ending)
        return not ending.stops_run

    def _let_go(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what was kept open, telling it how the case ended; a failure to close can't change that ending."""
        if self._token is not None:
            current_case.reset(self._token)
        try:
            self._stack.__exit__(kind, error, trace)
        except Exception as closing:  # noqa: BLE001
            if closing is not error:
                log.warning("closing %s: %s", self.item.label, type(closing).__name__)

    def end(self, error: BaseException | None) -> transitions.Ending:
        """Move the item where the error's class says, or complete it when there was none."""
        return transitions.end(self.engine, self.item, error, evidence=self.evidence_folder)


current_case: ContextVar[Case] = ContextVar("case_in_hand")


def case_in_hand() -> Case:
    """The case whose `with` block is running; a step outside one is a programming error."""
    return current_case.get()


def hand_over_changed(case: Case) -> bool:
    """Whether this case went straight to a person, since its reference was known with other content; then it is over.

    A sender controls what a reference is derived from, so nothing of such a case is worked on before somebody has looked.
    """
    if not case.item.is_other_content or case.is_settled(Code.CONTENT_CHANGED):
        return False
    with case:
        raise BusinessError(Code.CONTENT_CHANGED)
    return True
