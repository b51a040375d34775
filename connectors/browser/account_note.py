"""What an identity page said of an account, kept between runs.

A refused password is never tried twice, and a password that must soon be changed is told by doctor, too. Accounts are locked
after a few wrong passwords, and a queue comes back every quarter of an hour.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from gevinst.keyed_hash import keyed_hash
from gevinst.private_files import write_private
from gevinst.settings import settings


@dataclass(frozen=True)
class AccountNote:
    """What is known of an account.

    Attributes:
        refused: A keyed hash of the user and the password that were refused; empty when none was.
        warning: What operations should do in time; empty when there is nothing.
    """

    refused: str = ""
    warning: str = ""


def read_note(system: str) -> AccountNote:
    """What the last sign-in left."""
    try:
        return AccountNote(**json.loads(_path(system).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return AccountNote()


def write_note(system: str, note: AccountNote) -> None:
    """Leave what this sign-in met; nothing to say removes what was said before."""
    if note == AccountNote():
        _path(system).unlink(missing_ok=True)
    else:
        write_private(_path(system), json.dumps(asdict(note)))


def password_hash(system: str, user: str, password: str) -> str:
    """By what a password is known again; without the installation's key it tells nothing."""
    return keyed_hash("sign-in", f"{system}\0{user}\0{password}")


def _path(system: str) -> Path:
    return settings().data_folder / "browser" / f"{system}.account"
