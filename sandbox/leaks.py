"""Search everything for what must not be there: every table and column, every file, unpacked and in every encoding."""

import base64
import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, quote_plus

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/=]+|[A-Za-z0-9+/]{40,}={0,2}")
_DEPTH = 4


def needles_of(texts: Iterable[str]) -> dict[bytes, str]:
    """Each text in every form it can travel in: plain, latin-1, UTF-16, JSON-escaped, URL-encoded, with its dash or without."""
    forms: dict[bytes, str] = {}
    for text in texts:
        spelled = {text, text.replace("-", "")}
        if re.fullmatch(r"\d{10}", text):
            spelled.add(f"{text[:6]}-{text[6:]}")
        for each in spelled:
            escaped = each.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
            for form in (each, escaped, quote(each), quote_plus(each), quote(each, encoding="latin-1")):
                forms[form.encode()] = text
            forms[each.encode("latin-1", "replace")] = text
            forms[each.encode("utf-16-le")] = text
    return forms


def search_folder(folder: Path, needles: dict[bytes, str]) -> list[str]:
    """Where in a folder's files any needle stands, file names included."""
    found = []
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        if _hit(place.encode(), needles):
            found.append(f"{folder.name}/… (a file's name)")
        if path.is_file():
            found += search_file(path, needles)
    return found


def search_file(path: Path, needles: dict[bytes, str]) -> list[str]:
    """Where in one file, also in what it packs, any needle stands."""
    return [f"{path.name}{inside}" for inside in search_bytes(path.read_bytes(), needles)]


def search_sqlite(database: Path, needles: dict[bytes, str]) -> list[str]:
    """The table.column in which any needle stands."""
    found = []
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.text_factory = bytes
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            table = name.decode()
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the database itself)
            columns = [column[0] for column in cursor.description]
            hit = {
                column
                for row in cursor
                for column, value in zip(columns, row, strict=True)
                if isinstance(value, bytes) and any(True for _ in search_bytes(value, needles))
            }
            found += [f"{database.name}: {table}.{column}" for column in sorted(hit)]
    return found


def search_bytes(content: bytes, needles: dict[bytes, str], depth: int = 0) -> Iterator[str]:
    """Where in some bytes a needle stands: as they are, or inside what they pack."""
    if _hit(content, needles):
        yield ""
    if depth >= _DEPTH:
        return
    for name, inner in _unpacked(content):
        for place in search_bytes(inner, needles, depth + 1):
            yield f" > {name}{place}"


def _hit(content: bytes, needles: dict[bytes, str]) -> bool:
    return any(needle in content for needle in needles)


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member, archive.read(member)
    elif content.startswith(b"\x1f\x8b"):
        yield "gzip", gzip.decompress(content)
    elif content.startswith(b"%PDF"):
        yield "pdf text", _pdf_text(content).encode()
        return
    for number, match in enumerate(_BASE64.finditer(content)):
        try:
            yield f"base64 {number}", base64.b64decode(re.sub(rb"\s", b"", match[0]), validate=True)
        except ValueError:
            continue


def _pdf_text(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    except PyPdfError:
        return ""
