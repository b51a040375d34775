"""How Graph refuses: a status, and a code in JSON. Messages are of the server's own words, never of a mail's."""

from starlette.responses import JSONResponse, Response

from sandbox.exchange.entries import (
    ChangedMeanwhile,
    FolderExists,
    FolderNotFound,
    ItemNotFound,
    MailboxNotFound,
    ModelError,
    NoRecipients,
    NotADraft,
)
from sandbox.exchange.faults import Fault, Switch


class Refused(Exception):
    """The face's own refusal of what it was asked."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or code


_OF_THE_MODEL: dict[type[ModelError], tuple[int, str]] = {
    FolderNotFound: (404, "ErrorItemNotFound"),
    ItemNotFound: (404, "ErrorItemNotFound"),
    FolderExists: (409, "ErrorFolderExists"),
    ChangedMeanwhile: (412, "ErrorIrresolvableConflict"),
    NotADraft: (400, "ErrorInvalidOperation"),
    NoRecipients: (400, "ErrorInvalidRecipients"),
}


def refusal(error: ModelError | Refused) -> Response:
    """The answer to a request that the mailbox or the face refuses."""
    if isinstance(error, Refused):
        return answer(error.status, error.code, error.message)
    if isinstance(error, MailboxNotFound):
        return answer(403, "ErrorAccessDenied") if error.denied else answer(404, "ErrorInvalidUser")
    return answer(*_OF_THE_MODEL[type(error)])


def by_fault(fault: Fault) -> Response:
    """The answer to a request that meets a fault."""
    match fault.switch:
        case Switch.UNAUTHORIZED:
            return answer(401, "InvalidAuthenticationToken")
        case Switch.FORBIDDEN:
            return answer(403, "ErrorAccessDenied")
        case Switch.BUSY | Switch.THROTTLED:
            response = answer(429, "ApplicationThrottled")
            response.headers["Retry-After"] = f"{fault.seconds:g}"
            return response
        case _:
            response = answer(503, "ErrorServerBusy")
            if fault.seconds:
                response.headers["Retry-After"] = f"{fault.seconds:g}"
            return response


def answer(status: int, code: str, message: str = "") -> Response:
    """An error as Graph writes it."""
    return JSONResponse({"error": {"code": code, "message": message or code}}, status_code=status)
