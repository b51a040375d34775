"""Keyed hashes: the same thing gives the same short name, and nobody without the key can go back."""

import hashlib
import hmac

from gevinst.settings import settings

KEY_NAME = "hash-key"
NUMBER_BITS = 128
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def keyed_hash(kind: str, value: str) -> str:
    """HMAC-SHA-256 (RFC 2104) of `value` under the installation's key, as 32 letters a-p (128 bits).

    Letters only: a hash with ten digits in a row would look like a CPR number to every filter we own.

    Args:
        kind: What is hashed (`message-id`, `cpr` …), so that equal texts of different kinds never meet.
        value: The text to hide.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    return _digest(kind, value).hex().translate(_LETTERS)


def keyed_number(kind: str, value: str) -> int:
    """The same 128 bits as a number, from 0 to `2 ** NUMBER_BITS - 1`: to draw lots with.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    return int.from_bytes(_digest(kind, value))


def _digest(kind: str, value: str) -> bytes:
    key = settings().secret(KEY_NAME).get_secret_value().encode()
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).digest()[: NUMBER_BITS // 8]
