"""Where each mailbox is: one file names a backend for each, and how to get in. Without a file every mailbox is local."""

from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from connectors.mail.errors import UnknownMailbox
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


class _Profile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LocalMail(_Profile):
    """A mailbox in a folder of this machine; nothing leaves it unless a relay is named.

    Attributes:
        relay: `host:port` of a mail server inside the house that takes mail without a login, for answers.
    """

    backend: Literal["local"] = "local"
    relay: str = Field("", pattern=r"^([\w.-]+:\d+)?$")


class EwsMail(_Profile):
    r"""A mailbox on an Exchange Server.

    Attributes:
        address: The mailbox's own address; the robot's account gets in as its delegate, or impersonates it.
        endpoint: `https://mail.example/EWS/Exchange.asmx`; never looked up.
        version: The server's EWS version, as exchangelib names it.
        auth: How to log in.
        user: `DOMAIN\user` or `user@domain`; for OAuth2 the application's id.
        secret: The secret's name.
        token_url: For OAuth2: where tokens are given.
        scope: For OAuth2: what is asked for.
        ca_file: The authority that signed the server's certificate, where the system doesn't know it.
    """

    backend: Literal["ews"]
    address: str = Field(pattern=_ADDRESS)
    endpoint: HttpUrl
    version: Literal["Exchange2013", "Exchange2013_SP1", "Exchange2016"] = "Exchange2016"
    auth: Literal["basic", "ntlm", "kerberos", "oauth2"]
    user: str = ""
    secret: str = ""
    access: Literal["delegate", "impersonation"] = "delegate"
    token_url: HttpUrl | None = None
    scope: str = ""
    ca_file: Path | None = None
    timeout_seconds: int = Field(60, ge=1)

    @model_validator(mode="after")
    def _can_log_in(self) -> Self:
        if self.auth != "kerberos" and not (self.user and self.secret):
            message = f"auth {self.auth} needs a user and the name of a secret"
            raise ValueError(message)
        if self.auth == "oauth2" and self.token_url is None:
            message = "auth oauth2 needs a token_url"
            raise ValueError(message)
        return self


class GraphMail(_Profile):
    """A mailbox in Exchange Online.

    Attributes:
        address: The mailbox's address; the application is allowed into this one (RBAC for Applications).
        client_id: The application's id.
        secret: The name of its secret; or
        certificate: the name of the secret that holds its private key and certificate, in PEM.
        authority: Whose login server, with the tenant: `https://login.microsoftonline.com/<tenant>`.
        base_url: Whose Graph; national clouds have their own.
        ca_file: The authority that signed the servers' certificates, where the system doesn't know it.
    """

    backend: Literal["graph"]
    address: str = Field(pattern=_ADDRESS)
    client_id: str = Field(min_length=1)
    secret: str = ""
    certificate: str = ""
    authority: HttpUrl
    base_url: HttpUrl = HttpUrl("https://graph.microsoft.com/v1.0")
    ca_file: Path | None = None
    timeout_seconds: int = Field(60, ge=1)

    @model_validator(mode="after")
    def _can_log_in(self) -> Self:
        if bool(self.secret) == bool(self.certificate):
            message = "give the name of a secret or of a certificate, one of the two"
            raise ValueError(message)
        return self


MailProfile = Annotated[LocalMail | EwsMail | GraphMail, Field(discriminator="backend")]


class _Mailboxes(_Profile):
    mailboxes: dict[str, MailProfile]


def mailbox_names() -> list[str]:
    """The mailboxes that the file names; none without a file."""
    return sorted(_all()) if settings().mailboxes_file is not None else []


def mailbox_addresses() -> list[str]:
    """The addresses of all mailboxes that have one of their own; a local one goes by the municipality's profile."""
    known = _all().values() if settings().mailboxes_file is not None else ()
    return sorted(profile.address for profile in known if not isinstance(profile, LocalMail))


def mailbox_profile(name: str) -> MailProfile:
    """How to get into a mailbox.

    Raises:
        UnknownMailbox: The file doesn't name it.
        ConfigurationError: The file can't be read; says where.
    """
    if settings().mailboxes_file is None:
        return LocalMail()
    known = _all()
    if name not in known:
        raise UnknownMailbox(
            f"mailbox '{name}' isn't in {settings().mailboxes_file}: add it, or run with one of {sorted(known)}"
        )
    return known[name]


def _all() -> dict[str, MailProfile]:
    file = settings().mailboxes_file
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) if file is not None else {}
        return _Mailboxes.model_validate(content).mailboxes
    except OSError as error:
        raise ConfigurationError(f"{file} can't be read ({error.strerror}): set GEVINST_MAILBOXES_FILE") from None
    except yaml.YAMLError:
        raise ConfigurationError(f"{file} is no YAML: write it as deployments/mailboxes.example.yaml is") from None
    except ValidationError as error:
        wrong = "; ".join(f"{' → '.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise ConfigurationError(f"{file}: {wrong}") from None
