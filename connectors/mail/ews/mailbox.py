"""The port over exchangelib: only the fields that are needed, each call once unless asking twice can do no harm."""  # noqa: A005 (inside a package it shadows nothing)

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, BinaryIO, TypeVar, cast

from exchangelib import EWSDateTime, ItemId, Message, Q
from exchangelib.attachments import ItemAttachment
from exchangelib.errors import ErrorItemNotFound
from exchangelib.folders import FolderCollection
from exchangelib.items import ALWAYS_OVERWRITE, HARD_DELETE, ID_ONLY, MOVE_TO_DELETED_ITEMS, NEVER_OVERWRITE
from exchangelib.services import GetItem, SendItem

from connectors.mail.errors import MailNotFound
from connectors.mail.ews.connecting import connect
from connectors.mail.ews.errors import StaleState, translated
from connectors.mail.ews.folders import Folders
from connectors.mail.ews.patience import patiently
from connectors.mail.ews.quiet import keep_quiet
from connectors.mail.ews.streaming import attachment_pieces, mime_pieces
from connectors.mail.ews.syncing import changed_since
from connectors.mail.port import AttachmentInfo, Changes, Folder, FolderState, MailSummary
from connectors.mail.profiles import EwsMail

T = TypeVar("T")
_SUMMARY = ("message_id", "categories", "is_read", "size", "datetime_received")
_NO_MESSAGE_ID = Q(message_id__exists=False) | Q(message_id="")
_IN_MEMORY = 1 << 20
_LOOK_SECONDS, _SEND_SECONDS = 8, 20
"""A send must have ended within the act's deadline of 60 seconds: to connect and to be answered, look and send."""


@contextmanager
def open_ews(mailbox: str, profile: EwsMail) -> Iterator["EwsMailbox"]:
    """The mailbox while the body runs; its connection and login end with it.

    Raises:
        ConfigurationError: It can't be used as it is set up; says what to set.
    """
    keep_quiet()
    account = connect(mailbox, profile)
    try:
        yield EwsMailbox(mailbox, account)
    finally:
        account.protocol.close()


