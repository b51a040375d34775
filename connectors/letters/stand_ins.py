"""The last thing that happens to a letter: values are put in where until then only stand-ins stood.

A stand-in is a number between two code points that are no characters. Placeholders, controls and `{{ }}` all become
stand-ins, and only when nothing reads the text as a template any more do the values take their places, as text and
nothing else. So nobody can take what a value holds for a placeholder, a mark or Word's own XML.
"""

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from gevinst.errors import ConfigurationError

_FIRST, _LAST = "\ufdd0", "\ufdd1"
_STAND_IN = re.compile(f"{_FIRST}([0-9]+){_LAST}")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_PIECE = re.compile(r"[\n\t]|[^\n\t]+")
_BREAKS = {"\n": "w:br", "\t": "w:tab"}
_WAITING = etree.XPath("//text()[contains(., $first)] | //@*[contains(., $first)]")
"""Every text and attribute with a stand-in. (An element's own `.text` won't do: python-docx' runs answer for theirs.)"""


def has_stand_in(text: str) -> bool:
    """Whether a value will stand in this text."""
    return _FIRST in text


class StandIns:
    """The values of one letter, each waiting behind its stand-in."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def put(self, text: str) -> str:
        """Keep a text; returns what stands for it until the end."""
        self._texts.append(text)
        return f"{_FIRST}{len(self._texts) - 1}{_LAST}"

    def resolve(self, text: str) -> str:
        """A text with the values in it."""
        return _STAND_IN.sub(lambda found: self._texts[int(found[1])], text)

    def settle(self, root: etree._Element) -> None:
        """Put the values into a part; a line break becomes Word's own, and so does a tab.

        Raises:
            ConfigurationError: The template asks for a value where no text is, such as a field's code.
        """
        waiting: Any = _WAITING(root, first=_FIRST)
        for text in waiting:
            element = text.getparent()
            if text.is_attribute or text.is_tail or element.tag != qn("w:t"):
                raise ConfigurationError("it asks for a value where no text is, such as a field's code")
            self._settle_text(element)

    def _settle_text(self, element: etree._Element) -> None:
        """One `w:t` becomes as many as the value has lines."""
        parent = element.getparent()
        assert parent is not None  # noqa: S101 (a text stands in a run)
        for piece in _PIECE.findall(self.resolve(element.text or "")):
            new = OxmlElement(_BREAKS.get(piece, "w:t"))
            if piece not in _BREAKS:
                new.text = piece
                new.set(_PRESERVE, "preserve")
            element.addprevious(new)
        parent.remove(element)
