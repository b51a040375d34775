"""Doctor's look at letters: LibreOffice is there, and every template can be used as it is."""

import shutil

from connectors.letters.filling import Template
from connectors.letters.writing import TEMPLATES
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError

_OPEN_IN_WORD = "~$"
"""What Word puts beside a file while somebody has it open."""


def check_letters() -> Finding:
    """Whether letters can be written."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    paths = [path for path in sorted(TEMPLATES.glob("*.docx")) if not path.name.startswith(_OPEN_IN_WORD)]
    wrong = []
    for path in paths:
        try:
            Template(path)
        except ConfigurationError as error:
            wrong.append(error.detail)
    told = [f"LibreOffice {'found' if program else 'missing'}"]
    told += [f"templates: {', '.join(path.stem for path in paths) or 'none'}", *wrong]
    remedies = [] if program else ["install the package libreoffice-writer-nogui"]
    remedies += ["change the template in Word (docs/adding-a-process.md)"] if wrong else []
    return Finding(
        "letters",
        ok=program is not None and bool(paths) and not wrong,
        detail="; ".join(told),
        remedy="; ".join(remedies) or f"put a template in {TEMPLATES}",
    )
