"""The mail that tells a unit once a day how much waits for it: numbers and a link, nothing of any case.

Each unit's mail of a day is an item of a queue of its own, so it is sent once, waits when mail is down, and goes to a person
where nobody can tell whether it went.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select

from gevinst.desk.waiting import Counted, Wanted, count_waiting
from gevinst.errors import ConfigurationError
from gevinst.items.queues import Queue
from gevinst.profile import load_profile
from gevinst.settings import settings
from gevinst.store.clock import local_date, now_us
from gevinst.values.dates import format_date


class DigestPayload(BaseModel):
    """Which unit is told of which day; what waits is counted when the mail is sent."""

    model_config = ConfigDict(frozen=True)

    unit: str
    day: date


QUEUE = Queue("sager-der-venter", potential_id=None, systems=("mail",), payload=DigestPayload, retention_days=30)
"""Its items count for no potential: to tell colleagues what waits frees nobody's time."""

_TEXT = """Hej

{count} i {unit}.
{more}
Se og besvar dem her:
{link}

Mailen kommer højst én gang om dagen, og kun når noget venter.
Den er sendt automatisk og kan ikke besvares.

Venlig hilsen
{sender}
"""


@dataclass(frozen=True)
class Digest:
    """One unit's mail."""

    to: str
    subject: str
    text: str


def units_to_tell(connection: Connection) -> list[str]:
    """The units with an address for which something waits that they can answer.

    Raises:
        ConfigurationError: One is to be told, and nobody has said where colleagues open the pages.
    """
    addresses = load_profile().unit_addresses
    found = [unit for unit in sorted(addresses) if count_waiting(connection, [unit], Wanted()).answerable]
    if found and not settings().public_url:
        raise ConfigurationError("units are to be told what waits, without a link: set GEVINST_PUBLIC_URL")
    return found


def digest_of(connection: Connection, unit: str) -> Digest | None:
    """What a unit is told now; None where nothing waits any more, or its address is gone.

    Raises:
        ConfigurationError: Nobody has said where colleagues open the pages.
    """
    to = load_profile().unit_addresses.get(unit)
    counted = count_waiting(connection, [unit], Wanted())
    if to is None or counted.oldest is None:
        return None
    if not settings().public_url:
        raise ConfigurationError("a unit is to be told what waits, without a link: set GEVINST_PUBLIC_URL")
    count = _cases(counted.answerable, "venter på svar")
    return Digest(
        to=to,
        subject=f"{count[:1].upper()}{count[1:]}",
        text=_TEXT.format(
            count=count,
            unit=unit,
            more=_more(connection, counted, local_date(counted.oldest)),
            link=f"{settings().public_url}/sager?{urlencode({'enhed': unit})}",
            sender=load_profile().name,
        ),
    )


def _more(connection: Connection, counted: Counted, since: date) -> str:
    days = (local_date(connection.execute(select(now_us())).scalar_one()) - since).days
    age = "i dag" if days == 0 else f"{days} {'dag' if days == 1 else 'dage'} siden"
    lines = [f"Den ældste kom til jer {format_date(since)} ({age})."]
    if counted.overdue:
        lines.append(f"{_cases(counted.overdue, 'har overskredet fristen')}.")
    return "\n".join(lines) + "\n"


def _cases(count: int, verb: str) -> str:
    return f"{count} {'sag' if count == 1 else 'sager'} {verb}"
