"""A kept document's pages for whoever works on the case: drawn in the limited child, with what was read marked on them."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from connectors.documents.document import MAX_PAGES
from connectors.documents.picture import LIMITS as DRAWING
from connectors.documents.picture import READ, STUMBLED
from connectors.documents.reading import MAX_BYTES, read_document
from connectors.documents.sniffing import DOCX, MSWORD, ODT, PDF, RTF, XML, sniff
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.codes import Code
from gevinst.desk.showing import CannotShow, Mark, Pages
from gevinst.errors import ConfigurationError
from gevinst.office import OfficeFailed, OfficeTooSlow, convert

LIMITS = Limits(seconds=20, memory_bytes=DRAWING.memory_bytes)
MOST_PRINTED = 12
"""Pages of a Word file that are drawn, all at once: printing it is what takes the time."""
_SUFFIXES = {DOCX: ".docx", MSWORD: ".doc", ODT: ".odt", RTF: ".rtf"}
_READ_ALL_THE_SAME = frozenset({None, Code.DOCUMENT_TRACKED_CHANGES, Code.DOCUMENT_SCANNED, Code.DOCUMENT_SIGNED})
_OPEN_IT = "Åbn filen nedenfor."
_PNG = b"\x89PNG\r\n\x1a\n"


def show_pages(path: Path, name: str, page: int, marks: Sequence[Mark]) -> Pages:
    """The page asked for; of a file that must be printed first all there are, up to twelve, and no others.

    Raises:
        CannotShow: The file has no pages, is locked or damaged, or takes more than it may.
    """
    if not path.is_file():
        raise CannotShow("Filen findes ikke længere.")
    if path.stat().st_size > MAX_BYTES:
        raise CannotShow(Code.LIMIT_EXCEEDED.sentence)
    media_type = sniff(path.read_bytes())
    if media_type == PDF:
        return _drawn(path, [page], marks)
    if media_type == XML:
        raise CannotShow(f"Filen er en e-faktura og har ingen sider. {_OPEN_IT}")
    if media_type not in _SUFFIXES:
        raise CannotShow(f"Filen er hverken en PDF eller et dokument, der kan vises. {_OPEN_IT}")
    with tempfile.TemporaryDirectory(prefix="gevinst-shown-") as folder:
        printed = _printed(path, name, Path(folder), _SUFFIXES[media_type])
        # Where things stand in a Word file nobody knows: they are looked for.
        looked_for = [Mark(0, each.label, None, each.text, each.stumbled) for each in marks]
        drawn = _drawn(printed, list(range(1, MOST_PRINTED + 1)), looked_for)
    if drawn.count <= MOST_PRINTED:
        return drawn
    rest = f"Her vises de første {MOST_PRINTED} af {drawn.count} sider. Resten står i filen nedenfor."
    return replace(drawn, count=MOST_PRINTED, rest=rest)


def _printed(path: Path, name: str, folder: Path, suffix: str) -> Path:
    problem = read_document(path, name=name).problem
    if problem not in _READ_ALL_THE_SAME:
        raise CannotShow((problem or Code.DOCUMENT_DAMAGED).sentence)
    source = folder / f"document{suffix}"
    shutil.copyfile(path, source)
    try:
        return convert(source, "pdf", into=folder)
    except ConfigurationError:
        raise CannotShow(f"Word-filer kan ikke vises her. {_OPEN_IT}") from None
    except OfficeTooSlow:
        raise CannotShow(Code.LIMIT_EXCEEDED.sentence) from None
    except OfficeFailed:
        raise CannotShow(Code.DOCUMENT_DAMAGED.sentence) from None


def _drawn(pdf: Path, numbers: list[int], marks: Sequence[Mark]) -> Pages:
    with tempfile.TemporaryDirectory(prefix="gevinst-pages-") as folder:
        try:
            done: dict[str, Any] = call_limited(
                "connectors.documents.page_picture:show_pages",
                limits=LIMITS,
                path=str(pdf.resolve()),
                numbers=numbers,
                into=folder,
                marks=[_as_json(each) for each in marks],
                most=MAX_PAGES,
            )
        except LimitExceeded:
            raise CannotShow(Code.LIMIT_EXCEEDED.sentence) from None
        except ChildFailed:
            raise CannotShow(f"Siden kan ikke tegnes. {_OPEN_IT}") from None
        return _as_said(done, Path(folder))


def _as_said(done: dict[str, Any], folder: Path) -> Pages:
    """What the child says it drew; it isn't trusted."""
    if problem := done.get("problem"):
        raise CannotShow((Code(problem) if problem in set(Code) else Code.DOCUMENT_DAMAGED).sentence)
    pictures = {int(each.stem): each.read_bytes() for each in folder.glob("*.png") if each.stem.isdecimal()}
    count = done.get("pages")
    if not isinstance(count, int) or count < 1:
        raise CannotShow(Code.DOCUMENT_DAMAGED.sentence)
    if count > MAX_PAGES:
        raise CannotShow(Code.LIMIT_EXCEEDED.sentence)
    return Pages(count, {number: each for number, each in pictures.items() if each.startswith(_PNG)})


def _as_json(mark: Mark) -> dict[str, Any]:
    return {
        "page": mark.page,
        "label": mark.label,
        "colour": STUMBLED if mark.stumbled else READ,
        "box": mark.box,
        "text": mark.text,
    }
