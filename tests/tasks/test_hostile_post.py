"""Post made to break a robot: each mail ends in its place with its reason, and the run goes on to the next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.items.model import State
from gevinst.settings import ROOT, settings
from gevinst.store.tables import items
from tests.connectors.mail.samples import raw
from tests.connectors.mail.test_enclosed import holding, locked, packed
from tests.memory import needs_proc
from tests.tasks.mailroom import MAILBOX, drop, folders, letter, read, take_in, work_through
from tests.tasks.test_reading import BILL, pdf

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is judged here is the mail; the core proves on both databases how items move."""

HEAD = ("From: kontakt@klinik.example", "MIME-Version: 1.0")
LEVELS = [
    line for level in range(300) for line in (f"Content-Type: multipart/mixed; boundary=b{level}", "", f"--b{level}")
]
HOSTILE = {
    "100,000 parts": (
        raw(*HEAD, 'Content-Type: multipart/mixed; boundary="x"', "", *("--x", "", "a") * 100_000, "--x--"),
        Code.LIMIT_EXCEEDED,
    ),
    "300 levels": (raw(*HEAD, *LEVELS, "", "inderst"), Code.LIMIT_EXCEEDED),
    "300 mails in each other": (
        raw(*HEAD, *("Content-Type: message/rfc822", "") * 300, "", "inderst"),
        Code.LIMIT_EXCEEDED,
    ),
    "20,000 recipients": (
        raw(*HEAD, "To: " + ", ".join(f"p{number}@b.example" for number in range(20_000)), "", "hej"),
        Code.LIMIT_EXCEEDED,
    ),
    "zip bomb": (holding(("bilag.zip", packed(("0", bytes(210 << 20))))), Code.LIMIT_EXCEEDED),
    "zip with a password": (holding(("bilag.zip", locked())), Code.DOCUMENT_LOCKED),
    "winmail.dat": (holding(("winmail.dat", b"\x78\x9f\x3e\x22")), Code.MAIL_WINMAIL),
    "a program": (holding(("regning.pdf", b"MZ")), Code.ATTACHMENT_BLOCKED),
    "bad Message-ID": (raw(*HEAD, "Message-ID: <[abc@@]>", "", "Jeg vil klage"), Code.TEXT_TO_READ),
    "unknown charset": (
        raw(*HEAD, "Content-Type: text/plain; charset=x-ukendt", "", "Søren vil klage", encoding="latin-1"),
        Code.TEXT_TO_READ,
    ),
    "nothing": (b"", Code.NO_ATTACHMENT),
}


def test_each_hostile_mail_has_its_reason_and_the_bill_behind_it_is_read(database: Engine) -> None:
    """Not one is lost, fails or holds the others up."""
    for mime, _ in HOSTILE.values():
        drop(mime)
    drop(letter(*pdf(BILL)))
    assert take_in() == len(HOSTILE) + 1
    work_through(database, read)
    with database.connect() as connection:
        rows = connection.execute(items.select().order_by(items.c.id)).all()
    found = dict(zip([*HOSTILE, "the bill"], ((row.state, row.code) for row in rows), strict=True))
    assert found == {
        **{name: (State.PENDING, code) for name, (_, code) in HOSTILE.items()},
        "the bill": (State.COMPLETED, None),
    }
    assert len([folder for folder, mails in folders().items() for _ in mails]) == len(rows)


@needs_proc
@pytest.mark.parametrize("largest", [50 << 20, 400 << 20], ids=["not kept", "kept"])
def test_an_attachment_of_150_megabytes_takes_no_memory(database: Engine, house: Path, largest: int) -> None:
    """It is hashed, stored and put into a person's hands as it streams by."""
    drop_folder = settings().mail_folder / MAILBOX / "drop"
    drop_folder.mkdir(parents=True)
    large = drop_folder / "stor.part"
    with large.open("wb") as out:
        head = ("Content-Type: application/pdf", "Content-Transfer-Encoding: base64", "", "")
        out.write(raw(*HEAD, "Message-ID: <stor@klinik.example>", *head))
        for _ in range(200):
            out.write((b"QUFB" * 19 + b"\r\n") * 13_443)  # a megabyte
    done = subprocess.run(
        [sys.executable, "-m", "tests.tasks.growth", str(large)],
        cwd=ROOT,
        env={**os.environ, "GEVINST_MAX_FILE_BYTES": str(largest)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 16 << 10
    with database.connect() as connection:
        codes = [row.code for row in connection.execute(items.select().order_by(items.c.id))]
    assert Code.LIMIT_EXCEEDED in codes
