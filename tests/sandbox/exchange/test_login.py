"""The tenant's login, asked by msal as it is."""

import ssl
from pathlib import Path
from typing import Any

import httpx
import msal
import requests

from sandbox.exchange.faults import Switch
from tests.sandbox.exchange.conftest import Box

SCOPE = ["https://graph.microsoft.com/.default"]


def application(box: Box, credential: Any) -> msal.ConfidentialClientApplication:
    """The robot's application as msal has it, with the stand-in's authority, whatever the environment trusts."""
    session = requests.Session()
    session.verify, session.trust_env = box.server.ca_file, False
    return msal.ConfidentialClientApplication(
        box.server.client_id,
        client_credential=credential,
        authority=box.server.authority,
        instance_discovery=False,
        http_client=session,
    )


def test_a_token_opens_the_mailbox_by_secret(box: Box) -> None:
    """It is kept by msal: a second asking makes no second login."""
    robot = application(box, box.server.client_secret)
    token = robot.acquire_token_for_client(SCOPE)["access_token"]
    assert robot.acquire_token_for_client(SCOPE)["access_token"] == token
    assert [each.authorised for each in box.exchange.requests(face="login")] == [True]
    url = f"{box.server.graph}/users/{box.address}/mailFolders/inbox"
    answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"}, verify=trusting(box))
    assert answer.json()["displayName"] == "Indbakke"


def test_a_certificate_is_as_good_as_a_secret(box: Box) -> None:
    """The registered one; another one signs in vain."""
    server = box.server
    certificate = {
        "private_key": Path(server.certificate_key_file).read_text(encoding="utf-8"),
        "public_certificate": Path(server.certificate_file).read_text(encoding="utf-8"),
    }
    assert "access_token" in application(box, certificate).acquire_token_for_client(SCOPE)
    other = certificate | {"private_key": (Path(server.database).parent / "server.pem").read_text(encoding="utf-8")}
    assert "AADSTS700027" in application(box, other).acquire_token_for_client(SCOPE)["error_description"]


def test_a_wrong_secret_is_one_refused_login(box: Box) -> None:
    """Its reason is handed over, and the log counts it."""
    answer = application(box, "forkert").acquire_token_for_client(SCOPE)
    assert answer["error"] == "invalid_client"
    assert [each.authorised for each in box.exchange.requests(face="login")] == [False]


def test_an_invented_token_opens_nothing(box: Box) -> None:
    """Neither face takes it."""
    headers = {"Authorization": "Bearer invented"}
    with httpx.Client(verify=trusting(box), headers=headers) as client:
        assert client.get(f"{box.server.graph}/users/{box.address}/mailFolders").status_code == 401
        assert client.post(box.server.ews, content=b"<x/>").status_code == 401


def test_the_login_can_fail_too(box: Box) -> None:
    """A busy login is refused by status, and serves the next call."""
    box.server.faults.arm(Switch.UNAVAILABLE_BEFORE, "token")
    form = {
        "grant_type": "client_credentials",
        "client_id": box.server.client_id,
        "client_secret": box.server.client_secret,
        "scope": SCOPE[0],
    }
    with httpx.Client(verify=trusting(box)) as client:
        assert [client.post(box.server.token_url, data=form).status_code for _ in range(2)] == [503, 200]


def trusting(box: Box) -> Any:
    """The stand-in's authority and no other."""
    return ssl.create_default_context(cafile=box.server.ca_file)
