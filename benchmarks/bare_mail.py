"""The same calls that the port makes, by hand in httpx and in exchangelib: what a script of an afternoon would do."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
from exchangelib import BASIC, DELEGATE, Account, Configuration, Credentials, EWSDateTime, FailFast, Version
from exchangelib.protocol import BaseProtocol
from exchangelib.version import EXCHANGE_2016
from requests.adapters import HTTPAdapter

from sandbox.exchange.starting import Running

Handle = Callable[[datetime], int]
"""List what came at a time or later, and fetch, mark and move each; answers how many."""

FOLDER, CATEGORY = "Under behandling", "BENCH-1"


def bare_httpx(server: Running, address: str) -> Handle:
    """Graph's REST interface, one connection, a token fetched before."""
    client = httpx.Client(verify=ssl.create_default_context(cafile=server.ca_file), timeout=60)
    asked = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "client_secret": server.client_secret,
        "scope": f"{server.url}/.default",
    }
    token = client.post(server.token_url, data=asked).raise_for_status().json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    box = f"{server.graph}/users/{address}"

    def handle(since: datetime) -> int:
        folders = client.get(f"{box}/mailFolders", params={"$top": 100}).raise_for_status().json()["value"]
        target = next(each["id"] for each in folders if each["displayName"] == FOLDER)
        start = since.astimezone(UTC).isoformat().replace("+00:00", "Z")
        url = f"{box}/mailFolders/inbox/messages"
        params: dict[str, str] | None = {
            "$filter": f"receivedDateTime ge {start}",
            "$orderby": "receivedDateTime asc",
            "$select": "id,receivedDateTime,isRead,categories,internetMessageId",
            "$top": "200",
        }
        ids: list[str] = []
        while url:
            page = client.get(url, params=params).raise_for_status().json()
            ids += [each["id"] for each in page["value"]]
            url, params = page.get("@odata.nextLink", ""), None
        for each in ids:
            mail = f"{box}/messages/{each}"
            assert client.get(f"{mail}/$value").raise_for_status().content
            client.patch(mail, json={"categories": [CATEGORY]}).raise_for_status()
            client.post(f"{mail}/move", json={"destinationId": target}).raise_for_status()
        return len(ids)

    return handle


def bare_exchangelib(server: Running, address: str) -> Handle:
    """EWS, with the few fields that are needed; Basic, as the port is told too."""

    class Trusting(HTTPAdapter):
        def init_poolmanager(self, *arguments: object, **named: object) -> None:
            context = ssl.create_default_context(cafile=server.ca_file)
            super().init_poolmanager(*arguments, ssl_context=context, **named)  # type: ignore[arg-type]

        def cert_verify(self, *_: object, **__: object) -> None:
            """The context does it."""

    usual, BaseProtocol.HTTP_ADAPTER_CLS = BaseProtocol.HTTP_ADAPTER_CLS, Trusting
    config = Configuration(
        service_endpoint=server.ews,
        credentials=Credentials(server.user, server.password),
        auth_type=BASIC,
        version=Version(build=EXCHANGE_2016),
        retry_policy=FailFast(),
    )
    account = Account(address, config=config, access_type=DELEGATE)
    target = account.inbox.parent / FOLDER
    BaseProtocol.HTTP_ADAPTER_CLS = usual

    def handle(since: datetime) -> int:
        start = EWSDateTime.from_datetime(since.astimezone(UTC))
        fields = ("message_id", "categories", "is_read", "size", "datetime_received", "changekey")
        found = account.inbox.filter(datetime_received__gte=start).order_by("datetime_received").only(*fields)
        mails = list(found)
        for each in mails:
            whole = account.inbox.all().only("mime_content").get(id=each.id, changekey=each.changekey)
            assert whole.mime_content
            each.categories = [CATEGORY]
            each.save(update_fields=["categories"])
            each.move(target)
        return len(mails)

    return handle
