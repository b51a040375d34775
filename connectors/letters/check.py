"""Doctor's look at letters: LibreOffice is there, and a template can be opened."""

import shutil

from connectors.letters.writing import TEMPLATES
from gevinst.doctor import Finding


def check_letters() -> Finding:
    """Whether letters can be written."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    templates = sorted(path.stem for path in TEMPLATES.glob("*.docx"))
    return Finding(
        "letters",
        ok=program is not None and bool(templates),
        detail=f"LibreOffice {'found' if program else 'missing'}; templates: {', '.join(templates) or 'none'}",
        remedy="install the package libreoffice-writer-nogui",
    )
