"""Stay signed in from case to case: what the browser keeps of a session, encrypted, for this account only.

Cookies of a signed-in session are as good as a password. They lie under a key that is a secret, in a file that only the
service account reads, and are given to nobody but the system and the account they were made for. Several processes may
keep the same system's session: a file is replaced whole, and whichever comes last stays.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cryptography.fernet import Fernet, InvalidToken
from playwright.sync_api import Error

from connectors.browser.case import CaseContext
from connectors.browser.systems import SystemProfile, system_profile
from gevinst.errors import ConfigurationError
from gevinst.private_files import write_private
from gevinst.settings import settings

if TYPE_CHECKING:
    from playwright.sync_api import StorageState


def kept_session(system: str) -> "StorageState | None":
    """The session to begin a case with; None where none is kept, it is too old, or the key doesn't open it.

    What can't be used is deleted: the next sign-in writes a new one.

    Raises:
        ConfigurationError: The key is missing or no key.
    """
    profile = system_profile(system)
    if profile.kept_session is None:
        return None
    path, key = _path(system), session_key(profile.kept_session.secret)
    try:
        token = path.read_bytes()
    except OSError:
        return None
    try:
        content = json.loads(key.decrypt(token, ttl=round(profile.kept_session.hours * 3600)))
    except (InvalidToken, ValueError):
        content = {}
    if content.get("account") != _account(profile):
        _delete(path, token)
        return None
    return cast("StorageState", content["state"])


def keep_session(system: str, case: CaseContext) -> None:
    """Call it after a sign-in: the next case begins signed in. Nothing happens where the system's sessions aren't kept.

    Raises:
        ConfigurationError: The key is missing or no key, or the data folder can't be written to.
    """
    profile = system_profile(system)
    if profile.kept_session is None:
        return
    content: dict[str, Any] = {"account": _account(profile), "state": case.context.storage_state()}
    token = session_key(profile.kept_session.secret).encrypt(json.dumps(content).encode())
    try:
        write_private(_path(system), token)
    except OSError as error:
        raise ConfigurationError(
            f"{system}: the session can't be kept ({type(error).__name__}): give the service account "
            f"{settings().data_folder}"
        ) from None


def forget_session(system: str, case: CaseContext) -> None:
    """Call it when the system says that the session has expired, before signing in again."""
    _path(system).unlink(missing_ok=True)
    with suppress(Error):
        case.context.clear_cookies()


def session_key(secret: str) -> Fernet:
    """The key that opens kept sessions.

    Raises:
        ConfigurationError: It is missing, or no key; says how to make one.
    """
    try:
        return Fernet(settings().secret(secret).get_secret_value())
    except ValueError:
        raise ConfigurationError(
            f"secret '{secret}' is no key: write 32 random bytes in url-safe Base64 "
            "(`openssl rand -base64 32 | tr +/ -_`)"
        ) from None


def _path(system: str) -> Path:
    return settings().data_folder / "browser" / f"{system}.session"


def _account(profile: SystemProfile) -> list[str]:
    """Whose session it is: another user's, or another system's, is never taken up."""
    known = [(each.origin, each.user) for each in (profile.sign_in, profile.http_credentials) if each is not None]
    named = profile.kept_session.account if profile.kept_session is not None else ""
    return [named, *(part for each in known for part in each)]


def _delete(path: Path, token: bytes) -> None:
    """Unless another process has just written a new one."""
    with suppress(OSError):
        if path.read_bytes() == token:
            path.unlink()
