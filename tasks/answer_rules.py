"""Whether a mail's sender gets an answer: decided once for an item, within the day's limits, and recorded either way."""

from gevinst.codes import Code
from gevinst.items.case import case_in_hand
from gevinst.items.replies import decide
from gevinst.keyed_hash import keyed_hash
from tasks.mail_item import OpenedMail


def may_answer(opened: OpenedMail, *, for_new_case: bool) -> bool:
    """Whether the answer to the case in hand may be sent; False where its reason is recorded instead.

    Args:
        opened: The mail.
        for_new_case: The answer tells of a case that was registered for this mail; others go to a sender once a day.

    Raises:
        BusinessError: The day's limit is reached: a person answers, or says that the robot shall all the same.
        WouldWrite: In a dry run, which decides nothing.
    """
    case = case_in_hand()
    case.still_mine()
    over_the_limit = case.is_settled(Code.ANSWER_LIMIT)
    with case.engine.begin() as connection:
        return decide(
            connection,
            case.item.id,
            sender_hash=keyed_hash("sender", opened.sender.reveal().casefold()),
            no_answer=opened.no_answer,
            for_new_case=for_new_case,
            over_the_limit=over_the_limit,
        )
