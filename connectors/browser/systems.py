"""What each legacy system asks of the browser: one file names its proxy, certificates, sign-in and time-outs.

A system that the file doesn't name, or a machine without the file, gets the defaults: no proxy, the machine's own trust,
no sign-in by the browser.
"""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from connectors.browser.identity import ADFS, ENTRA, IdentityPage
from connectors.browser.origins import origin_of
from gevinst.errors import ConfigurationError
from gevinst.settings import settings


def _is_origin(text: str) -> str:
    if origin_of(text) != text or not text.startswith(("https://", "http://")):
        raise ValueError("write the origin only, as https://system.example or https://system.example:8443")
    return text


Origin = Annotated[str, AfterValidator(_is_origin)]
SecretName = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
_HOST = r"^\*?[A-Za-z0-9.-]+$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Proxy(_Part):
    """The way out, where a system lies outside.

    Attributes:
        server: `http://proxy.example:8080`; also `https` and `socks5`.
        user: Only where the proxy asks for a login; it can't be given to a `socks5` proxy.
        secret: The name of the login's secret.
        bypass: Hosts that are reached without it, as `.internal.example`.
    """

    server: str = Field(pattern=r"^(http|https|socks5)://[^/@\s]+:\d+$")
    user: str = ""
    secret: str = ""
    bypass: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _login_is_whole(self) -> Self:
        if bool(self.user) != bool(self.secret):
            raise ValueError("a login at the proxy needs both: user, and the name of a secret")
        if self.user and self.server.startswith("socks5"):
            raise ValueError("a browser can't log in at a socks5 proxy: use its http address")
        return self


class ClientCertificate(_Part):
    """A certificate that the robot shows.

    Attributes:
        origins: Every https origin the system uses. All others are shut: where a certificate is shown, the browser no
            longer checks whom it talks to anywhere else (`connectors/browser/narrow_proxy.py`).
        pem: The name of the secret that holds the private key and the certificate; or
        pfx_file: the file that does.
        passphrase: The name of the secret that opens it, where one is needed.
    """

    origins: tuple[Origin, ...] = Field(min_length=1)
    pem: str = ""
    pfx_file: Path | None = None
    passphrase: str = ""

    @model_validator(mode="after")
    def _is_one_certificate(self) -> Self:
        if bool(self.pem) == (self.pfx_file is not None):
            raise ValueError("give the name of a secret in pem or a pfx_file, one of the two")
        if any(not origin.startswith("https://") for origin in self.origins):
            raise ValueError("a certificate is shown over https only")
        return self


class HttpCredentials(_Part):
    """A user and a password that the browser itself is asked for (Basic, Digest, NTLM); given to `origin` only."""

    origin: Origin
    user: str = Field(min_length=1)
    secret: SecretName


class KeptSession(_Part):
    """Stay signed in from case to case. What the browser keeps lies encrypted in the data folder.

    Attributes:
        secret: The name of the secret with the key; it opens every kept session.
        account: Whose session it is, where neither `sign_in` nor `http_credentials` names the user.
        hours: How old a kept session may be; give less than the system's own limit.
    """

    secret: SecretName
    account: str = ""
    hours: float = Field(8, gt=0, le=24 * 7)


class SignIn(_Part):
    """Sign-in by redirect: the system sends the browser to an identity page on another origin, and gets it back.

    Attributes:
        provider: Whose page it is; `own` where `page` describes it whole.
        origin: Where it lies. The password is typed nowhere else.
        user: The robot's account at this system; never a person's.
        secret: The name of its password.
        page: What the page shows, where it isn't as the provider delivers it.
    """

    provider: Literal["adfs", "entra", "own"]
    origin: Origin
    user: str = Field(min_length=1)
    secret: SecretName
    page: IdentityPage | None = None

    @model_validator(mode="after")
    def _page_is_known(self) -> Self:
        if self.provider == "own" and self.page is None:
            raise ValueError("provider own needs a page")
        return self

    @property
    def looks(self) -> IdentityPage:
        """The page to expect."""
        return self.page or (ADFS if self.provider == "adfs" else ENTRA)