class EwsMailbox:
    """One mailbox on an Exchange Server."""

    def __init__(self, name: str, account: Any) -> None:  # noqa: ANN401 (exchangelib has no types)
        self._name = name
        self._account = account
        self._folders = Folders(account)

    def check(self) -> None:
        """See the folders, so that endpoint, login and access are all tried: exchangelib itself tries nothing."""
        self.folders()

    def folders(self) -> list[FolderState]:
        """The folders that are there, of those a process needs."""
        return self._asked("see the folders", self._folders.states)

    def ensure_folder(self, folder: Folder) -> None:
        """Make one of our folders, unless it is there."""
        self._asked("make a folder", lambda: self._folders.make(folder))

    def mails(
        self, folder: Folder, *, unread: bool = False, since: datetime | None = None, limit: int | None = None
    ) -> list[MailSummary]:
        """The mails of a folder, oldest first; the server filters and sorts."""

        def found() -> list[MailSummary]:
            where = self._folders.get(folder)
            if where is None or limit == 0:
                return []
            query = FolderCollection(account=self._account, folders=[where]).all()
            if unread:
                query = query.filter(is_read=False)
            if since is not None:
                query = query.filter(datetime_received__gte=EWSDateTime.from_datetime(since.astimezone(UTC)))
            query = query.order_by("datetime_received").only(*_SUMMARY)
            return self._summaries(folder, query if limit is None else query[:limit])

        return self._asked("list mails", found)

    def changes(self, folder: Folder, token: str = "") -> Changes:
        """What is new, changed or gone since a token: the server's sync state."""
        try:
            return self._asked("see changes", lambda: self._changes(folder, token))
        except StaleState:
            fresh = self._asked("see changes", lambda: self._changes(folder, ""))
            return Changes(fresh.mails, (), fresh.token, is_complete=False)

    @contextmanager
    def mime(self, mail_id: str) -> Iterator[BinaryIO]:
        """The mail as it came. Kept aside before it is given, so that a lost connection is an error of this call."""
        with self._kept("read a mail", lambda: mime_pieces(self._account, mail_id)) as stream:
            yield stream

    def attachments(self, mail_id: str) -> list[AttachmentInfo]:
        """What is attached, without fetching it."""
        return [
            AttachmentInfo(
                number=number,
                size=each.size or 0,
                media_type=("message/rfc822" if isinstance(each, ItemAttachment) else each.content_type)
                or "application/octet-stream",
                name=each.name or "",
                is_inline=bool(each.is_inline),
            )
            for number, each in enumerate(self._attached(mail_id), 1)
        ]

    @contextmanager
    def attachment(self, mail_id: str, number: int) -> Iterator[BinaryIO]:
        """One attachment's content."""
        found = self._attached(mail_id)
        if not 1 <= number <= len(found):
            raise MailNotFound(f"mailbox '{self._name}': attachment {number}")
        each = found[number - 1]
        is_mail = isinstance(each, ItemAttachment)
        with self._kept(
            "read an attachment", lambda: attachment_pieces(self._account, each, is_mail=is_mail)
        ) as stream:
            yield stream

    def mark(
        self, mail_id: str, *, categories: Sequence[str] | None = None, read: bool | None = None, version: str = ""
    ) -> None:
        """Set what colleagues see. With a version a second time would meet its own first, so it isn't asked again."""
        item = Message(account=self._account, id=mail_id, changekey=version or None)
        fields = []
        if categories is not None:
            item.categories = list(categories)
            fields.append("categories")
        if read is not None:
            item.is_read = read
            fields.append("is_read")
        if not fields:
            return

        conflict = NEVER_OVERWRITE if version else ALWAYS_OVERWRITE
        ask = self._once if version else self._asked
        ask("mark a mail", lambda: _one(self._account.bulk_update([(item, fields)], conflict_resolution=conflict)))

    def move(self, mail_id: str, folder: Folder) -> str:
        """Move; returns the new id. Never asked twice: the second would find that the mail is gone, as if another took it."""
        where = self._asked("find a folder", lambda: self._folders.make(folder))
        return self._once(
            "move a mail", lambda: str(_one(self._account.bulk_move([ItemId(id=mail_id)], to_folder=where))[0])
        )

    def draft(self, mime: bytes) -> str:
        """Save a draft. Never asked twice: there would be two."""
        item = Message(account=self._account, mime_content=mime)
        drafts = self._folders.get(Folder.DRAFTS)
        return self._once("save a draft", lambda: str(_one(self._account.bulk_create(folder=drafts, items=[item])).id))

    def send(self, draft_id: str) -> None:
        """Send a draft, once. Exchange wants the draft's present version, which is looked up first."""

        def send() -> None:
            look = GetItem(account=self._account, timeout=_LOOK_SECONDS)
            draft = _one(look.call(items=[ItemId(id=draft_id)], additional_fields=[], shape=ID_ONLY))
            service = SendItem(account=self._account, timeout=_SEND_SECONDS)
            _one(service.call(items=[ItemId(id=draft.id, changekey=draft.changekey)], saved_item_folder=self._sent))

        self._once("send a mail", send)

    def find(self, folder: Folder, message_id: str, *, category: str = "") -> list[str]:
        """The ids in a folder with that Message-ID; the server searches, and without a Message-ID by category."""

        def found() -> list[str]:
            where = self._folders.get(folder)
            if where is None:
                return []
            query = FolderCollection(account=self._account, folders=[where]).all()
            query = query.filter(message_id=message_id) if message_id else query.filter(_NO_MESSAGE_ID)
            if category:
                query = query.filter(categories=category)
            # Exchange compares without case, and a category as one of several
            matching = _present(query.order_by("datetime_received").only("message_id", "categories"))
            return [
                str(each.id)
                for each in matching
                if (each.message_id or "") == message_id and (not category or category in (each.categories or ()))
            ]

        return self._asked("search", found)

    def delete(self, mail_id: str, *, for_good: bool = False) -> None:
        """Put a mail into the deleted items, or remove it for good."""
        how = HARD_DELETE if for_good else MOVE_TO_DELETED_ITEMS
        self._once("delete a mail", lambda: _one(self._account.bulk_delete([ItemId(id=mail_id)], delete_type=how)))

    @property
    def _sent(self) -> Any:  # noqa: ANN401
        return self._folders.get(Folder.SENT)

    def _changes(self, folder: Folder, token: str) -> Changes:
        where = self._folders.get(folder)
        if where is None:
            return Changes((), (), "")
        touched, state = changed_since(self._account, where, token)
        here = [ItemId(id=each) for each, is_here in touched.items() if is_here]
        mails = self._summaries(folder, self._account.fetch(here, folder=where, only_fields=_SUMMARY))
        gone = touched.keys() - {each.id for each in mails}
        return Changes(tuple(sorted(mails, key=lambda each: each.received_at)), tuple(sorted(gone)), state)

    def _summaries(self, folder: Folder, items: Iterable[Any]) -> list[MailSummary]:
        return [
            MailSummary(
                id=str(each.id),
                folder=folder,
                received_at=_moment(each.datetime_received),
                size=each.size or 0,
                is_read=bool(getattr(each, "is_read", False)),
                message_id=getattr(each, "message_id", None) or "",
                categories=tuple(each.categories or ()),
                version=str(each.changekey),
            )
            for each in _present(items)
        ]

    def _attached(self, mail_id: str) -> list[Any]:
        def found() -> list[Any]:
            fetched = self._account.fetch([ItemId(id=mail_id)], folder=self._sent, only_fields=["attachments"])
            return list(_one(fetched).attachments or ())

        return self._asked("see attachments", found)

    @contextmanager
    def _kept(self, doing: str, pieces: Callable[[], Iterator[bytes]]) -> Iterator[BinaryIO]:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as aside:

            def fill() -> None:
                aside.seek(0)
                aside.truncate()
                for piece in pieces():
                    aside.write(piece)
                aside.seek(0)

            self._asked(doing, fill)
            yield cast("BinaryIO", aside)

    def _asked(self, doing: str, question: Callable[[], T]) -> T:
        """Ask what may be asked twice."""
        return patiently(lambda: self._once(doing, question))

    def _once(self, doing: str, question: Callable[[], T]) -> T:
        with translated(self._name, doing):
            return question()


def _one(answers: Iterable[Any]) -> Any:  # noqa: ANN401
    """The one answer to one question; an error that came in its place is raised."""
    for each in answers:
        if isinstance(each, Exception):
            raise each
        return each
    raise ErrorItemNotFound("no answer for the item")


def _present(items: Iterable[Any]) -> Iterator[Any]:
    """Those that are still there: between the search and the fetch a colleague may move one."""
    for each in items:
        if isinstance(each, ErrorItemNotFound):
            continue
        if isinstance(each, Exception):
            raise each
        yield each


def _moment(value: Any) -> datetime:  # noqa: ANN401
    """Python's own datetime: a draft may have none."""
    return datetime.fromtimestamp(value.timestamp() if value is not None else 0, tz=UTC)
