"""The Graph backend: one mailbox in Exchange Online, by plain calls of its REST interface.

Ids are Graph's ordinary ones, which change on every move, and not the immutable ones: a colleague or another run that
moved a mail has then taken it out of our hands, and the port's `move` tells so in one call that nobody can get between.
"""  # noqa: A005 (the trap is a name at the root; in here it is one of four that a backend has)

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import quote

from connectors.mail.errors import MailNotFound, MailUnavailable
from connectors.mail.graph.changes import changes_in
from connectors.mail.graph.folders import Folders
from connectors.mail.graph.large_drafts import MOST_IN_ONE_CALL, post_mime, save_large
from connectors.mail.graph.searching import find_in
from connectors.mail.graph.summaries import FIELDS, PAGE, summary_of
from connectors.mail.graph.transport import Transport
from connectors.mail.graph.trying import Again
from connectors.mail.port import AttachmentInfo, Changes, Folder, FolderState, Mailbox, MailSummary
from connectors.mail.profiles import GraphMail

_SEEN_IN_SENT_AFTER = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the looks. Exchange accepts a mail first and puts it into Sent a moment later."""
_SEND_SECONDS = 30
"""An answer later than this finds the act's deadline near, and the lease with it."""
_MAIL_IN_MAIL = "#microsoft.graph.itemAttachment"


@contextmanager
def open_graph(mailbox: str, profile: GraphMail, *, sleep: Callable[[float], None] = time.sleep) -> Iterator[Mailbox]:
    """The mailbox while the body runs; the first call logs in.

    Raises:
        ConfigurationError: A secret or the CA file is missing; says which.
    """
    transport = Transport(mailbox, profile, sleep=sleep)
    try:
        yield GraphMailbox(transport, Folders(transport, f"{profile.base_url} {profile.address}"))
    finally:
        transport.close()


