"""The stand-in's Graph face refuses what Exchange Online refuses, so that a backend's bugs can't hide behind it."""

import base64
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sandbox.exchange.faults import Switch
from sandbox.exchange.starting import Running, started
from tests.connectors.mail.samples import mail

ADDRESS = "post@eksempel.example"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The process."""
    with started(tmp_path_factory.mktemp("exchange"), [ADDRESS]) as server:
        yield server


@pytest.fixture
def plain(running: Running) -> Iterator[httpx.Client]:
    """A client that trusts it, and has no token; the mailbox is empty and nothing goes wrong."""
    running.faults.clear()
    running.exchange.forget_requests()
    for folder in ("inbox", "drafts", "sentitems", "deleteditems"):
        for item in running.exchange.items(ADDRESS, folder):
            running.exchange.delete(ADDRESS, item.id, for_good=True)
    trust = ssl.create_default_context(cafile=running.ca_file)
    with httpx.Client(verify=trust, base_url=f"{running.graph}/users/{ADDRESS}/") as client:
        yield client


@pytest.fixture
def graph(running: Running, plain: httpx.Client) -> httpx.Client:
    """The same with the application's token."""
    form = {
        "client_id": running.client_id,
        "client_secret": running.client_secret,
        "grant_type": "client_credentials",
        "scope": f"{running.url}/.default",
    }
    token = plain.post(running.token_url, data=form).json()["access_token"]
    plain.headers["Authorization"] = f"Bearer {token}"
    return plain


def refused(response: httpx.Response) -> tuple[int, str]:
    """Status and code."""
    return response.status_code, response.json()["error"]["code"]


def listed(graph: httpx.Client, **headers: str) -> list[dict[str, Any]]:
    """The inbox."""
    rows: list[dict[str, Any]] = graph.get("mailFolders/inbox/messages", headers=headers).json()["value"]
    return rows


def save(graph: httpx.Client, mime: bytes) -> httpx.Response:
    """A draft."""
    return graph.post("messages", content=base64.b64encode(mime), headers={"Content-Type": "text/plain"})


def test_only_a_caller_who_asks_for_it_gets_an_id_that_stays(running: Running, graph: httpx.Client) -> None:
    """The ordinary id is another after a move, and the old one is unknown."""
    running.exchange.deliver(ADDRESS, mail())
    (row,), (stays,) = listed(graph), listed(graph, Prefer='IdType="ImmutableId"')
    assert row["id"] != stays["id"]
    moved = graph.post(f"messages/{row['id']}/move", json={"destinationId": "deleteditems"}).json()
    assert moved["id"] != row["id"]
    assert refused(graph.get(f"messages/{row['id']}")) == (404, "ErrorItemNotFound")
    assert graph.get(f"messages/{stays['id']}").is_success
    assert refused(graph.get("messages/nonsens!")) == (400, "ErrorInvalidIdMalformed")


def test_an_order_must_begin_the_filter(graph: httpx.Client) -> None:
    """Exchange refuses what it can't search by its index."""
    params = {"$filter": "isRead eq false", "$orderby": "receivedDateTime asc"}
    assert refused(graph.get("mailFolders/inbox/messages", params=params)) == (400, "InefficientFilter")
    params["$filter"] = "receivedDateTime ge 1970-01-01T00:00:00Z and isRead eq false"
    assert graph.get("mailFolders/inbox/messages", params=params).is_success


def test_lists_come_ten_at_a_time_unless_more_are_asked_for(running: Running, graph: httpx.Client) -> None:
    """Whoever doesn't follow the link misses the rest."""
    for number in range(12):
        running.exchange.deliver(ADDRESS, mail(message_id=f"<{number}@klinik.example>"))
    first = graph.get("mailFolders/inbox/messages").json()
    assert len(first["value"]) == 10
    assert len(graph.get(first["@odata.nextLink"]).json()["value"]) == 2
    assert len(graph.get("mailFolders/inbox/messages", params={"$top": "50"}).json()["value"]) == 12


def test_a_call_without_a_token_is_refused_and_noted(running: Running, plain: httpx.Client) -> None:
    """Also one with a token of somebody else's."""
    plain.headers["Authorization"] = "Bearer nonsens"
    assert refused(plain.get("messages/AAMkx")) == (401, "InvalidAuthenticationToken")
    assert [call.authorised for call in running.exchange.requests(face="graph")] == [False]


def test_a_mailbox_that_was_not_granted_is_closed(running: Running, graph: httpx.Client) -> None:
    """And one that isn't there is another error."""
    running.exchange.add_mailbox("lukket@eksempel.example", granted=False)
    for address, expected in {"lukket": (403, "ErrorAccessDenied"), "ingen": (404, "ErrorInvalidUser")}.items():
        answer = graph.get(f"{running.graph}/users/{address}@eksempel.example/mailFolders")
        assert refused(answer) == expected


