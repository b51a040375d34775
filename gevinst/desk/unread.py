"""What a question's form says where there are no fields to put right: why not, and what a colleague does instead."""

from gevinst.codes import Code
from gevinst.desk.answering import approves
from gevinst.desk.case import CaseFacts

_NOT_READ = "Robotten har ikke gemt noget af det, der står i dokumenterne."
_RESTRICTED = (
    "Behandlingen af borgerens oplysninger er begrænset, så robotten går ikke videre med sagen, og der kan ikke rettes "
    "felter. Spørg databeskyttelsesrådgiveren, om I selv må gøre sagen færdig; er det gjort, så svar »Jeg har klaret den«. "
    "Ellers lad spørgsmålet vente, til begrænsningen er ophævet, og svar så."
)
_LIFTED = (
    "Begrænsningen er ophævet, og robotten har ikke læst dokumenterne endnu. Svar »Prøv igen«, så læser den dem i næste "
    "kørsel."
)
_FIRST_APPROVE = (
    "Robotten læser først dokumenterne, når du har set efter og svarer »Godkend«. Derfor er her ingen felter."
)
_NOTHING = (
    "Robotten har ikke læst noget af sagens dokumenter, så her er ingen felter at rette. Er forhindringen væk, for eksempel "
    "fordi et nyt bilag ligger på mailen, så svar »Prøv igen«. Gør ellers sagen færdig selv, og svar »Jeg har klaret den«."
)


def instead_of_fields(facts: CaseFacts) -> str:
    """In Danish; empty where the fields are there, or the question is about a write and nothing of it is to be read."""
    question = facts.question
    if question is None:
        return ""
    is_read = any(each.fields for each in facts.documents)
    if facts.is_restricted:
        return _RESTRICTED if is_read else f"{_NOT_READ} {_RESTRICTED}"
    if is_read or question.act is not None:
        return ""
    if question.code is Code.RESTRICTED:
        return _LIFTED
    return _FIRST_APPROVE if approves(question) else _NOTHING
