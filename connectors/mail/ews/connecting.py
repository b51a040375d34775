"""An account of exchangelib that does as we say: one login, one request a call, our certificates, nothing looked up."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from exchangelib import DELEGATE, IMPERSONATION, UTC, Account, Configuration, Credentials, FailFast, OAuth2Credentials
from exchangelib.protocol import CachingProtocol, Protocol
from exchangelib.transport import AUTH_TYPE_MAP, BASIC, GSSAPI, NTLM, OAUTH2, SSPI
from exchangelib.version import EXCHANGE_2013, EXCHANGE_2013_SP1, EXCHANGE_2016, Version
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import SSLError

from connectors.mail.errors import MailBlocked
from connectors.mail.ews.errors import GUIDE, USE_GRAPH, error_of_answer
from connectors.mail.profiles import EwsMail
from gevinst.settings import settings

_PIECE = 64 << 10
_ONLINE = ("outlook.office365.com", "outlook.office.com")
_BUILDS = {"Exchange2013": EXCHANGE_2013, "Exchange2013_SP1": EXCHANGE_2013_SP1, "Exchange2016": EXCHANGE_2016}


def connect(name: str, profile: EwsMail) -> Any:  # noqa: ANN401 (exchangelib has no types)
    """The account; nothing is asked of the server yet.

    Raises:
        ConfigurationError: The secret is missing, the endpoint is Exchange Online's, or Kerberos isn't installed.
    """
    if urlsplit(str(profile.endpoint)).hostname in _ONLINE:
        raise MailBlocked(f"mailbox '{name}': {USE_GRAPH}")
    config = Configuration(
        service_endpoint=str(profile.endpoint),
        credentials=_credentials(profile),
        auth_type=_auth_type(name, profile),
        version=Version(build=_BUILDS[profile.version], api_version=profile.version),
        retry_policy=_Policy(name),
    )
    account = Account(
        primary_smtp_address=profile.address,
        config=config,
        access_type=IMPERSONATION if profile.access == "impersonation" else DELEGATE,
        locale="da_DK",
        default_timezone=UTC,
    )
    account.protocol.close()
    account.protocol = _OwnProtocol(config=config, name=name, profile=profile)
    return account


def _credentials(profile: EwsMail) -> Any:  # noqa: ANN401
    if profile.auth == "kerberos":
        return None  # the ticket is the service account's own
    secret = settings().secret(profile.secret).get_secret_value()
    return _Application(profile, secret) if profile.auth == "oauth2" else Credentials(profile.user, secret)


def _auth_type(name: str, profile: EwsMail) -> str:
    kerberos = SSPI if sys.platform == "win32" else GSSAPI
    wanted: str = {"basic": BASIC, "ntlm": NTLM, "oauth2": OAUTH2, "kerberos": kerberos}[profile.auth]
    if wanted not in AUTH_TYPE_MAP:
        extra = "sspi" if sys.platform == "win32" else "kerberos"
        raise MailBlocked(f"mailbox '{name}': auth kerberos isn't installed: pip install 'exchangelib[{extra}]'")
    return wanted


class _Application(OAuth2Credentials):  # type: ignore[misc]
    """Client credentials from the profile's own login server."""

    def __init__(self, profile: EwsMail, secret: str) -> None:
        self._url, self._scope = str(profile.token_url), profile.scope
        super().__init__(client_id=profile.user, client_secret=secret)

    @property
    def token_url(self) -> str:
        return self._url

    @property
    def scope(self) -> list[str] | None:
        return [self._scope] if self._scope else None

    def session_params(self) -> dict[str, Any]:
        """An expired token is replaced by a new one; this grant has nothing to refresh it by."""
        return {"token": self.access_token}


