"""Signing in at a real provider, Canaille on loopback: each role, and whatever somebody could send us in its name."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from gevinst.door.door import SIGN_IN
from gevinst.store.tables import audit, audit_outcomes, sessions
from gevinst.web.app import create_app_behind_door
from sandbox.identity.colleagues import CLIENT, OTHER_CLIENT
from sandbox.identity.signing_in import sign_in
from tests.gevinst.core import ON_SQLITE
from tests.identity import SECRET, US, Identity, running_identity

pytestmark = ON_SQLITE
TOKEN, DESCRIPTION, USERINFO = "/oauth/token", "/.well-known/openid-configuration", "/oauth/userinfo"
ROLES = {  # all there are in the invented directory but ING, who is in no group of ours
    "PEN": "sagsbehandler",
    "BOR": "sagsbehandler",
    "KON": "projektkontor",
    "DRI": "drift",
    "LOG": "log-kontrollant",
    "BEG": "sagsbehandler",
}
NOT_DONE = "Log-ind blev ikke gennemført. Prøv igen."
NO_ANSWER = "Kommunens log-ind svarer ikke."
Alter = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identity]:
    """The invented directory's log-in."""
    with running_identity(tmp_path_factory.mktemp("identity")) as identity:
        yield identity


@pytest.fixture
def identity(provider: Identity) -> Identity:
    """The same, telling the truth."""
    provider.answers.clear()
    provider.is_down = False
    return provider


