"""Doctor's look at what each system asks of the browser: is all of it there, and how long will the certificate do."""

from collections.abc import Iterator
from datetime import UTC, datetime

from connectors.browser.account_note import password_hash, read_note
from connectors.browser.certificates import client_certificate
from connectors.browser.session import browser
from connectors.browser.storage_state import session_key
from connectors.browser.systems import SystemProfile, system_names, system_profile
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

WARNING_DAYS = 30
"""How long before a certificate ends doctor asks for a new one."""


def check_systems() -> Iterator[Finding]:
    """One finding a system of the file. Its browser is started; nobody signs in (a wrong password would count)."""
    try:
        names = system_names()
    except ConfigurationError as error:
        yield Finding("systems", ok=False, detail="what systems ask of the browser can't be told", remedy=error.detail)
        return
    for name in names:
        yield _check_one(name, system_profile(name))


def _check_one(name: str, profile: SystemProfile) -> Finding:
    what = f"browser for {name}"
    try:
        seen = [*_secrets(profile), *_certificate(name, profile)]
        with browser(name).case():
            pass
        _account(name, profile)
    except ConfigurationError as error:
        return Finding(what, ok=False, detail="can't be used as it is set up", remedy=error.detail)
    if warning := read_note(name).warning:
        return Finding(what, ok=False, detail="works, and soon won't", remedy=warning)
    return Finding(what, ok=True, detail="; ".join(["starts", *seen]))


def _secrets(profile: SystemProfile) -> Iterator[str]:
    """Read each one; say how many there are, and nothing of them."""
    named = [
        profile.proxy.secret if profile.proxy is not None else "",
        profile.http_credentials.secret if profile.http_credentials is not None else "",
        profile.sign_in.secret if profile.sign_in is not None else "",
    ]
    for secret in filter(None, named):
        settings().secret(secret)
    if profile.kept_session is not None:
        session_key(profile.kept_session.secret)
        yield "the key of its session is there"
    if any(named):
        yield "its passwords are there and were not tried"


def _certificate(name: str, profile: SystemProfile) -> Iterator[str]:
    if profile.client_certificate is None:
        return
    until = client_certificate(name, profile.client_certificate).not_after
    days = (until - datetime.now(UTC)).days
    if days < WARNING_DAYS:
        raise ConfigurationError(
            f"the client certificate ends in {days} days, on {until:%Y-%m-%d}: have a new one issued"
        )
    yield f"its certificate is good for {days} days"


def _account(name: str, profile: SystemProfile) -> None:
    """A password that was refused and is still the same one."""
    known = profile.sign_in
    if known is None or not (refused := read_note(name).refused):
        return
    password = settings().secret(known.secret).get_secret_value()
    if refused == password_hash(name, known.user, password):
        raise ConfigurationError(
            f"the password of its account was refused: correct the secret '{known.secret}', and have the account "
            "unlocked if it is locked"
        )
