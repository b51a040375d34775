"""The Graph face: the REST calls on mail that a robot makes, over the same mailboxes as the EWS face.

Operations by their names in the request log, for which faults can be armed: `list-folders`, `get-folder`,
`create-folder`, `list`, `delta`, `get`, `mime`, `attachments`, `attachment`, `create`, `update`, `move`, `send`, `delete`,
`delete-for-good`, `add-attachment`, `begin-upload`, `upload`.

As in Exchange Online, a mailbox serves four calls of an application at once and refuses the fifth, no call is larger
than 4 MB, and an upload goes to an address that wants no token.
"""

import base64
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.exchange.acting import Acting
from sandbox.exchange.entries import ModelError
from sandbox.exchange.faults import Fault
from sandbox.exchange.graph import folders, mails
from sandbox.exchange.graph.refusals import Refused, answer, by_fault, refusal
from sandbox.exchange.graph.requests import Call
from sandbox.exchange.graph.uploads import MOST_IN_ONE_CALL, Uploads
from sandbox.exchange.login import Login
from sandbox.exchange.model import Exchange

_FACE = "graph"
_AT_ONCE = 4
_Work = Callable[[Call], Response]


def graph_app(exchange: Exchange, login: Login) -> Starlette:
    """The face as an application to mount, at `/v1.0`; it takes the tokens that `login` gave."""
    return Starlette(routes=list(_Face(exchange, login).routes()))


class _Face:
    def __init__(self, exchange: Exchange, login: Login) -> None:
        self._exchange = exchange
        self._login = login
        self._acting = Acting(exchange, _FACE, by_fault)
        self._uploads = Uploads(exchange)
        self._under_way: Counter[str] = Counter()
        self._lock = Lock()

    def routes(self) -> Iterator[Route]:
        yield from self._of("/mailFolders", "list-folders", folders.list_folders, "GET")
        yield from self._of("/mailFolders", "create-folder", folders.create_folder, "POST")
        yield from self._of("/mailFolders/{folder}", "get-folder", folders.see_folder, "GET")
        yield from self._of("/mailFolders/{folder}/childFolders", "list-folders", folders.list_folders, "GET")
        yield from self._of("/mailFolders/{folder}/childFolders", "create-folder", folders.create_folder, "POST")
        yield from self._of("/mailFolders/{folder}/messages", "list", mails.list_mails, "GET")
        yield from self._of("/mailFolders/{folder}/messages", "create", mails.create_mail, "POST")
        yield from self._of("/mailFolders/{folder}/messages/delta", "delta", mails.list_changes, "GET")
        yield from self._of("/messages", "create", mails.create_mail, "POST")
        yield from self._of("/messages/{item}", "get", mails.see_mail, "GET")
        yield from self._of("/messages/{item}", "update", mails.change_mail, "PATCH")
        yield from self._of("/messages/{item}", "delete", mails.delete_mail, "DELETE")
        yield from self._of("/messages/{item}/$value", "mime", mails.read_mime, "GET")
        yield from self._of("/messages/{item}/move", "move", mails.move_mail, "POST")
        yield from self._of("/messages/{item}/send", "send", mails.send_draft, "POST")
        yield from self._of("/messages/{item}/permanentDelete", "delete-for-good", mails.delete_for_good, "POST")
        yield from self._of("/messages/{item}/attachments", "attachments", mails.list_attachments, "GET")
        yield from self._of("/messages/{item}/attachments", "add-attachment", self._add_attachment, "POST")
        yield from self._of(
            "/messages/{item}/attachments/createUploadSession", "begin-upload", self._begin_upload, "POST"
        )
        yield from self._of(
            "/messages/{item}/attachments/{attachment}/$value", "attachment", mails.read_attachment, "GET"
        )
        yield Route("/upload/{session}", self._upload, methods=["PUT"])

    def _of(self, path: str, operation: str, work: _Work, method: str) -> Iterator[Route]:
        yield Route(f"/users/{{mailbox}}{path}", self._endpoint(operation, work), methods=[method])

    def _endpoint(self, operation: str, work: _Work) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            account = self._login.account(request.headers)
            if account is None:
                self._exchange.log(_FACE, operation, "", authorised=False, status=401)
                return answer(401, "InvalidAuthenticationToken", "Access token is missing, wrong or expired.")
            body, mailbox = await request.body(), str(request.path_params["mailbox"])
            if len(body) > MOST_IN_ONE_CALL:
                self._exchange.log(_FACE, operation, account.name, authorised=True, status=413)
                return answer(413, "RequestBodyTooLarge", "The request exceeds the maximum of 4 MB.")

            def do(fault: Fault | None) -> Response:
                try:
                    account.check(self._exchange, mailbox)
                    return work(Call(self._exchange, request, mailbox, body, fault))
                except (ModelError, Refused) as error:
                    return refusal(error)

            with self._place(mailbox.lower()) as there_is_one:
                if not there_is_one:
                    self._exchange.log(_FACE, operation, account.name, authorised=True, status=429)
                    return answer(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")
                return await self._acting.call(request, operation, account.name, do)

        return serve

    @contextmanager
    def _place(self, mailbox: str) -> Iterator[bool]:
        """One of the calls that a mailbox serves at once, where there is one left."""
        with self._lock:
            self._under_way[mailbox] += 1
            fits = self._under_way[mailbox] <= _AT_ONCE
        try:
            yield fits
        finally:
            with self._lock:
                self._under_way[mailbox] -= 1

    def _add_attachment(self, call: Call) -> Response:
        wanted = call.json()
        content = base64.b64decode(str(wanted["contentBytes"]))
        kind = str(wanted.get("contentType") or "application/octet-stream")
        self._uploads.attach(call.mailbox, call.item().id, str(wanted["name"]), kind, content)
        return JSONResponse({"name": wanted["name"], "size": len(content)}, status_code=201)

    def _begin_upload(self, call: Call) -> Response:
        session = self._uploads.begin(call.mailbox, call.item().id, call.json()["AttachmentItem"])
        mounted = call.request.scope["root_path"]  # the base address leaves it out
        address = f"{str(call.request.base_url).rstrip('/')}{mounted}/upload/{session}"
        return JSONResponse({"uploadUrl": address, "nextExpectedRanges": ["0-"]}, status_code=201)

    async def _upload(self, request: Request) -> Response:
        piece = await request.body()

        def do(_: Fault | None) -> Response:
            if "authorization" in request.headers:
                return answer(401, "InvalidAuthenticationToken", "An upload address takes no token.")
            try:
                so_far = self._uploads.put(
                    request.path_params["session"], request.headers.get("content-range", ""), piece
                )
            except (ModelError, Refused) as error:
                return refusal(error)
            if so_far is None:
                return Response(status_code=201)
            return JSONResponse({"nextExpectedRanges": [f"{so_far}-"]})

        return await self._acting.call(request, "upload", "", do)
