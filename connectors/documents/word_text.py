"""The text of a Word file's XML as a person sees it: hidden and deleted text out, every sign in.

A minus is often no text at all in Word: Ctrl+Shift+- makes an element of its own, Insert symbol another. Both are read,
since a lost minus makes a bill of a credit note.
"""

from docx.oxml.ns import qn
from lxml.etree import _Element

from gevinst.values.characters import UNREADABLE

_HIDING = (qn("w:vanish"), qn("w:specVanish"))
_CHANGES = tuple(
    qn(f"w:{name}")
    for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "strike", "dstrike")
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SIGNS = {
    qn("w:br"): " ",
    qn("w:cr"): " ",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "",
    qn("w:sym"): UNREADABLE,  # a character of some font's own: whoever reads a number around it may lose a sign
}
_TABS = (qn("w:tab"), qn("w:ptab"))
_TEXTS = (qn("w:t"), _MATH)


class Visible:
    """Reads what shows, knowing which styles of this file hide text."""

    def __init__(self, styles: _Element) -> None:
        self._hiding = _hiding_styles(styles)

    def text(self, element: _Element, *, tab: str = " ", whole: bool = False) -> str:
        """The visible text below an element; of a paragraph only its own, not that of paragraphs in its text boxes.

        Args:
            element: A paragraph; or, with `whole`, anything.
            tab: What a tab becomes.
            whole: Take all paragraphs inside, with a blank between them.
        """
        parts: list[str] = []
        paragraph: _Element | None = None
        for node in element.iter(*_TEXTS, *_TABS, *_SIGNS):
            own = next(node.iterancestors(qn("w:p")), element)
            if (not whole and own is not element) or self._is_hidden(node) or _is_tab_stop(node):
                continue
            if paragraph is not None and own is not paragraph:
                parts.append(" ")
            paragraph = own
            parts.append(tab if node.tag in _TABS else _SIGNS.get(node.tag, node.text or ""))
        return "".join(parts)

    def _is_hidden(self, node: _Element) -> bool:
        for ancestor in node.iterancestors(qn("w:r"), qn("w:p"), qn("w:del"), qn("w:sdt")):
            if ancestor.tag == qn("w:del") or (ancestor.tag == qn("w:sdt") and shows_placeholder(ancestor)):
                return True
            properties = ancestor.find(qn("w:rPr" if ancestor.tag == qn("w:r") else "w:pPr"))
            if properties is not None and self._hides(properties, in_run=ancestor.tag == qn("w:r")):
                return True
        return False

    def _hides(self, properties: _Element, *, in_run: bool) -> bool:
        style = properties.find(qn("w:rStyle" if in_run else "w:pStyle"))
        if in_run and any(_is_on(properties.find(name)) for name in _HIDING):
            return True
        return style is not None and style.get(qn("w:val")) in self._hiding


def _is_tab_stop(node: _Element) -> bool:
    """Paragraphs declare their tab stops by the same element that makes a tab in their text."""
    parent = node.getparent()
    return parent is not None and parent.tag == qn("w:tabs")


def shows_placeholder(control: _Element) -> bool:
    """Whether a content control is empty and shows "Klik her …" instead."""
    properties = control.find(qn("w:sdtPr"))
    return properties is not None and _is_on(properties.find(qn("w:showingPlcHdr")))


def has_changes(part: _Element) -> bool:
    """Whether somebody's corrections are neither accepted nor refused; text struck out by hand counts as one."""
    marks = part.iter(*_CHANGES)
    return any(_is_on(mark) for mark in marks)


def _is_on(mark: _Element | None) -> bool:
    """A mark is on by being there, unless it says that it is off."""
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off", "none")


def _hiding_styles(styles: _Element) -> set[str]:
    """Styles that hide text, themselves or by the style they are based on."""
    found: set[str] = set()
    based: dict[str, str] = {}
    for style in styles.iter(qn("w:style")):
        name = style.get(qn("w:styleId"), "")
        properties = style.find(qn("w:rPr"))
        if properties is not None and any(_is_on(properties.find(hiding)) for hiding in _HIDING):
            found.add(name)
        parent = style.find(qn("w:basedOn"))
        if parent is not None:
            based[name] = parent.get(qn("w:val"), "")
    for _ in based:
        found |= {name for name, parent in based.items() if parent in found}
    return found
