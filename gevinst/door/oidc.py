"""Sign-in at the municipality's own provider, by OpenID Connect's code flow with PKCE: Entra, ADFS, Keycloak and others."""

import logging
import re
import ssl
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from gevinst.errors import ConfigurationError, SystemDown
from gevinst.settings import settings

SECRET = "oidc-client-secret"  # noqa: S105 (its name)
SYSTEM = "sign-in provider"
_SIGNED_BY_THEM = frozenset(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {
    "EdDSA",
    "Ed25519",
}
"""Signatures that only the provider can make. A provider may list `none` as well, and then Authlib would take a token
that nobody signed."""
_OVERAGE = "_claim_names"
"""How Entra says that a claim had too much in it to be written."""

_WORD = re.compile("[a-z_]{1,40}")

log = logging.getLogger("gevinst.door")


class NotSignedIn(Exception):
    """The provider did not vouch for anybody: broken off, out of date, or an answer to something we didn't ask."""


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouches for."""

    initials: str
    groups: tuple[str, ...]


class Provider:
    """The one provider of the settings.

    Raises:
        ConfigurationError: Issuer, client id or secret isn't set.
    """

    def __init__(self) -> None:
        known = settings()
        if not known.oidc_issuer or not known.oidc_client_id:
            raise ConfigurationError("sign-in by oidc needs GEVINST_OIDC_ISSUER and GEVINST_OIDC_CLIENT_ID")
        self._client: Any = OAuth().register(
            "provider",
            server_metadata_url=f"{known.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_id=known.oidc_client_id,
            client_secret=known.secret(SECRET).get_secret_value(),
            client_kwargs={
                "scope": known.oidc_scopes,
                "code_challenge_method": "S256",
                "timeout": 10,
                "verify": _certificates(),
            },
        )

    async def send_there(self, request: Request, back_to: str) -> Response:
        """Send the browser to the provider; state, nonce and verifier stay in the cookie of this sign-in alone.

        Raises:
            SystemDown: The provider doesn't answer, or not as a provider does.
            ConfigurationError: It is another issuer than the settings name.
        """
        try:
            await self._know_it()
            answer: Response = await self._client.authorize_redirect(request, back_to)
        except (httpx2.HTTPError, ValueError, RuntimeError) as error:
            raise SystemDown(SYSTEM, f"the sign-in provider does not answer ({type(error).__name__})") from None
        return answer

    async def come_back(self, request: Request) -> Vouched:
        """Whom the browser comes back as: the code is exchanged, and the identity token's signature and nonce checked.

        Raises:
            NotSignedIn: As its class says.
            SystemDown: The provider doesn't answer.
            ConfigurationError: It is another issuer than the settings name, or gives no initials.
        """
        try:
            await self._know_it()
            token = await self._client.authorize_access_token(request)
            claims = dict(token["userinfo"])  # it is there only with an identity token that holds
            known = settings()
            if known.oidc_groups_claim not in claims or known.oidc_initials_claim not in claims:
                claims = await self._asked_for(token) | claims
        except httpx2.HTTPError as error:
            raise SystemDown(SYSTEM, f"the sign-in provider does not answer ({type(error).__name__})") from None
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            log.warning("a sign-in was broken off: %s", _why(error))
            raise NotSignedIn(type(error).__name__) from None
        return _vouched(claims)

    async def _asked_for(self, token: dict[str, Any]) -> dict[str, Any]:
        """The claims that the provider gives on request only.

        Raises:
            ValueError: They are about somebody else than the identity token is.
        """
        more = dict(await self._client.userinfo(token=token))
        if more.get("sub") != token["userinfo"]["sub"]:
            raise ValueError("userinfo is about another")
        return more

    async def _know_it(self) -> None:
        """Read the provider's description, and take of it what we can rely on."""
        described = await self._client.load_server_metadata()
        named, expected = str(described.get("issuer", "")).rstrip("/"), settings().oidc_issuer.rstrip("/")
        if named != expected:
            raise ConfigurationError(f"the sign-in provider calls itself '{named}': set GEVINST_OIDC_ISSUER to that")
        listed = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        described["id_token_signing_alg_values_supported"] = [each for each in listed if each in _SIGNED_BY_THEM]


def _why(error: Exception) -> str:
    """The protocol's own word for it, such as `invalid_client`; whatever else is said may come from anybody's address bar."""
    word = str(getattr(error, "error", ""))
    return word if _WORD.fullmatch(word) else type(error).__name__


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Read once: a sign-in makes half a dozen clients, and each would take a tenth of a second to read them anew."""
    return httpx2.create_ssl_context()


def _vouched(claims: dict[str, Any]) -> Vouched:
    known = settings()
    name, groups = claims.get(known.oidc_initials_claim), claims.get(known.oidc_groups_claim) or ()
    if not isinstance(name, str) or not name:
        raise ConfigurationError(
            f"the provider gives no claim '{known.oidc_initials_claim}': set GEVINST_OIDC_INITIALS_CLAIM"
        )
    if not groups and known.oidc_groups_claim in claims.get(_OVERAGE, ()):
        log.warning("a colleague is in more groups than the provider writes down, and got no role: docs/sign-in.md")
    listed = [groups] if isinstance(groups, str) else list(groups)
    return Vouched(name.partition("@")[0].rpartition("\\")[2], tuple(map(str, listed)))
