"""The stand-in on a socket of loopback, with TLS from an authority made on the spot.

uvicorn serves it, for the Graph face is an ASGI application. What NTLM and dropped connections need of the connection
itself is in `connections`. It runs as a process of its own: `python -m sandbox.exchange serve --folder F`; tests use
`sandbox.exchange.starting.started`.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import trustme
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from sandbox.exchange.accounts import CLIENT_ID, CLIENT_SECRET, DOMAIN, PASSWORD, ROBOT, ROBOT_ADDRESS, TENANT
from sandbox.exchange.connections import Protocol
from sandbox.exchange.ews.authentication import write_ntlm_users
from sandbox.exchange.ews.face import PATH, Ews
from sandbox.exchange.graph_face import graph_app
from sandbox.exchange.login import Login
from sandbox.exchange.model import Exchange
from sandbox.exchange.schema import reading

_KEEP_ALIVE_SECONDS = 120
_HOST = "localhost"


@dataclass(frozen=True)
class House:
    """The folder of one stand-in: its database, its certificates, its users. All of it is kept between starts."""

    folder: Path

    @property
    def database(self) -> Path:
        """The mailboxes, faults and log."""
        return self.folder / "exchange.sqlite"

    @property
    def authority(self) -> Path:
        """The certificate that clients must trust."""
        return self.folder / "ca.pem"

    @property
    def server_certificate(self) -> Path:
        """The server's key and certificate."""
        return self.folder / "server.pem"

    @property
    def robot_certificate(self) -> Path:
        """The certificate that is registered for the application."""
        return self.folder / "robot.pem"

    @property
    def robot_key(self) -> Path:
        """Its key, which only the robot has."""
        return self.folder / "robot-key.pem"

    def prepare(self) -> Exchange:
        """Make what isn't there yet."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        exchange = Exchange(self.database)
        exchange.add_mailbox(ROBOT_ADDRESS)
        if not self.robot_key.exists():
            authority = trustme.CA(key_type=trustme.KeyType.RSA)
            server = authority.issue_cert(_HOST, "127.0.0.1", "::1", key_type=trustme.KeyType.RSA)
            robot = authority.issue_cert("robot.example", key_type=trustme.KeyType.RSA)
            authority.cert_pem.write_to_path(self.authority)
            server.private_key_and_cert_chain_pem.write_to_path(self.server_certificate)
            robot.cert_chain_pems[0].write_to_path(self.robot_certificate)
            robot.private_key_pem.write_to_path(self.robot_key)
        return exchange

    def thumbprint(self) -> str:
        """Of the robot's certificate, as libraries want it: SHA-256 in hex."""
        certificate = x509.load_pem_x509_certificate(self.robot_certificate.read_bytes())
        return certificate.fingerprint(hashes.SHA256()).hex().upper()

    def described(self, port: int) -> dict[str, str]:
        """All that a client needs to know."""
        url = f"https://{_HOST}:{port}"
        return {
            "url": url,
            "ews": f"{url}{PATH}",
            "graph": f"{url}/v1.0",
            "authority": f"{url}/{TENANT}",
            "token_url": f"{url}/{TENANT}/oauth2/v2.0/token",
            "tenant": TENANT,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "certificate_file": str(self.robot_certificate),
            "certificate_key_file": str(self.robot_key),
            "certificate_thumbprint": self.thumbprint(),
            "user": f"{DOMAIN}\\{ROBOT}",
            "password": PASSWORD,
            "robot_address": ROBOT_ADDRESS,
            "ca_file": str(self.authority),
            "database": str(self.database),
        }


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and then say so."""
        await super().startup(sockets=sockets)
        self._ready()


def application(exchange: Exchange, certificate: bytes) -> Starlette:
    """All faces over one model."""
    login = Login(exchange, certificate)
    graph = Mount("/v1.0", graph_app(exchange, login))
    return Starlette(routes=[Route("/", _front_page), *Ews(exchange, login).routes(), graph, *login.routes()])


async def _front_page(_: Request) -> Response:
    return PlainTextResponse("A stand-in for Exchange: every mailbox and all post in it is invented.\n")


def serve(house: House, ready: Callable[[dict[str, str]], None], *, port: int = 0) -> None:
    """Serve until the process is told to end; `ready` is called with what clients need to know. Port 0: a free one."""
    exchange = house.prepare()
    write_ntlm_users(house.folder / "ntlm-users", exchange)
    # While one connection stays open, the others' ends don't each write the log back into the database.
    # Named as TCP, so that asyncio sends small answers at once: left to guess, it lets each wait 40 ms for the next.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with reading(house.database) as held, listening:
        held.execute("SELECT count(*) FROM mailboxes").fetchone()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        config = uvicorn.Config(
            application(exchange, house.robot_certificate.read_bytes()),
            http=Protocol,
            ssl_certfile=house.server_certificate,
            ssl_keyfile=str(house.server_certificate),
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=1,
            access_log=False,  # an address may hold a citizen's search words
            log_level="warning",
            lifespan="off",
        )
        described = house.described(listening.getsockname()[1])
        _Server(config, lambda: ready(described)).run(sockets=[listening])
