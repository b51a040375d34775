"""The insert-only journal of guarded writes: rounds, intents and receipts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Connection, func, insert, select

from gevinst.items.act import Act
from gevinst.items.model import Item
from gevinst.store.clock import now_us
from gevinst.store.tables import journal, receipts


@dataclass(frozen=True)
class Standing:
    """Where one act of one item stands in its current round.

    Attributes:
        round: 1, and one more for each "not there, write again" a person answered.
        receipt: The receipt's data, or None.
        intent_claims: The claims that recorded an intent in this round.
    """

    round: int
    receipt: dict[str, Any] | None
    intent_claims: frozenset[int]

    @property
    def open_intent(self) -> bool:
        """Whether an intent of this round has no receipt: a write may have happened."""
        return self.receipt is None and bool(self.intent_claims)


def standing(connection: Connection, item_id: int, act: str, key: str) -> Standing:
    """Read where an act stands. A receipt of any round counts: what is done is done."""
    mine = (journal.c.item_id == item_id, journal.c.act == act, journal.c.act_key == key)
    opened = connection.execute(select(func.max(journal.c.round)).where(*mine, journal.c.kind == "round")).scalar()
    current = opened or 1
    data = connection.execute(
        select(receipts.c.data)
        .join(journal, journal.c.id == receipts.c.journal_id)
        .where(*mine, journal.c.kind == "receipt")
        .order_by(journal.c.id)
        .limit(1)
    ).scalar_one_or_none()
    claims = connection.execute(
        select(journal.c.claim_no).where(*mine, journal.c.kind == "intent", journal.c.round == current)
    ).scalars()
    return Standing(round=current, receipt=data, intent_claims=frozenset(claims))


def write_intent(connection: Connection, item: Item, act: Act[Any], *, round_: int) -> None:
    """Record that the write is about to leave, and when it is surely over."""
    over_at = now_us() + int(act.deadline / timedelta(microseconds=1))
    connection.execute(
        insert(journal).values(
            item_id=item.id,
            act=act.name,
            act_key=act.key,
            round=round_,
            claim_no=item.claim_no,
            kind="intent",
            written_by="robot",
            act_over_at=over_at,
            recorded_at=now_us(),
        )
    )


def write_receipt(
    connection: Connection,
    *,
    item_id: int,
    claim_no: int,
    act: str,
    key: str,
    round_: int,
    data: BaseModel | dict[str, Any],
    written_by: Literal["robot", "person"] = "robot",
    late: bool = False,
) -> None:
    """Record the proof that the act happened; `late` when it came after the lease was lost."""
    number = connection.execute(
        insert(journal)
        .values(
            item_id=item_id,
            act=act,
            act_key=key,
            round=round_,
            claim_no=claim_no,
            kind="receipt",
            written_by=written_by,
            late=late,
            recorded_at=now_us(),
        )
        .returning(journal.c.id)
    ).scalar_one()
    body = data.model_dump(mode="json") if isinstance(data, BaseModel) else data
    connection.execute(insert(receipts).values(journal_id=number, data=body))


def open_round(connection: Connection, *, item_id: int, claim_no: int, act: str, key: str, round_: int) -> None:
    """Record that a person looked, found nothing, and lets the robot write again."""
    connection.execute(
        insert(journal).values(
            item_id=item_id,
            act=act,
            act_key=key,
            round=round_,
            claim_no=claim_no,
            kind="round",
            written_by="person",
            recorded_at=now_us(),
        )
    )


def surely_over(connection: Connection, item_id: int, act: str, key: str, *, asked_at: int) -> bool:
    """Whether the deadline of every write of this act has passed since the question was asked.

    A worker may be held up between its intent and the request, and a clock may jump: what the intent foresaw proves
    little. But nothing leaves after the question (the fence would stop it), so from there the deadline counts.
    """
    longest = select(func.max(journal.c.act_over_at - journal.c.recorded_at)).where(
        journal.c.item_id == item_id, journal.c.act == act, journal.c.act_key == key
    )
    over = connection.execute(select(longest.scalar_subquery() + asked_at < now_us())).scalar()
    return over is None or bool(over)


@dataclass(frozen=True)
class Line:
    """One line of the journal, without the receipt's data."""

    act: str
    key: str
    round: int
    claim_no: int
    kind: str
    late: bool
    written_by: str
    recorded_at: int


def lines_of(connection: Connection, item_id: int) -> list[Line]:
    """Everything an item did, or may have done, outside; in the order it was recorded."""
    rows = connection.execute(select(journal).where(journal.c.item_id == item_id).order_by(journal.c.id))
    return [
        Line(row.act, row.act_key, row.round, row.claim_no, row.kind, bool(row.late), row.written_by, row.recorded_at)
        for row in rows
    ]
