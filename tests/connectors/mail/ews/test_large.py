"""Mails that are larger than they should be: memory stays flat, and the clock of a slow reader isn't theirs."""

import base64
import subprocess
import sys
from pathlib import Path

from connectors.mail.ews.mailbox import open_ews
from connectors.mail.port import Folder
from gevinst.settings import ROOT
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import ews_profile, new_mailbox
from tests.memory import needs_proc

SIZE = 60 << 20
READ = """
import pathlib, sys
from connectors.mail.ews.mailbox import open_ews
from connectors.mail.port import Folder
from connectors.mail.profiles import EwsMail
from tests.memory import peak
profile = EwsMail.model_validate_json(pathlib.Path(sys.argv[1]).read_text())
with open_ews("post", profile) as box:
    (summary,) = box.mails(Folder.INBOX)
    before = peak()
    total = 0
    with box.mime(summary.id) as stream:
        while piece := stream.read(1 << 20):
            total += len(piece)
    (attached,) = box.attachments(summary.id)
    with box.attachment(summary.id, attached.number) as stream:
        while piece := stream.read(1 << 20):
            total += len(piece)
    print(total, peak() - before)
"""


@needs_proc
def test_a_large_mail_and_its_attachment_pass_through_flat(exchange: Running, house: Path) -> None:
    """Of 60 MB that come twice, once as MIME and once as an attachment, hardly any are in memory at one time."""
    address = new_mailbox(exchange)
    line = base64.b64encode(b"\x00" * 57) + b"\r\n"
    head = (
        b"From: kontakt@klinik.example\r\nMessage-ID: <large@klinik.example>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\nContent-Type: text/plain\r\n\r\nHej\r\n--X\r\n"
        b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=stor.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    mime = head + line * (SIZE // len(line)) + b"--X--\r\n"
    exchange.exchange.deliver(address, mime)
    profile = house / "profile.json"
    profile.write_text(ews_profile(exchange, address, timeout_seconds=120).model_dump_json())
    command = [sys.executable, "-c", READ, str(profile)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    total, grown = map(int, done.stdout.split())
    assert total > SIZE + SIZE // 2
    assert grown < 16 << 10  # KiB


def test_an_empty_attachment_is_empty(exchange: Running) -> None:
    """Not an error, and not the answer around it."""
    address = new_mailbox(exchange)
    exchange.exchange.deliver(
        address,
        b"From: kontakt@klinik.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n"
        b"Content-Type: text/plain\r\n\r\nHej\r\n--X\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=tom.pdf\r\n\r\n\r\n--X--\r\n",
    )
    with open_ews("post", ews_profile(exchange, address)) as box:
        (summary,) = box.mails(Folder.INBOX)
        (attached,) = box.attachments(summary.id)
        with box.attachment(summary.id, attached.number) as stream:
            assert stream.read() == b""
