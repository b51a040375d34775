"""Whom an item is about: written down as soon as a CPR number is read or looked up, by keyed hash; gone with retention."""

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.items.case import Case
from gevinst.items.lease import hold
from gevinst.keyed_hash import keyed_hash
from gevinst.persons.restricting import refuse_restricted
from gevinst.store.engine import reading
from gevinst.store.tables import item_persons
from gevinst.values.cpr import Cpr


def hash_of(cpr: Cpr) -> str:
    """What stands for a citizen in our tables, the access log's included."""
    return keyed_hash("cpr", cpr.digits)


def must_be_free(case: Case, numbers: Iterable[Cpr]) -> None:
    """Write down that the case is about these citizens, and stop it where one's data may only be kept.

    Call it as soon as a number is known and before anything is looked up or written with it. A number that turns out to
    have been misread stays: the case was taken to be about that citizen. A dry run writes nothing and stops all the same.

    Raises:
        BusinessError: `Code.RESTRICTED`; what was written down stays.
        LeaseLost: The item is somebody else's.
    """
    hashes = sorted({hash_of(number) for number in numbers})
    if not hashes:
        return
    if not case.dry_run:
        with case.engine.begin() as connection:
            hold(connection, case.item)
            tie(connection, case.item.id, hashes)
    with reading(case.engine) as connection:
        refuse_restricted(connection, hashes)


def tie(connection: Connection, item_id: int, hashes: Iterable[str]) -> None:
    """Write down that an item is about these citizens; what is known already stays as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [{"item_id": item_id, "cpr_hash": each} for each in hashes]
    if rows:
        connection.execute(dialect.insert(item_persons).on_conflict_do_nothing(), rows)
