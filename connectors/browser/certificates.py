"""The certificates a robot shows and the authorities it trusts, read and judged before a browser meets them.

A wrong file, a wrong passphrase, an old encryption and a date gone by are told here in one sentence: the browser's own
driver says only that something failed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from connectors.browser.systems import ClientCertificate
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

_KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL)
_OLD_CIPHERS = re.compile(rb"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01[\x01\x02\x05\x06]", re.DOTALL)
"""pbeWithSHAAnd…: RC4 and RC2 (RFC 7292, appendix C). 3DES, 3 and 4, the driver still reads; measured."""


@dataclass(frozen=True)
class ShownCertificate:
    """A certificate with its key, in PEM, and the day after which it is worth nothing."""

    certificate: bytes
    key: bytes
    not_after: datetime

    def __repr__(self) -> str:
        return f"ShownCertificate(not_after={self.not_after:%Y-%m-%d})"


def client_certificate(system: str, wanted: ClientCertificate) -> ShownCertificate:
    """Read what the profile names.

    Raises:
        ConfigurationError: It can't be read, its key doesn't fit, or it isn't valid today; says what to do.
    """
    passphrase = settings().secret(wanted.passphrase).get_secret_value().encode() if wanted.passphrase else None
    if wanted.pfx_file is not None:
        found = _from_pfx(system, wanted.pfx_file, passphrase)
    else:
        found = _from_pem(system, wanted.pem, passphrase)
    if found.not_after <= datetime.now(UTC):
        raise ConfigurationError(
            f"{system}: the client certificate expired on {found.not_after:%Y-%m-%d}: have a new one issued"
        )
    return found


def authorities(file: Path) -> list[bytes]:
    """The certificates of a CA file, each in PEM.

    Raises:
        ConfigurationError: There are none, or one isn't an authority's.
    """
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except OSError as error:
        raise ConfigurationError(
            f"the CA file {file} can't be read ({type(error).__name__}): correct ca_file"
        ) from None
    except ValueError:
        raise ConfigurationError(
            f"the CA file {file} holds no certificate in PEM: convert it (`openssl x509 -inform der -in … -out …`)"
        ) from None
    for each in found:
        if not _is_authority(each):
            raise ConfigurationError(
                f"the CA file {file} holds a certificate that is no authority's: give the one that signed it"
            )
    return [each.public_bytes(Encoding.PEM) for each in found]


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _from_pfx(system: str, file: Path, passphrase: bytes | None) -> ShownCertificate:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{system}: the certificate {file} can't be read ({type(error).__name__}): correct pfx_file"
        ) from None
    if _OLD_CIPHERS.search(content):
        raise ConfigurationError(
            f"{system}: the certificate {file} is encrypted in an old way (RC2 or RC4) that protects it no longer and "
            f"that Playwright can't read: run `openssl pkcs12 -legacy -in {file.name} -nodes -out open.pem`, then "
            f"`openssl pkcs12 -export -in open.pem -out {file.name}`, and delete open.pem"
        )
    try:
        key, certificate, others = load_key_and_certificates(content, passphrase)
    except (ValueError, UnsupportedAlgorithm):
        raise ConfigurationError(
            f"{system}: the certificate {file} doesn't open: correct the secret that passphrase names, or export it "
            "anew with its private key"
        ) from None
    if key is None or certificate is None:
        raise ConfigurationError(f"{system}: the certificate {file} has no private key: export it anew with its key")
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in (certificate, *others))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ShownCertificate(chain, plain, certificate.not_valid_after_utc)


def _from_pem(system: str, name: str, passphrase: bytes | None) -> ShownCertificate:
    content = settings().secret(name).get_secret_value().encode()
    wrong = ConfigurationError(
        f"{system}: secret '{name}' is no private key with its certificate in PEM, or its passphrase is wrong: write "
        "both into it, the key first"
    )
    if (block := _KEY.search(content)) is None:
        raise wrong
    try:
        key = load_pem_private_key(block[0], passphrase)
        first, *others = x509.load_pem_x509_certificates(_KEY.sub(b"", content))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise wrong from None
    if key.public_key() != first.public_key():
        raise ConfigurationError(f"{system}: in secret '{name}' key and certificate don't belong together")
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in (first, *others))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ShownCertificate(chain, plain, first.not_valid_after_utc)
