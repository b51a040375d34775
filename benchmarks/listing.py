"""One mailbox listed whole, in a process of its own, whose memory nothing else has had: `python -m benchmarks.listing MAILBOX`.

Prints how many mails there were, and by how many MB the listing raised the most memory that the process ever had.
"""

import json
import sys
from pathlib import Path

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder


def main(mailbox: str) -> None:
    """One mail first, so that every module is loaded and the login is made."""
    with open_mailbox(mailbox) as box:
        box.mails(Folder.INBOX, limit=1)
        before = _megabytes()
        mails = box.mails(Folder.INBOX)
        print(json.dumps({"mails": len(mails), "grown": _megabytes() - before}))


def _megabytes() -> float:
    """VmHWM, and not `ru_maxrss`: that begins at what the parent had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
