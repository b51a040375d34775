"""What changed in a folder: Graph's delta, whose token is a whole address and may be refused at any time.

The port's token is the folder's key and that address: a token of another folder would be answered with its mails.
"""

from typing import Any

from connectors.mail.errors import MailNotFound
from connectors.mail.graph.answers import is_stale
from connectors.mail.graph.summaries import FIELDS, PAGE, is_whole, summary_of
from connectors.mail.graph.transport import Transport
from connectors.mail.graph.trying import Again
from connectors.mail.port import Changes, Folder, MailSummary

_PAGED = {"Prefer": f"odata.maxpagesize={PAGE}"}


class _Stale(Exception):
    """The token isn't good any more."""


def changes_in(transport: Transport, folder: Folder, folder_id: str, token: str) -> Changes:
    """The net changes since the token, or the whole folder where the server has forgotten what it meant."""
    key, _, address = token.partition(" ")
    if key == folder and address.startswith(f"{transport.origin}/"):
        try:
            return _read(transport, folder, address, is_complete=True)
        except _Stale:
            pass
    return _read(transport, folder, f"mailFolders/{folder_id}/messages/delta", is_complete=not token)


def _read(transport: Transport, folder: Folder, start: str, *, is_complete: bool) -> Changes:
    mails: dict[str, MailSummary] = {}
    gone: dict[str, None] = {}
    page = _page(transport, start, {} if "://" in start else FIELDS)
    while True:
        for row in page["value"]:
            mail = None if "@removed" in row else _mail(transport, row, folder)
            if mail is None:
                mails.pop(row["id"], None)
                gone[row["id"]] = None
            else:
                mails[mail.id] = mail
                gone.pop(mail.id, None)
        if "@odata.deltaLink" in page:
            ordered = sorted(mails.values(), key=lambda mail: mail.received_at)
            return Changes(tuple(ordered), tuple(gone), f"{folder} {page['@odata.deltaLink']}", is_complete)
        page = _page(transport, page["@odata.nextLink"], {})


def _page(transport: Transport, address: str, params: dict[str, str]) -> dict[str, Any]:
    response = transport.call(
        "list changes",
        "GET",
        address,
        again=Again.ANY_TIME,
        accept=is_stale,
        headers=_PAGED,
        **({"params": params} if params else {}),
    )
    if is_stale(response):
        raise _Stale
    page: dict[str, Any] = response.json()
    return page


def _mail(transport: Transport, row: dict[str, Any], folder: Folder) -> MailSummary | None:
    """A row in full: what delta leaves out is fetched; None where the mail went away meanwhile."""
    if is_whole(row):
        return summary_of(row, folder)
    try:
        return summary_of(transport.get("see a mail", f"messages/{row['id']}", FIELDS), folder)
    except MailNotFound:
        return None
