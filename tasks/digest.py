"""Tell each unit once a day how much waits for it."""

from collections.abc import Iterator

from connectors.mail.acts import SendOnce
from connectors.mail.composing import derived_message_id
from connectors.mail.notice import compose_notice
from gevinst.codes import Code
from gevinst.desk.digest import DigestPayload, digest_of, units_to_tell
from gevinst.errors import SetAside
from gevinst.items import journal
from gevinst.items.case import case_in_hand
from gevinst.settings import settings
from gevinst.store.clock import host_now_us, local_date
from gevinst.store.engine import open_engine, reading
from tasks.closing_days import is_working_day
from tasks.list_source import ListSource, Row
from tasks.step import step

KEY = "digest"
"""The act's key in the journal."""


def _units() -> Iterator[Row]:
    """One row a unit and day; none on a day nobody is at work."""
    today = local_date(host_now_us())
    if not is_working_day(today):
        return
    with reading(open_engine()) as connection:
        units = units_to_tell(connection)
    for unit in units:
        yield Row(f"{unit} {today}", DigestPayload(unit=unit, day=today))


UNITS_TO_TELL = ListSource("mail", _units)
"""The units for which something waits today."""


@step("Send dagens mail")
def mail_digest() -> bool:
    """Send one unit's mail from the office's mailbox; nothing where nothing waits any more, or its day is over."""
    case = case_in_hand()
    payload = case.payload(DigestPayload)
    with reading(case.engine) as connection:
        digest = digest_of(connection, payload.unit)
        may_have_gone = journal.standing(connection, case.item.id, "send", KEY).intent_claims
    if not may_have_gone and (digest is None or payload.day != local_date(host_now_us())):
        raise SetAside(Code.SUPERSEDED)
    mailbox = settings().idea_mailbox
    message_id = derived_message_id(case.item.id, KEY)
    # Nothing waits any more, and it may have gone: it is looked for, and never composed anew.
    mime = (
        b""
        if digest is None
        else compose_notice(
            mailbox=mailbox, to=digest.to, subject=digest.subject, text=digest.text, message_id=message_id
        )
    )
    case.guarded(SendOnce(mailbox, mime, message_id, key=KEY))
    return True
