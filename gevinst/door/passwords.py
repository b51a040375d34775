"""Passwords for one machine: a file of colleagues with their groups and an argon2 hash each. An installation has a directory."""

from collections.abc import Iterable

import yaml
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, ValidationError

from gevinst.errors import ConfigurationError, Refused
from gevinst.private_files import write_private
from gevinst.settings import settings
from gevinst.staff import read_initials

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")
"""What the password of a name that nobody has is compared with, so that it takes as long as any other."""


class _User(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    hash: str
    groups: tuple[str, ...] = ()


class _Users(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    users: dict[str, _User] = {}


def groups_of(initials: str, password: str) -> tuple[str, ...] | None:
    """The groups of a colleague who gave the right password; None where name or password is wrong.

    Raises:
        ConfigurationError: The file of users can't be read.
    """
    user = _load().get(initials.strip().upper())
    try:
        _hasher.verify(_NOBODY if user is None else user.hash, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return None
    return None if user is None else user.groups


def set_user(initials: str, password: str, groups: Iterable[str]) -> None:
    """Make a colleague known, or give them another password and other groups.

    Raises:
        Refused: The initials are none, or the password is too short or too long.
    """
    name = read_initials(initials)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(f"a password has {SHORTEST}-{LONGEST} characters")
    _save({**_load(), name: _User(hash=_hasher.hash(password), groups=tuple(groups))})


def remove_user(initials: str) -> None:
    """Let a colleague sign in no more.

    Raises:
        Refused: Nobody has these initials.
    """
    users = _load()
    if users.pop(initials.strip().upper(), None) is None:
        raise Refused("nobody in the file of users has these initials: see `gevinst users list`")
    _save(users)


def known_users() -> dict[str, tuple[str, ...]]:
    """Everybody's initials and groups."""
    return {name: user.groups for name, user in sorted(_load().items())}


def _load() -> dict[str, _User]:
    path = settings().users_file
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(f"the file of users {path} can't be read: set GEVINST_USERS_FILE") from error
    try:
        return dict(_Users.model_validate(yaml.safe_load(text) or {}).users)
    except (yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"the file of users {path} is damaged: write it anew with `gevinst users`") from error


def _save(users: dict[str, _User]) -> None:
    path = settings().users_file
    data = {"users": {name: user.model_dump(mode="json") for name, user in sorted(users.items())}}
    write_private(path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
