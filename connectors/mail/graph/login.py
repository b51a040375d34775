"""The application's login: one token for a process, asked for once; a login that was refused is never tried again here.

The credentials are the application's own (client credentials), by certificate or by secret; no person's password.
"""

import hashlib
import re
import ssl
import threading
from typing import Any
from urllib.parse import urlsplit

import httpx
import msal  # type: ignore[import-untyped]

from connectors.mail.errors import MailAuthFailed, MailUnavailable
from connectors.mail.profiles import GraphMail
from gevinst.settings import settings

_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_LONGEST_SECONDS = 30
_NUMBER = re.compile(r"AADSTS\d{1,10}", re.ASCII)
_REMEDIES = {
    "AADSTS700016": "the tenant has no application with that client_id: correct client_id or authority",
    "AADSTS90002": "there is no such tenant: correct authority",
    "AADSTS900023": "there is no such tenant: correct authority",
    "AADSTS7000215": "the secret isn't the application's: store the secret's value, not its id",
    "AADSTS7000222": "the application's secret has expired: make a new one and store it",
    "AADSTS700027": "the application doesn't know the certificate, or it has expired: upload the one that is stored",
    "AADSTS7000112": "the application is disabled: enable it in Entra",
    "AADSTS53003": "a conditional access policy stops the application: let it in from this machine",
}
"""By the number that the login server gives."""

_apps: dict[tuple[str, ...], Any] = {}
_locks: dict[tuple[str, ...], threading.Lock] = {}


class Login:
    """The tokens of one profile. They outlive it: every step opens its mailbox anew, and a login a step is too many."""

    def __init__(self, name: str, profile: GraphMail, trust: ssl.SSLContext) -> None:
        self._name = name
        self._profile = profile
        self._trust = trust
        self._secret_name = profile.certificate or profile.secret
        self._secret = settings().secret(self._secret_name).get_secret_value()
        self._key = (
            str(profile.authority),
            profile.client_id,
            str(profile.ca_file),
            hashlib.sha256(self._secret.encode()).hexdigest(),
        )
        self._lock = _locks.setdefault(self._key, threading.Lock())

    def token(self) -> str:
        """A token that is still good: from memory, else by one login.

        Raises:
            MailAuthFailed: The login was refused; says what to correct.
            MailUnavailable: The login server doesn't answer.
        """
        base = urlsplit(str(self._profile.base_url))
        with self._lock:  # two threads that find no token would both log in
            answer = self._ask(f"{base.scheme}://{base.netloc}/.default")
            if "access_token" not in answer:
                _apps.pop(self._key, None)
                raise MailAuthFailed(f"mailbox '{self._name}': {self._remedy(answer)}")
        return str(answer["access_token"])

    def forget(self) -> None:
        """The server refused the token: the next time the mailbox is opened a new one is asked for."""
        with self._lock:
            _apps.pop(self._key, None)

    def _ask(self, scope: str) -> dict[str, Any]:
        try:
            if self._key not in _apps:
                _apps[self._key] = msal.ConfidentialClientApplication(
                    self._profile.client_id,
                    client_credential=self._credential(),
                    authority=str(self._profile.authority),
                    instance_discovery=False,  # the authority is a setting; nobody else is asked about it
                    http_client=_Http(self._trust, min(self._profile.timeout_seconds, _LONGEST_SECONDS)),
                )
            answer: dict[str, Any] = _apps[self._key].acquire_token_for_client(scopes=[scope])
        except httpx.HTTPError as error:
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
            what = "'s certificate isn't trusted: set ca_file" if untrusted else " can't be reached, or can't serve now"
            raise MailUnavailable(f"mailbox '{self._name}': the login server{what}") from None
        except ValueError:  # msal's word for a tenant that isn't there, and for a key it can't read
            raise MailAuthFailed(
                f"mailbox '{self._name}': correct authority (https://<login server>/<tenant>), or the certificate and "
                f"private key in secret '{self._secret_name}'"
            ) from None
        return answer

    def _credential(self) -> str | dict[str, str]:
        if not self._profile.certificate:
            return self._secret
        key, certificate = _PRIVATE_KEY.search(self._secret), _CERTIFICATE.search(self._secret)
        if key is None or certificate is None:
            raise MailAuthFailed(
                f"mailbox '{self._name}': secret '{self._secret_name}' must hold a private key and its certificate, in PEM"
            )
        return {"private_key": key.group(), "public_certificate": certificate.group()}

    def _remedy(self, answer: dict[str, Any]) -> str:
        """By number; never the server's own text, which repeats what was sent."""
        number = _NUMBER.match(str(answer.get("error_description", "")))
        remedy = _REMEDIES.get(number.group() if number else "", "check client_id, authority and the secret")
        return f"the login was refused ({number.group() if number else 'unexplained'}; secret '{self._secret_name}'): {remedy}"


class _Http:
    """What msal sends its requests through: our certificates and our time limit, and no second try."""

    def __init__(self, trust: ssl.SSLContext, timeout: float) -> None:
        self._trust = trust
        self._timeout = timeout

    def get(self, url: str, *, params: Any = None, headers: Any = None, **_: Any) -> httpx.Response:  # noqa: ANN401
        return self._request("GET", url, params=params, headers=headers)

    def post(
        self,
        url: str,
        *,
        params: Any = None,  # noqa: ANN401 (whatever msal has)
        data: Any = None,  # noqa: ANN401
        headers: Any = None,  # noqa: ANN401
        **_: Any,  # noqa: ANN401
    ) -> httpx.Response:
        # msal signs into bytes, which httpx would send as Python writes them
        form = {name: value.decode() if isinstance(value, bytes) else value for name, value in (data or {}).items()}
        return self._request("POST", url, params=params, data=form, headers=headers)

    def close(self) -> None:
        """Nothing is kept open: a login comes once an hour."""

    def _request(self, method: str, url: str, **options: Any) -> httpx.Response:  # noqa: ANN401
        response = httpx.request(method, url, verify=self._trust, timeout=self._timeout, **options)
        if response.status_code == 429 or response.is_server_error:
            response.raise_for_status()  # the server is busy; msal would take a 429 for a refused login
        return response
