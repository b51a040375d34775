"""What can be done with folders through the Graph face."""

from starlette.responses import JSONResponse, Response

from sandbox.exchange.entries import TOP
from sandbox.exchange.graph.refusals import Refused
from sandbox.exchange.graph.requests import Call
from sandbox.exchange.graph.rows import folder_row

_DEFAULT_TOP = 10


def list_folders(call: Call) -> Response:
    """The folders right below the top, or below the one that the path names; ten at a time unless more are asked for."""
    parent = call.exchange.folder(call.mailbox, call.request.path_params.get("folder", TOP))
    children = [each for each in call.exchange.folders(call.mailbox) if each.parent_id == parent.id]
    first, most = int(call.params.get("$skip", "0")), int(call.params.get("$top", _DEFAULT_TOP))
    body: dict[str, object] = {"value": [folder_row(each) for each in children[first : first + most]]}
    if first + most < len(children):
        body["@odata.nextLink"] = call.link(skip=str(first + most))
    return JSONResponse(body)


def see_folder(call: Call) -> Response:
    """One folder, by id or well-known name."""
    return JSONResponse(folder_row(call.exchange.folder(call.mailbox, call.path("folder"))))


def create_folder(call: Call) -> Response:
    """A new one right below the top, or below the one that the path names."""
    name = call.json().get("displayName")
    if not name:
        raise Refused(400, "ErrorInvalidRequest", "displayName is missing.")
    parent = call.request.path_params.get("folder", TOP)
    return JSONResponse(folder_row(call.exchange.create_folder(call.mailbox, parent, str(name))), status_code=201)
