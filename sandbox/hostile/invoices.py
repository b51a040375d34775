"""E-invoices within every limit of their reader that are megabytes of small things for whoever takes its answer."""

from gevinst.codes import Code
from sandbox.hostile.case import Hostile

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_ATTRIBUTES = " ".join(f'a{number}="x"' for number in range(12))


def wide(count: int = 49_000) -> bytes:
    """An invoice of so many numbers with a dozen attributes each."""
    numbers = "".join(f"<b:ID {_ATTRIBUTES}>{number}</b:ID>" for number in range(count))
    begins = f'<Invoice xmlns="{_UBL}:Invoice-2" xmlns:b="{_UBL}:CommonBasicComponents-2">'
    return f"{begins}<b:CustomizationID>OIOUBL-2.1</b:CustomizationID>{numbers}</Invoice>".encode()


INVOICES = (Hostile("49000-numbers.xml", Code.LIMIT_EXCEEDED, wide),)
