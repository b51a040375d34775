"""The endpoint: reads a request, finds out who sent it, has the operation done, and acts out the faults armed for it."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exchange.accounts import Account
from sandbox.exchange.acting import Acting
from sandbox.exchange.entries import ModelError
from sandbox.exchange.ews import folder_calls, item_calls, sending_calls, soap, sync_calls
from sandbox.exchange.ews.authentication import OFFERED, Challenged, identify
from sandbox.exchange.ews.desk import Desk, refused_by
from sandbox.exchange.faults import Fault, Switch
from sandbox.exchange.login import Login
from sandbox.exchange.model import Exchange

PATH = "/EWS/Exchange.asmx"
_FACE = "ews"

_OPERATIONS: dict[str, Callable[[Desk], list[soap.Element]]] = {
    "GetFolder": folder_calls.get_folder,
    "FindFolder": folder_calls.find_folder,
    "CreateFolder": folder_calls.create_folder,
    "FindItem": item_calls.find_item,
    "GetItem": item_calls.get_item,
    "GetAttachment": item_calls.get_attachment,
    "UpdateItem": item_calls.update_item,
    "MoveItem": item_calls.move_item,
    "DeleteItem": item_calls.delete_item,
    "CreateItem": sending_calls.create_item,
    "CreateAttachment": sending_calls.create_attachment,
    "SendItem": sending_calls.send_item,
    "SyncFolderItems": sync_calls.sync_folder_items,
    "ConvertId": sync_calls.convert_id,
}


class Ews:
    """The EWS face of a model."""

    def __init__(self, exchange: Exchange, login: Login) -> None:
        self._exchange = exchange
        self._login = login
        self._acting = Acting(exchange, _FACE, _refuse)

    def routes(self) -> list[Route]:
        """Where it answers; clients write the path as they like."""
        return [Route(path, self._answer, methods=["GET", "POST"]) for path in (PATH, PATH.lower())]

    async def _answer(self, request: Request) -> Response:
        content = await request.body()
        found = identify(self._exchange, self._login, request)
        if isinstance(found, Challenged):
            refused = False if found.refused else None
            self._exchange.log(_FACE, "login", found.refused, authorised=refused, status=401)
            return _challenge(found.offers)
        account = found.account
        try:
            call = soap.read(content)
        except ValueError:
            self._exchange.log(_FACE, "unreadable", account.name, authorised=True, status=500)
            return soap.fault("ErrorSchemaValidation", "The request failed schema validation.")
        return await self._acting.call(
            request, call.operation, account.name, lambda fault: self._do(call, account, fault)
        )

    def _do(self, call: soap.Call, account: Account, fault: Fault | None) -> Response:
        switch = None if fault is None else fault.switch
        desk = Desk(
            self._exchange,
            account,
            call,
            is_stale=switch is Switch.GONE,
            is_changed=switch is Switch.WRONG_ETAG,
        )
        work = _OPERATIONS.get(call.operation)
        if work is None:
            return soap.fault("ErrorInvalidRequest", f"{call.operation} is not part of this stand-in.")
        try:
            messages = work(desk)
        except soap.Refused as refused:
            messages = [soap.failure(call.operation, refused)]
        except ModelError as error:
            messages = [soap.failure(call.operation, refused_by(error))]
        return soap.answer(call.operation, messages)


def _challenge(offers: tuple[str, ...]) -> Response:
    response = Response("Unauthorized", 401, media_type="text/plain")
    for offer in offers:
        response.headers.append("WWW-Authenticate", offer)
    return response


def _refuse(fault: Fault) -> Response:
    match fault.switch:
        case Switch.BUSY:
            back_off = {"BackOffMilliseconds": str(int(fault.seconds * 1000))}
            return soap.fault("ErrorServerBusy", "The server cannot service this request right now.", back_off)
        case Switch.UNAUTHORIZED:
            return _challenge(OFFERED)
        case Switch.FORBIDDEN:
            return Response("Forbidden", 403, media_type="text/plain")
        case Switch.THROTTLED:
            return Response("Too Many Requests", 429, {"Retry-After": str(int(fault.seconds))}, "text/plain")
        case _:
            headers = {"Retry-After": str(int(fault.seconds))} if fault.seconds else {}
            return Response("Service Unavailable", 503, headers, "text/plain")
