"""Word's content controls: which of them are places for a value, and how one is filled.

A control is named by its tag, else by its title. What it shows before is a prompt and goes. One that only holds others
(a group, a control around controls or around table rows, a picture) is a frame: it stands, and the places inside it are
filled.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from connectors.letters.checkboxes import CHECKBOX, tick
from connectors.letters.stand_ins import has_stand_in
from gevinst.errors import ConfigurationError

_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_FRAMES = (
    *(qn(f"w:{kind}") for kind in ("group", "docPartObj", "docPartList", "picture", "citation", "bibliography")),
    qn("w:equation"),
)
_REPEATING = f"{_W15}repeatingSection"
_GONE = (qn("w:showingPlcHdr"), qn("w:dataBinding"), f"{_W15}dataBinding")
"""What a filled control no longer has. Bound ones would show what they are bound to in place of our value."""
_OFF = ("0", "false", "off")
_STYLE = qn("w:rStyle")


@dataclass(frozen=True)
class Control:
    """One place for a value: a text, or a box that is ticked or not."""

    name: str
    is_checkbox: bool
    element: etree._Element


def controls_of(root: etree._Element) -> Iterator[Control]:
    """The named controls of a part that are places for a value.

    Raises:
        ConfigurationError: One of them has a `{{ }}` in it, and which of the two would name its value? Or it repeats.
    """
    for element in root.iter(qn("w:sdt")):
        name = _name(element)
        if name and element.find(f"{qn('w:sdtPr')}/{_REPEATING}") is not None:
            raise ConfigurationError(f"'{name}' is a repeating section: take its tag away, repeat by {{%tr for … %}}")
        if not name or _is_frame(element):
            continue
        if any(mark in _text(element) for mark in ("{{", "{%")):
            raise ConfigurationError(f"the content control '{name}' has a {{{{ }}}} in it: keep one of the two")
        yield Control(name, element.find(f"{qn('w:sdtPr')}/{CHECKBOX}") is not None, element)


def fill_control(control: Control, text: str, prompts: frozenset[str]) -> None:
    """Show a text in a control, in the formatting of its first run without the style of a prompt.

    Args:
        control: The place.
        text: What it should show.
        prompts: The ids of the character styles that mark a prompt.
    """
    content = control.element.find(qn("w:sdtContent"))
    assert content is not None  # noqa: S101 (every control has one)
    holder = content if _is_inline(control.element) else _only_paragraph(content)
    run = OxmlElement("w:r")
    formatting = _formatting(control.element, content, prompts)
    if formatting is not None:
        run.append(formatting)
    shown = OxmlElement("w:t")
    shown.text = text
    run.append(shown)
    holder[:] = [*(child for child in holder if child.tag == qn("w:pPr")), run]
    _no_prompt(control.element)


def tick_control(control: Control, *, checked: bool) -> None:
    """Tick a box or leave it empty, with the signs its author chose."""
    tick(control.element, checked=checked)
    _no_prompt(control.element)


def settle_frames(root: etree._Element, prompts: frozenset[str]) -> None:
    """See that no control that is left shows its prompt; one with a value in it no longer does.

    Raises:
        ConfigurationError: One does, and the letter would be sent with it.
    """
    for element in root.iter(qn("w:sdt")):
        if not _shows_prompt(element):
            continue
        text = _text(element)
        if not has_stand_in(text) and "{{" not in text:
            raise ConfigurationError(
                f"a content control without a tag, or around others, shows its prompt ('{text[:40]}'): give it a tag"
            )
        for style in list(element.iter(_STYLE)):
            if style.get(qn("w:val")) in prompts:
                _parent(style).remove(style)
        _no_prompt(element)


def prompt_styles(styles: etree._Element) -> frozenset[str]:
    """The ids of the character style for prompts: Word translates the id, and never the name."""
    return frozenset(
        str(style.get(qn("w:styleId")))
        for style in styles.iter(qn("w:style"))
        for name in style.iterchildren(qn("w:name"))
        if str(name.get(qn("w:val"))).casefold() == "placeholder text"
    )


def _name(element: etree._Element) -> str:
    for kind in ("w:tag", "w:alias"):
        found = element.find(f"{qn('w:sdtPr')}/{qn(kind)}")
        if found is not None and str(found.get(qn("w:val"), "")).strip():
            return str(found.get(qn("w:val"))).strip()
    return ""


def _is_frame(element: etree._Element) -> bool:
    properties = element.find(qn("w:sdtPr"))
    if properties is not None and any(properties.find(kind) is not None for kind in _FRAMES):
        return True
    if element.find(f"{qn('w:sdtContent')}/{qn('w:tr')}") is not None:
        return True
    return any(_name(inner) for inner in element.iterdescendants(qn("w:sdt")))


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _is_inline(element: etree._Element) -> bool:
    """Whether it stands in a line; else it stands around lines, or around a table's cell."""
    around = next(element.iterancestors(qn("w:p"), qn("w:tc"), qn("w:txbxContent")), None)
    return around is not None and around.tag == qn("w:p")


def _only_paragraph(content: etree._Element) -> etree._Element:
    """The paragraph that will hold the value; whatever else the control showed goes."""
    cell = content.find(qn("w:tc"))
    holder = content if cell is None else cell
    paragraph = holder.find(qn("w:p"))
    if paragraph is None:
        paragraph = OxmlElement("w:p")
    holder[:] = [*(child for child in holder if child.tag == qn("w:tcPr")), paragraph]
    if cell is not None:
        content[:] = [cell]
    return paragraph


def _formatting(element: etree._Element, content: etree._Element, prompts: frozenset[str]) -> etree._Element | None:
    """The first run's own formatting; where a prompt had none, what the control gives to text typed into it."""
    first = next(content.iter(qn("w:r")), None)
    own = None if first is None else first.find(qn("w:rPr"))
    formatting = None if own is None else copy.deepcopy(own)
    if formatting is not None:
        for style in formatting.findall(_STYLE):
            if style.get(qn("w:val")) in prompts:
                formatting.remove(style)
    if _shows_prompt(element) and (formatting is None or not len(formatting)):
        given = element.find(f"{qn('w:sdtPr')}/{qn('w:rPr')}")
        formatting = None if given is None else copy.deepcopy(given)
    return formatting


def _shows_prompt(element: etree._Element) -> bool:
    mark = element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    return mark is not None and mark.get(qn("w:val")) not in _OFF


def _no_prompt(element: etree._Element) -> None:
    properties = element.find(qn("w:sdtPr"))
    if properties is None:
        return
    for kind in _GONE:
        for mark in properties.findall(kind):
            properties.remove(mark)
    for date in properties.findall(qn("w:date")):
        date.attrib.pop(qn("w:fullDate"), "")


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 (it was found below another)
    return parent
