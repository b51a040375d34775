"""Text in Helvetica without embedding it: every viewer has the font, and its widths have been the same since 1985.

reportlab would draw it too, but is a large dependency for one line of text, and only the sandbox has it. The widths are
Adobe's published metrics; a test holds them against reportlab's.
"""

from pypdf.generic import DictionaryObject, NameObject

from connectors.pdf.answers import Rule, Unfit
from gevinst.codes import Code

ENCODING = "cp1252"
"""What PDF calls WinAnsi: Danish and the rest of Western Europe."""
_WIDTHS = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl\u201a\u2018\u2019",
        260: "|¦",
        278: " !,./:;I[\\]ft\u00a0·ÌÍÎÏìíîï",
        333: "()-`r„\u02c6\u2039“”\u02dc\u203a¡¨\u00ad¯²³\u00b4\u00b8¹",
        334: "{}",
        350: "•",
        355: '"',
        365: "º",
        370: "ª",
        389: "*",
        400: "°",
        469: "^",
        500: "Jcksvxyzšžçýÿ",
        537: "¶",
        556: "#$0123456789?L_abdeghnopqu€ƒ†‡–¢£¤¥§«µ»àáâãäåèéêëðñòóôõöùúûüþ",
        584: "+<=>~¬±×÷",
        611: "FTZŽ¿ßø",
        667: "&ABEKPSVXYŠŸÀÁÂÃÄÅÈÉÊËÝÞ",
        722: "CDHNRUwÇÐÑÙÚÛÜ",
        737: "©®",
        778: "GOQÒÓÔÕÖØ",
        833: "Mm",
        834: "¼½¾",
        889: "%æ",
        944: "Wœ",
        1000: "…‰Œ—™Æ",
        1015: "@",
    }.items()
    for character in characters
}
_UNKNOWN = 700
"""A character of another alphabet, in a form's own font: about as wide as a capital letter."""


def width_of(text: str, size: float) -> float:
    """How wide a line is, in points."""
    return sum(_WIDTHS.get(character, _UNKNOWN) for character in text) * size / 1000


def helvetica() -> DictionaryObject:
    """The font, for a page's resources."""
    entries = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in entries.items()})


def shown(line: str) -> bytes:
    """A line as a content stream shows it, in hexadecimal, so that no character of it means anything to the PDF.

    Raises:
        Unfit: The font has not every character of it; the first that is missing is named.
    """
    for character in line:
        if character not in _WIDTHS:
            raise Unfit(Code.UNKNOWN_FAILURE, rule=Rule.STAMP, name=f"U+{ord(character):04X}")
    return b"<" + line.encode(ENCODING).hex().encode() + b"> Tj"
