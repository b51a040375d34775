"""The file store: an original is kept once, whole and for the service account only, however many ask for it."""

import hashlib
import io
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from gevinst.items.files import attach, store_file, store_stream, stored_path
from gevinst.settings import settings
from gevinst.store.tables import files, item_files
from tests.gevinst.core import put

CONTENT = b"%PDF opdigtet"
TYPE = "application/pdf"


def everything() -> list[Path]:
    """All files in the store."""
    return [path for path in settings().files_folder.rglob("*") if path.is_file()]


@given(st.binary(max_size=2000))
def test_what_is_kept_comes_back_byte_for_byte(content: bytes) -> None:
    """Under the hash of its content, which is how everything refers to it."""
    sha256 = store_file(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert stored_path(sha256).read_bytes() == content


def test_the_same_content_is_kept_once(house: Path) -> None:
    """Sent again in another mail it takes no more room."""
    assert store_file(CONTENT) == store_file(CONTENT)
    assert [path.read_bytes() for path in everything()] == [CONTENT]


def test_threads_that_keep_the_same_content_at_once_all_succeed(house: Path) -> None:
    """Two cases with one document in one process: none fails, nothing half is left."""
    content = b"x" * 300_000
    start = threading.Barrier(8)
    failed: list[BaseException] = []

    def keep() -> None:
        start.wait()
        try:
            store_file(content)
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [path.read_bytes() for path in everything()] == [content]


def test_only_the_service_account_reads_what_is_kept(house: Path) -> None:
    """A citizen's letter isn't for whoever else has an account on the machine."""
    path = stored_path(store_file(CONTENT))
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_file_is_tied_to_an_item_once_in_each_role(database: Engine) -> None:
    """Repeated by a retry nothing is doubled; others follow in order; the name is neutral and the item's own."""
    item_id = put(database, "a")
    first, second = store_file(CONTENT), store_file(b"another")
    with database.begin() as connection:
        for sha256, name in ((first, "bilag-1.pdf"), (second, "bilag-2.pdf"), (first, "bilag-1.pdf")):
            attach(connection, item_id, role="attachment", sha256=sha256, file_name=name, media_type=TYPE)
        attach(connection, item_id, role="original", sha256=first, file_name="mail.eml", media_type=TYPE)
        rows = connection.execute(
            select(item_files.c.role, item_files.c.position, item_files.c.sha256, item_files.c.file_name).order_by(
                item_files.c.role, item_files.c.position
            )
        ).all()
        kept = connection.execute(select(files.c.sha256, files.c.size_bytes)).all()
    assert [tuple(row) for row in rows] == [
        ("attachment", 1, first, "bilag-1.pdf"),
        ("attachment", 2, second, "bilag-2.pdf"),
        ("original", 1, first, "mail.eml"),
    ]
    assert {tuple(row) for row in kept} == {(first, len(CONTENT)), (second, len(b"another"))}


def test_two_items_share_a_file(database: Engine) -> None:
    """The same document in two mails is one file with two ties."""
    sha256 = store_file(CONTENT)
    ids = [put(database, reference) for reference in ("a", "b")]
    with database.begin() as connection:
        for item_id in ids:
            attach(connection, item_id, role="attachment", sha256=sha256, file_name="bilag.pdf", media_type=TYPE)
        assert len(connection.execute(select(files.c.sha256)).all()) == 1
        assert len(connection.execute(select(item_files.c.item_id)).all()) == 2


@pytest.mark.parametrize("largest", [1 << 20, 3 << 20])
def test_a_stream_is_hashed_to_its_end_and_kept_unless_it_is_too_large(
    house: Path, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    """The hash is the whole's either way; of one too large nothing stays on the disk, whatever read in what pieces."""
    monkeypatch.setenv("GEVINST_MAX_FILE_BYTES", str(largest))
    content = bytes(range(256)) * (2 << 12)
    stored = store_stream(io.BytesIO(content))
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert stored.is_kept is (largest > len(content))
    assert [path.read_bytes() for path in everything()] == ([content] if stored.is_kept else [])
