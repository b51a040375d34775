"""Doctor's look at the mail backend."""

import sqlite3

from connectors.mail.opening import open_mailbox
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError
from gevinst.settings import settings


def check_mail() -> Finding:
    """Whether the mail folder can be used."""
    folder = settings().mail_folder
    try:
        names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.exists() else []
        for name in names:
            with open_mailbox(name) as box:
                box.check()
    except (ConfigurationError, OSError, sqlite3.Error) as error:
        return Finding("mail", ok=False, detail=type(error).__name__, remedy=f"give the service account {folder}")
    return Finding("mail", ok=True, detail=f"local backend, mailboxes: {', '.join(names) or 'none yet'}")
