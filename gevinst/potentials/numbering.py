"""The next number of the register, given to one idea only, however many come at the same moment."""

import re

from sqlalchemy import Connection, select, text

from gevinst.errors import Refused
from gevinst.profile import load_profile
from gevinst.store.tables import potentials

_SHORTEST, _LONGEST = 3, 6


def hold_numbers(connection: Connection) -> None:
    """Let nobody else put a potential in until the transaction ends; readers go on.

    On SQLite a transaction that writes holds the whole database already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE potentials IN SHARE ROW EXCLUSIVE MODE"))


def next_number(connection: Connection) -> str:
    """The number after the highest with the profile's prefix, as long as that one is: `P-332` after `P-331`.

    A gap isn't filled: its number may stand on paper. Call `hold_numbers` first.

    Raises:
        Refused: When the numbers of the prefix are used up.
    """
    prefix = load_profile().potential_prefix
    of_prefix = re.compile(rf"{prefix}-(\d+)")
    known = connection.execute(select(potentials.c.id).where(potentials.c.id.startswith(f"{prefix}-"))).scalars()
    digits = [found[1] for each in known if (found := of_prefix.fullmatch(each))]
    highest = max(digits, key=int, default="")
    number = f"{int(highest or 0) + 1:0{max(len(highest), _SHORTEST)}}"
    if len(number) > _LONGEST:
        raise Refused(f"the numbers {prefix}-… are used up: give the profile another potential_prefix")
    return f"{prefix}-{number}"