class SystemProfile(_Part):
    """One system's needs. All are optional.

    Attributes:
        browser: `msedge`, `chrome`, `chromium` or the path of a program; empty means the machine's.
        headed: Show the browser; empty means as GEVINST_BROWSER_HEADED says.
        proxy: The way out.
        ca_file: The authorities (PEM) that sign the system's certificates, where the machine doesn't know them.
        client_certificate: What the robot shows.
        http_credentials: What the browser itself is asked for.
        kerberos_hosts: Hosts that may have the service account's Kerberos ticket; `*.internal.example` is one too.
        sign_in: The identity page.
        kept_session: Whether to stay signed in.
        locale: How the browser writes dates and numbers, and what language it asks for.
        timezone: Empty means GEVINST_TIMEZONE.
        action_seconds: How long one action waits for what it needs.
        navigation_seconds: How long a page may take to come.
        case_seconds: How long a case may use the browser.
    """

    browser: str = ""
    headed: bool | None = None
    proxy: Proxy | None = None
    ca_file: Path | None = None
    client_certificate: ClientCertificate | None = None
    http_credentials: HttpCredentials | None = None
    kerberos_hosts: tuple[Annotated[str, Field(pattern=_HOST)], ...] = ()
    sign_in: SignIn | None = None
    kept_session: KeptSession | None = None
    locale: str = "da-DK"
    timezone: str = ""
    action_seconds: float = Field(10, gt=0)
    navigation_seconds: float = Field(30, gt=0)
    case_seconds: float = Field(900, gt=0)

    @model_validator(mode="after")
    def _proxy_can_be_left_to_the_certificate(self) -> Self:
        """Where a certificate is shown, our own narrow proxy goes first, and it knows http proxies only."""
        if self.client_certificate is not None and self.proxy is not None:
            if not self.proxy.server.startswith("http://"):
                raise ValueError("with a client_certificate the proxy must be an http:// one")
            if self.proxy.bypass:
                raise ValueError("with a client_certificate the proxy can have no bypass")
        return self

    @model_validator(mode="after")
    def _sign_in_is_reached(self) -> Self:
        shown = self.client_certificate
        if shown is not None and self.sign_in is not None and self.sign_in.origin not in shown.origins:
            raise ValueError("add the identity page's origin to client_certificate's origins: all others are shut")
        return self

    @model_validator(mode="after")
    def _kept_session_has_an_owner(self) -> Self:
        kept = self.kept_session
        if kept is not None and not (kept.account or self.sign_in or self.http_credentials):
            raise ValueError("kept_session needs an account: another user's session must never be taken up")
        return self


class _Systems(_Part):
    systems: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], SystemProfile]


def system_names() -> list[str]:
    """The systems that the file names; none without a file."""
    return sorted(_all())


def system_profile(system: str) -> SystemProfile:
    """What a system asks for; the defaults where the file doesn't name it, and for `""`, which is no system.

    Raises:
        ConfigurationError: The file can't be read or holds what it can't; says where.
    """
    return _all().get(system) or SystemProfile()


def ca_files() -> list[Path]:
    """The authorities of all systems, each file once."""
    return sorted({profile.ca_file for profile in _all().values() if profile.ca_file is not None})


def _all() -> dict[str, SystemProfile]:
    file = settings().systems_file
    if file is None:
        return {}
    try:
        found = file.stat()
    except OSError as error:
        raise ConfigurationError(f"{file} can't be read ({type(error).__name__}): set GEVINST_SYSTEMS_FILE") from None
    return _parsed(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _parsed(file: Path, _changed_ns: int, _size: int) -> dict[str, SystemProfile]:
    """Read anew when it has changed; a case asks several times."""
    try:
        return _Systems.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).systems
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} can't be read ({type(error).__name__}): set GEVINST_SYSTEMS_FILE") from None
    except yaml.YAMLError:
        raise ConfigurationError(f"{file} is no YAML: write it as deployments/systems.example.yaml is") from None
    except ValidationError as error:
        wrong = "; ".join(f"{' → '.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise ConfigurationError(f"{file}: {wrong}") from None
