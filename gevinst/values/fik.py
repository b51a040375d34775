"""The payment line at the foot of a Danish bill: `+71<000000067097535+85799665<`.

Rules: card 71 has an id of 15 digits, 75 one of 16, 73 none; the creditor has 8 digits, the first an 8 (banks' and
printers' guides to FIK; Peppol DK-R-010 and -011). Card 04, a giro card, has an id of 16 digits and a giro account (Peppol
DK-R-008 and -009). An id's last digit is its Luhn digit (1 → 18, 2 → 26), checked by python-stdnum.
"""

import re
from dataclasses import dataclass, field

from stdnum import luhn

from gevinst.values.characters import SPACE
from gevinst.values.errors import UnreadableValue

_ID_DIGITS = {"71": 15, "75": 16, "73": 0, "04": 16}
_FORM = re.compile(r"\+(?P<kind>71|75|73|04)<(?P<id>[0-9]*)\+(?P<creditor>[0-9]{8})<")


@dataclass(frozen=True)
class Fik:
    """Whom to pay, and what for.

    Attributes:
        kind: The kind of card: `71`, `75`, `73` or `04`.
        payment_id: The creditor's number for this payment, zeros in front included; None on card 73. Some creditors put
            a person's number into it, so `repr` doesn't show it.
        creditor: The creditor's eight digits; on card 04 its giro account.
    """

    kind: str
    payment_id: str | None = field(repr=False)
    creditor: str

    @property
    def formatted(self) -> str:
        """`+71<000000067097535+85799665<`, as it is printed and typed."""
        return f"+{self.kind}<{self.payment_id or ''}+{self.creditor}<"


def read_fik(text: str) -> Fik:
    """The payment line, complete from `+` to the last `<`; it may have blanks anywhere, and be broken once.

    A giro account of seven digits is refused: it has no check digit, and may be one of eight that lost one.

    Raises:
        UnreadableValue: Another kind of card, not the digits it must have, or an id whose check digit doesn't fit.
    """
    match = _FORM.fullmatch(re.sub(r"\r?\n", "", re.sub(SPACE, "", text.strip()), count=1))
    if match is None or not _is_payment(match["kind"], match["id"], match["creditor"]):
        raise UnreadableValue("FIK payment line", "+71<15 digits+8 digits<, or that of card 75, 73 or 04")
    return Fik(match["kind"], match["id"] or None, match["creditor"])


def _is_payment(kind: str, payment_id: str, creditor: str) -> bool:
    """The lengths and the check digit; zeros only are a line nobody filled in."""
    if len(payment_id) != _ID_DIGITS[kind] or not int(creditor) or (kind != "04" and creditor[0] != "8"):
        return False
    return not payment_id or (luhn.is_valid(payment_id) and int(payment_id) > 0)
