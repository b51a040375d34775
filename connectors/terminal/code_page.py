"""Text as the host holds it: an EBCDIC code page of single bytes, and nothing else is typed.

Python knows neither cp277 nor cp1142; the package `ebcdic` does. The emulator sends a character it can't encode from
another character set, or as a byte that is an order of the data stream, so every text is tried here first.
"""

import codecs

import ebcdic

from gevinst.errors import ConfigurationError, ProcessError

ebcdic.ignore_arcane_encodings = True
_FIRST_GRAPHIC, _LAST_GRAPHIC = 0x40, 0xFE
"""GA23-0059: what lies below is orders and format controls; 0xFF is the eight ones."""


def find_code_page(name: str) -> str:
    """The code page by its codec's name.

    Raises:
        ConfigurationError: When there is none of the name, or it is not an EBCDIC one.
    """
    try:
        codecs.lookup(name)
        is_ebcdic = (" 0Aa".encode(name), name[:2], name[2:].isdigit()) == (b"\x40\xf0\xc1\x81", "cp", True)
    except (LookupError, UnicodeError):
        is_ebcdic = False
    if not is_ebcdic:
        raise ConfigurationError(f"the code page '{name}' is no EBCDIC one: set cp277, or cp1142 where there is a euro")
    return name


def must_be_typeable(text: str, code_page: str, *, where: str) -> None:
    """Refuse a text with a character that the code page doesn't have as a letter, digit or sign.

    Raises:
        ProcessError: Names the character by its number, not the text: the page object must write it otherwise.
    """
    for letter in text:
        encoded = letter.encode(code_page, "ignore")
        if len(encoded) != 1 or not _FIRST_GRAPHIC <= encoded[0] <= _LAST_GRAPHIC:
            raise ProcessError(f"{where}: the code page {code_page} has no U+{ord(letter):04X}; nothing was typed")
