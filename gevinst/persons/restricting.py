"""Restriction (GDPR article 18): a citizen's data is kept and not worked on until the restriction is lifted.

It holds at four places: when an item is claimed, when a CPR number is read or about to be looked up, right before anything
is written outside, and in retention, since restricted data must not be deleted either.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, exists, func, insert, select, update

from gevinst.codes import Code
from gevinst.errors import BusinessError, Refused
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import item_persons, restrictions

_HOLDS = restrictions.c.lifted_at.is_(None)


def refuse_restricted(connection: Connection, hashes: Sequence[str]) -> None:
    """Go on only where none of these citizens' data is restricted.

    Raises:
        BusinessError: One's is; an answer doesn't change that, only lifting does.
    """
    if connection.execute(select(exists().where(restrictions.c.cpr_hash.in_(hashes), _HOLDS))).scalar():
        raise BusinessError(Code.RESTRICTED)


def is_restricted(connection: Connection, item_id: int) -> bool:
    """Whether an item is about somebody whose data is restricted."""
    held = exists().where(item_persons.c.item_id == item_id, restrictions.c.cpr_hash == item_persons.c.cpr_hash, _HOLDS)
    return bool(connection.execute(select(held)).scalar())


def refuse_restricted_item(connection: Connection, item_id: int) -> None:
    """Go on with an item only where none of the citizens it is about has restricted data.

    Raises:
        BusinessError: As `refuse_restricted` does.
    """
    if is_restricted(connection, item_id):
        raise BusinessError(Code.RESTRICTED)


def restricted_since(connection: Connection, cpr_hash: str) -> int | None:
    """Since when a citizen's data is restricted; None where it isn't."""
    earliest = select(func.min(restrictions.c.restricted_at)).where(restrictions.c.cpr_hash == cpr_hash, _HOLDS)
    return connection.execute(earliest).scalar()


def restrict(connection: Connection, cpr_hash: str, *, initials: str) -> None:
    """From now on a citizen's data is only kept.

    Raises:
        Refused: It is restricted already.
    """
    if restricted_since(connection, cpr_hash) is not None:
        raise Refused("behandlingen af borgerens oplysninger er allerede begrænset; intet er ændret")
    connection.execute(
        insert(restrictions).values(
            cpr_hash=cpr_hash, restricted_at=now_us(), restricted_by=staff_id(connection, initials)
        )
    )


def lift(connection: Connection, cpr_hash: str, *, initials: str) -> None:
    """A citizen's data may be worked on again; that it was restricted stays on record.

    Raises:
        Refused: It isn't restricted.
    """
    lifted = {"lifted_at": now_us(), "lifted_by": staff_id(connection, initials)}
    done = connection.execute(update(restrictions).where(restrictions.c.cpr_hash == cpr_hash, _HOLDS).values(**lifted))
    if not done.rowcount:
        raise Refused("behandlingen af borgerens oplysninger er ikke begrænset; intet er ændret")
