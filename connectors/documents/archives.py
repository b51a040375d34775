"""Whether what a packed document unpacks to can be borne; runs only in the limited child."""

import zipfile

from gevinst.codes import Code

MAX_UNPACKED = 200 << 20
MAX_MEMBERS = 2000
_PASSWORD_FLAG = 1


def problem_of(archive: zipfile.ZipFile) -> Code | None:
    """Why it must not be opened. What a member claims of its size is tried a megabyte at a time."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        return Code.LIMIT_EXCEEDED
    if any(member.flag_bits & _PASSWORD_FLAG for member in members):
        return Code.DOCUMENT_LOCKED
    names = {member.filename.lower() for member in members}
    if len(names) < len(members) or archive.testzip() is not None:  # a part there twice, or not what is said of it
        return Code.DOCUMENT_DAMAGED
    return None


def problem_of_file(path: str) -> Code | None:
    """The same of a file; `document-damaged` for what is no archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return problem_of(archive)
    except (zipfile.BadZipFile, ValueError):
        return Code.DOCUMENT_DAMAGED
