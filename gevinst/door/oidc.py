"""Sign-in at the municipality's own provider, by OpenID Connect's code flow with PKCE: Entra, ADFS, Keycloak and others."""

from dataclasses import dataclass
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
            client_kwargs={"scope": known.oidc_scopes, "code_challenge_method": "S256", "timeout": 10},
        )

    async def send_there(self, request: Request, back_to: str) -> Response:
        """Send the browser to the provider; state, nonce and verifier stay in the cookie of this sign-in alone.

        Raises:
            SystemDown: The provider doesn't answer.
        """
        try:
            answer: Response = await self._client.authorize_redirect(request, back_to)
        except httpx2.HTTPError as error:
            raise SystemDown(SYSTEM, f"the sign-in provider does not answer ({type(error).__name__})") from None
        return answer

    async def come_back(self, request: Request) -> Vouched:
        """Whom the browser comes back as: the code is exchanged, and the identity token's signature and nonce checked.

        Raises:
            NotSignedIn: As its class says.
            SystemDown: The provider doesn't answer.
        """
        try:
            token = await self._client.authorize_access_token(request)
            claims = dict(token.get("userinfo") or {})
            known = settings()
            if known.oidc_groups_claim not in claims or known.oidc_initials_claim not in claims:
                claims |= dict(await self._client.userinfo(token=token))
        except httpx2.HTTPError as error:
            raise SystemDown(SYSTEM, f"the sign-in provider does not answer ({type(error).__name__})") from None
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            raise NotSignedIn(type(error).__name__) from None
        return _vouched(claims)


def _vouched(claims: dict[str, Any]) -> Vouched:
    known = settings()
    name, groups = claims.get(known.oidc_initials_claim), claims.get(known.oidc_groups_claim) or ()
    if not isinstance(name, str) or not name:
        raise ConfigurationError(
            f"the provider gives no claim '{known.oidc_initials_claim}': set GEVINST_OIDC_INITIALS_CLAIM"
        )
    listed = [groups] if isinstance(groups, str) else list(groups)
    return Vouched(name.partition("@")[0].rpartition("\\")[2], tuple(map(str, listed)))
