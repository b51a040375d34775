"""E-mail addresses: the plain ones people have. Whether mail arrives there is another question.

Rule: a strict part of RFC 5321 and 5322: no quotes, comments, IP addresses or letters beyond ASCII; the lengths are theirs.
"""

import re

from gevinst.values.characters import typed
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal

_LONGEST = 254
# A top domain in one case only: in `anna@example.dkTlf` two fields run into one.
_FORM = re.compile(
    r"(?P<local>(?=.{1,64}@)[A-Za-z0-9_](?:[A-Za-z0-9_+-]|\.(?=[A-Za-z0-9_+-]))*(?<![+-]))@"
    r"(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[a-z]{2,63}|[A-Z]{2,63}))"
)


def read_email_address(text: str) -> Personal:
    """The address, its domain in lower case; the name before the @ stays as written: only its own server knows better.

    A soft hyphen is refused: a hyphen drawn and a word divided are two addresses, and one may be a stranger's.

    Raises:
        UnreadableValue: Not one plain address, or more than an address.
    """
    address = typed(text.strip())
    match = _FORM.fullmatch(address) if len(address) <= _LONGEST else None
    if match is None:
        raise UnreadableValue("e-mail address", "one plain address and nothing around it")
    return Personal(f"{match['local']}@{match['domain'].lower()}")
