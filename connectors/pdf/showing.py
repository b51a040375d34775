"""Draw a text in the boxes of a PDF form's field, and see that it can be read there; used only in the limited child.

pypdf draws text fields. It is shown one at a time, by a name of its own (pypdf would also fill every other field whose
last name is the same), with its entries written out (pypdf doesn't look for all of them in the groups a field is in),
with no picture yet (pypdf overwrites it in place, and other boxes may share it), and with lines broken here (pypdf
breaks none of a given size).
"""

import re
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject

from connectors.pdf.answers import Rule, Unfit
from connectors.pdf.fields import COMB, MULTILINE, Field
from connectors.pdf.lettering import width_of
from gevinst.codes import Code

_ALONE = "gevinst-shown-now"
_CHANGED = ("/T", "/FT", "/Ff", "/Opt", "/V", "/Q", "/MaxLen", "/I")
_SIZE = re.compile(r"([\d.]+)\s+Tf")
_SMALLEST = 5
"""Points; a form that chooses the size itself would shrink a long text until nobody can read it."""
_MARGIN = 4
_BELOW = -2
"""How far below a box's edge its last line may begin, in points; one that doesn't fit begins a line's height below."""


def show(writer: PdfWriter, field: Field, text: str) -> None:
    """Draw a text in every box of a field, which is otherwise left as it is.

    Raises:
        Unfit: It doesn't fit, or isn't shown as it was given.
    """
    boxes = [box for _, box in field.boxes]
    for box in boxes:
        box.pop("/AP", None)
    kept = {key: field.entries.raw_get(key) for key in _CHANGED if key in field.entries}
    drawn = _broken(field, text)
    _only_text(field)
    pages = list({id(page): page for page, _ in field.boxes}.values())
    writer.update_page_form_field_values(pages, {_ALONE: drawn}, auto_regenerate=False)
    for key in _CHANGED:
        field.entries.pop(key, None)
    field.entries.update({NameObject(key): value for key, value in kept.items()})
    for box in boxes:
        _look(field, box, text)


def _only_text(field: Field) -> None:
    """Have it be a text field and nothing else for a moment, with everything that counts in its own entries."""
    entries = field.entries
    new: dict[str, PdfObject] = {"/FT": NameObject("/Tx"), "/Ff": NumberObject(field.flags & (MULTILINE | COMB))}
    for key in ("/Q", "/MaxLen"):
        value = field.inherited(key)
        if value is not None:
            new[key] = value
    new["/T"] = TextStringObject(_ALONE)
    entries.pop("/Opt", None)
    for key, value in new.items():
        entries[NameObject(key)] = value
    for _, box in field.boxes:
        if "/MaxLen" in new:
            box[NameObject("/MaxLen")] = new["/MaxLen"]


def _broken(field: Field, text: str) -> str:
    """The text with the line breaks its boxes need, where the form says how large it is written."""
    size = _size(field)
    width = min(_width(box) for _, box in field.boxes) - _MARGIN
    if not size or field.flags & COMB:
        return text
    if not field.flags & MULTILINE:
        if width_of(text, size) > width:
            raise Unfit(Code.DOCUMENT_UNKNOWN, rule=Rule.ROOM, name=field.name)
        return text
    lines: list[str] = []
    for given in text.split("\n"):
        line = ""
        for word in given.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size) > width:
                lines.append(line)
                longer = word
            if width_of(word, size) > width:
                raise Unfit(Code.DOCUMENT_UNKNOWN, rule=Rule.ROOM, name=field.name)
            line = longer
        lines.append(line)
    return "\n".join(lines)


def _size(field: Field) -> float:
    """The size the form writes this field in; 0 where the viewer chooses."""
    given = field.boxes[0][1].get_inherited("/DA")
    found = _SIZE.findall(str(given)) if given is not None else []
    return float(found[-1]) if found else 0.0


def _width(box: Any) -> float:  # noqa: ANN401 (whatever the file holds)
    corners = [float(number) for number in box["/Rect"]]
    return abs(corners[2] - corners[0])


def _look(field: Field, box: Any, text: str) -> None:  # noqa: ANN401
    """What the box shows now is the text, is large enough, and is inside."""
    picture = box["/AP"]["/N"]
    size = y = lowest = 0.0
    for operands, operator in ContentStream(picture, None).operations:
        if operator == b"Tf":
            size = float(operands[1])
        elif operator == b"Td":
            y += float(operands[1])
            lowest = min(lowest, y)
    if size < _SMALLEST or lowest < _BELOW:
        raise Unfit(Code.DOCUMENT_UNKNOWN, rule=Rule.ROOM, name=field.name)
    if text_of(picture) != "".join(text.split()):
        raise Unfit(Code.DOCUMENT_UNKNOWN, rule=Rule.CHARACTERS, name=field.name)


def text_of(picture: DictionaryObject) -> str:
    """The text a picture shows, read as any reader would, without blanks."""
    if "/Resources" not in picture:
        return ""
    page = PageObject.create_blank_page(width=1000, height=1000)
    page[NameObject("/Resources")] = picture["/Resources"]
    page[NameObject("/Contents")] = picture
    return "".join(page.extract_text().split())
