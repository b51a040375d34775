"""Keyed hashes: the same thing gives the same short name, and nobody without the key can go back."""

import hashlib
import hmac

from gevinst.settings import settings

KEY_NAME = "hash-key"
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
    key = settings().secret(KEY_NAME).get_secret_value().encode()
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()[:32].translate(_LETTERS)
