"""A producer's clock and dice, stilled: the same sample gives the same bytes, so its hashes can be compared."""

import io
import re
import zipfile
from email.message import EmailMessage

# Replaced by as many characters as were there: the file's own table of offsets stays right.
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}")
_HASH = re.compile(rb"(?:(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32})")
_DAY = (2026, 11, 24, 9, 0, 0)


def still_pdf(pdf: bytes) -> bytes:
    """A PDF with one fixed moment of making and one fixed identity."""
    return _HASH.sub(b"0" * 32, _DATE.sub(rb"\g<1>20261124090000", pdf))


def still_zip(packed: bytes) -> bytes:
    """A Word file whose members all have one fixed date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(zipfile.ZipInfo(member.filename, _DAY), source.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def still_mail(mail: EmailMessage) -> None:
    """Boundaries by number instead of by chance."""
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"del-{number}-af-opdigtet-post")
