"""What a browser sends to PENSYS: latin-1 forms, uploaded files, and the view state that carries a page's memory."""

import base64
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from python_multipart import parse_form
from python_multipart.multipart import Field, File
from werkzeug.wrappers import Request

CHARSET = "iso-8859-1"


@dataclass(frozen=True)
class Upload:
    """One uploaded file, whole."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Posted:
    """A request as PENSYS sees it: what is asked for, about what, with which fields.

    Attributes:
        path: Which frame asks.
        action: `__EVENTTARGET`.
        argument: `__EVENTARGUMENT`.
        state: What the page remembered for itself in `__VIEWSTATE`.
        fields: The visible fields.
        upload: The file, if one was sent.
    """

    path: str
    action: str = ""
    argument: str = ""
    state: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    upload: Upload | None = None

    @property
    def everything(self) -> str:
        """All of it as one text, for faults to match on."""
        return " ".join((self.path, self.action, self.argument, *self.state.values(), *self.fields.values()))


def read(request: Request) -> Posted:
    """Read the whole body: on a connection that is kept alive, what is left over would be taken for the next request."""
    if request.method != "POST":
        return Posted(request.path)
    fields, upload = _multipart(request) if request.mimetype == "multipart/form-data" else (_encoded(request), None)
    action, argument, state = (fields.pop(f"__{name}", "") for name in ("EVENTTARGET", "EVENTARGUMENT", "VIEWSTATE"))
    return Posted(request.path, action, argument, unpack(state), fields, upload)


def pack(state: dict[str, str]) -> str:
    """The view state as it stands in the page: opaque to look at, and nothing secret."""
    return base64.b64encode(json.dumps(state).encode()).decode()


def unpack(text: str) -> dict[str, str]:
    """The view state that came back."""
    return dict(json.loads(base64.b64decode(text))) if text else {}


def _encoded(request: Request) -> dict[str, str]:
    body = request.get_data().decode("ascii", "replace")
    return {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True, encoding=CHARSET).items()}


def _multipart(request: Request) -> tuple[dict[str, str], Upload | None]:
    """Names, values and file names are bytes in the page's own charset; werkzeug's reader takes them for UTF-8."""
    fields: dict[str, str] = {}
    uploads: list[Upload] = []

    def on_field(part: Field) -> None:
        fields[(part.field_name or b"").decode(CHARSET)] = (part.value or b"").decode(CHARSET)

    def on_file(part: File) -> None:
        part.file_object.seek(0)
        uploads.append(Upload((part.file_name or b"").decode(CHARSET), part.file_object.read()))

    headers = {"Content-Type": (request.content_type or "").encode()}
    length = request.headers.get("Content-Length", "0")
    parse_form({**headers, "Content-Length": length.encode()}, request.stream, on_field, on_file)
    return fields, next((upload for upload in uploads if upload.name), None)
