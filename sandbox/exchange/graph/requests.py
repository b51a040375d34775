"""One call on the Graph face: who asks, of which mailbox, in which form of id."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from sandbox.exchange.entries import Item
from sandbox.exchange.faults import Fault, Switch
from sandbox.exchange.graph.refusals import Refused
from sandbox.exchange.graph.rows import Rows
from sandbox.exchange.model import Exchange

_ID = re.compile(r"AA[\w=-]+", re.ASCII)
_MOST_IN_A_PAGE = re.compile(r"odata\.maxpagesize=(\d+)")


@dataclass(frozen=True)
class Call:
    """A request whose sender may do what it asks; the body is read already."""

    exchange: Exchange
    request: Request
    mailbox: str
    body: bytes
    fault: Fault | None

    @property
    def immutable(self) -> bool:
        """Whether the caller wants ids that stay."""
        return 'idtype="immutableid"' in self._preferred()

    @property
    def most_in_a_page(self) -> int:
        """Of delta; a caller may ask for another number than Graph's own ten."""
        asked = _MOST_IN_A_PAGE.search(self._preferred())
        return int(asked.group(1)) if asked else 10

    @property
    def params(self) -> dict[str, str]:
        """The query."""
        return dict(self.request.query_params)

    def rows(self) -> Rows:
        """How this caller wants mails shown."""
        return Rows(
            self.exchange, self.params.get("$select", ""), self.params.get("$expand", ""), immutable=self.immutable
        )

    def path(self, name: str) -> str:
        """A part of the path; one that can't be an id is refused as Graph does."""
        value = str(self.request.path_params[name])
        if name == "item" and not _ID.fullmatch(value):
            raise Refused(400, "ErrorInvalidIdMalformed", "Id is malformed.")
        return value

    def item(self) -> Item:
        """The mail that the path names."""
        found = self.exchange.item(self.mailbox, self.path("item"))
        if self.fault is not None and self.fault.switch is Switch.WRONG_ETAG:
            return self.exchange.touch(self.mailbox, found.id)
        return found

    def json(self) -> dict[str, Any]:
        """The body."""
        try:
            content = json.loads(self.body)
        except ValueError:
            raise Refused(400, "BadRequest", "Unable to read JSON request payload.") from None
        if not isinstance(content, dict):
            raise Refused(400, "BadRequest", "The payload is no object.")
        return content

    def link(self, **changed: str) -> str:
        """This call's address with other parameters (`skip` is `$skip`)."""
        params = self.params | {f"${name}": value for name, value in changed.items()}
        return f"{self._address()}?{urlencode(params, quote_via=quote)}"

    def bare_link(self, **params: str) -> str:
        """This call's address with these parameters alone."""
        return f"{self._address()}?{urlencode({f'${name}': value for name, value in params.items()})}"

    def _address(self) -> str:
        return str(self.request.url).partition("?")[0]

    def _preferred(self) -> str:
        return ",".join(self.request.headers.getlist("prefer")).lower()
