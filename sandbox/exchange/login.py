"""The tenant's login: a token for an application by its secret or its certificate, and the page that libraries look up.

Both faces take its tokens: `Login.account` says whose an `Authorization: Bearer` header is.
"""

import secrets
import time
from collections.abc import Mapping

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.exchange.accounts import APPLICATION, CLIENT_ID, CLIENT_SECRET, TENANT, Account
from sandbox.exchange.acting import Acting
from sandbox.exchange.faults import Fault
from sandbox.exchange.model import Exchange

TOKEN_SECONDS = 3599
_FACE = "login"
_OPERATION = "token"
_STATUS = {"busy": 429, "401": 401, "403": 403, "429": 429}


class Login:
    """Gives tokens and knows them again.

    Tokens are signed with a key of this process alone, so that those from before a restart are refused, as expired ones.
    """

    def __init__(self, exchange: Exchange, certificate: bytes = b"") -> None:
        self._exchange = exchange
        self._key = secrets.token_hex(32)
        self._certificate = certificate
        self._acting = Acting(exchange, _FACE, _refuse)

    def routes(self) -> list[Route]:
        """Where it answers; below the server's root."""
        return [
            Route("/{tenant}/v2.0/.well-known/openid-configuration", self._configuration),
            Route("/{tenant}/oauth2/v2.0/token", self._token, methods=["POST"]),
        ]

    def account(self, headers: Mapping[str, str]) -> Account | None:
        """Whose token the request carries; None where it has none, or not one of ours, or an old one."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            jwt.decode(token, self._key, algorithms=["HS256"], options={"verify_aud": False})
        except jwt.InvalidTokenError:
            return None
        return APPLICATION

    async def _configuration(self, request: Request) -> Response:
        base = f"{str(request.base_url).rstrip('/')}/{request.path_params['tenant']}"
        return JSONResponse(
            {
                "issuer": f"{base}/v2.0",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            }
        )

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        client = str(form.get("client_id", ""))
        wrong = self._wrong(request.path_params["tenant"], form)
        if wrong is not None:
            self._exchange.log(_FACE, _OPERATION, client, authorised=False, status=wrong.status_code)
            return wrong
        return await self._acting.call(request, _OPERATION, client, lambda _: self._issue(str(form.get("scope", ""))))

    def _wrong(self, tenant: str, form: FormData) -> Response | None:
        if tenant != TENANT:
            return _error(400, "invalid_request", f"AADSTS90002: Tenant '{tenant}' not found.")
        if form.get("grant_type") != "client_credentials":
            return _error(400, "unsupported_grant_type", "AADSTS70003: The grant type is not supported.")
        if form.get("client_id") != CLIENT_ID:
            return _error(400, "unauthorized_client", "AADSTS700016: Application was not found in the directory.")
        if form.get("client_assertion"):
            if not self._is_signed(str(form["client_assertion"])):
                return _error(401, "invalid_client", "AADSTS700027: Client assertion failed signature validation.")
        elif form.get("client_secret") != CLIENT_SECRET:
            return _error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
        return None

    def _is_signed(self, assertion: str) -> bool:
        """Whether the certificate that was registered for the application signed it."""
        if not self._certificate:
            return False
        key = x509.load_pem_x509_certificate(self._certificate).public_key()
        if not isinstance(key, RSAPublicKey):
            return False
        options: jwt.types.Options = {"verify_aud": False}  # the address a library aims at is the test's business
        try:
            claims = jwt.decode(assertion, key, algorithms=["RS256", "PS256"], issuer=CLIENT_ID, options=options)
        except jwt.InvalidTokenError:
            return False
        return bool(claims["sub"] == CLIENT_ID)

    def _issue(self, scope: str) -> Response:
        now = int(time.time())
        claims = {"aud": scope.removesuffix("/.default"), "appid": CLIENT_ID, "tid": TENANT, "iat": now}
        token = jwt.encode(claims | {"exp": now + TOKEN_SECONDS}, self._key, algorithm="HS256")
        return JSONResponse({"token_type": "Bearer", "expires_in": TOKEN_SECONDS, "access_token": token})


def _error(status: int, error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status_code=status)


def _refuse(fault: Fault) -> Response:
    status = _STATUS.get(fault.switch, 503)
    if status == 401:
        return _error(401, "invalid_client", "AADSTS7000222: The provided client secret keys are expired.")
    response = _error(status, "temporarily_unavailable", "AADSTS90033: A transient error has occurred.")
    if status != 403:
        response.headers["Retry-After"] = str(int(fault.seconds))
    return response
