"""A running stand-in for Exchange, and the profiles by which a test gets in."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from connectors.mail.profiles import EwsMail, GraphMail
from sandbox.exchange.starting import Running

_numbers = itertools.count(1)


def new_mailbox(running: Running) -> str:
    """A mailbox of the test's own, which the robot may open."""
    address = f"post{next(_numbers)}@eksempel.example"
    running.exchange.add_mailbox(address)
    return address


def ews_profile(running: Running, address: str, **changes: Any) -> EwsMail:
    """In by NTLM as a delegate, unless told otherwise; the secret is `mail-test`."""
    given = {
        "backend": "ews",
        "address": address,
        "endpoint": running.ews,
        "auth": "ntlm",
        "user": running.user,
        "secret": "mail-test",
        "ca_file": Path(running.ca_file),
        "timeout_seconds": 10,
    }
    return EwsMail.model_validate(given | changes)


def by_token(running: Running) -> dict[str, Any]:
    """What changes in the profile for OAuth2; the secret is `mail-application`."""
    return {
        "auth": "oauth2",
        "user": running.client_id,
        "secret": "mail-application",
        "access": "impersonation",
        "token_url": running.token_url,
        "scope": "https://outlook.office365.com/.default",
    }


def graph_profile(running: Running, address: str, **changes: Any) -> GraphMail:
    """In as an application by its secret, `mail-application`."""
    given = {
        "backend": "graph",
        "address": address,
        "client_id": running.client_id,
        "secret": "mail-application",
        "authority": running.authority,
        "base_url": running.graph,
        "ca_file": Path(running.ca_file),
        "timeout_seconds": 10,
    }
    return GraphMail.model_validate(given | changes)


def set_secrets(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The robot's password and the application's secret, where the settings find them."""
    monkeypatch.setenv("GEVINST_SECRET_MAIL_TEST", running.password)
    monkeypatch.setenv("GEVINST_SECRET_MAIL_APPLICATION", running.client_secret)
