"""Print a letter as PDF by LibreOffice."""

import tempfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from connectors.letters.parts import printed_parts
from gevinst.errors import RetryLater
from gevinst.office import OfficeFailed, convert


def print_pdf(docx: Path) -> Path:
    """The PDF beside the Word file.

    What is printed is a copy without content controls, its text the same: LibreOffice leaves line breaks in them out, and
    newer versions print them as fields that can be written over.

    Raises:
        ConfigurationError: No LibreOffice.
        RetryLater: LibreOffice didn't finish, or printed nothing.
    """
    with tempfile.TemporaryDirectory(prefix="gevinst-letter-") as folder:
        plain = Path(folder) / docx.name
        _save_without_controls(docx, plain)
        try:
            return convert(plain, "pdf", into=docx.parent)
        except OfficeFailed:
            raise RetryLater("LibreOffice did not finish printing the letter") from None


def _save_without_controls(docx: Path, plain: Path) -> None:
    document = Document(str(docx))
    for part in printed_parts(document):
        for control in reversed(list(part.root.iter(qn("w:sdt")))):  # the inner ones first
            for child in [each for content in control.findall(qn("w:sdtContent")) for each in content]:
                control.addprevious(child)
            parent = control.getparent()
            assert parent is not None  # noqa: S101 (a control stands in something)
            parent.remove(control)
        part.keep()
    document.save(str(plain))
