"""What intake adds to a mailbox's calls: each mail hashed and stored, parsed in the limited child, put into the database."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from benchmarks.filling import QUEUE
from benchmarks.results import Lines, Measured
from benchmarks.timing import seconds
from connectors.mail.parsing import parse_mail
from connectors.mail.port import Folder, Mailbox
from gevinst.items import files
from gevinst.items.intakes import remember_sender
from gevinst.items.queues import Queue, ensure_queue, put_in

_LINE = Queue(QUEUE, None)


def apart(box: Mailbox, engine: Engine, count: int) -> Lines:
    """The three, each by itself; fetching isn't in any of them."""
    spent = dict.fromkeys(("hashed and stored", "parsed in the child", "put into SQLite, one transaction each"), 0.0)
    hashing, parsing, database = spent
    with engine.begin() as connection:
        ensure_queue(connection, _LINE)
    with TemporaryDirectory() as name:
        mail, parts = Path(name, "mail.eml"), Path(name, "parts")
        for number, summary in enumerate(box.mails(Folder.INBOX, limit=count)):
            with box.mime(summary.id) as stream:
                mail.write_bytes(stream.read())
                stream.seek(0)
                kept: list[files.Stored] = []
                spent[hashing] += seconds(lambda stream=stream, kept=kept: kept.append(files.store_stream(stream)))
            parts.mkdir(exist_ok=True)
            spent[parsing] += seconds(partial(parse_mail, mail, attachments_into=parts))
            spent[database] += seconds(partial(_put_in, engine, f"{number:064x}", kept[0]))
    for what, took in spent.items():
        yield Measured(f"intake apart: {count} mails {what}", f"{took:.2f} s")


def _put_in(engine: Engine, reference: str, stored: files.Stored) -> None:
    """As `tasks.intake` does."""
    with engine.begin() as connection:
        number = put_in(connection, _LINE, reference=reference, content_hash=stored.sha256, payload={})
        assert number is not None
        remember_sender(connection, number, reference)
        files.attach(
            connection, number, sha256=stored.sha256, role="original", file_name="mail.eml", media_type="message/rfc822"
        )
