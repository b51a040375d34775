"""A bare HTTP client for PENSYS' tests: one kept-alive connection, cookies by hand, forms as an old browser sends them."""

import http.client
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote_from_bytes, urlsplit

from sandbox.legacy.app import ACCOUNT, PASSWORD
from sandbox.legacy.forms import CHARSET, pack

FORM = {
    "kind": "Regning",
    "treatment": "Fodbehandling æøåÆØÅ",
    "treatment_date": "03-09-2026",
    "amount": "1.234,50",
    "provider": "Klinik Sandkassen",
    "cvr": "20000013",
    "received": "05-09-2026",
    "sender": "behandler",
    "reference": "GEV-7",
}
_BOUNDARY = "----opdigtet"


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]


class OldBrowser:
    """One connection to PENSYS, used for everything."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        self.cookie = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, b"", "")

    def post(
        self, path: str, action: str, argument: str = "", *, state: dict[str, str] | None = None, **fields: str
    ) -> Answer:
        """Post back, in latin-1."""
        values = {"__EVENTTARGET": action, "__EVENTARGUMENT": argument, "__VIEWSTATE": pack(state or {}), **fields}
        body = "&".join(f"{name}={quote_from_bytes(text.encode(CHARSET))}" for name, text in values.items())
        return self._ask("POST", path, body.encode("ascii"), "application/x-www-form-urlencoded")

    def upload(self, number: str, name: str, content: bytes, remark: str) -> Answer:
        """File something on a registration."""
        fields = {"__EVENTTARGET": "upload", "__VIEWSTATE": pack({"number": number}), "bemaerkning": remark}
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode(CHARSET)
            for key, text in fields.items()
        ]
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="fil"; filename="{name}"\r\n'
        parts += [head.encode(CHARSET), b"Content-Type: application/pdf\r\n\r\n", content]
        parts.append(f"\r\n--{_BOUNDARY}--\r\n".encode())
        return self._ask("POST", "/indhold", b"".join(parts), f"multipart/form-data; boundary={_BOUNDARY}")

    def sign_in(self, password: str = PASSWORD) -> Answer:
        """Log on."""
        return self.post("/", "login", bruger=ACCOUNT, kode=password)

    def _ask(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        headers = {"Cookie": self.cookie} | ({"Content-Type": content_type} if body else {})
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        text = response.read().decode(CHARSET)
        received = {name.lower(): value for name, value in response.getheaders()}
        self.cookie = received.get("set-cookie", self.cookie).partition(";")[0]
        return Answer(response.status, text, received)
