"""CVR numbers: eight digits, modulus 11 with weights 2 7 6 5 4 3 2 1 (Erhvervsstyrelsen); checked by python-stdnum."""

import re

from stdnum.dk import cvr as stdnum_cvr
from stdnum.exceptions import ValidationError

from gevinst.values.errors import UnreadableValue


def read_cvr(text: str) -> str:
    """The eight digits of a CVR number; a leading `DK` or `CVR`, spaces and dots are allowed.

    Raises:
        UnreadableValue: Not eight digits, or the check fails.
    """
    digits = re.sub(r"^(?:DK|CVR(?:-?nr\.?)?)[:\s-]*", "", text.strip(), flags=re.IGNORECASE)
    try:
        return str(stdnum_cvr.validate(re.sub(r"[ .]", "", digits)))
    except ValidationError:
        raise UnreadableValue("CVR number", "eight digits that pass modulus 11") from None
