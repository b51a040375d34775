"""The guarded write: look → intent → write once → verify on a fresh read → receipt. Nothing is ever written twice.

Measured why: Chromium sends a POST again when a reused connection drops, and a click returns normally although the
browser died under it. So neither an exception nor its absence proves anything; only our own number, read back, does.
"""

import logging
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, Engine

from gevinst.errors import LeaseLost, Uncertain
from gevinst.items import journal
from gevinst.items.act import Act
from gevinst.items.lease import hold
from gevinst.items.model import Item
from gevinst.persons.restricting import refuse_restricted_item

log = logging.getLogger(__name__)

ReceiptT = TypeVar("ReceiptT", bound=BaseModel)


def carry_out(engine: Engine, item: Item, act: Act[ReceiptT]) -> ReceiptT:
    """Do the act exactly once for this item, or say that a person must look.

    Returns:
        The receipt: from the journal when the act is done already, else what the fresh read showed.

    Raises:
        Uncertain: When the outcome can't be proven: no trace of ours, or two, after an intent.
        LeaseLost: When the item is no longer ours; nothing was sent by us after that.
        BusinessError, SetAside: From the look before the write, when a person or nobody must handle the conflict; or the
            item is about somebody whose data has been restricted in the meantime.
    """
    with engine.connect() as connection:
        before = journal.standing(connection, item.id, act.name, act.key)
    if before.receipt is not None:
        return act.receipt_type.model_validate(before.receipt)

    seen = act.look()
    if len(seen.ours) == 1:
        return _keep(engine, item, act, seen.ours[0], before.round)
    if len(seen.ours) > 1:
        raise Uncertain(act.name, f"{len(seen.ours)} traces carry the number of {item.label}", key=act.key)
    if before.open_intent and not seen.surely_not_done:
        raise Uncertain(act.name, f"{item.label} wrote before, and no trace carries its number", key=act.key)

    act.prepare()
    with engine.begin() as connection:
        hold(connection, item, beyond=act.deadline)
        refuse_restricted_item(connection, item.id)
        if item.claim_no not in before.intent_claims:
            journal.write_intent(connection, item, act, round_=before.round)

    def ownership() -> None:
        with engine.begin() as connection:
            hold(connection, item, beyond=act.deadline)

    try:
        act.write(ownership)
    except LeaseLost:
        raise  # the fence asked before anything left
    except Exception as error:  # noqa: BLE001 (whatever its class, only the fresh read below tells what happened)
        log.warning("%s: '%s' ended with %s; reading back", item.label, act.name, type(error).__name__)
    return _verify(engine, item, act, before.round)


def _verify(engine: Engine, item: Item, act: Act[ReceiptT], round_: int) -> ReceiptT:
    """Read back what carries our number: exactly one is a receipt, anything else is uncertain."""
    try:
        seen = act.look()
    except Exception as error:  # noqa: BLE001 (a read that fails proves nothing either way)
        detail = f"{item.label} could not be read back: {type(error).__name__}"
        raise Uncertain(act.name, detail, key=act.key) from None
    if len(seen.ours) != 1:
        detail = f"{len(seen.ours)} traces carry the number of {item.label} after the write"
        raise Uncertain(act.name, detail, key=act.key)
    return _keep(engine, item, act, seen.ours[0], round_)


def _keep(engine: Engine, item: Item, act: Act[ReceiptT], receipt: ReceiptT, round_: int) -> ReceiptT:
    """Put the receipt in the journal; when the lease is gone it is kept all the same, marked late."""

    def record(connection: Connection, *, late: bool) -> None:
        journal.write_receipt(
            connection,
            item_id=item.id,
            claim_no=item.claim_no,
            act=act.name,
            key=act.key,
            round_=round_,
            data=receipt,
            late=late,
        )

    try:
        with engine.begin() as connection:
            hold(connection, item)
            record(connection, late=False)
    except LeaseLost:
        with engine.begin() as connection:
            record(connection, late=True)
        raise
    return receipt
