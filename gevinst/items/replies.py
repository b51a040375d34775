"""Answers to senders: decided once for each item and counted by the day, so that a robot can't write people full.

An item has one answer, or one code that says why not. Whether the answer went is the journal's to say (act `send`).
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, cast, func, insert, select

from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.settings import settings
from gevinst.store.clock import local_date, now_us
from gevinst.store.tables import items, journal, replies

ACT = "send"
_ONE_AT_A_TIME = 0x6E76_7374
"""The number of PostgreSQL's lock that counting is done under; on SQLite a write transaction has it already."""


@dataclass(frozen=True)
class Reply:
    """What became of the answer to an item's sender.

    Attributes:
        went: It lies in Sent.
        code: Why the sender gets none.
    """

    went: bool
    code: Code | None

    @property
    def sentence(self) -> str:
        """What a caseworker reads of it, in Danish."""
        if self.code is not None:
            return self.code.sentence
        return "Afsenderen har fået en kvittering." if self.went else "Kvitteringen til afsenderen er endnu ikke sendt."


def decide(
    connection: Connection,
    item_id: int,
    *,
    sender_hash: str,
    no_answer: Code | None,
    for_new_case: bool,
    over_the_limit: bool = False,
) -> bool:
    """Whether the item's sender gets an answer; said once, and the same however often it is asked.

    Args:
        connection: A write transaction.
        item_id: The item.
        sender_hash: Who is answered, by keyed hash.
        no_answer: Why the sender can't be answered at all.
        for_new_case: The answer tells of a case that was registered for this mail. Others go to a sender once a day.
        over_the_limit: A person has said that this one goes all the same.

    Raises:
        BusinessError: Enough has gone out today, to everybody or to this sender.
    """
    known = connection.execute(select(replies.c.code).where(replies.c.item_id == item_id)).one_or_none()
    if known is not None:
        return known.code is None
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(cast(_ONE_AT_A_TIME, BigInteger))))
    now: int = connection.execute(select(now_us())).scalar_one()
    day = local_date(now).isoformat()
    if no_answer is None and not over_the_limit:
        _must_be_within_limits(connection, day, sender_hash, for_new_case=for_new_case)
    connection.execute(
        insert(replies).values(
            item_id=item_id,
            code=no_answer,
            for_new_case=for_new_case,
            sender_hash=sender_hash,
            day=day,
            decided_at=now,
        )
    )
    return no_answer is None


def reply_to(connection: Connection, item_id: int) -> Reply | None:
    """What became of the answer; None where nothing is decided, as for an item that a person closed."""
    known = connection.execute(select(replies.c.code).where(replies.c.item_id == item_id)).one_or_none()
    if known is None:
        return None
    sent = (journal.c.item_id == item_id, journal.c.act == ACT, journal.c.kind == "receipt")
    went = connection.execute(select(journal.c.id).where(*sent).limit(1)).first() is not None
    return Reply(went=went, code=Code(known.code) if known.code else None)


def unanswered_in(connection: Connection, flow_run: str | None) -> dict[int, Code]:
    """The items a run had last whose sender gets no answer, each with the reason."""
    mine = (items.c.flow_run == flow_run, replies.c.code.is_not(None))
    found = select(replies.c.item_id, replies.c.code).join(items, items.c.id == replies.c.item_id).where(*mine)
    return {row.item_id: Code(row.code) for row in connection.execute(found)}


def _must_be_within_limits(connection: Connection, day: str, sender_hash: str, *, for_new_case: bool) -> None:
    gone = select(func.count()).select_from(replies).where(replies.c.day == day, replies.c.code.is_(None))
    if connection.execute(gone).scalar_one() >= settings().answers_per_day:
        raise BusinessError(Code.ANSWER_LIMIT, "as many answers went out today as may")
    to_sender = gone.where(replies.c.sender_hash == sender_hash)
    if not for_new_case and connection.execute(to_sender).scalar_one() > 0:
        raise BusinessError(Code.ANSWER_LIMIT, "this sender was answered today")
