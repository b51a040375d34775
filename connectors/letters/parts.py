"""The parts of a Word file that a reader of the letter sees: body, headers, footers, notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as Word
from docx.opc.part import Part as WordPart
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from lxml import etree

_PRINTED = ("header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")


@dataclass
class Part:
    """One part and its XML. Text boxes, tables and controls are inside it, wherever Word put them."""

    root: etree._Element
    _kept: WordPart

    def replace(self, xml: etree._Element) -> None:
        """Put other content into the part."""
        self.root[:] = list(xml)

    def keep(self) -> None:
        """Hand the content back where python-docx keeps bytes: notes."""
        if not isinstance(self._kept, XmlPart):
            self._kept._blob = etree.tostring(  # noqa: SLF001 (python-docx has no other way in)
                self.root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def printed_parts(document: Word) -> Iterator[Part]:
    """Every part that is printed, each once."""
    main = document.part
    yield Part(main.element, main)
    for part in main.package.iter_parts():
        if str(part.content_type).endswith(_PRINTED):
            yield Part(part.element if isinstance(part, XmlPart) else parse_xml(part.blob), part)
