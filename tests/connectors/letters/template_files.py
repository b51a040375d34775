"""Word templates as a municipality's are: controls, placeholders and marks in text, tables, headers, boxes and notes."""

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from connectors.documents.reading import read_document
from connectors.letters.filling import Template
from connectors.letters.values import Value

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
PROMPT = '<w:rPr><w:rStyle w:val="Pladsholdertekst"/></w:rPr>'

BOUND = '<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>'


def xml(text: str) -> etree._Element:
    """An element of Word's."""
    head, _, rest = text.partition(">")
    closed = head.endswith("/")
    return parse_xml(f"{head.removesuffix('/')} {_NAMES}{'/' if closed else ''}>{rest}")


def run(text: str, formatting: str = "") -> str:
    """A run with a text in it."""
    return f'<w:r>{formatting}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """A paragraph of runs; a bare text is a run."""
    return f"<w:p>{''.join(each if each.startswith('<') else run(each) for each in runs)}</w:p>"


def control(inside: str, *, tag: str = "", title: str = "", prompt: bool = False, more: str = "") -> str:
    """A content control around whatever it is around."""
    properties = f'<w:alias w:val="{title}"/>' if title else ""
    properties += f'<w:tag w:val="{tag}"/>' if tag else ""
    properties += "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{properties}{more}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def text_box(inside: str) -> str:
    """A run with a text box in it."""
    return (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells, each an element or a text."""
    cells = [[cell if cell.startswith("<") else f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row] for row in rows]
    grid = "".join('<w:gridCol w:w="3000"/>' for _ in rows[0])
    inside = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>'


def template(folder: Path, *blocks: str, header: str = "", footer: str = "", note: str = "", sections: int = 1) -> Path:
    """A Word file of these blocks; what isn't an element is a paragraph."""
    document: Word = docx.Document()
    _prompt_style(document)
    for block in blocks:
        document.element.body.insert(
            len(document.element.body) - 1, xml(block if block[0] == "<" else paragraph(block))
        )
    for _ in range(sections - 1):
        document.add_section()
    for part, text in ((document.sections[0].header, header), (document.sections[0].footer, footer)):
        if text:
            part.paragraphs[0].add_run(text)
    if note:
        _footnote(document, note)
    path = folder / "brev.docx"
    document.save(str(path))
    return path


def filled(path: Path, values: Mapping[str, Value], *, name: str = "skrevet.docx") -> Path:
    """The letter of a template, beside it."""
    letter = path.with_name(name)
    Template(path).fill(values).save(str(letter))
    return letter


def read(path: Path) -> str:
    """What a reader of a Word file or PDF sees, its blanks made one."""
    return " ".join(read_document(path).text.split())


def letter_of(folder: Path, *blocks: str, **values: Value) -> str:
    """What a reader sees of the letter these blocks make with these values."""
    return read(filled(template(folder, *blocks), values))


def _prompt_style(document: Word) -> None:
    """The style of prompts, as a Danish Word names it."""
    style = '<w:style w:type="character" w:styleId="Pladsholdertekst"><w:name w:val="Placeholder Text"/>'
    document.styles.element.append(xml(f'{style}<w:rPr><w:color w:val="808080"/></w:rPr></w:style>'))


def _footnote(document: Word, text: str) -> None:
    """A note at the foot of the first page, marked in the last paragraph."""
    inside = "".join(
        f'<w:footnote w:id="{number}" w:type="{kind}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    notes = f'<w:footnotes {_NAMES}>{inside}<w:footnote w:id="1">{paragraph(text)}</w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _NOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.element.body[-2].append(xml('<w:r><w:footnoteReference w:id="1"/></w:r>'))
