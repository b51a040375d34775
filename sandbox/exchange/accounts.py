"""Who may log in to the stand-in, with which invented password, and to which mailboxes that leads."""

from dataclasses import dataclass

from sandbox.exchange.entries import MailboxNotFound
from sandbox.exchange.model import Exchange

DOMAIN = "KOMMUNE"
ROBOT = "svc-gevinst"
ROBOT_ADDRESS = "svc-gevinst@eksempel.example"
PASSWORD = "Sommerhus-2026"  # of the robot, and of every person in their own mailbox

TENANT = "7c1c1a3e-6f0e-4d6e-9d58-0f9c2b3a4d5e"
CLIENT_ID = "0b9d3f3a-93f3-4a55-8b0e-5a1f6c7d8e9f"
CLIENT_SECRET = "Invented~Secret.2026"


@dataclass(frozen=True)
class Account:
    """Somebody who has logged in. `is_robot`: a service account or an application, which opens what it was granted."""

    name: str
    address: str
    is_robot: bool

    def check(self, exchange: Exchange, mailbox: str) -> None:
        """Raise `MailboxNotFound` unless this account may open the mailbox."""
        if mailbox.lower() == self.address:
            return
        if not self.is_robot:
            raise MailboxNotFound(denied=True)
        exchange.check_mailbox(mailbox)


APPLICATION = Account(CLIENT_ID, "", is_robot=True)


def by_password(exchange: Exchange, name: str, password: str) -> Account | None:
    r"""The account of a name and a password; the robot writes `DOMAIN\name`, a person the address."""
    return by_name(exchange, name) if password == PASSWORD else None


def by_name(exchange: Exchange, name: str) -> Account | None:
    """The account that a proven name belongs to."""
    plain = name.lower().removeprefix(f"{DOMAIN.lower()}\\")
    if plain in (ROBOT, ROBOT_ADDRESS):
        return Account(ROBOT, ROBOT_ADDRESS, is_robot=True)
    if plain in exchange.mailboxes():
        return Account(plain, plain, is_robot=False)
    return None
