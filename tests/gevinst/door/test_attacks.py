"""What is tried at a door: each with the answer it gets. Requests are written by hand, since clients tidy them up."""

import http.client
import logging
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.gevinst.core import ON_SQLITE
from tests.gevinst.door.visitors import CASEWORKER, OFFICE, OPERATIONS, Visitor, audited, visiting
from tests.gevinst.web.office import Served

pytestmark = ON_SQLITE


@pytest.fixture
def office(door: Served) -> Iterator[Visitor]:
    """The project office, signed in."""
    with visiting(door.url, OFFICE) as signed_in:
        yield signed_in


def asked(url: str, line: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, str]:
    """One request just as it is written here."""
    host = urlsplit(url).netloc
    with closing(http.client.HTTPConnection(host, timeout=30)) as connection:
        connection.putrequest(line, path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode())
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize(
    "path",
    [
        *("//maaneder", "/maaneder//", "/./maaneder", "/x/../maaneder", "/%2e%2e/maaneder", "/x/%2E%2E/maaneder"),
        *(
            "/maaneder%2f",
            "/%5cmaaneder",
            "/maaneder;x=1",
            "/%25%32%66maaneder",
            "/maaneder%00",
            "/maaneder/..",
            "/maaneder/.",
        ),
        *("\\maaneder", "/api//flows/filter", "/api/..%2fmaaneder", "/web.css/../maaneder", "/log-ind/..%2fmaaneder"),
    ],
)
def test_an_address_with_two_readings_is_refused_before_anything_reads_it(
    door: Served, office: Visitor, path: str
) -> None:
    """Signed in or not, a doubled, hidden or climbing part is no address of ours."""
    for headers in ({}, {"Cookie": f"gevinst={office.token}", "Accept": "text/html"}):
        status, text = asked(door.url, "GET", path, headers)
        assert status == 400, (path, status)
        assert "Måneder" not in text


@pytest.mark.parametrize(
    "path", ["/MAANEDER", "/maaneder/", "/maaneder ", "/sager%E2%80%AE", "/maaneder/x", "/web.cssx"]
)
def test_an_address_that_is_almost_ours_opens_nothing(door: Served, path: str) -> None:
    """Who isn't signed in is sent to sign in, or gets nothing; the figures' words are in no answer."""
    status, text = asked(door.url, "GET", path.replace(" ", "%20"), {"Accept": "text/html"})
    assert status in (303, 400, 401)
    assert "Måneder" not in text


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_method_is_what_it_says(door: Served, office: Visitor, header: str) -> None:
    """A header, or a field, that names another method changes nothing."""
    headers = {"Cookie": f"gevinst={office.token}", header: "POST", "Accept": "text/html"}
    assert asked(door.url, "GET", "/log-ud", headers)[0] == 405
    assert asked(door.url, "GET", "/log-ud?_method=POST", headers)[0] == 405
    assert office.client.get("/maaneder").status_code == 503  # still signed in; this database has no rates yet
    for method in ("TRACE", "CONNECT", "FOO", "PROPFIND"):
        status, text = asked(door.url, method, "/maaneder", headers)
        assert status in (403, 405, 415), method
        assert "Måneder" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {},
    ],
)
def test_another_page_can_send_nothing_in_a_colleagues_name(
    door: Served, office: Visitor, headers: dict[str, str]
) -> None:
    """CSRF: whatever a strange page makes the browser send carries its origin, and is refused; so with the right proof."""
    proof = office.csrf()
    form = {"Cookie": f"gevinst={office.token}", "Content-Type": "application/x-www-form-urlencoded", **headers}
    status, _ = asked(door.url, "POST", "/log-ud", form, f"csrf={proof}")
    assert status == 403
    assert office.client.get("/log-ind").status_code == 200
    assert office.client.get("/maaneder").status_code == 503


