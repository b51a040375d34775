"""What can be done with mails through the Graph face; one function an operation."""

import base64
import binascii

from starlette.responses import JSONResponse, Response

from sandbox.exchange.entries import ChangedMeanwhile
from sandbox.exchange.faults import Switch
from sandbox.exchange.graph import delta
from sandbox.exchange.graph.query import page_of
from sandbox.exchange.graph.refusals import Refused
from sandbox.exchange.graph.requests import Call
from sandbox.exchange.graph.rows import attachment_row, etag
from sandbox.exchange.parts import Attachment, parts_of


def list_mails(call: Call) -> Response:
    """A page of a folder."""
    page = page_of(call.exchange.items(call.mailbox, call.path("folder")), call.params)
    rows = call.rows()
    body: dict[str, object] = {"value": [rows.row(item) for item in page.items]}
    if page.following is not None:
        body["@odata.nextLink"] = call.link(skip=str(page.following))
    return JSONResponse(body)


def list_changes(call: Call) -> Response:
    """Delta: the first time everything, then what a token was given for."""
    params = call.params
    token = params.get("$deltatoken") or params.get("$skiptoken") or ""
    if call.fault is not None and call.fault.switch is Switch.GONE:
        raise Refused(410, "SyncStateNotFound", "The sync state generation is not found.")
    folder = call.exchange.folder(call.mailbox, call.path("folder"))
    asked = (
        delta.question_in(token)
        if token
        else {
            "folder": folder.id,
            "after": 0,
            "select": params.get("$select", ""),
            "expand": params.get("$expand", ""),
            "immutable": call.immutable,
        }
    )
    rows, number, more = delta.page(call.exchange, call.mailbox, asked, call.most_in_a_page)
    following = delta.token_of(asked | {"after": number})
    link = (
        {"@odata.nextLink": call.bare_link(skiptoken=following)}
        if more
        else {"@odata.deltaLink": call.bare_link(deltatoken=following)}
    )
    return JSONResponse({"value": rows, **link})


def see_mail(call: Call) -> Response:
    """One mail's fields."""
    return JSONResponse(call.rows().row(call.item()))


def read_mime(call: Call) -> Response:
    """The mail as it came."""
    return Response(call.exchange.mime(call.item()), media_type="text/plain")


def create_mail(call: Call) -> Response:
    """A draft from MIME, in Drafts or in the folder that the path names."""
    if not call.request.headers.get("content-type", "").startswith("text/plain"):
        raise Refused(400, "UnableToDeserializePostBody", "The stand-in takes drafts as MIME (text/plain) alone.")
    try:
        mime = base64.b64decode(call.body, validate=True)
    except binascii.Error:
        raise Refused(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.") from None
    folder = call.request.path_params.get("folder", "drafts")
    return JSONResponse(call.rows().row(call.exchange.add(call.mailbox, folder, mime, is_draft=True)), status_code=201)


def change_mail(call: Call) -> Response:
    """Read flag and categories; with If-Match only where it is unchanged."""
    item = call.item()
    expected = call.request.headers.get("if-match", "")
    if expected not in ("", "*", etag(item)):
        raise ChangedMeanwhile
    wanted = call.json()
    categories = wanted.get("categories")
    changed = call.exchange.update(
        call.mailbox,
        item.id,
        is_read=wanted.get("isRead"),
        categories=None if categories is None else tuple(map(str, categories)),
        change_key=item.change_key if expected not in ("", "*") else "",
    )
    return JSONResponse(call.rows().row(changed))


def move_mail(call: Call) -> Response:
    """To the folder that the body names, by id or well-known name."""
    moved = call.exchange.move(call.mailbox, call.path("item"), str(call.json()["destinationId"]))
    return JSONResponse(call.rows().row(moved), status_code=201)


def send_draft(call: Call) -> Response:
    """Accepted, and here done at once."""
    call.exchange.send(call.mailbox, call.path("item"))
    return Response(status_code=202)


def delete_mail(call: Call) -> Response:
    """Into the deleted items; from there for good."""
    item = call.item()
    bin_id = call.exchange.folder(call.mailbox, "deleteditems").id
    call.exchange.delete(call.mailbox, item.id, for_good=item.folder_id == bin_id)
    return Response(status_code=204)


def delete_for_good(call: Call) -> Response:
    """Past the deleted items."""
    call.exchange.delete(call.mailbox, call.path("item"), for_good=True)
    return Response(status_code=204)


def list_attachments(call: Call) -> Response:
    """What is attached, without the content."""
    select = [name for name in call.params.get("$select", "").split(",") if name]
    rows = [attachment_row(each) for each in parts_of(call.exchange, call.item()).attachments]
    kept = [{k: v for k, v in row.items() if not select or k in select or k == "@odata.type"} for row in rows]
    return JSONResponse({"value": kept})


def read_attachment(call: Call) -> Response:
    """One attachment's content; of a mail its MIME."""
    found = _attachment(call)
    return Response(found.content, media_type="text/plain" if found.is_item else "application/octet-stream")


def _attachment(call: Call) -> Attachment:
    wanted = call.path("attachment")
    for each in parts_of(call.exchange, call.item()).attachments:
        if attachment_row(each)["id"] == wanted:
            return each
    raise Refused(404, "ErrorItemNotFound")
