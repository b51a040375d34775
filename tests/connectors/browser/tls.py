"""Servers with certificates of the tests' own: what a private authority signs, and what somebody else does."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import trustme
from cryptography import x509
from cryptography.x509.oid import NameOID

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@dataclass
class SecureSite:
    """A server at `https://localhost:…`. `shown` are the names on the certificates that clients showed it."""

    url: str
    shown: list[str] = field(default_factory=list)


@contextmanager
def secure_site(
    certificate: trustme.LeafCert,
    *,
    appended: bytes = b"",
    clients: trustme.CA | None = None,
    redirects_to: str = "",
) -> Iterator[SecureSite]:
    """Serve one page until the body ends.

    Args:
        certificate: What it shows.
        appended: What it sends after its own certificate, in PEM.
        clients: Whose certificates it demands of clients.
        redirects_to: Where `/videre` leads.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The page, or the way to elsewhere."""
            if certificate_shown := cast("ssl.SSLSocket", self.connection).getpeercert(binary_form=True):
                subject = x509.load_der_x509_certificate(certificate_shown).subject
                site.shown.append(str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value))
            content = b"<!DOCTYPE html><meta charset=utf-8><h1>Fagsystem</h1>"
            self.send_response(302 if self.path == "/videre" else 200)
            if self.path == "/videre":
                self.send_header("Location", redirects_to)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        server.socket = _context(certificate, appended, clients).wrap_socket(server.socket, server_side=True)
        site = SecureSite(f"https://localhost:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """A client that turns away is what these tests are about."""


def _context(certificate: trustme.LeafCert, appended: bytes, clients: trustme.CA | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with (
        certificate.private_key_pem.tempfile() as key,
        trustme.Blob(b"".join(each.bytes() for each in certificate.cert_chain_pems) + appended).tempfile() as chain,
    ):
        context.load_cert_chain(chain, key)
    if clients is not None:
        clients.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def server_certificate(authority: trustme.CA, host: str = "localhost", *, expired: bool = False) -> trustme.LeafCert:
    """A certificate for a server."""
    return authority.issue_cert(host, not_after=YESTERDAY) if expired else authority.issue_cert(host)


def write_pem(folder: Path, name: str, *blobs: trustme.Blob) -> Path:
    """A file with these in PEM."""
    path = folder / name
    path.write_bytes(b"".join(each.bytes() for each in blobs))
    return path
