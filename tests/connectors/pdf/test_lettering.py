"""Helvetica's widths, held against somebody else's copy of them."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from connectors.pdf.lettering import ENCODING, width_of

EVERY = "".join(
    byte.decode(ENCODING)
    for byte in (bytes([number]) for number in (*range(32, 127), *range(128, 256)))
    if byte.decode(ENCODING, errors="ignore")
)


def test_every_character_is_as_wide_as_adobe_says() -> None:
    """One by one, so that no two mistakes make up for each other."""
    assert len(EVERY) == 218
    assert [each for each in EVERY if width_of(each, 10) != pytest.approx(stringWidth(each, "Helvetica", 10))] == []
