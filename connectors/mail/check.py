"""Doctor's look at each mailbox: can it be reached, do we get in, and what must an administrator do if not."""

import sqlite3
from collections.abc import Iterator

from connectors.mail.errors import MailAuthFailed
from connectors.mail.opening import open_mailbox
from connectors.mail.profiles import EwsMail, GraphMail, LocalMail, MailProfile, mailbox_names, mailbox_profile
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError, GevinstError
from gevinst.settings import settings

_SERVER = "wait, or ask whoever runs the mail server; queues that need it wait by themselves"


def check_mail() -> Iterator[Finding]:
    """One finding a mailbox. Each is logged in to once, as a run would; a refused login isn't tried again."""
    try:
        names = mailbox_names() if settings().mailboxes_file is not None else _local_names()
        profiles = {name: mailbox_profile(name) for name in names}
    except ConfigurationError as error:
        yield Finding("mail", ok=False, detail="the mailboxes can't be told", remedy=error.detail)
        return
    except OSError as error:
        yield _local_failure("mail", error)
        return
    if not profiles:
        yield Finding("mail", ok=True, detail="local backend, mailboxes: none yet")
    refused: set[tuple[str, ...]] = set()
    for name, profile in profiles.items():
        login = _login(profile)
        if login in refused:
            detail = "not tried: its login was refused for another mailbox a moment ago"
            yield Finding(f"mail {name}", ok=False, detail=detail, remedy="correct that one first")
            continue
        try:
            yield _check_one(name, profile)
        except MailAuthFailed as error:
            refused.add(login)
            yield Finding(f"mail {name}", ok=False, detail="the login was refused", remedy=error.detail)


def _check_one(name: str, profile: MailProfile) -> Finding:
    what = f"mail {name}"
    try:
        with open_mailbox(name) as box:
            box.check()
            folders = [each for each in box.folders() if each.folder.is_ours]
    except MailAuthFailed:
        raise
    except ConfigurationError as error:
        return Finding(
            what, ok=False, detail=f"can't be used as it is set up ({type(error).__name__})", remedy=error.detail
        )
    except GevinstError as error:
        return Finding(what, ok=False, detail=error.detail, remedy=_SERVER)
    except (OSError, sqlite3.Error) as error:
        return _local_failure(what, error)
    made = ", ".join(each.display_name for each in folders) or "none yet, the first run makes them"
    return Finding(what, ok=True, detail=f"{_where(profile)}; folders of ours: {made}")


def _where(profile: MailProfile) -> str:
    match profile:
        case LocalMail(relay=""):
            return "on this machine; nothing leaves it"
        case LocalMail():
            return f"on this machine; answers leave by {profile.relay}, which was not tried"
        case EwsMail():
            return f"on {profile.endpoint.host}, by {profile.auth} as {profile.access}"
        case GraphMail():
            return "in Exchange Online, by " + ("certificate" if profile.certificate else "secret")


def _login(profile: MailProfile) -> tuple[str, ...]:
    """What several mailboxes share: one wrong password, tried once a mailbox, locks the account all the same."""
    match profile:
        case EwsMail():
            return ("ews", str(profile.endpoint), profile.user, profile.secret)
        case GraphMail():
            return ("graph", str(profile.authority), profile.client_id, profile.secret or profile.certificate)
        case LocalMail():
            return ("local",)


def _local_names() -> list[str]:
    folder = settings().mail_folder
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.exists() else []


def _local_failure(what: str, error: Exception) -> Finding:
    remedy = f"give the service account {settings().mail_folder}; restore a damaged mailbox.sqlite"
    return Finding(what, ok=False, detail=type(error).__name__, remedy=remedy)