@pytest.mark.parametrize("proof", ["", "csrf=", "csrf=forkert", "csrf={0}&csrf={0}", "csrf[]={0}", "x={0}"])
def test_a_form_without_its_sessions_proof_does_nothing(door: Served, office: Visitor, proof: str) -> None:
    """Even from our own origin; another session's proof is none either."""
    with visiting(door.url, OPERATIONS) as other:
        answer = other.client.post(
            "/log-ud",
            content=proof.format(office.csrf()),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 403
        assert other.client.get("/maaneder").status_code == 503


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_a_form_is_sent_as_a_form(office: Visitor, kind: str) -> None:
    """What a script can send across origins without asking is no form of ours."""
    headers = {"Content-Type": kind} if kind else {}
    assert office.client.post("/log-ud", content=f"csrf={office.csrf()}", headers=headers).status_code == 415


def test_a_flood_of_text_is_cut_off(office: Visitor) -> None:
    """More than a form of ours can hold is refused without being kept."""
    form = {"csrf": office.csrf(), "note": "x" * (300 << 10)}
    answer = office.client.post("/log-ud", data=form)
    assert answer.status_code == 413
    assert "mere, end der kan gemmes" in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_another_name_for_this_machine_gets_nothing(door: Served, office: Visitor, host: str) -> None:
    """DNS rebinding: the name in the request must be ours."""
    status, text = asked(door.url, "GET", "/maaneder", {"Host": host, "Cookie": f"gevinst={office.token}"})
    assert status == 400
    assert "Måneder" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-User": OPERATIONS, "X-Forwarded-Groups": "gevinst-drift"},
        {"X-Forwarded-User": OPERATIONS, "X-Forwarded-Groups": "gevinst-drift", "X-Gevinst-Proxy": "gættet"},
        {"Authorization": "Basic RFJJOmFkZ2FuZ3Nrb2Rl"},
        {"X-Gevinst-Worker": "gættet"},
        {"X-Gevinst-Worker": ""},
        {"Cookie": "gevinst=" + "a" * 43},
        {"Cookie": "gevinst="},
        {"X-Original-URL": "/log-ind", "X-Rewrite-URL": "/log-ind"},
    ],
)
def test_headers_make_nobody(door: Served, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    """Signing in by password, no header signs anybody in, and a guessed secret opens nothing."""
    monkeypatch.setenv("GEVINST_SECRET_WORKER_TOKEN", "det rigtige")
    monkeypatch.setenv("GEVINST_SECRET_PROXY_SECRET", "det rigtige")
    headers = {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
    status, text = asked(door.url, "GET", "/maaneder", headers | {"Accept": "text/html"})
    assert status in (303, 401)
    assert "Måneder" not in text


def test_two_cookies_are_none(door: Served, office: Visitor) -> None:
    """A second cookie of the name was put there by somebody: which is meant is not guessed."""
    both = {"Cookie": f"gevinst={office.token}; gevinst={'b' * 43}", "Accept": "text/html"}
    assert asked(door.url, "GET", "/maaneder", both)[0] == 303


def test_a_worker_opens_no_page_of_ours(door: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its secret is for the orchestrator's interface alone."""
    monkeypatch.setenv("GEVINST_SECRET_WORKER_TOKEN", "det rigtige")
    for path in ("/", "/maaneder", "/sager", "/log-ud"):
        assert asked(door.url, "GET", path, {"X-Gevinst-Worker": "det rigtige", "Accept": "text/html"})[0] == 401


def test_no_token_and_no_password_is_in_a_log(door: Served, caplog: pytest.LogCaptureFixture) -> None:
    """Nor in the audit: what was sent to the door stays there."""
    for ours in ("gevinst", "uvicorn", "starlette", "asyncio", "multipart"):
        caplog.set_level(logging.DEBUG, logger=ours)
    with visiting(door.url, CASEWORKER) as visitor:
        token, proof = visitor.token, visitor.csrf()
        visitor.sign_in(CASEWORKER, "et gæt på en kode")
        visitor.client.get(f"/maaneder?token={token}")
    assert caplog.records
    told = caplog.text + str(audited(door.engine))
    assert token is not None
    for secret in (token, proof, "et gæt på en kode"):
        assert secret not in told


def test_every_answer_of_the_door_keeps_to_itself(door: Served, office: Visitor) -> None:
    """Refusals as well: no frame, no script from elsewhere, no cache, and nothing of where one came from to others."""
    for path in ("/", "/log-ind", "/sager", "/findes-ikke", "/api/flows", "//x", "/log-ud"):
        headers = office.client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] in ("no-store", "no-cache")


def test_with_tls_the_cookie_is_for_this_host_by_tls_alone(door: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is one that no other host can set; browsers are told to come by TLS from then on."""
    monkeypatch.setenv("GEVINST_PUBLIC_URL", "https://127.0.0.1")
    with visiting(door.url) as visitor:
        visitor.client.headers["Origin"] = "https://127.0.0.1"
        answer = visitor.sign_in(OFFICE)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-gevinst=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=")
