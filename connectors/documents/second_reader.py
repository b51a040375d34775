"""A second reader for a page whose text may be half of what there is to see: pdfium's, in the limited child only.

pypdf has missed the text of turned pages and of forms within forms in the past. Where pdfium, which draws the page, finds
much that pypdf does not, the page is looked at as a picture. Without pdfium nobody is asked.
"""

from collections import Counter
from typing import Any

from connectors.documents.pdf_page import PageVisitor

_FEW = 8
"""So few letters are a page that may show more than it says."""
_MISSED = 0.05
_AT_LEAST = 10


def is_suspicious(page: Any, visitor: PageVisitor, text: str) -> bool:  # noqa: ANN401 (pypdf's page)
    """Whether the page is of the kind that readers read wrong: few letters, turned, or with forms drawn into it."""
    return len(text.split()) < _FEW or bool(page.get("/Rotate", 0)) or visitor.has_forms or visitor.is_turned


def reads_more(path: str, number: int, text: str) -> bool:
    """Whether the second reader finds letters on the page, from 1, that the first did not."""
    try:
        import pypdfium2
    except ImportError:
        return False
    try:
        with pypdfium2.PdfDocument(path) as document:
            other = document[number - 1].get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return False
    missed = Counter(_letters(other)) - Counter(_letters(text))
    return missed.total() > max(_AT_LEAST, _MISSED * len(_letters(other)))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
