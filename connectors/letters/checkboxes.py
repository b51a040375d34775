"""Word's check boxes: a content control that shows one of two signs, and says which."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CHECKBOX = f"{_W14}checkbox"
_SIGNS = {True: ("checkedState", "2612"), False: ("uncheckedState", "2610")}
_FONT = "MS Gothic"
_SYMBOLS = range(0xF000, 0xF100)
"""Where the fonts that have signs in place of letters (Wingdings) keep them."""


def tick(element: etree._Element, *, checked: bool) -> None:
    """Say and show that a box is ticked or empty; the sign keeps the size and colour it had."""
    box = element.find(f"{qn('w:sdtPr')}/{CHECKBOX}")
    content = element.find(qn("w:sdtContent"))
    assert box is not None  # noqa: S101 (asked before)
    assert content is not None  # noqa: S101
    state = box.find(f"{_W14}checked")
    if state is None:
        state = etree.SubElement(box, f"{_W14}checked")
        box.insert(0, state)
    state.set(f"{_W14}val", "1" if checked else "0")
    kind, usual = _SIGNS[checked]
    sign = box.find(f"{_W14}{kind}")
    code = int(usual if sign is None else sign.get(f"{_W14}val", usual), 16)
    font = _FONT if sign is None else sign.get(f"{_W14}font", _FONT)
    runs = list(content.iter(qn("w:r")))
    if not runs:
        holder = next(content.iter(qn("w:p")), content)
        runs.append(etree.SubElement(holder, qn("w:r")))
    _show(runs[0], code, font)
    for run in runs[1:]:
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)


def _show(run: etree._Element, code: int, font: str) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    if code < 0x100 or code in _SYMBOLS:
        shown = OxmlElement("w:sym")
        shown.set(qn("w:font"), font)
        shown.set(qn("w:char"), f"{code | _SYMBOLS.start:04X}")
    else:
        shown = OxmlElement("w:t")
        shown.text = chr(code)
        fonts = OxmlElement("w:rFonts")
        for script in ("ascii", "eastAsia", "hAnsi"):
            fonts.set(qn(f"w:{script}"), font)
        style = properties.find(qn("w:rStyle"))
        properties.insert(0 if style is None else 1, fonts)
    run[:] = [properties, shown]
