"""Draw something on a page that is there already, and touch nothing of it: its own streams stay as they are.

What the page draws is put between `q` and `Q`, as many as it takes for its last state to be its first: a page that moved
or scaled its paper and never moved it back would move the stamp too.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, PdfObject, StreamObject

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_NAME = "/Gevinst"


def draw(writer: PdfWriter, page: PageObject, forms: Sequence[tuple[StreamObject, Matrix]]) -> None:
    """Draw form XObjects over what a page shows, each by its matrix."""
    xobjects = _own_xobjects(page)
    before, after = _state_marks(page)
    commands = [after]
    number = 0
    for form, matrix in forms:
        while f"{_NAME}{number}" in xobjects:
            number += 1
        name = NameObject(f"{_NAME}{number}")
        xobjects[name] = _reference(writer, form)
        numbers = " ".join(f"{value:.5f}" for value in matrix)
        commands.append(f"/Artifact BMC q {numbers} cm {name} Do Q EMC")
    around = [_stream(writer, before), *_streams(page), _stream(writer, "\n".join(commands))]
    page[NameObject("/Contents")] = ArrayObject(around)


def _own_xobjects(page: PageObject) -> DictionaryObject:
    """The page's XObjects in a dictionary that no other page shares."""
    resources = _copy(page.get("/Resources"))
    xobjects = _copy(resources.get("/XObject"))
    resources[NameObject("/XObject")] = xobjects
    page[NameObject("/Resources")] = resources
    return xobjects


def _copy(entries: Any) -> DictionaryObject:  # noqa: ANN401 (whatever the file holds)
    """A dictionary of the same objects."""
    entries = {} if entries is None else entries.get_object()
    return DictionaryObject({key: entries.raw_get(key) for key in entries})


def _state_marks(page: PageObject) -> tuple[str, str]:
    """What to put before and after the page's own streams."""
    contents = page.get_contents()
    depth = lowest = 0
    for _, operator in [] if contents is None else contents.operations:
        depth += {b"q": 1, b"Q": -1}.get(operator, 0)
        lowest = min(lowest, depth)
    return "q " * (1 - lowest), "Q " * (1 - lowest + depth)


def _streams(page: PageObject) -> list[PdfObject]:
    if "/Contents" not in page:
        return []
    contents = page["/Contents"]
    if isinstance(contents, ArrayObject):
        return list(contents)
    return [page.raw_get("/Contents")] if isinstance(contents, StreamObject) else []


def _stream(writer: PdfWriter, commands: str) -> PdfObject:
    stream = DecodedStreamObject()
    stream.set_data(commands.encode())
    return _reference(writer, stream)


def _reference(writer: PdfWriter, stream: StreamObject) -> PdfObject:
    """What names a stream in the file, where it is put if it isn't there yet."""
    return getattr(stream, "indirect_reference", None) or writer._add_object(stream)  # noqa: SLF001 (there is no other way)
