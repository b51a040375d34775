"""Members of staff by a key: their initials lie in one table, which can be neutralised without touching what they did."""

from sqlalchemy import Connection, insert, select, update

from gevinst.errors import Refused
from gevinst.profile import load_profile
from gevinst.redaction import redact
from gevinst.store.clock import now_us
from gevinst.store.tables import staff
from gevinst.values.characters import in_basic_letters
from gevinst.values.email_address import read_email_address
from gevinst.values.errors import UnreadableValue

LONGEST_INITIALS = 8


def read_initials(text: str) -> str:
    """Initials as they are kept: in capitals.

    Raises:
        Refused: When they are empty, longer than initials are, or look like a CPR number.
    """
    wanted = text.strip().upper()
    if not wanted or len(wanted) > LONGEST_INITIALS or redact(wanted) != wanted:
        raise Refused(f"initials are 1-{LONGEST_INITIALS} letters, such as ABC; never a CPR number")
    return wanted


def staff_id(connection: Connection, initials: str) -> int:
    """The key of a member of staff; a new one is recorded.

    Raises:
        Refused: As `read_initials` does.
    """
    wanted = read_initials(initials)
    known = connection.execute(select(staff.c.id).where(staff.c.initials == wanted)).scalar_one_or_none()
    if known is not None:
        return int(known)
    return int(connection.execute(insert(staff).values(initials=wanted).returning(staff.c.id)).scalar_one())


def forget(connection: Connection, initials: str) -> None:
    """Take a member of staff's initials and address out; what they did stays, by a number that leads to nobody.

    Raises:
        Refused: When nobody has these initials.
    """
    wanted = initials.strip().upper()
    done = connection.execute(
        update(staff).where(staff.c.initials == wanted).values(initials=None, address=None, neutralised_at=now_us())
    )
    if done.rowcount != 1:
        raise Refused(f"nobody is recorded with the initials '{redact(wanted)}'")


def set_address(connection: Connection, initials: str, address: str) -> None:
    """Remember where a member of staff's mail goes, in place of what the profile says.

    Raises:
        Refused: When the initials are none, or the address isn't one plain address.
    """
    try:
        plain = read_email_address(address).reveal()
    except UnreadableValue:
        raise Refused("an address is written plainly, such as abc@kommune.example, with nothing around it") from None
    number = staff_id(connection, initials)
    connection.execute(update(staff).where(staff.c.id == number).values(address=plain))


def address_of(connection: Connection, number: int) -> str:
    """Where the mail of a member of staff goes: what was told of them, else as the profile makes it of the initials.

    Empty where nobody knows, or the initials were taken out.
    """
    row = connection.execute(select(staff.c.initials, staff.c.address).where(staff.c.id == number)).one()
    if row.address or row.initials is None:
        return row.address or ""
    return load_profile().staff_address.format(initials=in_basic_letters(row.initials))
