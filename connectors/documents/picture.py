"""Pictures of a document's pages with coloured boxes over the evidence: what the robot read, and what it stumbled on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors.documents.document import Document
from connectors.documents.evidence import Box, Evidence
from connectors.documents.extracted import Extraction, FieldResult
from connectors.documents.sniffing import PDF, XML
from connectors.documents.templates import Template
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.errors import Refused
from gevinst.office import OfficeFailed, convert
from gevinst.redaction import redact

LIMITS = Limits(seconds=60, memory_bytes=2 << 30)
_SCAN_MARGIN = 4.0
READ, STUMBLED = (0, 128, 60), (190, 30, 30)
"""Green for what was read, red for what contradicts itself or can't be read."""


def draw(path: Path, document: Document, extraction: Extraction, template: Template, out: Path) -> list[Path]:
    """Draw every page on which something was found, the first page at least; CPR numbers are painted over.

    Returns:
        The pictures: `out` itself, for further pages `out-2.png` and so on.

    Raises:
        Refused: The file is none that has pages, or it can't be drawn.
    """
    if document.media_type == XML or document.problem is not None:
        raise Refused(f"{document.name} has no page to draw: it is an e-invoice, or it couldn't be read")
    with tempfile.TemporaryDirectory(prefix="gevinst-picture-") as folder:
        pdf = path if document.media_type == PDF else _printed(path, Path(folder))
        marks = list(_marks(document, extraction, template, has_places=pdf is path))
        pages = sorted({page for page, _ in marks} | {1})
        drawn = [out if page == pages[0] else out.with_name(f"{out.stem}-{page}{out.suffix}") for page in pages]
        try:
            for page, picture in zip(pages, drawn, strict=True):
                call_limited(
                    "connectors.documents.page_picture:draw_page",
                    limits=LIMITS,
                    path=str(pdf.resolve()),
                    number=page,
                    out=str(picture.resolve()),
                    marks=[mark for at, mark in marks if at == page],
                    masks=list(_masks(document, page)) if pdf is path else [],
                )
        except (ChildFailed, LimitExceeded):
            raise Refused(f"{document.name} can't be drawn here: run `gevinst doctor`") from None
    return drawn


def _printed(path: Path, folder: Path) -> Path:
    try:
        return convert(path, "pdf", into=folder)
    except OfficeFailed:
        raise Refused(f"{path.name} can't be printed, so there is no page to draw") from None


def _marks(
    document: Document, extraction: Extraction, template: Template, *, has_places: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    slopes = {page.number: page.slope for page in document.pages}
    for name, field in extraction.fields.items():
        for number, evidence in enumerate(worth_a_box(field)):
            # A word file's places are made up, and a form field's value is drawn by the viewer: they are searched for.
            box = evidence.box if has_places else None
            mark = {
                "label": template.title_of(name) if number == 0 else "",
                "colour": READ if field.problem is None else STUMBLED,
                "box": None if box is None else leaning(box, slopes.get(evidence.page, 0.0)),
                "text": evidence.raw.reveal(),
            }
            yield max(evidence.page, 1), mark


def worth_a_box(field: FieldResult) -> list[Evidence]:
    """A field's places, each once."""
    seen: dict[tuple[int, Any, str], Evidence] = {}
    for evidence in field.evidence:
        if not any(evidence.is_where(other) for other in seen.values()):  # a scan is looked at twice
            seen.setdefault((evidence.page, evidence.box, evidence.raw.reveal()), evidence)
    return list(seen.values())


def _masks(document: Document, number: int) -> Iterator[list[float]]:
    """The segments of a scanned page that hold what looks like a citizen's number: no letters of the renderer's are there."""
    for page in document.pages:
        if page.number == number and page.scanned:
            for segment in page.segments:
                if redact(segment.text) != segment.text:
                    yield leaning(Box.around(segment), page.slope, margin=_SCAN_MARGIN)


def leaning(box: Box, slope: float, *, margin: float = 0.0) -> list[float]:
    """A box where it stands on the picture, which leans."""
    left, top = box.left - slope * box.top - margin, box.top + slope * (box.left + box.width / 2) - margin
    return [left, top, box.width + 2 * margin, box.height + 2 * margin]