def test_headers_are_given_only_to_who_names_them(running: Running, graph: httpx.Client) -> None:
    """And a body to who doesn't say what he wants."""
    running.exchange.deliver(ADDRESS, mail(text="Hej æøå\n"))
    (row,) = listed(graph)
    assert "internetMessageHeaders" not in row
    assert row["body"]["content"].split() == ["Hej", "æøå"]
    assert row["from"]["emailAddress"] == {"name": "Klinikken", "address": "kontakt@klinik.example"}
    named = graph.get(f"messages/{row['id']}", params={"$select": "internetMessageHeaders"}).json()
    assert {"name": "Message-ID", "value": "<1@klinik.example>"} in named["internetMessageHeaders"]
    assert "body" not in named


def test_a_draft_must_be_mime_in_base64_of_four_megabytes_at_most(graph: httpx.Client) -> None:
    """Each mistake has its own code."""
    text = {"Content-Type": "text/plain"}
    assert refused(graph.post("messages", json={"subject": "x"})) == (400, "UnableToDeserializePostBody")
    wrong = graph.post("messages", content=b"Subject: x", headers=text)
    assert refused(wrong) == (400, "ErrorMimeContentInvalidBase64String")
    assert refused(graph.post("messages", content=b"a" * (5 << 20), headers=text)) == (413, "RequestBodyTooLarge")
    assert save(graph, mail()).json()["isDraft"]


def test_an_upload_takes_its_pieces_in_order_and_no_token(graph: httpx.Client, plain: httpx.Client) -> None:
    """A piece out of order, of an odd length or with a token is refused; the last one attaches the file."""
    draft = save(graph, mail()).json()["id"]
    item = {"attachmentType": "file", "name": "a.pdf", "size": 400_000}
    begun = graph.post(f"messages/{draft}/attachments/createUploadSession", json={"AttachmentItem": item})
    address = begun.json()["uploadUrl"]

    def put(first: int, content: bytes) -> httpx.Response:
        said = f"bytes {first}-{first + len(content) - 1}/400000"
        return plain.put(address, content=content, headers={"Content-Range": said})

    assert put(0, bytes(327_680)).status_code == 401
    del plain.headers["Authorization"]
    assert [put(327_680, bytes(72_320)).status_code, put(0, bytes(1000)).status_code] == [416, 416]
    assert put(0, bytes(327_680)).json() == {"nextExpectedRanges": ["327680-"]}
    assert put(327_680, bytes(72_320)).status_code == 201
    assert put(327_680, bytes(72_320)).status_code == 404


def test_a_small_file_is_attached_in_one_call(graph: httpx.Client) -> None:
    """And stands in the list of attachments then."""
    draft = save(graph, mail()).json()["id"]
    content = base64.b64encode(b"%PDF").decode()
    graph.post(f"messages/{draft}/attachments", json={"name": "a.pdf", "contentBytes": content})
    (row,) = graph.get(f"messages/{draft}/attachments").json()["value"]
    assert (row["name"], row["size"]) == ("a.pdf", 4)
    assert graph.get(f"messages/{draft}/attachments/{row['id']}/$value").content == b"%PDF"


def test_what_is_deleted_twice_is_gone(running: Running, graph: httpx.Client) -> None:
    """The first time it lies in the deleted items."""
    running.exchange.deliver(ADDRESS, mail())
    (row,) = listed(graph)
    assert graph.delete(f"messages/{row['id']}").status_code == 204
    (binned,) = running.exchange.items(ADDRESS, "deleteditems")
    assert graph.delete(f"messages/{binned.id}").status_code == 204
    assert running.exchange.items(ADDRESS, "deleteditems") == []


def test_a_mailbox_serves_four_calls_at_once(running: Running, graph: httpx.Client) -> None:
    """Of twelve that come together some are refused, with the code of throttling."""
    running.faults.arm(Switch.SLOW, "list", times=12, seconds=0.3)
    answers: list[int] = []

    def call() -> None:
        answers.append(graph.get("mailFolders/inbox/messages").status_code)

    threads = [threading.Thread(target=call) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {200, 429}


def test_a_delta_token_nobody_knows_is_gone(graph: httpx.Client) -> None:
    """The caller must begin anew."""
    answer = graph.get("mailFolders/inbox/messages/delta", params={"$deltatoken": "nonsens"})
    assert refused(answer) == (410, "SyncStateNotFound")
