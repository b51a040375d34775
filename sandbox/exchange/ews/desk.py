"""One authorised call at work: whose mailbox it means, and the model behind it. Every operation is given one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.exchange.accounts import Account
from sandbox.exchange.entries import (
    ChangedMeanwhile,
    Folder,
    FolderExists,
    FolderNotFound,
    Item,
    ItemNotFound,
    MailboxNotFound,
    ModelError,
    NoRecipients,
    NotADraft,
)
from sandbox.exchange.ews.soap import Call, Element, Refused, failure, text_at
from sandbox.exchange.model import Exchange

_CODES: dict[type[ModelError], str] = {
    FolderNotFound: "ErrorFolderNotFound",
    FolderExists: "ErrorFolderExists",
    ItemNotFound: "ErrorItemNotFound",
    ChangedMeanwhile: "ErrorIrresolvableConflict",
    NotADraft: "ErrorInvalidOperation",
    NoRecipients: "ErrorInvalidRecipients",
}


@dataclass(frozen=True)
class Desk:
    """What an operation needs. `is_stale`: the sync state is to be called too old; `is_changed`: an item by another."""

    exchange: Exchange
    account: Account
    call: Call
    is_stale: bool = False
    is_changed: bool = False

    def mailbox(self, element: Element | None = None) -> str:
        """The mailbox that a distinguished folder names, else the impersonated one, else the account's own."""
        named = "" if element is None else text_at(element, "t:Mailbox", "t:EmailAddress").lower()
        mailbox = named or self.call.impersonated or self.account.address
        if not mailbox:
            raise Refused(
                "ErrorInvalidExchangeImpersonationHeaderData", "An application must say whose mailbox it means."
            )
        self.account.check(self.exchange, mailbox)
        return mailbox

    def folder(self, element: Element) -> Folder:
        """The folder of a `FolderId` or `DistinguishedFolderId`."""
        folder_id = element.get("Id", "")
        if element.tag.endswith("}DistinguishedFolderId"):
            return self.exchange.folder(self.mailbox(element), folder_id)
        try:
            mailbox = self.exchange.mailbox_of(folder_id)
        except ItemNotFound:
            raise FolderNotFound from None
        self.account.check(self.exchange, mailbox)
        return self.exchange.folder(mailbox, folder_id)

    def item(self, element: Element) -> Item:
        """The item of an `ItemId`."""
        return self.item_of(element.get("Id", ""))

    def item_of(self, item_id: str) -> Item:
        """The item of an id, which says by itself whose it is."""
        mailbox = self.exchange.mailbox_of(item_id)
        self.account.check(self.exchange, mailbox)
        return self.exchange.item(mailbox, item_id)

    def each(self, elements: Iterable[Element], work: Callable[[Element], Element]) -> list[Element]:
        """One response message for each element, in order; an error is that element's alone."""
        return [self._one(element, work) for element in elements]

    def _one(self, element: Element, work: Callable[[Element], Element]) -> Element:
        try:
            return work(element)
        except Refused as refused:
            return failure(self.call.operation, refused)
        except ModelError as error:
            return failure(self.call.operation, refused_by(error))


def refused_by(error: ModelError) -> Refused:
    """The model's refusal in the protocol's words."""
    if isinstance(error, MailboxNotFound):
        return Refused("ErrorAccessDenied" if error.denied else "ErrorNonExistentMailbox")
    return Refused(_CODES[type(error)])
