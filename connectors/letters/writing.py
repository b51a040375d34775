"""Write a letter: fill a Word template strictly and print it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.letters.filling import Template
from connectors.letters.printing import print_pdf
from connectors.letters.values import Value
from gevinst.errors import ConfigurationError

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Letter:
    """One written letter, in Word and as PDF."""

    docx: Path
    pdf: Path


def write_letter(template: str, values: Mapping[str, Value], *, into: Path) -> Letter:
    """Write a letter into an existing folder.

    A template asks for its values in three ways, side by side if it likes: content controls by tag (else title),
    `[placeholder]` in running text, and `{{ }}`. The first two find their value by its normal form
    (`connectors.letters.names`), the third by its name as it is. docs/adding-a-process.md tells authors how.

    Args:
        template: The name of a Word file in this package's `templates`.
        values: One for each of its places, and never an empty one: text as it should read, where a line break is a line
            break; True or False for a check box or a condition; a list of texts or of rows for a loop. Others may be
            there too.
        into: Where the two files go.

    Raises:
        ConfigurationError: No such template, one that can't be used as it is, or no LibreOffice.
        ProcessError: A value is missing, empty, of the wrong kind, or holds a character that no letter can show.
        RetryLater: LibreOffice didn't finish.
    """
    path = TEMPLATES / f"{template}.docx"
    if not path.is_file():
        raise ConfigurationError(f"the letter template '{template}' is missing: put {path.name} in {TEMPLATES}")
    docx = into / f"{template}.docx"
    Template(path).fill(values).save(str(docx))
    return Letter(docx=docx, pdf=print_pdf(docx))
