"""The access log: who looked a citizen up, where, why and when. The CPR number is a keyed hash.

A robot stands in it by its account; a member of staff who used `gevinst person` by a key, so that initials can be forgotten.
"""

from sqlalchemy import Connection, Engine, insert, select

from gevinst.keyed_hash import keyed_hash
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import access_log, staff
from gevinst.values.cpr import Cpr

OURS = "gevinst"
"""The system of a look-up in what we hold ourselves."""
_STAFF = "staff-"
_FORGOTTEN, _NOBODY = "tidligere kollega", "ukendt"


def record_access(
    engine: Engine, *, account: str, cpr: Cpr, system: str, purpose: str, item_id: int | None = None
) -> None:
    """Write one line before the lookup is made; without the line the lookup must not happen."""
    with engine.begin() as connection:
        _write(connection, account=account, cpr=cpr, system=system, purpose=purpose, item_id=item_id)


def record_use(engine: Engine, *, initials: str, cpr: Cpr, purpose: str) -> None:
    """The same for a member of staff who asks what we hold; before anything is shown or changed.

    Raises:
        Refused: The initials are none.
    """
    with engine.begin() as connection:
        account = f"{_STAFF}{staff_id(connection, initials)}"
        _write(connection, account=account, cpr=cpr, system=OURS, purpose=purpose)


def is_staff(account: str) -> bool:
    """Whether a line was written by a member of staff, not by a robot."""
    return account.startswith(_STAFF)


def names_of_staff(connection: Connection) -> dict[str, str]:
    """Initials by the account that stands in the log; a robot's account is its own name."""
    known = connection.execute(select(staff.c.id, staff.c.initials))
    return {f"{_STAFF}{row.id}": name_of(row.id, row.initials) for row in known}


def name_of(number: int | None, initials: str | None) -> str:
    """A member of staff as the logs name them, also one whose initials were taken out, and nobody where nobody signed in."""
    return _NOBODY if number is None else initials or _FORGOTTEN


def _write(
    connection: Connection, *, account: str, cpr: Cpr, system: str, purpose: str, item_id: int | None = None
) -> None:
    connection.execute(
        insert(access_log).values(
            recorded_at=now_us(),
            account=account,
            cpr_hash=keyed_hash("cpr", cpr.digits),
            system=system,
            purpose=purpose,
            item_id=item_id,
        )
    )
