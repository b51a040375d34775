"""The search for leaks finds what is planted: in every encoding, every packing, every kind of store; and nothing else."""

import base64
import bz2
import gzip
import io
import json
import lzma
import pickle
import sqlite3
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import create_engine, text

from sandbox.leaks import needles_of, search_bytes, search_file, search_folder, search_postgresql, search_sqlite

CPR, NAME = "2305471733", "Zenobia Kværndrupsøe"
PLANTED = (CPR, f"{CPR[:6]}-{CPR[6:]}", NAME)
NEEDLES = needles_of((CPR, NAME))
SENTENCE = "Kære kommune. Det drejer sig om {} og en regning, som er vedlagt."


def mail(planted: str) -> bytes:
    """A mail with the text in its subject only, encoded as headers are."""
    message = EmailMessage()
    message["From"] = "kontakt@klinik.example"
    message["Subject"] = planted
    message.set_content("Se vedhæftede.", cte="base64")
    return message.as_bytes()


def archive(planted: str) -> bytes:
    """A compressed zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("trace.network", SENTENCE.format(planted))
    return out.getvalue()


def archive_by_name(planted: str) -> bytes:
    """A zip whose member's name is the leak."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(f"{planted}.txt", "")
    return out.getvalue()


def tarred(planted: str) -> bytes:
    """A tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        content = gzip.compress(SENTENCE.format(planted).encode())
        info = tarfile.TarInfo("log.gz")
        info.size = len(content)
        file.addfile(info, io.BytesIO(content))
    return out.getvalue()


def word(planted: str) -> bytes:
    """A Word file with the text in its properties only."""
    document = Document()
    document.core_properties.author = planted
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(planted: str) -> bytes:
    """A PDF with the text printed on it."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 700, planted)
    canvas.save()
    return out.getvalue()


def pdf_title(planted: str) -> bytes:
    """A PDF with the text in its metadata only."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle(planted)
    canvas.save()
    return out.getvalue()


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "capitals": lambda t: t.upper().encode(),
    "latin-1": lambda t: t.encode("latin-1"),
    "dos": lambda t: t.encode("cp865"),
    "utf-16": lambda t: t.encode("utf-16"),
    "decomposed": lambda t: unicodedata.normalize("NFD", t).encode(),
    "json": lambda t: json.dumps({"text": t}).encode(),
    "json in json": lambda t: json.dumps(json.dumps({"text": t})).encode(),
    "repr of bytes": lambda t: repr(t.encode()).encode(),
    "url": lambda t: f"/soeg?q={quote(t)}".encode(),
    "url, latin-1": lambda t: f"/soeg?q={quote_plus(t, encoding='latin-1')}".encode(),
    "html": lambda t: escape(t).encode("ascii", "xmlcharrefreplace"),
    "base64": lambda t: b"x" + base64.b64encode(b"ab" + t.encode()),
    "base64, for urls": lambda t: base64.urlsafe_b64encode(SENTENCE.format(t).encode()),
    "base64, wrapped": lambda t: base64.encodebytes(SENTENCE.format(t).encode() * 3),
    "hex": lambda t: t.encode().hex().encode(),
    "mail header": mail,
    "zip": archive,
    "name in a zip": archive_by_name,
    "gzip in a tar": tarred,
    "gzip": lambda t: gzip.compress(SENTENCE.format(t).encode()),
    "zlib": lambda t: zlib.compress(SENTENCE.format(t).encode()),
    "bz2": lambda t: bz2.compress(SENTENCE.format(t).encode()),
    "xz": lambda t: lzma.compress(SENTENCE.format(t).encode()),
    "pickled exception": lambda t: pickle.dumps(LookupError(SENTENCE.format(t))),
    "pickled, the old way": lambda t: pickle.dumps(LookupError(SENTENCE.format(t)), protocol=0),
    "pickle in base64 in json": lambda t: json.dumps(
        {"result": base64.b64encode(pickle.dumps(ValueError(t))).decode()}
    ).encode(),
    "zip in base64": lambda t: base64.b64encode(archive(t)),
    "word properties": word,
    "pdf": pdf,
    "pdf title": pdf_title,
}


@pytest.mark.parametrize("planted", PLANTED, ids=["cpr", "cpr with a dash", "name"])
@pytest.mark.parametrize("how", WRITTEN)
def test_a_planted_text_is_found_however_it_is_written(how: str, planted: str) -> None:
    """A search that misses one way of writing proves nothing about the others."""
    assert search_bytes(WRITTEN[how](planted), NEEDLES)


@pytest.mark.parametrize("how", WRITTEN)
def test_a_text_that_was_not_planted_is_not_found(how: str) -> None:
    """The same ways of writing, of somebody else, raise no alarm."""
    for other in ("0102039999", "Bartholomæus Østergårdsen"):
        assert search_bytes(WRITTEN[how](other), NEEDLES) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_folders_files_and_names_of_files_are_searched(tmp_path: Path, planted: str) -> None:
    """A log line deep in a folder is found, and so is a file that is only named after somebody."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    log = tmp_path / "a" / "b" / "services.log"
    log.write_text(f"INFO x: looked up {planted}\n", encoding="utf-8")
    assert search_file(log, NEEDLES) == ["services.log"]
    assert search_folder(tmp_path, NEEDLES) == [f"{tmp_path.name}/a/b/services.log"]
    log.unlink()
    (tmp_path / f"{planted}.pdf").touch()
    assert search_folder(tmp_path, NEEDLES) == [f"{tmp_path.name}/… (a file's name)"]


