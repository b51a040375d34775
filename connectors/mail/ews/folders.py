"""The folders of a mailbox on the server: system folders by their well-known names, ours by name, each asked for once."""

from typing import Any

from exchangelib import Q
from exchangelib.errors import ErrorFolderExists
from exchangelib.fields import FieldPath
from exchangelib.folders import Drafts, Folder, FolderCollection, Inbox, Messages, MsgFolderRoot, Root, SentItems
from exchangelib.items import SHALLOW
from exchangelib.properties import DistinguishedFolderId, Mailbox
from exchangelib.services import CreateFolder

from connectors.mail import port

_SYSTEM = {port.Folder.INBOX: Inbox, port.Folder.DRAFTS: Drafts, port.Folder.SENT: SentItems}
_COUNTS = ("total_count", "unread_count")


class Folders:
    """Finds folders without walking the tree, which in a large mailbox takes minutes."""

    def __init__(self, account: Any) -> None:  # noqa: ANN401 (exchangelib has no types)
        self._account = account
        self._root = Root(account=account, _distinguished_id=self._well_known(Root))
        account.root = self._root  # the library would ask the server for it
        self._beside_inbox = self._system(MsgFolderRoot)
        self._known: dict[port.Folder, Any] = {key: self._system(kind) for key, kind in _SYSTEM.items()}

    def get(self, folder: port.Folder) -> Any:  # noqa: ANN401
        """The library's folder, or None for one of ours that isn't made yet. System folders cost no request."""
        if folder not in self._known:
            self._known.update(self._ours())
        return self._known.get(folder)

    def make(self, folder: port.Folder) -> Any:  # noqa: ANN401
        """The library's folder, made unless it is there; two processes may both try."""
        if (found := self.get(folder)) is not None:
            return found
        service = CreateFolder(account=self._account)
        new = Messages(root=self._root, name=folder.display_name)
        try:
            self._known[folder] = service.get(parent_folder=self._beside_inbox, folders=[new])
        except ErrorFolderExists:
            self._known.update(self._ours())
        return self._known[folder]

    def states(self) -> list[port.FolderState]:
        """Those that are there, with their counts."""
        collection = FolderCollection(account=self._account, folders=[self._known[each] for each in _SYSTEM])
        found = dict(zip(_SYSTEM, collection.get_folders(additional_fields=_fields()), strict=True))
        for each in found.values():
            if isinstance(each, Exception):
                raise each
        found.update(self._ours())
        return [
            port.FolderState(each, found[each].name, found[each].total_count or 0, found[each].unread_count or 0)
            for each in port.Folder
            if each in found
        ]

    def _system(self, kind: Any) -> Any:  # noqa: ANN401
        return kind(root=self._root, _distinguished_id=self._well_known(kind))

    def _well_known(self, kind: Any) -> Any:  # noqa: ANN401
        """With the mailbox's address, or it would be the robot's own folder; and now, for a folder's hash rests on it."""
        mailbox = Mailbox(email_address=self._account.primary_smtp_address)
        return DistinguishedFolderId(id=kind.DISTINGUISHED_FOLDER_ID, mailbox=mailbox)

    def _ours(self) -> dict[port.Folder, Any]:
        wanted = {each.display_name.casefold(): each for each in port.Folder if each.is_ours}
        any_of = Q()
        for each in wanted.values():
            any_of |= Q(name=each.display_name)
        beside = FolderCollection(account=self._account, folders=[self._beside_inbox])
        found = list(beside.find_folders(q=any_of, depth=SHALLOW, additional_fields=_fields()))
        for each in found:
            if isinstance(each, Exception):
                raise each
        return {wanted[each.name.casefold()]: each for each in found if each.name.casefold() in wanted}


def _fields() -> set[Any]:
    return {FieldPath(field=Folder.get_field_by_fieldname(each)) for each in _COUNTS}
