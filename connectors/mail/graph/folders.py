"""Where a folder is: system folders by their well-known names, ours below the top by the name colleagues see."""

from collections.abc import Callable
from typing import Any, TypeVar

from connectors.mail.errors import MailNotFound
from connectors.mail.graph.transport import Transport
from connectors.mail.graph.trying import Again
from connectors.mail.port import Folder, FolderState

T = TypeVar("T")

_WELL_KNOWN = {Folder.INBOX: "inbox", Folder.DRAFTS: "drafts", Folder.SENT: "sentitems"}
_SHOWN = {"$select": "id,displayName,totalItemCount,unreadItemCount", "$top": "100"}

_known: dict[str, dict[str, str]] = {}
"""Of each mailbox: ids by name. It outlives the mailbox that is opened for one step: resolved once, not once a step."""


class Folders:
    """The folders of one mailbox."""

    def __init__(self, transport: Transport, mailbox: str) -> None:
        self._transport = transport
        self._ids = _known.setdefault(mailbox, {})

    def states(self) -> list[FolderState]:
        """Those that are there, of those a process needs; asked of the server each time."""
        ours = {str(row["displayName"]).casefold(): row for row in self._top()}
        found: list[FolderState] = []
        for folder in Folder:
            row = ours.get(folder.display_name.casefold()) if folder.is_ours else self._system(folder)
            if row is not None:
                found.append(
                    FolderState(folder, row["displayName"], total=row["totalItemCount"], unread=row["unreadItemCount"])
                )
        return found

    def ensure(self, folder: Folder) -> None:
        """Make one of ours, unless it is there. Made twice at once is made once: the second is told that it exists."""
        if folder.is_ours and self._look_up(folder) is None:
            self._transport.call(
                "make a folder",
                "POST",
                "mailFolders",
                again=Again.ANY_TIME,
                accept=lambda response: response.status_code == 409,
                json={"displayName": folder.display_name},
            )

    def within(self, folder: Folder, act: Callable[[str], T], otherwise: Callable[[], T]) -> T:
        """Do something with a folder's id; once more with another id where a colleague made the folder anew.

        Args:
            folder: One of the port's.
            act: What to do.
            otherwise: What to do where there is no such folder.
        """
        if not folder.is_ours:
            return act(_WELL_KNOWN[folder])
        known = self._ids.get(folder.display_name)
        if known is not None:
            try:
                return act(known)
            except MailNotFound:
                if self._look_up(folder) == known:
                    raise
        found = self._look_up(folder) if known is None else self._ids.get(folder.display_name)
        return otherwise() if found is None else act(found)

    def _look_up(self, folder: Folder) -> str | None:
        name = folder.display_name
        found = [str(row["id"]) for row in self._top() if str(row["displayName"]).casefold() == name.casefold()]
        self._ids.pop(name, None)
        if not found:
            return None
        self._ids[name] = found[0]
        return found[0]

    def _top(self) -> list[dict[str, Any]]:
        return list(self._transport.pages("list folders", "mailFolders", _SHOWN))

    def _system(self, folder: Folder) -> dict[str, Any]:
        select = {"$select": _SHOWN["$select"]}
        return self._transport.get("see a folder", f"mailFolders/{_WELL_KNOWN[folder]}", select)
