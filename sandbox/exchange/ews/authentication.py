"""Who calls: Basic, NTLM (proven once a connection) or a token of the tenant's login."""

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path

import spnego
from spnego.exceptions import SpnegoError
from starlette.requests import Request

from sandbox.exchange import connections
from sandbox.exchange.accounts import DOMAIN, PASSWORD, ROBOT, Account, by_name, by_password
from sandbox.exchange.login import Login
from sandbox.exchange.model import Exchange

_ACCOUNT = "ntlm account"
_CONTEXT = "ntlm context"
OFFERED = ("NTLM", 'Basic realm="exchange"', "Bearer")


@dataclass(frozen=True)
class Known:
    """Who it is."""

    account: Account


@dataclass(frozen=True)
class Challenged:
    """Not known yet; `offers` go into WWW-Authenticate. `refused`: the name whose credentials were wrong, or empty."""

    offers: tuple[str, ...] = OFFERED
    refused: str = ""


def write_ntlm_users(file: Path, exchange: Exchange) -> None:
    """The acceptor reads its users from a file that the environment names: the robot, and each mailbox's person."""
    people = "".join(f":{address}:{PASSWORD}\n" for address in exchange.mailboxes())
    file.write_text(f"{DOMAIN}:{ROBOT}:{PASSWORD}\n{people}", encoding="utf-8")
    os.environ["NTLM_USER_FILE"] = str(file)


def identify(exchange: Exchange, login: Login, request: Request) -> Known | Challenged:
    """Find out who sent the request."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "basic":
            return _basic(exchange, given)
        case "ntlm" | "negotiate":
            return _ntlm(exchange, request, scheme, given)
        case "bearer":
            account = login.account(request.headers)
            return Known(account) if account else Challenged(refused="bearer")
        case _:
            account = connections.state(request).get(_ACCOUNT)
            return Known(account) if account else Challenged()


def _basic(exchange: Exchange, given: str) -> Known | Challenged:
    try:
        name, _, password = base64.b64decode(given).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return Challenged(refused="basic")
    account = by_password(exchange, name, password)
    return Known(account) if account else Challenged(refused=name)


def _ntlm(exchange: Exchange, request: Request, scheme: str, given: str) -> Known | Challenged:
    """The first message of the client begins; the second one proves."""
    state = connections.state(request)
    context = state.pop(_CONTEXT, None) or spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)
    try:
        token = context.step(base64.b64decode(given))
    except (SpnegoError, ValueError):
        return Challenged(refused=scheme.lower())
    if not context.complete:
        state[_CONTEXT] = context
        return Challenged(offers=(f"{scheme} {base64.b64encode(token or b'').decode('ascii')}",))
    account = by_name(exchange, context.client_principal or "")
    if account is None:
        return Challenged(refused=scheme.lower())
    state[_ACCOUNT] = account
    return Known(account)