class _Policy(FailFast):  # type: ignore[misc]
    """Each answer that isn't EWS becomes one of our errors at once.

    The library's own rules take any answer that closes its connection for a busy server, a refused login too, and forget
    Retry-After.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def raise_response_errors(self, response: Response) -> None:
        """Let an answer of EWS pass: by 200, or a fault in XML by 500."""
        is_fault = response.status_code == 500 and response.content.lstrip(b"\xef\xbb\xbf").startswith(
            (b"<?xml", b"<s:Envelope")
        )
        if response.status_code != 200 and not is_fault:
            raise error_of_answer(response, f"mailbox '{self._name}'")
        if is_fault:  # whoever reads a mail as a stream must find the fault, and not an end
            response.raw = _Reread(response.content)


class _Reread(io.BytesIO):
    """What was read, to be read once more; a class of its own, for the library sets attributes on it."""


class _Adapter(HTTPAdapter):
    """Reads answers in pieces of a sensible size (the library asks for one byte at a time) and checks by our authority."""

    def __init__(self, name: str, authority: Path | None) -> None:
        self._name, self._authority = name, authority
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)

    def send(self, request: PreparedRequest, *arguments: Any, **named: Any) -> Response:  # noqa: ANN401
        """The authority is set here: REQUESTS_CA_BUNDLE in the environment would win over the session's."""
        if self._authority is not None:
            named["verify"] = str(self._authority)
        try:
            response = super().send(request, *arguments, **named)
        except SSLError:
            raise MailBlocked(
                f"mailbox '{self._name}': the server's certificate can't be verified; name its authority in ca_file ({GUIDE})"
            ) from None
        except OSError as error:
            if self._authority is not None and not self._authority.is_file():
                raise MailBlocked(f"mailbox '{self._name}': ca_file can't be read ({type(error).__name__})") from None
            raise
        response.iter_content = _in_pieces(response.iter_content)  # type: ignore[method-assign]
        return response


def _in_pieces(content: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def pieces(chunk_size: int = _PIECE, **named: Any) -> Iterator[Any]:  # noqa: ANN401
        return content(chunk_size, **named)

    return pieces


class _LoginAdapter(_Adapter):
    """For the login server: one that is down isn't one that refuses."""

    def send(self, request: PreparedRequest, *arguments: Any, **named: Any) -> Response:  # noqa: ANN401
        """Let through what oauthlib understands."""
        response = super().send(request, *arguments, **named)
        if response.status_code == 429 or response.status_code >= 500:
            raise error_of_answer(response, f"mailbox '{self._name}', to log in")
        return response


class _NotShared(CachingProtocol):  # type: ignore[misc]
    """The library keeps one protocol per endpoint and user for the process; a changed profile would never be seen."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        return type.__call__(self, *arguments, **named)


class _OwnProtocol(Protocol, metaclass=_NotShared):  # type: ignore[misc]
    """Sessions with our adapters; one that failed is thrown away, and only the next call makes another."""

    USERAGENT = "Gevinst"

    def __init__(self, *, config: Configuration, name: str, profile: EwsMail) -> None:
        self._name, self._profile = name, profile
        super().__init__(config=config)
        self.TIMEOUT = profile.timeout_seconds

    def raw_session(
        self,
        prefix: str,
        oauth2_client: Any = None,  # noqa: ANN401
        oauth2_session_params: Any = None,  # noqa: ANN401
        oauth2_token_endpoint: str | None = None,
    ) -> Any:  # noqa: ANN401
        """One session."""
        session = Protocol.raw_session(prefix, oauth2_client, oauth2_session_params, oauth2_token_endpoint)
        session.headers["User-Agent"] = self.USERAGENT
        session.mount(prefix, _Adapter(self._name, self._profile.ca_file))
        if oauth2_token_endpoint:
            session.mount(oauth2_token_endpoint, _LoginAdapter(self._name, self._profile.ca_file))
        return session

    def retire_session(self, session: Any) -> None:  # noqa: ANN401
        """The library makes a new one at once, which by OAuth2 is a second login right after a refused one."""
        self.close_session(session)
        with self._session_pool_lock:
            self._session_pool_size -= 1
