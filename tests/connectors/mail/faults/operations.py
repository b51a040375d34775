"""The port's operations, as a fault meets them: how each is called, under which name, and how its effect is counted."""

from collections.abc import Callable
from dataclasses import dataclass

from connectors.mail.port import Folder, Mailbox
from sandbox.exchange.entries import DRAFTS, INBOX, TOP
from sandbox.exchange.model import Exchange
from tests.connectors.mail.contract.posts import ExchangePost
from tests.connectors.mail.contract.written import answer, with_attachments
from tests.connectors.mail.faults.table import Kind

OURS = "<ours@robot.example>"


@dataclass(frozen=True)
class Mails:
    """What lies in the mailbox before: a mail in the inbox and a draft, by their ids."""

    mail: str
    draft: str
    version: str = ""
    token: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        wire: Its name on each face.
        call: Do it.
        effects: How often it was done, as the model has it; None for what changes nothing.
    """

    kind: Kind
    wire: dict[str, str]
    call: Callable[[Mailbox, Mails], object]
    effects: Callable[[Exchange, str], int] | None = None


def prepared(box: Mailbox, post: ExchangePost, name: str) -> Mails:
    """Put the mails there, and the folder that isn't the matter; ask only for what the operation needs."""
    exchange, address = post.running.exchange, post.address
    mail = exchange.add(address, INBOX, with_attachments())
    draft = exchange.add(address, DRAFTS, answer(OURS), is_draft=True)
    exchange.create_folder(address, TOP, "Under behandling")
    return Mails(
        mail.id,
        draft.id,
        version=box.mails(Folder.INBOX)[0].version if name == "mark with a version" else "",
        token=box.changes(Folder.INBOX).token if name == "changes" else "",
    )


def _read(box: Mailbox, mails: Mails) -> bytes:
    with box.mime(mails.mail) as stream:
        return stream.read()


def _read_attachment(box: Mailbox, mails: Mails) -> bytes:
    with box.attachment(mails.mail, 1) as stream:
        return stream.read()


def _in(name: str) -> Callable[[Exchange, str], int]:
    """How many mails a folder holds, by the name people see or the well-known one."""

    def count(exchange: Exchange, address: str) -> int:
        folders = [each for each in exchange.folders(address) if name in (each.name, each.well_known)]
        return sum(len(exchange.items(address, each.id)) for each in folders)

    return count


def _made(exchange: Exchange, address: str) -> int:
    return sum(each.name == Folder.DONE.display_name for each in exchange.folders(address))


def _marked(exchange: Exchange, address: str) -> int:
    return sum("GEV-1" in each.categories for each in exchange.items(address, INBOX))


def _sent(exchange: Exchange, address: str) -> int:
    return sum(each.mailbox == address for each in exchange.sendings())


OPERATIONS: dict[str, Operation] = {
    "folders": Operation(Kind.ASK, {"ews": "GetFolder", "graph": "list-folders"}, lambda box, _: box.folders()),
    "ensure_folder": Operation(
        Kind.MAKE,
        {"ews": "CreateFolder", "graph": "create-folder"},
        lambda box, _: box.ensure_folder(Folder.DONE),
        _made,
    ),
    "mails": Operation(Kind.ASK, {"ews": "FindItem", "graph": "list"}, lambda box, _: box.mails(Folder.INBOX)),
    "changes": Operation(
        Kind.ASK,
        {"ews": "SyncFolderItems", "graph": "delta"},
        lambda box, mails: box.changes(Folder.INBOX, mails.token),
    ),
    "mime": Operation(Kind.ASK, {"ews": "GetItem", "graph": "mime"}, _read),
    "attachments": Operation(
        Kind.ASK, {"ews": "GetItem", "graph": "attachments"}, lambda box, mails: box.attachments(mails.mail)
    ),
    "attachment": Operation(Kind.ASK, {"ews": "GetAttachment", "graph": "attachment"}, _read_attachment),
    "find": Operation(Kind.ASK, {"ews": "FindItem", "graph": "list"}, lambda box, _: box.find(Folder.DRAFTS, OURS)),
    "mark": Operation(
        Kind.ASK,
        {"ews": "UpdateItem", "graph": "update"},
        lambda box, mails: box.mark(mails.mail, categories=("GEV-1",), read=True),
    ),
    "mark with a version": Operation(
        Kind.ACT,
        {"ews": "UpdateItem", "graph": "update"},
        lambda box, mails: box.mark(mails.mail, categories=("GEV-1",), version=mails.version),
        _marked,
    ),
    "move": Operation(
        Kind.ACT,
        {"ews": "MoveItem", "graph": "move"},
        lambda box, mails: box.move(mails.mail, Folder.WORKING),
        _in("Under behandling"),
    ),
    "draft": Operation(
        Kind.ACT,
        {"ews": "CreateItem", "graph": "create"},
        lambda box, _: box.draft(answer("<another@robot.example>")),
        lambda exchange, address: _in(DRAFTS)(exchange, address) - 1,
    ),
    "delete": Operation(
        Kind.ACT,
        {"ews": "DeleteItem", "graph": "move"},
        lambda box, mails: box.delete(mails.mail),
        lambda exchange, address: 1 - _in(INBOX)(exchange, address),
    ),
    "send": Operation(Kind.SEND, {"ews": "SendItem", "graph": "send"}, lambda box, mails: box.send(mails.draft), _sent),
}
