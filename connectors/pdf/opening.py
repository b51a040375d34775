"""Open a PDF that will be written anew, and refuse the ones that may not be; runs only in the limited child."""

import errno
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec

from pypdf import PdfReader
from pypdf.errors import DependencyError, EmptyFileError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject, NameObject

from connectors.pdf.answers import Unfit
from gevinst.codes import Code

MAX_PAGES = 500
P = ParamSpec("P")


def open_pdf(path: str) -> PdfReader:
    """A reader of a PDF that may be written anew.

    Raises:
        Unfit: It is encrypted, signed (any signature would be void), too long, or a form that only Adobe Reader shows.
    """
    reader = PdfReader(path)
    if reader.is_encrypted:
        raise Unfit(Code.DOCUMENT_LOCKED)
    if len(reader.pages) > MAX_PAGES:
        raise Unfit(Code.LIMIT_EXCEEDED)
    if _is_signed(reader):
        raise Unfit(Code.DOCUMENT_SIGNED)
    if reader.root_object.get("/NeedsRendering"):
        raise Unfit(Code.DOCUMENT_DYNAMIC_FORM)
    return reader


@contextmanager
def refusing(number: int = 0) -> Iterator[None]:
    """Turn what a file makes pypdf raise into a code, as far as that is known.

    Args:
        number: Which of several files it is, from 1.
    """
    try:
        yield
    except Unfit as unfit:
        unfit.number = unfit.number or number
        raise
    except (FileNotDecryptedError, DependencyError):
        raise Unfit(Code.DOCUMENT_LOCKED, number=number) from None
    except EmptyFileError:
        raise Unfit(Code.DOCUMENT_EMPTY, number=number) from None
    except LimitReachedError:
        raise Unfit(Code.LIMIT_EXCEEDED, number=number) from None
    except PyPdfError:
        raise Unfit(Code.DOCUMENT_DAMAGED, number=number) from None


def answering(function: Callable[P, None]) -> Callable[P, dict[str, Any]]:
    """Make a function of the child answer with nothing when it has written, and with a code when it couldn't."""

    @functools.wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        try:
            with _western_names(), refusing():
                function(*args, **kwargs)
        except Unfit as unfit:
            told = {"rule": unfit.rule, "name": unfit.name, "allowed": unfit.allowed}
            return {"problem": unfit.problem, "number": unfit.number, **told}
        except OSError as error:  # pypdf reads from memory, so this is about writing
            return {"problem": Code.LIMIT_EXCEEDED if error.errno == errno.EFBIG else Code.TRY_LATER}
        return {}

    return answer


@contextmanager
def _western_names() -> Iterator[None]:
    """Have pypdf read names that aren't UTF-8 as Western: it takes them for Chinese, and would write «L鎔e» for «Læge»."""
    kept = NameObject.CHARSETS
    NameObject.CHARSETS = ("utf-8", "cp1252", "latin-1")
    try:
        yield
    finally:
        NameObject.CHARSETS = kept


def widgets(page: DictionaryObject) -> Iterator[DictionaryObject]:
    """The boxes of a form on a page."""
    annotations = page.get("/Annots")
    for annotation in () if annotations is None else annotations.get_object():
        widget = annotation.get_object()
        if isinstance(widget, DictionaryObject) and widget.get("/Subtype") == "/Widget":
            yield widget


def _is_signed(reader: PdfReader) -> bool:
    """Whether somebody signed it; a form that Adobe opened for filling in is signed by Adobe, in `/Perms`."""
    if "/Perms" in reader.root_object:
        return True
    fields = (reader.get_fields() or {}).values()
    boxes = (widget for page in reader.pages for widget in widgets(page))
    return any(_is_signature(each) for each in (*fields, *boxes))


def _is_signature(field: DictionaryObject) -> bool:
    return field.get_inherited("/FT") == "/Sig" and bool(field.get_inherited("/V"))
