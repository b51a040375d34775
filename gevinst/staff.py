"""Members of staff by a key: their initials lie in one table, which can be neutralised without touching what they did."""

from sqlalchemy import Connection, insert, select, update

from gevinst.errors import Refused
from gevinst.redaction import redact
from gevinst.store.clock import now_us
from gevinst.store.tables import staff

LONGEST_INITIALS = 8


def staff_id(connection: Connection, initials: str) -> int:
    """The key of a member of staff; a new one is recorded.

    Raises:
        Refused: When the initials are empty, longer than initials are, or look like a CPR number.
    """
    wanted = initials.strip().upper()
    if not wanted or len(wanted) > LONGEST_INITIALS or redact(wanted) != wanted:
        raise Refused(f"initials are 1-{LONGEST_INITIALS} letters, such as ABC; never a CPR number")
    known = connection.execute(select(staff.c.id).where(staff.c.initials == wanted)).scalar_one_or_none()
    if known is not None:
        return int(known)
    return int(connection.execute(insert(staff).values(initials=wanted).returning(staff.c.id)).scalar_one())


def forget(connection: Connection, initials: str) -> None:
    """Take a member of staff's initials out; what they did stays, by a number that leads to nobody.

    Raises:
        Refused: When nobody has these initials.
    """
    wanted = initials.strip().upper()
    done = connection.execute(
        update(staff).where(staff.c.initials == wanted).values(initials=None, neutralised_at=now_us())
    )
    if done.rowcount != 1:
        raise Refused(f"nobody is recorded with the initials '{redact(wanted)}'")