class GraphMailbox:
    """See `connectors.mail.port.Mailbox`."""

    def __init__(self, transport: Transport, folders: Folders) -> None:
        self._transport = transport
        self._folders = folders
        self._message_ids: dict[str, str] = {}
        """Of the drafts seen here: what to look for in Sent."""

    def check(self) -> None:
        """Log in and see the folders."""
        self._folders.states()

    def folders(self) -> list[FolderState]:
        """Those that are there."""
        return self._folders.states()

    def ensure_folder(self, folder: Folder) -> None:
        """Make it below the top of the mailbox."""
        self._folders.ensure(folder)

    def mails(
        self, folder: Folder, *, unread: bool = False, since: datetime | None = None, limit: int | None = None
    ) -> list[MailSummary]:
        """The folder, oldest first, a page at a time; the filter begins with what the order is by, as Exchange asks."""
        start = "1970-01-01T00:00:00Z" if since is None else since.astimezone(UTC).isoformat().replace("+00:00", "Z")
        params = FIELDS | {
            "$filter": f"receivedDateTime ge {start}" + (" and isRead eq false" if unread else ""),
            "$orderby": "receivedDateTime asc",
            "$top": str(min(limit or PAGE, PAGE)),
        }

        def read(folder_id: str) -> list[MailSummary]:
            found: dict[str, MailSummary] = {}  # a mail that leaves while we read shifts the pages
            for row in self._transport.pages("list mails", f"mailFolders/{folder_id}/messages", params):
                mail = summary_of(row, folder)
                found[mail.id] = mail
                if len(found) == limit:
                    break
            return list(found.values())

        return [] if limit == 0 else self._folders.within(folder, read, list)

    def changes(self, folder: Folder, token: str = "") -> Changes:
        """By delta; in a folder that nobody made yet nothing has changed."""
        return self._folders.within(
            folder,
            lambda folder_id: changes_in(self._transport, folder, folder_id, token),
            lambda: Changes((), (), ""),
        )

    def mime(self, mail_id: str) -> AbstractContextManager[BinaryIO]:
        """The mail as it came, from a file that is gone afterwards."""
        return self._transport.stream("read a mail", f"{_path(mail_id)}/$value")

    def attachments(self, mail_id: str) -> list[AttachmentInfo]:
        """Numbered from 1, as the server lists them."""
        return [
            AttachmentInfo(
                number=number,
                size=row["size"],
                media_type=row.get("contentType") or _type_of(row),
                name=row.get("name") or "",
                is_inline=bool(row.get("isInline")),
            )
            for number, row in enumerate(self._attached(mail_id), 1)
        ]

    @contextmanager
    def attachment(self, mail_id: str, number: int) -> Iterator[BinaryIO]:
        """One attachment, from a file that is gone afterwards; a mail is its MIME."""
        attached = self._attached(mail_id)
        if not 1 <= number <= len(attached):
            raise MailNotFound(f"mailbox '{self._transport.name}': the mail has {len(attached)} attachments")
        path = f"{_path(mail_id)}/attachments/{attached[number - 1]['id']}/$value"
        with self._transport.stream("read an attachment", path) as content:
            yield content

    def mark(
        self, mail_id: str, *, categories: Sequence[str] | None = None, read: bool | None = None, version: str = ""
    ) -> None:
        """In one change; with a version only where nobody changed the mail since."""
        change: dict[str, object] = {}
        if categories is not None:
            change["categories"] = list(categories)
        if read is not None:
            change["isRead"] = read
        self._transport.call(
            "mark a mail",
            "PATCH",
            _path(mail_id),
            again=Again.WHEN_NOT_BEGUN if version else Again.ANY_TIME,  # our own change would be a conflict
            json=change,
            headers={"If-Match": version} if version else {},
        )

    def move(self, mail_id: str, folder: Folder) -> str:
        """The new id. Not made again after an unclear answer: the mail would be gone, moved by ourselves."""

        def put(folder_id: str) -> str:
            return self._move(mail_id, folder_id)

        def refuse() -> str:
            raise MailNotFound(f"mailbox '{self._transport.name}': '{folder.display_name}' was made and is gone again")

        def make_and_put() -> str:
            self._folders.ensure(folder)
            return self._folders.within(folder, put, refuse)

        return self._folders.within(folder, put, make_and_put)

    def draft(self, mime: bytes) -> str:
        """In Drafts, whole or not at all."""
        if len(mime) > MOST_IN_ONE_CALL:
            return save_large(self._transport, mime)
        return post_mime(self._transport, "messages", mime)

    def send(self, draft_id: str) -> None:
        """Send, once, and wait until the mail is seen in Sent.

        Raises:
            MailUnavailable: Also where Graph took the mail, and Sent doesn't show it yet: look there before anything else.
        """
        message_id = self._message_ids.get(draft_id) or self._message_id_of(draft_id)
        self._transport.call(
            "send a draft", "POST", f"{_path(draft_id)}/send", again=Again.NEVER, timeout=_SEND_SECONDS
        )
        for seconds in _SEEN_IN_SENT_AFTER:
            self._transport.pause(seconds)
            if not message_id or self.find(Folder.SENT, message_id):
                return
        raise MailUnavailable(
            f"mailbox '{self._transport.name}': Graph took a mail to send, and Sent doesn't show it yet"
        )

    def find(self, folder: Folder, message_id: str, *, category: str = "") -> list[str]:
        """Oldest first."""
        found: list[str] = self._folders.within(
            folder, lambda folder_id: find_in(self._transport, folder_id, message_id, category), list
        )
        if folder is Folder.DRAFTS:
            self._message_ids.update(dict.fromkeys(found, message_id))
        return found

    def delete(self, mail_id: str, *, for_good: bool = False) -> None:
        """For good it can't be brought back by anybody's mail program."""
        if for_good:
            self._transport.call(
                "delete a mail", "POST", f"{_path(mail_id)}/permanentDelete", again=Again.WHEN_NOT_BEGUN
            )
        else:
            self._move(mail_id, "deleteditems")

    def _move(self, mail_id: str, folder_id: str) -> str:
        moved = self._transport.call(
            "move a mail",
            "POST",
            f"{_path(mail_id)}/move",
            again=Again.WHEN_NOT_BEGUN,
            json={"destinationId": folder_id},
        )
        return str(moved.json()["id"])

    def _attached(self, mail_id: str) -> list[dict[str, Any]]:
        params = {"$select": "id,name,size,contentType,isInline"}
        return list(self._transport.pages("list attachments", f"{_path(mail_id)}/attachments", params))

    def _message_id_of(self, draft_id: str) -> str:
        row = self._transport.get("see a draft", _path(draft_id), {"$select": "internetMessageId"})
        return str(row.get("internetMessageId") or "")


def _path(mail_id: str) -> str:
    """Where a mail is; what is no id of Graph's must not become another address."""
    return f"messages/{quote(mail_id, safe='=')}"


def _type_of(row: dict[str, Any]) -> str:
    """A mail that is attached has no type of its own."""
    return "message/rfc822" if row.get("@odata.type") == _MAIL_IN_MAIL else "application/octet-stream"