@pytest.fixture
def browser(identity: Identity, database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser on our pages, where nobody is signed in yet."""
    for name, value in {
        "SIGN_IN": "oidc",
        "OIDC_ISSUER": identity.address,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_SCOPES": "openid profile groups",
        "SECRET_OIDC_CLIENT_SECRET": SECRET,
    }.items():
        monkeypatch.setenv(f"GEVINST_{name}", value)
    app = create_app_behind_door(database)
    with TestClient(app, US, follow_redirects=False, raise_server_exceptions=False) as client:
        client.headers["Accept"] = "text/html"
        yield client


def sent_away(browser: TestClient, page: str = "/potentialer") -> str:
    """Where somebody who opens a page is sent to sign in: the provider's address, state and all."""
    first = browser.get(page)
    second = browser.get(first.headers["location"])
    third = browser.get(second.headers["location"])
    assert (first.status_code, second.status_code, third.status_code) == (303, 303, 302)
    return str(third.headers["location"])


def said(browser: TestClient, back: str) -> tuple[int, str]:
    """What we answer whoever comes back by this address."""
    answer = browser.get(back)
    return answer.status_code, answer.text


def changed(address: str, **values: str) -> str:
    """An address with some of its query another."""
    query = {name: given[0] for name, given in parse_qs(urlsplit(address).query).items()}
    return urlsplit(address)._replace(query=urlencode(query | values)).geturl()


@pytest.mark.parametrize("initials", ROLES)
def test_each_role_signs_in_and_ends_at_the_page_that_was_asked_for(
    browser: TestClient, identity: Identity, database: Engine, initials: str
) -> None:
    """The groups the provider names are the roles of the session, and the sign-in is in the audit."""
    back = sign_in(sent_away(browser, "/potentialer?enhed=x"), initials)
    answer = browser.get(back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/potentialer?enhed=x")
    assert initials in browser.get("/intet").text
    with database.connect() as connection:
        roles, units = connection.execute(select(sessions.c.roles, sessions.c.units)).one()
        written = connection.execute(select(audit.c.route, audit.c.role, audit_outcomes.c.status).join(audit_outcomes))
        assert [*map(tuple, written)] == [("log ind", ROLES[initials], 200)]
    assert roles == [ROLES[initials]]
    assert len(units) == {"BEG": 2, "DRI": 0, "LOG": 0}.get(initials, 1)


def test_whoever_has_no_group_of_ours_is_told_so(browser: TestClient, identity: Identity, database: Engine) -> None:
    """In Danish, without a session, and written down by nobody's name."""
    status, text = said(browser, sign_in(sent_away(browser), "ING"))
    assert status == 403
    assert "Du er logget ind, men har ingen rolle her. Bed din leder om adgang." in text
    with database.connect() as connection:
        assert connection.execute(select(sessions)).all() == []
        assert connection.execute(select(audit.c.staff_id, audit_outcomes.c.status).join(audit_outcomes)).all() == [
            (None, 403)
        ]


def test_another_state_is_nobody(browser: TestClient, identity: Identity) -> None:
    """A code that somebody else was given can't be put upon a browser that asked for another."""
    back = sign_in(sent_away(browser), "DRI")
    status, text = said(browser, changed(back, state="en anden"))
    assert (status, NOT_DONE in text) == (401, True)


def test_a_browser_that_never_asked_is_nobody(browser: TestClient, identity: Identity) -> None:
    """An address with state and code, sent to a colleague in a mail, signs nobody in."""
    back = sign_in(sent_away(browser), "DRI")
    browser.cookies.clear()
    status, text = said(browser, back)
    assert (status, NOT_DONE in text) == (401, True)


def test_an_address_that_was_used_is_used_up(browser: TestClient, identity: Identity) -> None:
    """Back in the browser's history, or by whoever read the address: the state is gone with the first."""
    back = sign_in(sent_away(browser), "DRI")
    assert browser.get(back).status_code == 303
    assert said(browser, back)[0] == 401


def test_a_code_that_was_used_is_refused_by_the_provider(browser: TestClient, identity: Identity) -> None:
    """With a state of one's own as well."""
    back = sign_in(sent_away(browser), "DRI")
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert browser.get(back).status_code == 303
    browser.cookies.clear()
    again = sign_in(sent_away(browser), "PEN")
    assert said(browser, changed(again, code=code))[0] == 401


def test_a_code_of_another_application_is_none_of_ours(browser: TestClient, identity: Identity) -> None:
    """What a colleague was given for another system doesn't open this one."""
    ours = sent_away(browser)
    back = sign_in(changed(ours, client_id=OTHER_CLIENT), "DRI")
    assert said(browser, back)[0] == 401


def test_a_token_for_another_question_is_none_of_ours(browser: TestClient, identity: Identity) -> None:
    """The nonce ties the token to the browser that asked."""
    back = sign_in(changed(sent_away(browser), nonce="en anden"), "DRI")
    assert said(browser, back)[0] == 401


def test_a_code_without_our_verifier_is_worth_nothing(browser: TestClient, identity: Identity) -> None:
    """PKCE: whoever asked with another challenge got a code that we can't exchange."""
    back = sign_in(changed(sent_away(browser), code_challenge="x" * 43), "DRI")
    assert said(browser, back)[0] == 401


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, unchecked."""
    part = token.split(".")[1]
    read: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return read


def written(part: dict[str, Any]) -> str:
    """One part of a token."""
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def signed_by_another(answer: dict[str, Any]) -> dict[str, Any]:
    """The identity token, by a key that is somebody else's."""
    key = RSAKey.generate_key(2048, auto_kid=True)
    token = jwt.encode({"alg": "RS256", "kid": key.kid}, claims_of(answer["id_token"]), key)
    return answer | {"id_token": token}


def unsigned(answer: dict[str, Any]) -> dict[str, Any]:
    """The identity token with nobody's signature, which the provider says it may have."""
    return answer | {"id_token": f"{written({'alg': 'none'})}.{written(claims_of(answer['id_token']))}."}


def promoted(answer: dict[str, Any]) -> dict[str, Any]:
    """The provider's own token with more groups written in."""
    head, _, signature = answer["id_token"].split(".")
    claims = claims_of(answer["id_token"]) | {"groups": ["gevinst-drift"]}
    return answer | {"id_token": f"{head}.{written(claims)}.{signature}"}


def without(answer: dict[str, Any]) -> dict[str, Any]:
    """No identity token at all: only the right to ask for what the provider knows."""
    return {name: value for name, value in answer.items() if name != "id_token"}


@pytest.mark.parametrize("alter", [signed_by_another, unsigned, promoted, without])
def test_a_token_that_the_provider_did_not_sign_is_nobodys(
    browser: TestClient, identity: Identity, alter: Alter
) -> None:
    """Another's signature, none, changed words or no token: the sign-in is broken off."""
    back = sign_in(sent_away(browser), "PEN")
    identity.answers[TOKEN] = alter
    status, text = said(browser, back)
    assert (status, NOT_DONE in text) == (401, True)


def test_groups_that_are_not_in_the_token_are_asked_for(
    browser: TestClient, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some providers give them on request only; what is answered must be about the same colleague."""
    monkeypatch.setenv("GEVINST_OIDC_GROUPS_CLAIM", "roller")
    identity.answers[USERINFO] = lambda answer: answer | {"roller": "gevinst-drift"}
    back = sign_in(sent_away(browser), "ING")
    assert browser.get(back).status_code == 303
    browser.cookies.clear()
    identity.answers[USERINFO] = lambda answer: answer | {"roller": "gevinst-drift", "sub": "DRI"}
    assert said(browser, sign_in(sent_away(browser), "ING"))[0] == 401


def test_more_groups_than_the_provider_writes_is_said_to_operations(
    browser: TestClient, identity: Identity, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Entra leaves the claim out above 200 groups: no role, and a line in the log that names nobody."""
    monkeypatch.setenv("GEVINST_OIDC_GROUPS_CLAIM", "roller")
    identity.answers[USERINFO] = lambda answer: answer | {"_claim_names": {"roller": "src1"}}
    status, text = said(browser, sign_in(sent_away(browser), "PEN"))
    assert (status, "ingen rolle her" in text) == (403, True)
    assert "more groups than the provider writes down" in caplog.text
    assert "PEN" not in caplog.text


@pytest.mark.parametrize("alter", [lambda _answer: {"issuer": "http://en-anden.example"}, lambda _answer: {}])
def test_another_issuer_than_the_settings_name_is_not_signed_in_at(
    browser: TestClient, identity: Identity, caplog: pytest.LogCaptureFixture, alter: Alter
) -> None:
    """A page in Danish for the colleague, and what to set for operations."""
    identity.answers[DESCRIPTION] = alter
    answer = browser.get(f"{SIGN_IN}/udbyder")
    assert answer.status_code == 503
    assert "før driften har rettet en indstilling" in answer.text
    assert "GEVINST_OIDC_ISSUER" in caplog.text


def test_a_missing_setting_is_said_without_a_traceback(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the client's secret nobody is sent away."""
    monkeypatch.delenv("GEVINST_SECRET_OIDC_CLIENT_SECRET")
    answer = browser.get(f"{SIGN_IN}/udbyder")
    assert answer.status_code == 503
    assert "oidc-client-secret" in caplog.text
    assert "oidc-client-secret" not in answer.text


def test_a_provider_that_is_down_is_said_in_danish(browser: TestClient, identity: Identity) -> None:
    """On the way there and on the way back; a try later works, since nothing was used up at our end."""
    back = sign_in(sent_away(browser), "PEN")
    identity.is_down = True
    status, text = said(browser, back)
    assert (status, NO_ANSWER in text) == (503, True)
    status, text = said(browser, f"{SIGN_IN}/udbyder")
    assert (status, NO_ANSWER in text) == (503, True)
    identity.is_down = False
    assert browser.get(sign_in(sent_away(browser), "PEN")).status_code == 303


def test_a_wrong_password_at_the_provider_never_comes_back_to_us(browser: TestClient, identity: Identity) -> None:
    """It is the provider's to say so."""
    with pytest.raises(KeyError, match="location"):
        sign_in(sent_away(browser), "PEN", "forkert")


@pytest.mark.parametrize(("error", "logged"), [("access_denied", "access_denied"), ("Olga Test\nERROR", "OAuthError")])
def test_whoever_says_no_at_the_provider_is_asked_whether_to_try_again(
    browser: TestClient, caplog: pytest.LogCaptureFixture, error: str, logged: str
) -> None:
    """A page of ours with the way to another try; the log has the protocol's word for it, and never somebody else's."""
    answer = browser.get(f"{SIGN_IN}/retur", params={"error": error, "state": "x"})
    assert answer.status_code == 401
    assert "Prøv igen" in answer.text
    assert f"broken off: {logged}" in caplog.text
    assert "Olga" not in caplog.text


def test_a_client_secret_that_ended_is_said_to_operations(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody can sign in, and the log says why."""
    back = sign_in(sent_away(browser), "DRI")
    monkeypatch.setenv("GEVINST_SECRET_OIDC_CLIENT_SECRET", "en gammel")
    assert said(browser, back)[0] == 401
    assert "broken off: invalid_client" in caplog.text
