"""Make a form's fields part of their pages, so that what is seen is what is there; runs only in the limited child."""

from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from connectors.pdf.answers import Unfit
from connectors.pdf.drawing import Matrix, draw
from connectors.pdf.fields import PASSWORD, Field, Kind, fields_of
from connectors.pdf.opening import widgets
from connectors.pdf.showing import show, text_of
from gevinst.codes import Code

_UNSEEN = 0b100010
"""Flags of a box that isn't shown on the screen: hidden, no view."""


def flatten(writer: PdfWriter) -> None:
    """Draw every field where it shows, and take the form away.

    Raises:
        Unfit: A field's value has no picture in the file, and only Adobe Reader makes one.
    """
    draw_missing(writer)
    for page in writer.pages:
        pictures = [(picture, _matrix(box, picture)) for box in widgets(page) if (picture := _picture(box)) is not None]
        if pictures:
            draw(writer, page, pictures)
        _take_boxes_away(page)
    writer.root_object.pop("/AcroForm", None)


def draw_missing(writer: PdfWriter) -> None:
    """Draw what some programs leave to the viewer to draw.

    Raises:
        Unfit: Only Adobe Reader could.
    """
    form = writer.root_object.get("/AcroForm", DictionaryObject()).get_object()
    by_viewer = isinstance(form, DictionaryObject) and bool(form.get("/NeedAppearances"))
    for field in fields_of(writer):
        value = field.inherited("/V")
        if (
            value in (None, "", "/Off")
            or field.kind is Kind.NOTHING
            or not any(_is_seen(box) for _, box in field.boxes)
        ):
            continue
        if field.kind in (Kind.CHECKBOX, Kind.RADIO):
            if not any("/AP" in box for _, box in field.boxes):
                raise Unfit(Code.DOCUMENT_DYNAMIC_FORM)
        elif not isinstance(value, ArrayObject) and not field.flags & PASSWORD:
            _draw(writer, field, dict(field.options).get(str(value), str(value)), by_viewer=by_viewer)


def _draw(writer: PdfWriter, field: Field, value: str, *, by_viewer: bool) -> None:
    pictures = [_picture(box) for _, box in field.boxes]
    texts = ["" if picture is None else text_of(picture) for picture in pictures]
    if all(texts) and not (by_viewer and any("".join(value.split()) not in text for text in texts)):
        return  # how the form wrote it may differ from what it stores: an amount, a date
    try:
        show(writer, field, value)
    except Unfit:
        raise Unfit(Code.DOCUMENT_DYNAMIC_FORM) from None


def _picture(box: Any) -> StreamObject | None:  # noqa: ANN401 (whatever the file holds)
    """What a box shows in the state it is in."""
    if not _is_seen(box) or "/AP" not in box:
        return None
    normal = box["/AP"].get("/N")
    normal = None if normal is None else normal.get_object()
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        state = normal.get(box.get("/AS", "/Off"))
        normal = None if state is None else state.get_object()
    return normal if isinstance(normal, StreamObject) else None


def _is_seen(box: Any) -> bool:  # noqa: ANN401
    """Whether a box shows at all; forms keep what they work with in boxes that don't."""
    rect = [float(number) for number in box["/Rect"]]
    return not int(box.get("/F", 0)) & _UNSEEN and rect[0] != rect[2] and rect[1] != rect[3]


def _matrix(box: Any, picture: Any) -> Matrix:  # noqa: ANN401
    """The matrix that lays a picture into its box, as viewers do (PDF 32000-1, 12.5.5)."""
    a, b, c, d, e, f = (float(number) for number in picture.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    x0, y0, x1, y1 = (float(number) for number in picture["/BBox"])
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    left, right = (side(x for x, _ in corners) for side in (min, max))
    bottom, top = (side(y for _, y in corners) for side in (min, max))
    rect = [float(number) for number in box["/Rect"]]
    across = abs(rect[2] - rect[0]) / ((right - left) or 1)
    up = abs(rect[3] - rect[1]) / ((top - bottom) or 1)
    return across, 0, 0, up, min(rect[0], rect[2]) - left * across, min(rect[1], rect[3]) - bottom * up


def _take_boxes_away(page: PageObject) -> None:
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [each for each in annotations.get_object() if each.get_object().get("/Subtype") != "/Widget"]
    page[NameObject("/Annots")] = ArrayObject(kept)
