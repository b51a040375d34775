"""A kept mail for whoever works on the case: who wrote, when, and what; taken apart in the limited child."""

import tempfile
from pathlib import Path

from connectors.mail.parsing import parse_mail
from gevinst.desk.showing import CannotShow, ShownMail


def show_mail(path: Path) -> ShownMail:
    """The mail with its text, and what its files were called.

    Raises:
        CannotShow: It is gone, or can't be read safely.
    """
    if not path.is_file():
        raise CannotShow("Mailen findes ikke længere.")
    with tempfile.TemporaryDirectory(prefix="gevinst-mail-") as folder:
        mail = parse_mail(path, attachments_into=Path(folder))
    if mail.problem is not None:
        raise CannotShow(mail.problem.sentence)
    return ShownMail(
        sender=mail.from_address.reveal(),
        subject=mail.subject.reveal(),
        text=mail.body.reveal(),
        sent_at=mail.sent_at,
        names={each.sha256: each.name.reveal() for each in mail.attachments},
    )
