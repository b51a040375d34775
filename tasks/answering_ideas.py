"""Bring proposers the office's answers by mail, each once."""

from collections.abc import Iterator

from connectors.mail.acts import SendOnce
from connectors.mail.composing import derived_message_id
from connectors.mail.notice import compose_notice
from gevinst.codes import Code
from gevinst.errors import BusinessError, SetAside
from gevinst.items import journal
from gevinst.items.case import case_in_hand
from gevinst.potentials.idea_mail import AnswerPayload, due, letter_of
from gevinst.settings import settings
from gevinst.store.engine import open_engine, reading
from tasks.list_source import ListSource, Row
from tasks.step import step


def _given() -> Iterator[Row]:
    with reading(open_engine()) as connection:
        answers = list(due(connection))
    for answer in answers:
        yield Row(str(answer), AnswerPayload(answer=answer))


GIVEN_ANSWERS = ListSource("svar", _given)
"""The latest answer of each idea whose proposer has a known address. The others stay in `gevinst ideas list`."""


KEY = "idea answer"
"""The act's key in the journal."""


@step("Send svaret")
def mail_answer() -> bool:
    """Send one answer from the office's mailbox: number, title, status and the reason's sentence."""
    case = case_in_hand()
    with reading(case.engine) as connection:
        letter = letter_of(connection, case.payload(AnswerPayload).answer)
        may_have_gone = journal.standing(connection, case.item.id, "send", KEY).intent_claims
    if letter.is_overtaken and not may_have_gone:
        raise SetAside(Code.SUPERSEDED)
    if not letter.to:
        raise BusinessError(Code.FIELD_MISSING, "the proposer's address isn't known any more")
    mailbox = settings().idea_mailbox
    message_id = derived_message_id(case.item.id, KEY)
    mime = compose_notice(
        mailbox=mailbox, to=letter.to, subject=letter.subject, text=letter.text, message_id=message_id
    )
    case.guarded(SendOnce(mailbox, mime, message_id, key=KEY))
    return True
