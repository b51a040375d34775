"""Pieces of a Word file's XML, as Word itself writes them: split runs, marks of the spelling checker and all."""

from html import escape
from itertools import count

_ids = count(1)


def run(text: str, properties: str = "") -> str:
    """One run of text; a tab in it is Word's own."""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:tab/>'.join(parts)}</w:r>"


def split(text: str) -> str:
    """A text as Word keeps it after somebody corrected a word in it: in several runs, with a mark between them."""
    middle = len(text) // 2
    first, second = text[:middle], text[middle:]
    return f'{run(first)}<w:proofErr w:type="spellStart"/>{run(second)}<w:proofErr w:type="spellEnd"/>'


def paragraph(*inner: str, style: str = "", tabs: tuple[int, ...] = ()) -> str:
    """A paragraph of runs."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    stops = "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in tabs)
    properties = f"{styled}<w:tabs>{stops}</w:tabs>" if stops else styled
    return f'<w:p w:rsidR="00A1B2C3"><w:pPr>{properties}</w:pPr>{"".join(inner)}</w:p>'


def cell(*paragraphs: str, width: int = 4500) -> str:
    """A table's cell."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(paragraphs)}</w:tc>'


def row(*cells: str) -> str:
    """A table's row."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """A table with lines around its cells, and the empty paragraph that Word wants behind it."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{properties}{''.join(rows)}</w:tbl>{paragraph()}"


def control(tag: str, inner: str, *, alias: bool = False, empty: bool = False) -> str:
    """A content control around whatever stands in it: runs, paragraphs, a cell, a row or a table.

    Args:
        tag: Its name.
        inner: What it holds.
        alias: Whether it has only the name that Word shows, and no tag.
        empty: Whether it shows Word's own "Klik eller tryk her …".
    """
    name = f'<w:alias w:val="{tag}"/>' if alias else f'<w:alias w:val="{tag.capitalize()}"/><w:tag w:val="{tag}"/>'
    shown = "<w:showingPlcHdr/>" if empty else ""
    properties = f'<w:sdtPr>{name}<w:id w:val="{next(_ids)}"/>{shown}</w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def simple_field(name: str, inner: str) -> str:
    """A merge field in its short form."""
    return f'<w:fldSimple w:instr=" MERGEFIELD {escape(name)} \\* MERGEFORMAT ">{inner}</w:fldSimple>'


def long_field(name: str, inner: str) -> str:
    """A merge field in its long form: begin, instruction, result, end."""
    instruction = f'<w:r><w:instrText xml:space="preserve"> MERGEFIELD {escape(name)} </w:instrText></w:r>'
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{instruction}{marks[1]}{inner}{marks[2]}"


def form_text(name: str, inner: str) -> str:
    """A field of a form from before content controls."""
    data = f'<w:ffData><w:name w:val="{escape(name)}"/><w:enabled/><w:textInput/></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    instruction = '<w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r>'
    between, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
    return f"{begin}{instruction}{between}{inner}{end}"


def smart_tag(inner: str) -> str:
    """What Word 2003 made of names and dates, around custom XML of somebody's own."""
    tag = f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName">{inner}</w:smartTag>'
    return f'<w:customXml w:element="oplysning">{tag}</w:customXml>'


def inserted(inner: str) -> str:
    """A correction that nobody has accepted."""
    return f'<w:ins w:id="{next(_ids)}" w:author="Opdigtet" w:date="2026-03-03T09:00:00Z">{inner}</w:ins>'


def deleted(text: str) -> str:
    """What that correction struck out."""
    inner = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="{next(_ids)}" w:author="Opdigtet" w:date="2026-03-03T09:00:00Z">{inner}</w:del>'


def text_box(*paragraphs: str) -> str:
    """A text box: its text stands twice in the file, for the Word of today and for the one before 2010."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    graphic = (
        '<wp:inline><wp:extent cx="5400000" cy="1800000"/><wp:docPr id="1" name="Tekstfelt"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="1800000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    old = f'<w:pict><v:shape style="width:425pt;height:142pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
    choice = f'<mc:Choice Requires="wps"><w:drawing>{graphic}</w:drawing></mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
