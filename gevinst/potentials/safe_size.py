"""How large a list may be that nobody has looked at: refused before it is read, an Excel file by what it unpacks to as well."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from gevinst.errors import Refused

MOST_BYTES = 10 << 20
MOST_UNPACKED_BYTES = 100 << 20
"""20,000 rows are a tenth of either."""


def refuse_large(path: Path) -> None:
    """Say so where a list is too large to be one.

    Raises:
        Refused: It is, in Danish.
        OSError: It can't be read now.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"{path.name} fylder mere end {MOST_BYTES >> 20} MB; er det den rigtige fil?")
    if path.suffix.lower() != ".xlsx":
        return
    try:
        with ZipFile(path) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except BadZipFile:
        return  # whoever reads it says better what it is
    if unpacked > MOST_UNPACKED_BYTES:
        raise Refused(f"{path.name} fylder mere end {MOST_UNPACKED_BYTES >> 20} MB pakket ud; er det den rigtige fil?")
