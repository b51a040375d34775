"""Files made to hurt: each ends in its reason, in memory and folders that are its own, and the next file is read as ever.

All are read once, by one process that stands for a worker; the tests look at what it told and what it left.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from connectors.documents.reading import read_document
from gevinst.codes import Code
from sandbox.hostile import REASONS, TEXT, Hostile, Lure, hostile_files, write_hostile
from sandbox.hostile.pdf_file import letter, written
from sandbox.hostile.word_file import word

SECRET = "what only this machine knows"
MOST_MEGABYTES = 64
FILES = {file.name: file for file in hostile_files()}

needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system doesn't tell of memory")


class Listener:
    """A web server that only notes who came."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server on this machine that nobody should visit."""
    listening = Listener()
    yield listening
    listening.close()


@dataclass(frozen=True)
class Reading:
    """What came of reading them all."""

    files: dict[str, Any]
    grown: float
    written: set[str]
    visits: int


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """Every hostile file, read by one process whose folders are empty before."""
    folder = tmp_path_factory.mktemp("hostile")
    listening = Listener()
    secret = folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    write_hostile(folder / "files", Lure(listening.url, str(secret)))
    (folder / "files" / REASONS).unlink()
    ordinary = folder / "ordinary"
    ordinary.mkdir()
    (ordinary / "a.pdf").write_bytes(written(letter()))
    (ordinary / "a.docx").write_bytes(word())
    for name in ("deep/er/work", "home", "tmp"):  # deep, so that `../../..` is still inside what is compared
        (folder / name).mkdir(parents=True)
    before = names_in(folder)
    told = run_worker(folder)
    yield Reading(told["files"], told["grown"], names_in(folder) - before, listening.visits)
    listening.close()


def run_worker(folder: Path) -> dict[str, Any]:
    """Read the folder's files in a process of their own."""
    environment = os.environ | {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    module = "tests.connectors.documents.reading_all"
    command = [sys.executable, "-m", module, str(folder / "files"), str(folder / "ordinary"), SECRET]
    done = subprocess.run(command, cwd=folder / "deep/er/work", env=environment, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def names_in(folder: Path) -> set[str]:
    """Every file and folder below, and where names would lead that begin at the root."""
    below = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return below | {str(path) for path in Path("/").glob("evil*")}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_each_ends_in_its_reason(reading: Reading, file: Hostile) -> None:
    """One code, or its text where it only looks hostile; a PDF and a Word file after it are read as ever."""
    told = reading.files[file.name]
    assert told["problem"] == file.reason
    assert told["is_read"] == (file.reason is None)
    assert told["next_are_read"]


@needs_proc
def test_the_worker_hardly_grows(reading: Reading) -> None:
    """Whatever the child needs, and it may have a gigabyte, the process that outlives it needs less than 64 MB for all."""
    assert reading.grown < MOST_MEGABYTES


def test_nothing_is_written(reading: Reading) -> None:
    """Not where it works, not at home, not among temporary files, not beside, above or at the root."""
    assert reading.written == set()


def test_nothing_outside_is_fetched_or_told(reading: Reading) -> None:
    """Templates, pictures, entities and chunks that lead to the web or to the machine's files are not followed."""
    assert reading.visits == 0
    assert [name for name, told in reading.files.items() if told["gave_away"]] == []


def test_the_listener_hears(listener: Listener) -> None:
    """The control of the test above: who does follow a reference is seen."""
    port = int(listener.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as visitor:
        assert visitor.recv(1) == b""
    assert listener.visits == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice isn't here")
def test_libreoffice_fetches_nothing_either(tmp_path: Path, listener: Listener) -> None:
    """A file it converts may name a picture and a text on the web, as its own format allows."""
    fields = "".join(
        rf'{{\field{{\*\fldinst {{ {verb} "{listener.url}/{verb}" }}}}{{\fldrslt }}}}'
        for verb in ("INCLUDEPICTURE", "INCLUDETEXT")
    )
    path = tmp_path / "a.rtf"
    path.write_text(
        rf"{{\rtf1\ansi {TEXT}\par {fields}{{\*\template {listener.url}/template.dotm}}}}", encoding="ascii"
    )
    assert TEXT in read_document(path).text
    assert listener.visits == 0


def test_every_reason_is_one_a_caseworker_can_read() -> None:
    """The set covers what a stranger's file can end in, and files that must be read are among it."""
    reasons = {file.reason for file in FILES.values()}
    assert reasons >= {None, Code.LIMIT_EXCEEDED, Code.DOCUMENT_DAMAGED, Code.DOCUMENT_LOCKED, Code.DOCUMENT_MACRO}
    assert len(FILES) == len(hostile_files())