@pytest.mark.parametrize("planted", PLANTED)
def test_every_column_of_a_sqlite_database_is_searched(tmp_path: Path, planted: str) -> None:
    """The column is named, whatever kind of value holds the text."""
    with sqlite3.connect(tmp_path / "x.sqlite") as connection:
        connection.execute("CREATE TABLE scratch (id INTEGER, note TEXT, raw BLOB, clean TEXT)")
        values = (1, planted, gzip.compress(planted.encode()), "nothing")
        connection.execute("INSERT INTO scratch VALUES (?, ?, ?, ?)", values)
    connection.close()
    assert search_sqlite(tmp_path / "x.sqlite", NEEDLES) == ["x.sqlite: scratch.note", "x.sqlite: scratch.raw"]
    assert search_file(tmp_path / "x.sqlite", NEEDLES) == ["x.sqlite"]


def test_every_column_of_a_postgresql_database_is_searched(postgresql_url: str) -> None:
    """Text, JSON, arrays, numbers and bytes, in whichever schema the table is."""
    admin = create_engine(postgresql_url.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE scratch"))
    engine = create_engine(postgresql_url.format(database="scratch"))
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA own"))
        columns = "note text, data jsonb, tags text[], number bigint, raw bytea, clean text"
        connection.execute(text(f"CREATE TABLE own.scratch ({columns})"))
        values = {
            "note": f"Om {NAME}",
            "data": json.dumps({"a": [CPR]}),
            "tags": [NAME],
            "number": int(CPR),
            "raw": pickle.dumps(NAME),
        }
        connection.execute(
            text("INSERT INTO own.scratch VALUES (:note, CAST(:data AS jsonb), :tags, :number, :raw, 'nothing')"),
            values,
        )
    engine.dispose()
    found = search_postgresql(postgresql_url.format(database="scratch"), NEEDLES)
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE scratch WITH (FORCE)"))
    admin.dispose()
    assert found == [f"scratch: scratch.{name}" for name in ("note", "data", "tags", "number", "raw")]


def test_a_needle_too_short_to_mean_anything_is_refused() -> None:
    """Bo stands in every second file: a search for it would only cry wolf."""
    with pytest.raises(ValueError, match="at least"):
        needles_of(["Bo"])
